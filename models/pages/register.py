"""The register of one session: its rows, read from several areas in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.outcomes.schedule import forms_due
from models.programme.attendance import marks
from models.programme.cohort import cohort as cohort_view
from models.programme.enrolment import Enrolment, Member, is_member, members
from models.programme.meeting import MeetingLine, MeetingState, meeting
from models.programme.tally import Tally, tallies
from models.recognition.badge import AwardState, BadgeAward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import Subquery

    from models.programme.mark import Mark
    from models.work import Work

LABELS: Final = "1234567890-="
"""The one-key labels of the first twelve rows."""
UNRECOGNISED_WEEKS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One person expected at the session."""

    member: Member
    label: str
    """The key that marks this row before a code; "" after the twelfth."""
    mark: Mark | None
    tally: Tally
    is_form_due: bool
    weeks_unrecognised: int
    """Whole weeks since the last badge was approved, or since joining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Who is expected at a session, with what a mark does not change; it is read once and kept while people mark."""

    cohort_name: str
    sessions: int
    phase: str
    members: tuple[Member, ...]
    forms: frozenset[UUID]
    """Enrolments with a form due."""
    recognised: Mapping[UUID, datetime]
    """When a badge was last approved, by enrolment."""
    elsewhere: Mapping[UUID, Tally]
    """The attendance in all other sessions, by enrolment."""


@dataclass(frozen=True, slots=True)
class Register:
    """A session's register with what its footer counts."""

    meeting: MeetingLine
    roll: Roll
    rows: tuple[RegisterRow, ...]

    @property
    def cohort_name(self) -> str:
        """The group's name."""
        return self.roll.cohort_name

    @property
    def sessions(self) -> int:
        """How many sessions the cohort has."""
        return self.roll.sessions

    @property
    def phase(self) -> str:
        """The label of the programme's phase."""
        return self.roll.phase

    @property
    def is_closed(self) -> bool:
        """Whether a change now is a correction that needs a reason."""
        return self.meeting.state is MeetingState.CLOSED

    @property
    def counts(self) -> Counter[Mark | None]:
        """How often each mark is set; None counts those not marked."""
        return Counter(row.mark for row in self.rows)


def roll(work: Work, meeting_id: UUID) -> Roll:
    """Read who is expected at a session, and everything about them besides the marks of this session."""
    work.require(Permission.READ_ATTENDANCE)
    session = meeting(work, meeting_id)
    view = cohort_view(work, session.cohort)
    ticked = marks(work, meeting_id)
    there = tuple(
        member
        for member in members(work, session.cohort)
        if member.enrolment in ticked or is_member(member.joined_on, member.left_on, session.day)
    )
    return Roll(
        cohort_name=view.name,
        sessions=len(view.meetings),
        phase=view.programme.phase_of(session.number),
        members=there,
        forms=_forms(work, session),
        recognised=_last_recognised(work, session.cohort),
        elsewhere=tallies(work, session.cohort, without=meeting_id),
    )


def register(work: Work, meeting_id: UUID, *, known: Roll | None = None) -> Register:
    """List everyone expected with what was ticked, in the clinic's sort order.

    `known` is a roll that was read before: while only marks change, it need not be read again.
    """
    work.require(Permission.READ_ATTENDANCE)
    expected = known or roll(work, meeting_id)
    session = meeting(work, meeting_id)
    ticked = marks(work, meeting_id)
    rows = []
    for place, member in enumerate(expected.members):
        recognised = expected.recognised.get(member.enrolment)
        since = member.joined_on if recognised is None else recognised.astimezone(work.zone).date()
        mark = ticked.get(member.enrolment)
        tally = expected.elsewhere[member.enrolment]
        rows.append(
            RegisterRow(
                member=member,
                label=LABELS[place] if place < len(LABELS) else "",
                mark=mark,
                tally=tally.plus(session.number, mark) if member.joined_on <= session.day else tally,
                is_form_due=member.enrolment in expected.forms,
                weeks_unrecognised=whole_weeks(since, session.day),
            )
        )
    return Register(session, expected, tuple(rows))


def whole_weeks(since: date, day: date) -> int:
    """Count the whole weeks between two days; 0 where `since` is the later one."""
    return max((day - since) // timedelta(weeks=1), 0)


def _forms(work: Work, session: MeetingLine) -> frozenset[UUID]:
    if not work.actor.may(Permission.READ_FORMS_DUE):
        return frozenset()
    return frozenset(form.enrolment for form in forms_due(work, session.cohort, session.day))


def last_recognised(cohorts: Iterable[UUID]) -> Subquery:
    """Select the members of these cohorts (`enrolment_id`) with when a badge was last approved for each (`at`)."""
    return (
        select(BadgeAward.enrolment_id, func.max(BadgeAward.decided_at).label("at"))
        .join(Enrolment, Enrolment.id == BadgeAward.enrolment_id)
        .where(
            Enrolment.cohort_id.in_(tuple(cohorts)),
            BadgeAward.state.in_((AwardState.APPROVED, AwardState.PRESENTED)),
        )
        .group_by(BadgeAward.enrolment_id)
        .subquery()
    )


def _last_recognised(work: Work, cohort: UUID) -> dict[UUID, datetime]:
    last = last_recognised([cohort])
    rows = work.session.execute(select(last.c.enrolment_id, last.c.at))
    return {enrolment: at for enrolment, at in rows if at is not None}
