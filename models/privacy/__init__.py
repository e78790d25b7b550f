"""What a clinic owes a person: a copy of everything, an end of keeping, and erasure wherever they are mentioned."""
