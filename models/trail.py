"""What a unit of work will write into the audit: changes that are not yet entries of the chain."""

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
    """A backup replaced the clinic; the field is the time at which the backup was made."""
    LOSS = "loss"
    """Somebody opened the clinic although its newest records were missing; `count` audit entries."""
    DRILL = "drill"
    """A backup was tried out; the fields are the time at which it was made, and the result."""


@dataclass(frozen=True, slots=True)
class Change:
    """The content of an audit entry, before it has a number and a place in the chain."""

    action: Action
    entity: str
    row: UUID | None
    fields: tuple[str, ...] = ()
    _: KW_ONLY
    count: int = 1


class Trail:
    """What a unit of work has read, exported or refused; each thing once, however often it was asked for."""

    __slots__ = ("_changes",)

    def __init__(self) -> None:
        self._changes: dict[Change, None] = {}

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in order."""
        return tuple(self._changes)

    def add(self, *changes: Change) -> None:
        """Append changes; those that are there already stay where they are."""
        self._changes.update(dict.fromkeys(changes))

    def precede(self, *changes: Change) -> None:
        """Put earlier changes before the others."""
        self._changes = dict.fromkeys((*changes, *self._changes))

    def take(self) -> tuple[Change, ...]:
        """Give the changes in order, and forget them."""
        changes = self.changes
        self._changes.clear()
        return changes
