"""Which dialogs plan and change a group?"""
