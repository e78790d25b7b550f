"""The present roles of accounts: one that is taken away is gone at the next action, not the next sign-in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import Boolean, Uuid, bindparam, column, select, table

from models.access import Role
from models.base import StoredEnumSet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models.access import Actor
    from models.base import Base

TABLE: Final = "staff"
_STAFF: Final = table(
    TABLE, column("id", Uuid(as_uuid=True)), column("roles", StoredEnumSet(Role)), column("is_active", Boolean)
)
_ROLES: Final = select(_STAFF.c.roles, _STAFF.c.is_active).where(
    _STAFF.c.id == bindparam("staff", type_=Uuid(as_uuid=True))
)


class RoleCache:
    """Remembers the roles of each account until a commit changes an account."""

    def __init__(self) -> None:
        self._known: dict[UUID, frozenset[Role] | None] = {}
        self._changes = 0

    def current(self, session: Session, actor: Actor) -> Actor:
        """Give the actor with the account's present roles, none once it is closed; unchanged without an account."""
        if actor.id not in self._known:
            before, roles = self._changes, _roles(session, actor.id)
            if before != self._changes:  # another thread changed an account meanwhile: not to be remembered
                return actor if roles is None else replace(actor, roles=roles)
            self._known[actor.id] = roles
        known = self._known.get(actor.id)
        return actor if known is None or known == actor.roles else replace(actor, roles=known)

    def hear(self, tables: Iterable[type[Base]]) -> None:
        """Forget the roles where a commit changed accounts."""
        if any(each.__tablename__ == TABLE for each in tables):
            self._changes += 1
            self._known.clear()


def _roles(session: Session, staff: UUID) -> frozenset[Role] | None:
    row = session.execute(_ROLES, {"staff": staff}).first()
    if row is None:
        return None
    return row.roles if row.is_active else frozenset()
