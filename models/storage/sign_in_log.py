"""Who came and went, and what they took along: sign-ins, sign-outs and files in the record of who did what."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.trail import Action, Change, Trail

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database


class Way(StrEnum):
    """How somebody came or went; the last part of the entry."""

    WINDOW = "window"
    COMMAND = "command"
    UNLOCK = "unlock"
    END = "end"
    LOCK = "lock"
    IDLE = "idle"
    """Nobody had touched Laurel for a while."""
    SYSTEM = "computer"
    """The computer went to sleep, or its screen was locked."""


def note_sign_in(database: Database, actor: Actor, way: Way, *, is_visit: bool = False) -> None:
    """Write down that somebody signed in.

    Of a visit beside an open window it is written with the first other entry, at the latest when it ends: a visit that
    checks the clinic shall find it as it is.
    """
    database.remember(actor, _trail(Change(Action.SIGN_IN, "staff", actor.id, (way.value,))), at_once=not is_visit)


def note_sign_out(database: Database, actor: Actor, way: Way) -> None:
    """Write down that somebody signed out; on a full disk it waits, and nobody is kept in for it."""
    database.remember(actor, _trail(Change(Action.SIGN_OUT, "staff", actor.id, (way.value,))))


def note_export(database: Database, actor: Actor, entity: str, *, count: int = 1) -> None:
    """Write down that a file was made outside any unit of work: so many of what it holds."""
    database.remember(actor, _trail(Change(Action.EXPORT, entity, None, count=count)))


def _trail(change: Change) -> Trail:
    trail = Trail()
    trail.add(change)
    return trail
