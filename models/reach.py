"""Which groups and people a member of a team reaches: those of the team, and groups that have no team yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Uuid, and_, bindparam, column, func, or_, select, table, true

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from models.access import Actor, Permission

_ID: Final = Uuid(as_uuid=True)
_TEAM: Final = table("cohort_team", column("cohort_id", _ID), column("staff_id", _ID))
_ENROLMENT: Final = table("enrolment", column("cohort_id", _ID), column("participant_id", _ID))
_PARTICIPANT: Final = table("participant", column("id", _ID), column("merged_into", _ID))
_OWN: Final = select(_TEAM.c.cohort_id).where(_TEAM.c.staff_id == bindparam("staff", type_=_ID))
_TEAMED: Final = select(_TEAM.c.cohort_id).where(_TEAM.c.cohort_id == bindparam("cohort", type_=_ID)).limit(1)
_GROUPS_OF: Final = (
    select(_ENROLMENT.c.cohort_id)
    .join_from(
        _PARTICIPANT,
        _ENROLMENT,
        _ENROLMENT.c.participant_id == func.coalesce(_PARTICIPANT.c.merged_into, _PARTICIPANT.c.id),
    )
    .where(_PARTICIPANT.c.id == bindparam("person", type_=_ID))
)
"""Of a record that was merged away: the groups of the record that was kept."""


class Reach:
    """What one unit of work has found out about teams, so that each question is asked once."""

    __slots__ = ("_cohorts", "_own")

    def __init__(self) -> None:
        self._own: frozenset[UUID] | None = None
        self._cohorts: dict[UUID, bool] = {}

    def forget(self) -> None:
        """Ask again: a team was changed."""
        self._own = None
        self._cohorts.clear()

    def has_cohort(self, session: Session, staff: UUID, cohort: UUID) -> bool:
        """Tell whether this member of staff is on the group's team, or the group has none."""
        if self._own is None:
            self._own = frozenset(session.scalars(_OWN, {"staff": staff}))
        if cohort in self._own:
            return True
        if cohort not in self._cohorts:
            self._cohorts[cohort] = session.scalars(_TEAMED, {"cohort": cohort}).first() is None
        return self._cohorts[cohort]

    def has_person(self, session: Session, staff: UUID, person: UUID) -> bool:
        """Tell whether the person is or was in a group that is reached, or was never in any."""
        groups = session.scalars(_GROUPS_OF, {"person": person}).all()
        return not groups or any(self.has_cohort(session, staff, cohort) for cohort in groups)


def cohorts_within(actor: Actor, permission: Permission, cohort: _Column) -> ColumnElement[bool]:
    """Give the condition that a query of groups is narrowed by: those for which the actor has the permission."""
    if actor.may_everywhere(permission):
        return true()
    own = select(_TEAM.c.cohort_id).where(_TEAM.c.staff_id == actor.id)
    return or_(cohort.in_(own), cohort.not_in(select(_TEAM.c.cohort_id)))


def people_within(actor: Actor, permission: Permission, person: _Column) -> ColumnElement[bool]:
    """Give the condition that a query of people is narrowed by: of reached groups, or of none at all."""
    if actor.may_everywhere(permission):
        return true()
    of_person = _ENROLMENT.c.participant_id == person
    reached = and_(of_person, cohorts_within(actor, permission, _ENROLMENT.c.cohort_id))
    there = select(_ENROLMENT.c.cohort_id)
    return or_(there.where(reached).exists(), ~there.where(of_person).exists())


if TYPE_CHECKING:
    _Column = ColumnElement[UUID] | InstrumentedAttribute[UUID] | InstrumentedAttribute[Any]
