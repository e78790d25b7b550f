"""What is in the clinic's folder, who has it open, and what can go wrong with the disk and the clock?"""
