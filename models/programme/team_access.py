"""Which groups and people a member of a team may open: those of the team, and groups that have no team yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Uuid, and_, bindparam, func, or_, select

from models.people.participant import Participant
from models.programme.enrolment import Enrolment
from models.programme.team import CohortTeam

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

_ID: Final = Uuid(as_uuid=True)
_ASKED: Final = {"autoflush": False}
"""A question about access is asked in the middle of a write: a flush would send half-made rows to the file."""
_OWN: Final = (
    select(CohortTeam.cohort_id).where(CohortTeam.staff_id == bindparam("staff", type_=_ID)).execution_options(**_ASKED)
)
_TEAMED: Final = (
    select(CohortTeam.cohort_id)
    .where(CohortTeam.cohort_id == bindparam("cohort", type_=_ID))
    .limit(1)
    .execution_options(**_ASKED)
)
_GROUPS_OF: Final = (
    select(Enrolment.cohort_id)
    .join_from(
        Participant, Enrolment, Enrolment.participant_id == func.coalesce(Participant.merged_into, Participant.id)
    )
    .where(Participant.id == bindparam("person", type_=_ID))
    .execution_options(**_ASKED)
)
"""The groups of a person; of a record that was merged, those of the record that was kept."""


class CohortTeamAccess:
    """Implements `TeamAccess` for one unit of work, and remembers the answers, so that each question is asked once."""

    __slots__ = ("_cohorts", "_own")

    def __init__(self) -> None:
        self._own: frozenset[UUID] | None = None
        self._cohorts: dict[UUID, bool] = {}

    def forget(self) -> None:
        """Forget the answers: a team was changed."""
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
        """Tell whether the person is or was in a group that may be opened, or was never in any."""
        groups = session.scalars(_GROUPS_OF, {"person": person}).all()
        return not groups or any(self.has_cohort(session, staff, cohort) for cohort in groups)

    def cohorts_of(self, staff: UUID, cohort: _Column) -> ColumnElement[bool]:
        """Give the condition that keeps the groups of this member of staff, and those without a team."""
        teamed = select(CohortTeam.cohort_id).correlate(None)
        return or_(cohort.in_(teamed.where(CohortTeam.staff_id == staff)), cohort.not_in(teamed))

    def people_of(self, staff: UUID, person: _Column) -> ColumnElement[bool]:
        """Give the condition that keeps the people of those groups, and people who were never in any."""
        of_person = Enrolment.participant_id == person
        opened = and_(of_person, self.cohorts_of(staff, Enrolment.cohort_id))
        there = select(Enrolment.cohort_id).correlate_except(Enrolment)  # the query around may name enrolments as well
        return or_(there.where(opened).exists(), ~there.where(of_person).exists())


if TYPE_CHECKING:
    _Column = ColumnElement[UUID] | InstrumentedAttribute[UUID] | InstrumentedAttribute[Any]
