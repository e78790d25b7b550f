"""Who is at the computer, and what comes before and after their time in a clinic?"""
