"""Attendance: one mark for everyone expected, its history, and what it adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.clinic_day import has_begun
from models.errors import InvalidError, NotFoundError
from models.personal_table import Computed, Erase, Fields, Merge, PersonalTable, Unite
from models.programme.enrolment import Enrolment, is_member
from models.programme.mark import MARK_WORDS, Mark, mark_worth
from models.programme.meeting import Meeting, MeetingState, reached_meeting
from models.text import required_line
from models.translation import mark as extract
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from models.work import Work


def _note_better(work: Work, mine: Attendance, theirs: Attendance) -> None:
    """Write into the history that a merge replaced a mark by the other record's higher one."""
    if mark_worth(theirs.mark) > mark_worth(mine.mark):
        _note(work, theirs.id, mine.mark, theirs.mark, tr("two records of one person were merged"))


def _meaning(path: str) -> Computed:
    return Computed(lambda mark: tr(MARK_WORDS[mark]) if mark in MARK_WORDS else "", (path,))


def _marked_days() -> Select[UUID, date]:
    query = select(Enrolment.participant_id, Meeting.day).join(Attendance, Attendance.enrolment_id == Enrolment.id)
    return query.join(Meeting, Meeting.id == Attendance.meeting_id).where(Attendance.mark.is_not(None))


class Attendance(Record):
    """One person's mark at one session; a row without a mark is "not marked yet", which is not the same as absent."""

    __tablename__ = "attendance"
    personal = PersonalTable(
        about="enrolment_id", erase=Erase.DELETE, free_text=(), keep=_marked_days,
        merge=Unite(by=("meeting_id",), worth=lambda row: mark_worth(row.mark), before=_note_better),
        export=(Fields(
            name="attendance", title="Attendance", order=("meeting_id.starts_at",),
            fields={
                "group": "enrolment_id", "session": "meeting_id.number", "day": "meeting_id.day",
                "starts_at": "meeting_id.starts_at", "mark": "mark", "meaning": _meaning("mark"),
                "marked_at": "marked_at", "marked_by": "marked_by",
            },
        ),),
    )  # fmt: skip

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    mark: Mapped[Mark | None]
    marked_at: Mapped[datetime | None]
    marked_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("meeting_id", "enrolment_id"),)


class AttendanceChange(Record):
    """One step in the history of a mark: what it was, what it became, who, when and why."""

    __tablename__ = "attendance_change"
    audited = False
    personal = PersonalTable(
        about="attendance_id", erase=Erase.DELETE, merge=Merge.MOVE, free_text=("reason",), keep=None,
        export=(Fields(
            name="attendance_changes", title=extract("How attendance was marked and corrected"),
            order=("changed_at", "attendance_id.meeting_id.starts_at"),
            fields={
                "group": "attendance_id.enrolment_id", "session": "attendance_id.meeting_id.number",
                "before": "before", "after": "after", "meaning_before": _meaning("before"),
                "meaning_after": _meaning("after"), "changed_at": "changed_at", "changed_by": "changed_by",
                "reason": "reason",
            },
        ),),
    )  # fmt: skip

    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"))
    before: Mapped[Mark | None]
    after: Mapped[Mark | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID]
    reason: Mapped[str]

    __table_args__ = (Index("ix_attendance_change_attendance_id", "attendance_id"),)


@dataclass(frozen=True, slots=True)
class MarkStep:
    """What one action changed, so that it can be undone: (enrolment, before, after) for each row."""

    meeting: UUID
    changes: tuple[tuple[UUID, Mark | None, Mark | None], ...]
    is_closed: bool
    """Whether the session was closed by then, so that points and badges must follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A step in the history of a mark as the register shows it."""

    before: Mark | None
    after: Mark | None
    changed_at: datetime
    changed_by: UUID
    reason: str


