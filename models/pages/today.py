"""The Today page: what is due now, from several areas, read in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.outcomes.schedule import Waiting, forms_waiting
from models.pages.register import UNRECOGNISED_WEEKS, last_recognised, whole_weeks
from models.people.participant import Participant
from models.people.recovery_sheet import valid_recovery_sheet
from models.programme.cohort import Cohort, CohortLine, CohortState, cohorts
from models.programme.enrolment import Enrolment, is_member, members
from models.programme.meeting import Meeting, MeetingLine, MeetingState, meeting_line
from models.programme.programme import programmes
from models.programme.tally import tallies
from models.recognition.badge import proposals
from models.recognition.ceremony import CeremonyState, CeremonyView, ceremonies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.keys.keyring import KeyRing
    from models.people.naming import PersonLabel
    from models.work import Work

OVERDUE: Final = timedelta(days=28)
"""Registers that are open for longer are shown on the cohort's page only."""
SHOWN: Final = 6
"""Unrecognised people that are named; the others are only counted."""


class DueKind(Enum):
    """The kind of a task."""

    REGISTER = "register"
    FORMS = "forms"
    BADGES = "badges"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One task, with the cohort or session that it is about."""

    kind: DueKind
    cohort: UUID
    cohort_name: str
    count: int
    meeting: MeetingLine | None = None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """One of today's sessions with what its card counts."""

    meeting: MeetingLine
    cohort_name: str
    sessions: int
    phase: str
    enrolled: int
    forms: int
    """People with a form to return."""
    unrecognised: int
    """People whom nobody has recognised for three weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecognised:
    """A person whom nobody has recognised for three weeks."""

    enrolment: UUID
    cohort: UUID
    label: PersonLabel
    attended: int
    held: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The first steps that a new clinic has done."""

    has_people: bool
    has_cohort: bool
    has_enrolled: bool

    @property
    def is_done(self) -> bool:
        """Whether all are done, so that the checklist is hidden."""
        return self.has_people and self.has_cohort and self.has_enrolled


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The page, in the order in which it is read."""

    day: date
    tonight: tuple[Tonight, ...]
    next_meeting: MeetingLine | None
    next_cohort: CohortLine | None
    due: tuple[Due, ...]
    unrecognised: tuple[Unrecognised, ...]
    """The first few of those whom `tonight` counts."""
    next_ceremony: CeremonyView | None
    first_steps: FirstSteps
    needs_sheet: bool = False
    """Whether there is no recovery sheet, and the person acting could make one."""


def today(work: Work, keyring: KeyRing | None = None) -> Today:
    """Read everything that is due, for the roles of the person acting; with `keyring`, whether a sheet is missing."""
    work.require(Permission.READ_ATTENDANCE)
    day = work.today
    groups = cohorts(work)
    running = [line for line in groups if line.state is not CohortState.ENDED]
    meetings = _meetings_on(work, groups, day)
    expected = _expected(work, meetings)
    # Also for groups of today that have ended: their last session may be this one.
    forms = _forms_waiting(work, (*(line.id for line in running), *(one.cohort for one in meetings)), day)
    coming = sorted(
        (line for line in running if line.next_meeting is not None and line.next_meeting.day > day),
        # The condition is for the type checker: lines without a next session are not in the list.
        key=lambda line: line.next_meeting.starts_at if line.next_meeting else work.now,
    )
    upcoming = [view for view in ceremonies(work) if view.state is not CeremonyState.FINISHED]
    return Today(
        day=day,
        tonight=_tonight(work, groups, meetings, expected, forms),
        next_meeting=coming[0].next_meeting if coming else None,
        next_cohort=coming[0] if coming else None,
        due=(*_registers(work, groups, day), *_forms(running, forms), *_badges(work, groups)),
        unrecognised=_unrecognised(work, expected),
        next_ceremony=upcoming[0] if upcoming else None,
        first_steps=_first_steps(work, groups),
        needs_sheet=keyring is not None
        and work.may(Permission.MANAGE_STAFF)
        and valid_recovery_sheet(work, keyring) is None,
    )


def _meetings_on(work: Work, groups: tuple[CohortLine, ...], day: date) -> tuple[MeetingLine, ...]:
    of_groups = Meeting.cohort_id.in_([line.id for line in groups])
    query = select(Meeting).where(Meeting.day == day, Meeting.state != MeetingState.CANCELLED, of_groups)
    return tuple(meeting_line(row) for row in work.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


@dataclass(frozen=True, slots=True)
class _Expected:
    """One member on the day of a session."""

    cohort: UUID
    enrolment: UUID
    weeks: int
    """Whole weeks since the last recognition."""


def _expected(work: Work, meetings: tuple[MeetingLine, ...]) -> tuple[_Expected, ...]:
    """List the members of today's groups, in the order of the sessions."""
    # From the last to the first: a group with two sessions today has the place of the earlier one.
    order = {one.cohort: (place, one.day) for place, one in reversed(tuple(enumerate(meetings)))}
    last = last_recognised(order)
    rows = work.session.execute(
        select(Enrolment.cohort_id, Enrolment.id, Enrolment.joined_on, Enrolment.left_on, last.c.at)
        .join(Participant, Participant.id == Enrolment.participant_id)
        .outerjoin(last, last.c.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(order))
        .order_by(Participant.sort_key, Participant.born, Enrolment.id)
    )
    found = [
        _Expected(cohort, enrolment, whole_weeks(at.astimezone(work.zone).date() if at else joined, order[cohort][1]))
        for cohort, enrolment, joined, left, at in rows
        if is_member(joined, left, order[cohort][1])
    ]
    return tuple(sorted(found, key=lambda one: order[one.cohort][0]))


