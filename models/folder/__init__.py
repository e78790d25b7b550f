"""The clinic's folder on this computer: what lies in it, who holds it, and what the disk and the clock may do to it?"""