def record_attendance(work: Work, meeting: UUID, enrolment: UUID, mark: Mark | None, *, reason: str = "") -> MarkStep:
    """Mark one participant, or correct the mark; None takes it away.

    The first mark of a planned session makes it a held one: everyone enrolled that day gets a row. Raises
    `NotFoundError` for a person not enrolled that day, and `InvalidError` for a cancelled or future session and for a
    correction after closing without a reason.
    """
    work.require(Permission.RECORD_ATTENDANCE)
    session = reached_meeting(work, meeting, Permission.RECORD_ATTENDANCE)
    row = None if session.state == MeetingState.PLANNED else _row(work, meeting, enrolment)
    if row is None:
        session = _held_meeting(work, meeting)
        row = _row(work, meeting, enrolment)
    if row is None:
        raise NotFoundError("This person was not enrolled on the day of the session. Enrol them first.")
    changes = _set(work, session, row, mark, reason)
    work.session.flush()
    return MarkStep(meeting, tuple(changes), session.state == MeetingState.CLOSED)


def record_sheet(work: Work, meeting: UUID, sheet: Mapping[UUID, Mark]) -> MarkStep:
    """Mark several people in one action, by enrolment; the others keep their marks. Raises as `record_attendance`."""
    work.require(Permission.RECORD_ATTENDANCE)
    session = _held_meeting(work, meeting)
    rows = work.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting, Attendance.enrolment_id.in_(sheet))
        .order_by(Attendance.id)
    ).all()
    if len(rows) < len(sheet):
        raise NotFoundError("Somebody on the sheet was not enrolled on the day of the session. Enrol them first.")
    changes = [change for row in rows for change in _set(work, session, row, sheet[row.enrolment_id], "")]
    work.session.flush()
    return MarkStep(meeting, tuple(changes), session.state == MeetingState.CLOSED)


def mark_rest_present(work: Work, meeting: UUID) -> MarkStep:
    """Mark everyone present who has no mark yet."""
    work.require(Permission.RECORD_ATTENDANCE)
    session = _held_meeting(work, meeting)
    rows = work.session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting, Attendance.mark.is_(None)).order_by(Attendance.id)
    ).all()
    changes = [change for row in rows for change in _set(work, session, row, Mark.PRESENT, "")]
    work.session.flush()
    return MarkStep(meeting, tuple(changes), session.state == MeetingState.CLOSED)


def undo_marks(work: Work, step: MarkStep) -> MarkStep:
    """Undo an action on the register, except in rows that somebody has marked again since."""
    work.require(Permission.RECORD_ATTENDANCE)
    session = reached_meeting(work, step.meeting, Permission.RECORD_ATTENDANCE)
    rows = {
        row.enrolment_id: row
        for row in work.session.scalars(select(Attendance).where(Attendance.meeting_id == step.meeting))
    }
    undone = []
    for enrolment, before, after in step.changes:
        row = rows.get(enrolment)
        if row is not None and row.mark == after:
            # A correction of a closed register must have a reason.
            undone += _set(work, session, row, before, "undone" if session.state == MeetingState.CLOSED else "")
    work.session.flush()
    return MarkStep(step.meeting, tuple(undone), session.state == MeetingState.CLOSED)


def close_meeting(work: Work, meeting: UUID) -> None:
    """Close the register. Raises `InvalidError` while somebody is not marked, so that nobody is forgotten."""
    work.require(Permission.CLOSE_SESSION)
    row = _held_meeting(work, meeting, Permission.CLOSE_SESSION)
    blank = work.session.scalars(
        select(Attendance.id).where(Attendance.meeting_id == meeting, Attendance.mark.is_(None))
    ).all()
    if blank:
        raise InvalidError("{count} people are not marked yet. Mark them, then close the session.", count=len(blank))
    if row.state != MeetingState.CLOSED:
        row.state, row.closed_at, row.closed_by = MeetingState.CLOSED, work.now, work.actor.id
        work.session.flush()


