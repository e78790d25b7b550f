"""Dates of sessions: at regular intervals, without public holidays, at the clinic's wall time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from models.errors import InvalidError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FURTHEST: Final = timedelta(days=20 * 366)
"""A first session further away than this, either way, is a typing error or shows a wrong clock."""
LONGEST: Final = 400
"""Intervals tried before a calendar without free days is given up."""


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day on which the group does not meet, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days of a cohort's sessions, and those that were skipped."""

    days: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]


def timetable(start: date, count: int, *, interval_days: int, country: str) -> Timetable:
    """Plan `count` sessions from `start`, every `interval_days`; public holidays of the country are skipped.

    Raises `InvalidError` where so many days are not found.
    """
    import holidays  # loaded when sessions are planned, not at every start

    closed = holidays.country_holidays(country, years=range(start.year, start.year + 3))
    days: list[date] = []
    skipped: list[SkippedDay] = []
    for step in range(LONGEST):
        day = start + timedelta(days=step * interval_days)
        if day in closed:
            skipped.append(SkippedDay(day, closed[day]))
        else:
            days.append(day)
        if len(days) == count:
            return Timetable(tuple(days), tuple(skipped))
    raise InvalidError(
        "No {count} sessions fit from {start}. Choose another day.", count=count, start=start.isoformat()
    )


def confirm_start(start: date, today: date) -> None:
    """Raise `InvalidError` for a first session more than twenty years from today."""
    if abs(start - today) > FURTHEST:
        raise InvalidError(
            "The first session, {start}, is more than 20 years from today, {today}. Check the year, and the clock of "
            "this computer.",
            start=start.isoformat(),
            today=today.isoformat(),
        )


def wall_time(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant (UTC) of a clinic's wall time; raise `InvalidError` for a time that does not exist that day."""
    local = datetime.combine(day, at, tzinfo=zone)
    # Python converts a wall time that the clocks jump over without an error; only the way back shows another time.
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidError(
            "On {day} the clocks go forward and {at} does not exist. Choose another time.",
            day=day.isoformat(),
            at=f"{at:%H:%M}",
        )
    return instant
