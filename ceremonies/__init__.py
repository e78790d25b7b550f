"""Ceremonies: what is on stage now and what comes next."""
