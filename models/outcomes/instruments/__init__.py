"""Forms and how they are scored: one data file each, and nothing here needs the database or the window."""
