"""The board: only people who opted in, under their aliases, with dense ranks, and none below five people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.people.consent import Purpose, agreed
from models.programme.enrolment import Enrolment
from models.recognition.effort import EffortPoint
from models.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.work import Work

SMALLEST: Final = 5
"""People on a board; on a smaller one a group could tell who is behind an alias."""


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One line of the board; equal points share a rank and no rank is skipped."""

    name: str
    points: int
    rank: int


@dataclass(frozen=True, slots=True)
class Board:
    """A board; without lines where too few people opted in."""

    lines: tuple[StandingLine, ...]
    opted_in: int


def standings(work: Work, cohort: UUID) -> Board:
    """Rank the members who agree to the board now; the ranks have no gaps where others are left out."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    query = (
        select(Enrolment.participant_id, Enrolment.alias, func.coalesce(func.sum(EffortPoint.points), 0))
        .outerjoin(EffortPoint, EffortPoint.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == cohort, Enrolment.left_on.is_(None))
        .group_by(Enrolment.id)
    )
    there = work.session.execute(query).all()
    willing = agreed(work, (person for person, _, _ in there), Purpose.BOARD)
    entries = [(alias, int(points)) for person, alias, points in there if person in willing]
    if len(entries) < SMALLEST:
        return Board((), len(entries))
    return Board(rank(entries), len(entries))


def rank(entries: Iterable[tuple[str, int]]) -> tuple[StandingLine, ...]:
    """Give dense ranks (1, 2, 2, 3), most points first; a tie is in the order of the aliases."""
    ordered = sorted(entries, key=lambda entry: (-entry[1], fold(entry[0]), entry[0]))
    return tuple(
        StandingLine(name, points, place)
        for place, (_, tied) in enumerate(groupby(ordered, key=lambda entry: entry[1]), start=1)
        for name, points in tied
    )
