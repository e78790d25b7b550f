"""A run as the rows of its journal: replayed, they lead back to the same state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from ceremonies.director import Director
from ceremonies.event import Event, EventKind
from models.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.recognition.script import StoredScript

TOO_OLD: Final = timedelta(hours=12)
"""An evening that was left longer ago is over; it is not gone on with."""


class Entry(BaseModel):
    """A row: what happened, and when by the wall clock, so that a restart knows how long the stage was away."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    utc: AwareDatetime
    event: Event

    def to_json(self) -> str:
        """Write the row as JSON."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """Read a row; anything unknown in it is refused."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            message = "The record of this ceremony is damaged, so it cannot go on from where it was. Start it again."
            raise InvalidError(message) from error


def replay(stored: StoredScript, events: Iterable[Event]) -> Director:
    """Lead from the rows, oldest first, to where the run stood; rows of another script are refused."""
    director: Director | None = None
    for event in events:
        if director is None:
            if event.kind is not EventKind.BEGIN or event.digest != stored.digest:
                raise InvalidError("The record of this ceremony does not belong to its script. Start it again.")
            director = Director.start(stored, event.at)
        else:
            director = director.apply(event)
    if director is None:
        raise InvalidError("Nothing of this ceremony was recorded. Start it again.")
    return director


def read(rows: Iterable[str]) -> tuple[Entry, ...]:
    """Read the rows as they were stored."""
    return tuple(Entry.from_json(row) for row in rows)


def resumed(stored: StoredScript, rows: Iterable[str], now: datetime) -> Director | None:
    """Lead back to where a run was left, behind the curtain; None when it ended or was left too long ago."""
    entries = read(rows)
    director = replay(stored, (entry.event for entry in entries))
    last = entries[-1]
    away = now - last.utc
    if director.is_finished or away > TOO_OLD:
        return None
    return director.resume(last.event.at + max(0.0, away.total_seconds()))