def attendance_history(work: Work, meeting: UUID, enrolment: UUID) -> tuple[ChangeLine, ...]:
    """List every change of one mark, oldest first; reasons are given only to those who may take the register."""
    work.require(Permission.READ_ATTENDANCE)
    reached_meeting(work, meeting, Permission.READ_ATTENDANCE)
    may_read = work.may(Permission.RECORD_ATTENDANCE)
    rows = work.session.scalars(
        select(AttendanceChange)
        .join(Attendance, Attendance.id == AttendanceChange.attendance_id)
        .where(Attendance.meeting_id == meeting, Attendance.enrolment_id == enrolment)
        .order_by(AttendanceChange.changed_at, AttendanceChange.id)
    )
    return tuple(
        ChangeLine(
            before=row.before, after=row.after, changed_at=row.changed_at, changed_by=row.changed_by,
            reason=row.reason if may_read else "",
        )
        for row in rows
    )  # fmt: skip


def marks(work: Work, meeting: UUID) -> dict[UUID, Mark | None]:
    """Give the mark of every row of one session by enrolment; None is not marked yet."""
    work.require(Permission.READ_ATTENDANCE)
    reached_meeting(work, meeting, Permission.READ_ATTENDANCE)
    rows = work.session.execute(
        select(Attendance.enrolment_id, Attendance.mark).where(Attendance.meeting_id == meeting)
    )
    return dict(rows.all())


def _row(work: Work, meeting: UUID, enrolment: UUID) -> Attendance | None:
    return work.session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting, Attendance.enrolment_id == enrolment)
    ).one_or_none()


def _held_meeting(work: Work, meeting: UUID, permission: Permission = Permission.RECORD_ATTENDANCE) -> Meeting:
    """Give the session as a held one: with a row for everyone enrolled on its day.

    Raises `InvalidError` for a cancelled session and before its day.
    """
    session = reached_meeting(work, meeting, permission)
    if session.state == MeetingState.CANCELLED:
        raise InvalidError("Session {number} was cancelled, so nobody can be marked.", number=session.number)
    if session.state == MeetingState.PLANNED and not has_begun(session.day, work.now, work.zone):
        raise InvalidError(
            "Session {number} is on {day}. It can be marked from that day on.",
            number=session.number,
            day=session.day.isoformat(),
        )
    if session.state == MeetingState.CLOSED:
        return session
    session.state = MeetingState.HELD
    # Also of a session held before: somebody may have been enrolled since its first mark.
    rowed = set(work.session.scalars(select(Attendance.enrolment_id).where(Attendance.meeting_id == meeting)))
    expected = work.session.execute(
        select(Enrolment.id, Enrolment.joined_on, Enrolment.left_on).where(Enrolment.cohort_id == session.cohort_id)
    )
    for enrolment, joined_on, left_on in expected:
        if enrolment not in rowed and is_member(joined_on, left_on, session.day):
            work.session.add(
                Attendance(
                    id=work.new_id(), meeting_id=meeting, enrolment_id=enrolment, mark=None, marked_at=None,
                    marked_by=None,
                )
            )  # fmt: skip
    work.session.flush()
    return session


def _set(
    work: Work, session: Meeting, row: Attendance, mark: Mark | None, reason: str
) -> list[tuple[UUID, Mark | None, Mark | None]]:
    before = row.mark
    # The same mark again writes no history and leaves nothing to undo.
    if before == mark:
        return []
    if session.state == MeetingState.CLOSED:
        reason = required_line(reason, "The reason for the correction")
    row.mark, row.marked_at, row.marked_by = mark, work.now, work.actor.id
    _note(work, row.id, before, mark, reason)
    return [(row.enrolment_id, before, mark)]


def _note(work: Work, attendance: UUID, before: Mark | None, after: Mark | None, reason: str) -> None:
    work.session.add(
        AttendanceChange(
            id=work.new_id(), attendance_id=attendance, before=before, after=after, changed_at=work.now,
            changed_by=work.actor.id, reason=reason,
        )
    )  # fmt: skip
