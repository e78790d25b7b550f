"""What was recognised: effort, badges, ceremonies and certificates."""
