"""Which panels and dialogs stand before a clinic is open?"""
