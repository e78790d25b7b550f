"""What people report about pain, function and mood; sealed for clinical roles, and never a reason for recognition."""
