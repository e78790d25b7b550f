"""Members of staff: who there is, their roles, and whether their account is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import CLINICAL_ROLES, Actor, Permission, Role
from models.base import Record
from models.errors import InvalidError, NotFoundError
from models.personal_table import SharedTable
from models.text import fold, required_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.work import Work


class Staff(Record):
    """One account; it stays, closed, when the person leaves, since the audit names it."""

    __tablename__ = "staff"
    personal = SharedTable(why="who works here; accounts stay for the record", other_text=("name",))

    name: Mapped[str]
    roles: Mapped[frozenset[Role]]
    is_active: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """A member of staff as a list shows them."""

    id: UUID
    name: str
    roles: frozenset[Role]
    is_active: bool
    version: int = 1

    @property
    def is_clinical(self) -> bool:
        """Whether a clinical role is among the roles."""
        return not self.roles.isdisjoint(CLINICAL_ROLES)


def add_staff(work: Work, name: str, roles: Iterable[Role], *, id_: UUID | None = None) -> UUID:
    """Open an account; raise `InvalidError` for a name that another open account has: people sign in by their name."""
    work.require(Permission.MANAGE_STAFF)
    cleaned = required_line(name, "The name", limit=120)
    if any(fold(line.name) == fold(cleaned) and line.is_active for line in staff(work)):
        raise InvalidError("{name} already has an account. Choose a name that tells the two apart.", name=cleaned)
    row = Staff(id=id_ or work.new_id(), name=cleaned, roles=frozenset(roles), is_active=True)
    work.session.add(row)
    work.session.flush()
    return row.id


def staff(work: Work) -> tuple[StaffLine, ...]:
    """List the accounts by name, with those of people who have left."""
    work.require(Permission.READ_STAFF)
    rows = work.session.scalars(select(Staff))
    lines = (
        StaffLine(
            id=row.id,
            name=row.name,
            roles=row.roles,
            is_active=row.is_active,
            version=row.version,
        )
        for row in rows
    )
    # Sorted here and not by the database, so that every database agrees.
    return tuple(sorted(lines, key=lambda line: fold(line.name)))


def actor_of(work: Work, staff_id: UUID) -> Actor:
    """Give the actor of an account, or raise `NotFoundError` where it is closed."""
    work.require(Permission.READ_STAFF)
    row = work.session.get(Staff, staff_id)
    if row is None or not row.is_active:
        raise NotFoundError("This account is closed. Ask an administrator.")
    return Actor(row.id, row.name, row.roles)


def confirm_open(row: Staff) -> Staff:
    """Give an account back; raise `InvalidError` where its person has left."""
    if not row.is_active:
        raise InvalidError("{name} has left. Add a new account if they have come back.", name=row.name)
    return row
