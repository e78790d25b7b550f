"""What one screen needs that only the exports know; each file is named after its screen."""
