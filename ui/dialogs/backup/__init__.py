"""Which dialogs make sure of backups and bring one back?"""
