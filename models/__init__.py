"""What is true in the clinic, and what may change it."""
