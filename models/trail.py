"""What a unit of work leaves in the audit: what was done to which record, before it has its place in the chain."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Action(StrEnum):
    """What was done."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    BULK = "bulk"
    READ = "read"
    REFUSED = "refused"
    EXPORT = "export"
    PRINT = "print"
    SIGN_IN = "sign in"
    SIGN_OUT = "sign out"
    FAILED = "failed"
    """A sign-in with a wrong passphrase; `count` of them."""
    RESTORE = "restore"
    """A backup took the clinic's place; the field says of when it is."""
    LOSS = "loss"
    """Somebody went on although the newest records were missing; `count` of them."""
    DRILL = "drill"
    """A backup was restored for practice; the fields say of when it is, and how it went."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry is about, before it has its place in the chain."""

    action: Action
    entity: str
    row: UUID | None
    fields: tuple[str, ...] = ()
    _: KW_ONLY
    count: int = 1


class Trail:
    """What a unit of work has read or refused, each thing once however often it was asked for."""

    __slots__ = ("_changes",)

    def __init__(self) -> None:
        self._changes: dict[Change, None] = {}

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is remembered, in order."""
        return tuple(self._changes)

    def add(self, *changes: Change) -> None:
        """Remember things."""
        self._changes.update(dict.fromkeys(changes))

    def precede(self, *changes: Change) -> None:
        """Remember things that came before the others."""
        self._changes = dict.fromkeys((*changes, *self._changes))

    def take(self) -> tuple[Change, ...]:
        """Give what is remembered, in order, and remember nothing any more."""
        taken = self.changes
        self._changes.clear()
        return taken
