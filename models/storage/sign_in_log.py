"""Audit entries that are made outside a unit of work: sign-ins, sign-outs and exported files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.trail import Action, Change, Trail

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database


class Way(StrEnum):
    """How somebody signed in or out; stored as the field of the entry."""

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
    """Note that somebody signed in; with `is_visit`, beside an open window, together with the next entry."""
    # A command that only checks the clinic must find it unchanged, so that its own sign-in is noted when it ends.
    database.remember(actor, _trail(Change(Action.SIGN_IN, "staff", actor.id, (way.value,))), at_once=not is_visit)


def note_sign_out(database: Database, actor: Actor, way: Way) -> None:
    """Note that somebody signed out; on a full disk the entry waits, and signing out goes on."""
    database.remember(actor, _trail(Change(Action.SIGN_OUT, "staff", actor.id, (way.value,))))


def note_export(database: Database, actor: Actor, entity: str, *, count: int = 1) -> None:
    """Note that a file with `count` records of `entity` was made."""
    database.remember(actor, _trail(Change(Action.EXPORT, entity, None, count=count)))


def _trail(change: Change) -> Trail:
    trail = Trail()
    trail.add(change)
    return trail
