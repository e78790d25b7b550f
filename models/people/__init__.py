"""The people of the clinic: participants and staff, their names and their consent."""
