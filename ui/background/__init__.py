"""What runs in the background while a clinic is open?"""
