"""Which dialogs look after colleagues and their keys?"""
