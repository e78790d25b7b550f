"""Which dialogs take in a form?"""
