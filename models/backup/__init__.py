"""What copies are there of a clinic, and how does one take its place?"""
