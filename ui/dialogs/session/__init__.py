"""Which panels and dialogs are shown before a clinic is open?"""
