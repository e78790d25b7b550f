"""Attendance and forms of the sample groups: rates as published programmes report them, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from models.programme.mark import Mark

if TYPE_CHECKING:
    from random import Random

DROPOUT: Final = 0.19
"""Of all who begin: 18 % (back pain, 25 sessions) and 19 % (interdisciplinary programme) were reported."""
INTAKE_RETURNED: Final = 0.88
WEEK_2_RETURNED: Final = 0.68
"""Of the forms that were due; 48 to 54 % is usual months later, more while the group still meets."""
_USUAL: Final = {
    Mark.PRESENT: 76, Mark.LATE: 6, Mark.REMOTE: 4, Mark.LEFT_EARLY: 2, Mark.MADE_UP: 1, Mark.EXCUSED: 5,
    Mark.FLARE_UP: 4, Mark.NO_SHOW: 2,
}  # fmt: skip
_TIRED: Final = {Mark.PRESENT: 45, Mark.LATE: 10, Mark.EXCUSED: 20, Mark.NO_SHOW: 25}
_AWAY: Final = (
    (Mark.FLARE_UP, Mark.FLARE_UP),
    (Mark.EXCUSED, Mark.EXCUSED),
    (Mark.FLARE_UP, Mark.EXCUSED, Mark.FLARE_UP),
)


@dataclass(frozen=True, slots=True)
class Course:
    """One person's course: first session (from 1), the last where they left, and the marks so far."""

    joins: int
    leaves: int | None
    marks: tuple[Mark | None, ...]
    """One for each session so far; None while the person did not belong to the group."""


def courses(rng: Random, people: int, sessions: int, leavers: int) -> tuple[Course, ...]:
    """Draw everyone's course over this many sessions, of whom so many leave."""
    order = rng.sample(range(people), people)
    leaving = dict.fromkeys(order[:leavers])
    away = order[-1] if sessions >= 5 and people > leavers + 2 else None
    late = order[-2] if sessions >= 6 and people > leavers + 3 else None
    found = []
    for person in range(people):
        if person in leaving:
            found.append(_left(rng, sessions, order.index(person)))
        else:
            joins = 3 if person == late else 1
            found.append(_stayed(rng, sessions, joins, is_coming_back=person == away))
    return tuple(found)


def leavers_of(groups: tuple[int, ...]) -> tuple[int, ...]:
    """Share the usual dropout among groups of these sizes, so that it holds over all of them."""
    due = [round(people * DROPOUT) for people in accumulate(groups)]
    return tuple(now - before for now, before in zip(due, [0, *due], strict=False))


def returned(rng: Random, them: tuple[Course, ...], share: float, *, session: int) -> frozenset[int]:
    """Draw who returns the form of this session, as a share of those present."""
    there = [person for person, own in enumerate(them) if own.joins == 1 and (own.leaves or session) >= session]
    return frozenset(rng.sample(there, round(len(there) * share)))


def pain(rng: Random) -> tuple[int, int]:
    """Draw a rating at intake and in week 2 (0 to 10): a little better for most, worse for some."""
    first = min(max(round(rng.gauss(6.1, 1.7)), 1), 10)
    return first, min(max(first + rng.choices((-3, -2, -1, 0, 1), (8, 22, 30, 28, 12))[0], 0), 10)


def answers(rng: Random, level: int) -> list[int | None]:
    """Draw the three answers of a PEG around a level; now and then one is left out."""
    drawn: list[int | None] = [min(max(level + rng.choice((-1, 0, 0, 1)), 0), 10) for _ in range(3)]
    if rng.random() < 0.05:
        drawn[rng.randrange(3)] = None
    return drawn


def _stayed(rng: Random, sessions: int, joins: int, *, is_coming_back: bool) -> Course:
    marks: list[Mark | None] = [_drawn(rng, _USUAL) for _ in range(sessions)]
    marks[: joins - 1] = [None] * (joins - 1)
    if is_coming_back:
        gone = rng.choice(_AWAY)[: sessions - 3]
        begin = rng.randrange(1, sessions - len(gone))
        marks[begin - 1] = marks[begin + len(gone)] = Mark.PRESENT
        marks[begin : begin + len(gone)] = gone
    return Course(joins, None, tuple(marks))


def _left(rng: Random, sessions: int, turn: int) -> Course:
    """Leave without ever coming, early, or late: one after the other, as far as the group has come."""
    wished = (rng.randrange(2, 5), rng.randrange(6, 10), 2)[turn % 3]
    leaves = max(min(wished, sessions), 1)
    drawn = [_drawn(rng, _TIRED) for _ in range(leaves)]
    marks: list[Mark | None] = [Mark.NO_SHOW] * leaves if turn % 3 == 2 else [*drawn[:-1], Mark.NO_SHOW]
    return Course(1, leaves, (*marks, *[None] * (sessions - leaves)))


def _drawn(rng: Random, weights: dict[Mark, int]) -> Mark:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]
