"""Scenes: pure functions from a moment of the ceremony to what the audience sees."""

from ceremonies.scenes.picture import Picture
from ceremonies.scenes.staging import curtain_of, picture
from ceremonies.scenes.transition import transition, transition_seconds

__all__ = ["Picture", "curtain_of", "picture", "transition", "transition_seconds"]
