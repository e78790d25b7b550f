"""A run as the rows of its journal: replayed, they lead back to the same state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceremonies.director import Director
from ceremonies.event import Event, EventKind
from models.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceremonies.script import Script


def replay(script: Script, events: Iterable[Event]) -> Director:
    """Lead from the rows, oldest first, to where the run stood; rows of another script are refused."""
    director: Director | None = None
    for event in events:
        if director is None:
            if event.kind is not EventKind.BEGIN or event.digest != script.digest:
                raise InvalidError("The record of this ceremony does not belong to its script. Start it again.")
            director = Director.start(script, event.at)
        else:
            director = director.apply(event)
    if director is None:
        raise InvalidError("Nothing of this ceremony was recorded. Start it again.")
    return director


def read(rows: Iterable[str]) -> tuple[Event, ...]:
    """Read the rows as they were stored."""
    return tuple(Event.from_json(row) for row in rows)
