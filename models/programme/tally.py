"""Each person's marks counted, for completion and recognition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.access import Permission
from models.programme.attendance import Attendance
from models.programme.enrolment import Enrolment
from models.programme.mark import ATTENDED, EXCUSED, Mark, kind_of
from models.programme.meeting import Meeting, MeetingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A person's marks counted over the uncancelled sessions since joining.

    `planned` is the denominator: all of these sessions, held or still to come.
    """

    planned: int
    held: int
    attended: int
    excused: int
    no_show: int
    attended_sessions: tuple[int, ...]

    def plus(self, session: int, mark: Mark | None) -> Tally:
        """Add the mark of one more session, by its number."""
        came = mark in ATTENDED
        return replace(
            self, attended=self.attended + came, excused=self.excused + (mark in EXCUSED),
            no_show=self.no_show + (mark is Mark.NO_SHOW),
            attended_sessions=tuple(sorted((*self.attended_sessions, session))) if came else self.attended_sessions,
        )  # fmt: skip


def tallies(work: Work, cohort: UUID, *, without: UUID | None = None) -> dict[UUID, Tally]:
    """Count every member's marks, by enrolment; cancelled sessions and those before joining are left out.

    `without` leaves out the marks of one session, which still counts as planned and held.
    """
    work.require(Permission.READ_ATTENDANCE, cohort=cohort)
    sessions = work.session.execute(
        select(Meeting.id, Meeting.number, Meeting.day, Meeting.state)
        .where(Meeting.cohort_id == cohort, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.number)
    ).all()
    found: dict[UUID, dict[UUID, Mark | None]] = {}
    for enrolment, meeting, mark in work.session.execute(
        select(Attendance.enrolment_id, Attendance.meeting_id, Attendance.mark)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.cohort_id == cohort)
    ):
        if meeting != without:
            found.setdefault(enrolment, {})[meeting] = mark
    result = {}
    for enrolment, joined_on in work.session.execute(
        select(Enrolment.id, Enrolment.joined_on).where(Enrolment.cohort_id == cohort)
    ):
        own = [(id_, number, state) for id_, number, day, state in sessions if day >= joined_on]
        result[enrolment] = _tally(own, found.get(enrolment, {}))
    return result


def _tally(sessions: Iterable[tuple[UUID, int, MeetingState]], own: Mapping[UUID, Mark | None]) -> Tally:
    known = tuple(sessions)
    counts = Counter(kind_of(own.get(id_)) for id_, _, _ in known)
    return Tally(
        planned=len(known),
        held=sum(state != MeetingState.PLANNED for _, _, state in known),
        attended=counts["attended"],
        excused=counts["told us"],
        no_show=counts["no-show"],
        attended_sessions=tuple(number for id_, number, _ in known if own.get(id_) in ATTENDED),
    )
