"""What is looked after in the background while a clinic is open?"""
