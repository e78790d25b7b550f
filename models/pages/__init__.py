"""What one screen needs from several areas, read in one go; each file is named after its screen."""
