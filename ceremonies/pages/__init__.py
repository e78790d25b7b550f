"""What one screen needs of a ceremony's script; each file is named after its screen."""
