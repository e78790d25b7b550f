"""The journal of a run: rows that lead to the same state when they are replayed."""

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
"""A run that was interrupted longer ago is not resumed: its evening is over."""


class Entry(BaseModel):
    """A row: an event, and the wall time, by which a restart knows how long the run was interrupted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    utc: AwareDatetime
    event: Event

    def to_json(self) -> str:
        """Write the row as JSON."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """Read a row; raise `InvalidError` for anything unknown in it."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            message = "The record of this ceremony is damaged, so it cannot go on from where it was. Start it again."
            raise InvalidError(message) from error


def replay(stored: StoredScript, events: Iterable[Event]) -> Director:
    """Give the state after these events, oldest first; raise `InvalidError` for none and for another script's."""
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
    """Read stored rows; raise `InvalidError` for a damaged one."""
    return tuple(Entry.from_json(row) for row in rows)


def resumed(stored: StoredScript, rows: Iterable[str], now: datetime) -> Director | None:
    """Give a run where it was interrupted, behind the curtain; None where it ended, or longer ago than `TOO_OLD`."""
    entries = read(rows)
    director = replay(stored, (entry.event for entry in entries))
    last = entries[-1]
    away = now - last.utc
    if director.is_finished or away > TOO_OLD:
        return None
    # A monotonic clock does not survive a restart, so the wall clock tells how far the run's has gone on.
    return director.resume(last.event.at + max(0.0, away.total_seconds()))
