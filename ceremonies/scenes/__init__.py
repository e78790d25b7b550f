"""Scenes: pure functions from a moment of the ceremony to what the audience sees."""
