"""The one table of the window's screens: name, place in the rail, who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from models.access import Permission
from ui.screen import Screen

if TYPE_CHECKING:
    from models.access import Actor


class Spot(Enum):
    """Where a screen is reached from."""

    RAIL = "rail"
    FOOT = "foot"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Place:
    """One screen: `code` is "module:class", loaded when the screen is first opened."""

    name: str
    text: str
    code: str
    permission: Permission
    spot: Spot = Spot.INSIDE
    icon: str = ""
    within: str = ""
    """For a screen inside: the place of the rail that stays marked and begins the breadcrumb."""

    def screen_class(self) -> type[Screen[Any]]:
        """Load the screen's module and give its class."""
        module, _, name = self.code.partition(":")
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, Screen)):
            message = f"{self.code} is not a screen"
            raise TypeError(message)
        return found


PLACES: Final[tuple[Place, ...]] = ()


def open_to(places: tuple[Place, ...], actor: Actor) -> dict[str, Place]:
    """Give the places that this person may use, by name, in their order."""
    return {place.name: place for place in places if actor.may(place.permission)}