def _tonight(
    work: Work, groups: tuple[CohortLine, ...], meetings: tuple[MeetingLine, ...], expected: tuple[_Expected, ...],
    forms: dict[UUID, Waiting],
) -> tuple[Tonight, ...]:  # fmt: skip
    names = {line.id: line.name for line in groups}
    there = Counter(one.cohort for one in expected)
    waiting = Counter(one.cohort for one in expected if one.weeks >= UNRECOGNISED_WEEKS)
    courses = {course.id: course for course in programmes(work)}
    planned: dict[UUID, tuple[UUID, int]] = {
        cohort: (course, sessions)
        for cohort, course, sessions in work.session.execute(
            select(Cohort.id, Cohort.programme_id, func.count())
            .join(Meeting, Meeting.cohort_id == Cohort.id)
            .where(Cohort.id.in_([one.cohort for one in meetings]))
            .group_by(Cohort.id, Cohort.programme_id)
        )
    }
    return tuple(
        Tonight(
            meeting=one,
            cohort_name=names[one.cohort],
            sessions=planned[one.cohort][1],
            phase=courses[planned[one.cohort][0]].phase_of(one.number),
            enrolled=there[one.cohort],
            forms=forms[one.cohort].people if one.cohort in forms else 0,
            unrecognised=waiting[one.cohort],
        )
        for one in meetings
    )


def _registers(work: Work, groups: tuple[CohortLine, ...], day: date) -> tuple[Due, ...]:
    known = {line.id: line for line in groups}
    rows = work.session.scalars(
        select(Meeting)
        .where(
            Meeting.day < day,
            Meeting.day >= day - OVERDUE,
            Meeting.state.in_((MeetingState.PLANNED, MeetingState.HELD)),
            Meeting.cohort_id.in_(known),
        )
        .order_by(Meeting.day)
    )
    return tuple(
        Due(
            kind=DueKind.REGISTER,
            cohort=row.cohort_id,
            cohort_name=known[row.cohort_id].name,
            meeting=meeting_line(row),
            count=known[row.cohort_id].people,
            is_overdue=True,
        )
        for row in rows
        # A group without members has nobody to mark.
        if known[row.cohort_id].people
    )


def _forms_waiting(work: Work, cohorts_: Iterable[UUID], day: date) -> dict[UUID, Waiting]:
    if not work.actor.may(Permission.READ_FORMS_DUE):
        return {}
    return forms_waiting(work, tuple(dict.fromkeys(cohorts_)), day)


def _forms(running: list[CohortLine], forms: dict[UUID, Waiting]) -> tuple[Due, ...]:
    return tuple(
        Due(
            kind=DueKind.FORMS,
            cohort=line.id,
            cohort_name=line.name,
            count=forms[line.id].people,
            is_overdue=forms[line.id].is_overdue,
        )
        for line in running
        if line.id in forms
    )


def _badges(work: Work, groups: tuple[CohortLine, ...]) -> tuple[Due, ...]:
    if not work.actor.may(Permission.APPROVE_RECOGNITION):
        return ()
    waiting = proposals(work)
    return tuple(
        Due(kind=DueKind.BADGES, cohort=line.id, cohort_name=line.name, count=waiting[line.id])
        for line in groups
        if line.id in waiting
    )


def _unrecognised(work: Work, expected: tuple[_Expected, ...]) -> tuple[Unrecognised, ...]:
    first = [one for one in expected if one.weeks >= UNRECOGNISED_WEEKS][:SHOWN]
    found = []
    # Members and marks are read only of the groups of those who are named.
    for cohort in dict.fromkeys(one.cohort for one in first):
        people = {member.enrolment: member for member in members(work, cohort)}
        counts = tallies(work, cohort)
        for one in first:
            if one.cohort == cohort:
                member, tally = people[one.enrolment], counts[one.enrolment]
                found.append(
                    Unrecognised(
                        enrolment=one.enrolment,
                        cohort=cohort,
                        label=member.label,
                        attended=tally.attended,
                        held=tally.held,
                    )
                )
    return tuple(found)


def _first_steps(work: Work, groups: tuple[CohortLine, ...]) -> FirstSteps:
    people = work.session.scalars(select(func.count()).select_from(Participant)).one()
    return FirstSteps(people > 0, bool(groups), any(line.people for line in groups))
