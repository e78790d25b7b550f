"""What leaves the app: paper, files, messages, backups?"""
