"""A clinic as a whole: how is it made, opened, recovered and tried out?"""
