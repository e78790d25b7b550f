"""What do the screens have in common: asking the clinic, a list, the current cohort?"""
