"""How are the clinic's records stored: encrypted, audited, and migrated?"""
