"""Which picture does the audience see at a moment of the ceremony? Pure functions, without Qt."""

from ceremonies.scenes.picture import Picture
from ceremonies.scenes.staging import curtain_of, picture
from ceremonies.scenes.transition import transition, transition_seconds

__all__ = ["Picture", "curtain_of", "picture", "transition", "transition_seconds"]
