"""Which dialogs make a ceremony and change its parts?"""
