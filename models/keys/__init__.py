"""Which keys open a clinic, and who holds them?"""
