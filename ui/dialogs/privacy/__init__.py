"""Which dialogs give a person their records, erase them, or keep them longer?"""
