"""The open unit of work that every use case is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from models.errors import NotAllowedError, NotFoundError, StaleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models.access import Actor, Permission
    from models.base import Record

    R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction: what it may touch, who acts, and what time it is.

    `now` is aware, in UTC. `new_id` makes the ids of new rows, so that a seeded clinic is the
    same clinic each time.
    """

    session: Session
    actor: Actor
    now: datetime
    new_id: Callable[[], UUID]

    def require(self, permission: Permission, *, cohort: UUID | None = None, person: UUID | None = None) -> None:
        """Refuse with `NotAllowedError` unless the person acting may do this, to this cohort or person."""
        if not self.actor.may(permission):
            raise NotAllowedError(
                "{name} is not allowed to do this here. Ask an administrator for the right role.",
                name=self.actor.name,
            )

    def get(self, record: type[R], id_: UUID, *, version: int | None = None) -> R:
        """Give the row, or raise `NotFoundError`; with the version that a form showed, or `StaleError`."""
        row = self.session.get(record, id_)
        if row is None:
            raise NotFoundError("This record is no longer in the clinic. Go back and choose again.")
        if version is not None and row.version != version:
            raise StaleError(
                "Somebody changed this record after you opened it. Look at it again and repeat your change."
            )
        return row
