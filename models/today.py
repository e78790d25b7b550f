"""The Today page: what is due now, from several areas, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.outcomes.schedule import DueState, forms_due
from models.people.participant import Participant
from models.programme.cohort import CohortLine, CohortState, cohorts
from models.programme.meeting import Meeting, MeetingLine, MeetingState, meeting_line
from models.recognition.badge import proposals
from models.recognition.ceremony import CeremonyState, CeremonyView, ceremonies
from models.register import UNRECOGNISED_WEEKS, Register, register
from models.settings import profile

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work

HORIZON: Final = timedelta(days=7)
OVERDUE: Final = timedelta(days=28)
"""A register not taken for longer is found on the cohort's page, not here."""


class DueKind(Enum):
    """What sort of thing waits."""

    REGISTER = "register"
    FORMS = "forms"
    BADGES = "badges"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits, with what opens it."""

    kind: DueKind
    cohort: UUID
    cohort_name: str
    meeting: MeetingLine | None
    count: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A person whom nobody has recognised for three weeks."""

    enrolment: UUID
    cohort: UUID
    name: str
    attended: int
    held: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new clinic has done on its way to the first session."""

    has_people: bool
    has_cohort: bool
    has_enrolled: bool

    @property
    def is_done(self) -> bool:
        """Whether the checklist has served."""
        return self.has_people and self.has_cohort and self.has_enrolled


@dataclass(frozen=True, slots=True)
class Today:
    """The page, in the order in which it is read."""

    day: date
    tonight: tuple[Register, ...]
    next_meeting: MeetingLine | None
    next_cohort: CohortLine | None
    due: tuple[Due, ...]
    unrecognised: tuple[Unrecognised, ...]
    next_ceremony: CeremonyView | None
    first_steps: FirstSteps


def today(work: Work) -> Today:
    """Read everything that is due, for the roles of the person signed in."""
    work.require(Permission.READ_ATTENDANCE)
    day = work.now.astimezone(profile(work).time_zone).date()
    groups = cohorts(work)
    running = [line for line in groups if line.state is not CohortState.ENDED]
    tonight = tuple(register(work, id_) for id_ in _meetings_on(work, day))
    coming = sorted(
        (line for line in running if line.next_meeting is not None and line.next_meeting.day > day),
        key=lambda line: line.next_meeting.starts_at if line.next_meeting else work.now,
    )
    upcoming = [view for view in ceremonies(work) if view.state is not CeremonyState.FINISHED]
    return Today(
        day=day,
        tonight=tonight,
        next_meeting=coming[0].next_meeting if coming else None,
        next_cohort=coming[0] if coming else None,
        due=(*_registers(work, groups, day), *_forms(work, running, day), *_badges(work, groups)),
        unrecognised=_unrecognised(tonight),
        next_ceremony=upcoming[0] if upcoming else None,
        first_steps=_first_steps(work, groups),
    )


def _meetings_on(work: Work, day: date) -> tuple[UUID, ...]:
    query = select(Meeting.id).where(Meeting.day == day, Meeting.state != MeetingState.CANCELLED)
    return tuple(work.session.scalars(query.order_by(Meeting.starts_at)))


def _registers(work: Work, groups: tuple[CohortLine, ...], day: date) -> tuple[Due, ...]:
    known = {line.id: line for line in groups}
    rows = work.session.scalars(
        select(Meeting)
        .where(
            Meeting.day < day,
            Meeting.day >= day - OVERDUE,
            Meeting.state.in_((MeetingState.PLANNED, MeetingState.HELD)),
        )
        .order_by(Meeting.day)
    )
    return tuple(
        Due(
            DueKind.REGISTER,
            row.cohort_id,
            known[row.cohort_id].name,
            meeting_line(row),
            known[row.cohort_id].people,
            is_overdue=True,
        )
        for row in rows
        if known[row.cohort_id].people
    )


def _forms(work: Work, running: list[CohortLine], day: date) -> tuple[Due, ...]:
    if not work.actor.may(Permission.READ_FORMS_DUE):
        return ()
    found = []
    for line in running:
        forms = forms_due(work, line.id, day)
        if forms:
            people = len({form.enrolment for form in forms})
            overdue = any(form.state is DueState.OVERDUE for form in forms)
            found.append(Due(DueKind.FORMS, line.id, line.name, None, people, overdue))
    return tuple(found)


def _badges(work: Work, groups: tuple[CohortLine, ...]) -> tuple[Due, ...]:
    if not work.actor.may(Permission.APPROVE_RECOGNITION):
        return ()
    waiting = proposals(work)
    return tuple(
        Due(DueKind.BADGES, line.id, line.name, None, waiting[line.id], is_overdue=False)
        for line in groups
        if line.id in waiting
    )


def _unrecognised(tonight: tuple[Register, ...]) -> tuple[Unrecognised, ...]:
    return tuple(
        Unrecognised(
            row.member.enrolment,
            page.meeting.cohort,
            f"{row.member.name} {row.member.distinguisher}".strip(),
            row.tally.attended,
            row.tally.held,
        )
        for page in tonight
        for row in page.rows
        if row.weeks_unrecognised >= UNRECOGNISED_WEEKS
    )


def _first_steps(work: Work, groups: tuple[CohortLine, ...]) -> FirstSteps:
    people = work.session.scalars(select(func.count()).select_from(Participant)).one()
    return FirstSteps(people > 0, bool(groups), any(line.people for line in groups))
