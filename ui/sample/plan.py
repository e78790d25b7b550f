"""The groups of the sample clinic and their days, for a given today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from models.programme.timetable import timetable
from ui.sample.course import leavers_of
from ui.sample.people import EVENING, MORNING, WORK, SamplePerson, invented

if TYPE_CHECKING:
    from random import Random

COUNTRY: Final = "GB"
SESSIONS: Final = 12
WEEK: Final = timedelta(weeks=1)
_PLACES: Final = (
    "Harbour", "Orchard", "Riverside", "Lighthouse", "Meadow", "Mill", "Station", "Castle", "Garden", "Quay", "Hill",
    "Bridge", "Market", "Chapel", "Park", "Abbey", "Forge", "Willow", "Canal", "Heath",
)  # fmt: skip
_DAYPARTS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "weekend",
    "midday",
    "lunchtime",
    "afternoon",
)


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """One group: its people, its days, and how far it has come."""

    name: str
    place: str
    at: time
    days: tuple[date, ...]
    sessions_held: int
    """Sessions whose register was taken."""
    cancelled: int | None
    """The number of a session that was called off."""
    people: tuple[SamplePerson, ...]
    leavers: int
    on_board: int
    is_graduating: bool
    is_past: bool
    """Whether the group ended long ago, so that nobody looks at it day by day."""


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    place: str
    at: time
    people: tuple[SamplePerson, ...]
    week: int
    untaken: int
    offsets: tuple[int, ...]
    """Days before today on which the latest session may have been, the preferred one first."""
    leavers: int
    on_board: int


_SHAPES: Final = (
    _Shape("Harbour evening", "Room 2 and video", time(18, 0), EVENING, 8, 1, (0, -1, -2, -3, -4, -5, -6), 2, 7),
    _Shape("Orchard morning", "Garden room", time(10, 0), MORNING, 12, 0, (2, 3, 1, 4, 5, 6), 3, 6),
    _Shape("Back to work", "Room 4", time(17, 30), WORK, 3, 1, (4, 3, 5, 2, 6, 1), 1, 3),
)


def groups(today: date, rng: Random, count: int, people: int | None) -> tuple[GroupPlan, ...]:
    """Plan the three groups that a visitor looks at, and as many ended ones behind them as are wanted.

    `people` is the size of every group; None leaves the first three at theirs and gives the others twelve.
    """
    found = [_first(today, shape, rng, people) for shape in _SHAPES[:count]]
    if found and not any(_has_gap(plan.days, today) for plan in found):
        found[0] = _first(today, _SHAPES[0], rng, people, cancelled=5)
    size = people or 12
    leavers = leavers_of((size,) * max(count - len(_SHAPES), 0))
    return (*found, *(_ended(today, rng, number, size, left) for number, left in enumerate(leavers)))


def _first(today: date, shape: _Shape, rng: Random, people: int | None, cancelled: int | None = None) -> GroupPlan:
    planned = [days for offset in shape.offsets if (days := _days(today, offset, shape.week, cancelled))]
    with_gap = [days for days in planned if _has_gap(days, today)]
    days = with_gap[0] if with_gap and min(shape.offsets) > 0 else planned[0]
    cast = shape.people if people is None else _cast(shape.people, people, rng)
    share = len(cast) / len(shape.people)
    due = sum(day <= today for day in days)
    is_open = shape.untaken and days[due - 1] > today - timedelta(days=6)
    return GroupPlan(
        shape.name, shape.place, shape.at, days, due - 1 if is_open else due, cancelled, cast,
        round(shape.leavers * share), round(shape.on_board * share), is_graduating=shape.week == SESSIONS,
        is_past=False,
    )  # fmt: skip


def _days(today: date, offset: int, week: int, cancelled: int | None) -> tuple[date, ...]:
    """Find the days of a course that reaches its week on the wanted day; none where that day is a holiday.

    A session that is called off, or a latest session that is still to come, takes one week more.
    """
    latest = today - timedelta(days=offset)
    number = min(week + (cancelled is not None) + (offset < 0), SESSIONS)
    for passed_over in range(6):
        start = latest - WEEK * (number - 1 + passed_over)
        days = timetable(start, SESSIONS, interval_days=7, country=COUNTRY).days
        if days[number - 1] == latest:
            return days
    return ()


def _has_gap(days: tuple[date, ...], today: date) -> bool:
    past = [day for day in days if day <= today]
    return any(later - earlier > WEEK for earlier, later in pairwise(past))


def _cast(featured: tuple[SamplePerson, ...], people: int, rng: Random) -> tuple[SamplePerson, ...]:
    return (*featured[:people], *(invented(rng) for _ in range(people - len(featured))))


def _ended(today: date, rng: Random, number: int, people: int, leavers: int) -> GroupPlan:
    """Plan a group of the past two years; each has a name of its own."""
    place, daypart = _PLACES[number % len(_PLACES)], _DAYPARTS[number // len(_PLACES) % len(_DAYPARTS)]
    again = number // (len(_PLACES) * len(_DAYPARTS))
    start = today - timedelta(days=rng.randrange(7 * 20, 7 * 90))
    return GroupPlan(
        name=f"{place} {daypart}" + (f" {again + 1}" if again else ""),
        place=f"{place} room",
        at=rng.choice((time(9, 30), time(13, 0), time(17, 30), time(18, 30))),
        days=timetable(start, SESSIONS, interval_days=7, country=COUNTRY).days,
        sessions_held=SESSIONS,
        cancelled=None,
        people=tuple(invented(rng) for _ in range(people)),
        leavers=leavers,
        on_board=rng.choice((0, 4, 6, 7)),
        is_graduating=False,
        is_past=True,
    )
