"""What does a list from another program say, row by row?"""
