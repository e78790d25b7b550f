"""Teams: of the staff whose roles work in groups, only a group's team reaches its people and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import CLINICAL_ROLES, TEAM_ROLES, Permission
from models.base import Record
from models.errors import InvalidError
from models.people.staff import staff
from models.personal_table import SharedTable

if TYPE_CHECKING:
    from collections.abc import Collection

    from models.access import Role
    from models.work import Work


class CohortTeam(Record):
    """One member of a group's team; a group without any is open to everyone whose role works in groups."""

    __tablename__ = "cohort_team"
    personal = SharedTable(why="which staff run a group")

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    staff_id: Mapped[UUID] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("cohort_id", "staff_id"),)


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A member of staff who is, or could be, on a group's team."""

    staff: UUID
    name: str
    roles: frozenset[Role]
    is_on_team: bool


def team(work: Work, cohort: UUID) -> tuple[TeamChoice, ...]:
    """List by name those on the team and those who could be: people at work with a role in groups."""
    work.require(Permission.READ_PROGRAMME, cohort=cohort)
    there = {row.staff_id for row in _rows(work, cohort)}
    return tuple(
        TeamChoice(line.id, line.name, line.roles, line.id in there)
        for line in staff(work)
        if line.id in there or (line.is_active and not line.roles.isdisjoint(TEAM_ROLES))
    )


def change_team(work: Work, cohort: UUID, members: Collection[UUID]) -> None:
    """Make these people the group's team.

    Raises `InvalidError` for an empty team, which would open the group to everybody, and for somebody who cannot be
    on one.
    """
    work.require(Permission.PLAN_COHORT, cohort=cohort)
    if not members:
        raise InvalidError("A group keeps at least one person on its team. Choose who runs it.")
    if not set(members) <= {line.staff for line in team(work, cohort)}:
        raise InvalidError("Only people at work with a role in groups can be on a team. Choose from the list.")
    rows = {row.staff_id: row for row in _rows(work, cohort)}
    for member, row in rows.items():
        if member not in members:
            work.session.delete(row)
    for member in members:
        if member not in rows:
            _add(work, cohort, member)
    work.session.flush()
    work.team_access.forget()


def found_team(work: Work, cohort: UUID) -> None:
    """Put the person who plans a group on its team where they have a clinical role."""
    work.require(Permission.PLAN_COHORT, cohort=cohort)
    if not work.actor.roles.isdisjoint(CLINICAL_ROLES) and not _rows(work, cohort):
        _add(work, cohort, work.actor.id)
        work.session.flush()
        work.team_access.forget()


def _rows(work: Work, cohort: UUID) -> list[CohortTeam]:
    return list(work.session.scalars(select(CohortTeam).where(CohortTeam.cohort_id == cohort)))


def _add(work: Work, cohort: UUID, member: UUID) -> None:
    work.session.add(CohortTeam(id=work.new_id(), cohort_id=cohort, staff_id=member))
