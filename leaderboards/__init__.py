"""Who earned what?"""
