"""What copies are there of a clinic, and how is it restored from one?"""
