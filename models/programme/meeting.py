"""Meetings: the sessions of a cohort, planned, held or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError
from models.personal_table import SharedTable
from models.text import required_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.work import Work


class MeetingState(StrEnum):
    """What has become of a session; `CLOSED` is held with a complete register."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Meeting(Record):
    """One session of a cohort; `day` is the clinic's calendar day, `starts_at` the instant."""

    __tablename__ = "meeting"
    personal = SharedTable(why="a session of a group as a whole", free_text=("cancel_reason",))

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    day: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    state: Mapped[MeetingState]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    cancel_reason: Mapped[str]

    __table_args__ = (UniqueConstraint("cohort_id", "number"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A session as a list shows it."""

    id: UUID
    cohort: UUID
    number: int
    day: date
    starts_at: datetime
    minutes: int
    state: MeetingState

    @property
    def counts(self) -> bool:
        """Whether the session belongs to denominators: a cancelled one never does."""
        return self.state is not MeetingState.CANCELLED


def meetings(work: Work, cohort: UUID) -> tuple[MeetingLine, ...]:
    """List the cohort's sessions in order, cancelled ones too."""
    work.require(Permission.READ_ATTENDANCE, cohort=cohort)
    rows = work.session.scalars(select(Meeting).where(Meeting.cohort_id == cohort).order_by(Meeting.number))
    return tuple(meeting_line(row) for row in rows)


def meeting(work: Work, id_: UUID) -> MeetingLine:
    """Give one session, or raise `NotFoundError`."""
    work.require(Permission.READ_ATTENDANCE)
    return meeting_line(reached_meeting(work, id_, Permission.READ_ATTENDANCE))


def cancel_meeting(work: Work, id_: UUID, reason: str) -> None:
    """Cancel a planned session; it leaves every denominator. Raises `InvalidError` for one that is not planned."""
    work.require(Permission.PLAN_COHORT)
    row = reached_meeting(work, id_, Permission.PLAN_COHORT)
    if row.state != MeetingState.PLANNED:
        raise InvalidError("Session {number} was already held or cancelled. Look at its register.", number=row.number)
    row.state = MeetingState.CANCELLED
    row.cancel_reason = required_line(reason, "The reason")


def reached_meeting(work: Work, id_: UUID, permission: Permission) -> Meeting:
    """Give the row of a session; refuse with `NotAllowedError` unless its cohort is open to the person acting."""
    work.require(permission)
    row = work.get(Meeting, id_)
    work.require(permission, cohort=row.cohort_id)
    return row


def meeting_line(row: Meeting) -> MeetingLine:
    """Turn a row into what a list shows."""
    return MeetingLine(
        id=row.id,
        cohort=row.cohort_id,
        number=row.number,
        day=row.day,
        starts_at=row.starts_at,
        minutes=row.minutes,
        state=row.state,
    )


LINE_COLUMNS: Final = (
    Meeting.id, Meeting.cohort_id, Meeting.number, Meeting.day, Meeting.starts_at, Meeting.minutes, Meeting.state,
)  # fmt: skip
"""The columns of a `MeetingLine`, for lists over all cohorts, where making an object of each row is slow."""


def line_of(columns: Sequence[Any]) -> MeetingLine:
    """Turn the values of `LINE_COLUMNS` into what a list shows."""
    id_, cohort, number, day, starts_at, minutes, state = columns
    return MeetingLine(id=id_, cohort=cohort, number=number, day=day, starts_at=starts_at, minutes=minutes, state=state)
