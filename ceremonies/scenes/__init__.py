"""Scenes: pure functions from a moment of the ceremony to what the audience sees."""

from ceremonies.scenes.passage import passage, passage_seconds
from ceremonies.scenes.picture import Picture
from ceremonies.scenes.staging import curtain_of, picture

__all__ = ["Picture", "curtain_of", "passage", "passage_seconds", "picture"]
