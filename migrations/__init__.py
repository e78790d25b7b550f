"""How did the tables get here?"""
