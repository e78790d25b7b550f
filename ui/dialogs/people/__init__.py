"""Which dialogs change what is known of people, and what they agreed to?"""
