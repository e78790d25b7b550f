"""The sheet of a day: its registers, and the end of the audit chain, which anchors the chain on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.access import Permission
from models.pages.register import register
from models.programme.cohort import cohorts
from models.programme.meeting import Meeting, meeting_line
from models.settings import profile
from models.storage.audit import head_of

if TYPE_CHECKING:
    from datetime import date, time

    from models.pages.register import Register
    from models.storage.audit import Head
    from models.work import Work


@dataclass(frozen=True, slots=True)
class DayRegister:
    """One session of the day, in the clinic's time; `closed_at` is None while its register is open."""

    register: Register
    starts_at: time
    closed_at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """All that stands on the sheet; times are the clinic's."""

    clinic: str
    country: str
    day: date
    made_at: time
    made_on: date
    made_by: str
    sessions: tuple[DayRegister, ...]
    head: Head


def day_page(work: Work, day: date | None = None) -> DayPage:
    """Read the sessions of a day (today unless named) of the cohorts that are open to the person acting."""
    work.require(Permission.READ_ATTENDANCE)
    about = profile(work)
    zone = work.zone
    made_at = work.now.astimezone(zone).time()
    wanted = day or work.today
    reached = [line.id for line in cohorts(work)]
    query = select(Meeting).where(Meeting.day == wanted, Meeting.cohort_id.in_(reached))
    found = [(row, meeting_line(row)) for row in work.session.scalars(query.order_by(Meeting.starts_at, Meeting.id))]
    sessions = tuple(
        DayRegister(
            register(work, line.id),
            line.starts_at.astimezone(zone).time(),
            None if row.closed_at is None else row.closed_at.astimezone(zone).time(),
        )
        for row, line in found
    )
    head = head_of(work.session.connection())
    return DayPage(
        clinic=about.name,
        country=about.country,
        day=wanted,
        made_at=made_at,
        made_on=work.today,
        made_by=work.actor.name,
        sessions=sessions,
        head=head,
    )
