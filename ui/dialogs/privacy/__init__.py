"""Which dialogs give a person their records, or end the keeping of them?"""
