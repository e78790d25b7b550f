"""What one screen needs that only the leaderboards know; each file is named after its screen."""
