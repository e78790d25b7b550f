"""The cohort that a page shows unless one is named: that of today's session, else of the next, else of the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from models.access import Permission
from models.programme.cohort import CohortLine, cohorts
from models.programme.meeting import Meeting, MeetingState
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class CohortChoice:
    """The cohorts that a page can show, and the one that it shows; None in a clinic without any."""

    cohorts: tuple[CohortLine, ...]
    chosen: CohortLine | None


def cohort_choice(
    work: Work, wanted: UUID | None = None, *, purpose: Permission = Permission.READ_PROGRAMME
) -> CohortChoice:
    """List the cohorts open to this person for a purpose, and choose the one wanted, else the current one."""
    work.require(Permission.READ_PROGRAMME)
    lines = {line.id: line for line in cohorts(work, purpose=purpose)}
    if wanted in lines:
        return CohortChoice(tuple(lines.values()), lines[wanted])
    today = work.now.astimezone(profile(work).time_zone).date()
    nearest = nearest_session(_sessions_around(work, lines, today), today, work.now)
    return CohortChoice(tuple(lines.values()), next(iter(lines.values()), None) if nearest is None else lines[nearest])


def _sessions_around(work: Work, groups: Iterable[UUID], today: date) -> list[tuple[UUID, date, datetime]]:
    """List the sessions of the first day from today on that has any, and of the last day before today."""
    counts = and_(Meeting.cohort_id.in_(tuple(groups)), Meeting.state != MeetingState.CANCELLED)
    following = select(func.min(Meeting.day)).where(counts, Meeting.day >= today).scalar_subquery()
    past = select(func.max(Meeting.day)).where(counts, Meeting.day < today).scalar_subquery()
    rows = work.session.execute(
        select(Meeting.cohort_id, Meeting.day, Meeting.starts_at)
        .where(counts, or_(Meeting.day == following, Meeting.day == past))
        .order_by(Meeting.starts_at)
    )
    return [(whose, day, starts_at) for whose, day, starts_at in rows]


def nearest_session(sessions: Iterable[tuple[UUID, date, datetime]], today: date, now: datetime) -> UUID | None:
    """Give the cohort whose session is current; `sessions` are (cohort, day, start) in the order of their starts.

    Of today's sessions the last that has begun, else the first to come; without any today the next one, else the
    last of all. None without any session.
    """
    found = tuple(sessions)
    begun = [whose for whose, day, starts_at in found if day == today and starts_at <= now]
    following = [whose for whose, day, _ in found if day >= today]
    past = [whose for whose, _, _ in found]
    return next(iter(begun[-1:] or following[:1] or past[-1:]), None)
