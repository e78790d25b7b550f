"""The course of one score: how one person's answers changed, and what that change says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.outcomes.instruments.form import Direction
from models.outcomes.instruments.library import instrument
from models.outcomes.instruments.rules import number
from models.outcomes.questionnaire import responses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from models.outcomes.instruments.form import Instrument
    from models.outcomes.occasion import Occasion
    from models.outcomes.questionnaire import ResponseView
    from models.work import Work


@dataclass(frozen=True, slots=True)
class Point:
    """One form on its day; `value` is None where it could not be scored."""

    answered_on: date
    occasion: Occasion
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What changed from the first score to the last; each label stands on its own, None where nothing is published."""

    first: float
    last: float
    is_better: bool
    is_beyond_error: bool | None
    is_meaningful: bool | None
    is_large_share: bool | None

    @property
    def amount(self) -> float:
        """Last minus first, in points, to one decimal."""
        return round(self.last - self.first, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One score of one person over time, with all that is needed to read it."""

    instrument: str
    title: str
    about: str
    key: str
    points: tuple[Point, ...]
    direction: Direction
    range: tuple[float, float | None]
    meaningful: float | None
    relative: float | None
    beyond_error: float | None
    source: str

    @property
    def scored(self) -> tuple[tuple[Point, float], ...]:
        """The points that have a score."""
        return tuple((point, point.value) for point in self.points if point.value is not None)

    @property
    def change(self) -> ChangeView | None:
        """What changed since the first score; None before there are two."""
        scored = self.scored
        if len(scored) < 2:
            return None
        first, last = scored[0][1], scored[-1][1]
        size = abs(last - first)
        return ChangeView(
            first=first,
            last=last,
            is_better=last < first if self.direction is Direction.LOWER_IS_BETTER else last > first,
            is_beyond_error=None if self.beyond_error is None else size >= self.beyond_error,
            is_meaningful=None if self.meaningful is None else _reaches(size, self.meaningful),
            is_large_share=None if self.relative is None or not first else _reaches(size / abs(first), self.relative),
        )


def course(work: Work, participant: UUID, instrument_id: str, key: str | None = None) -> Course:
    """Give the course of one score of a form, of the one that is drawn unless named."""
    work.require(Permission.READ_OUTCOMES, person=participant)
    return course_of(instrument(instrument_id), responses(work, participant), key)


def course_of(form: Instrument, views: Iterable[ResponseView], key: str | None = None) -> Course:
    """Put one person's forms together to the course of a score."""
    drawn = key or form.main[0]
    points = tuple(
        Point(view.answered_on, view.occasion, _value(view, drawn)) for view in views if view.instrument == form.id
    )
    change = form.change
    return Course(
        instrument=form.id, title=form.title, about=form.about, key=drawn, points=points, direction=form.direction,
        range=form.range, meaningful=change.meaningful, relative=change.relative, beyond_error=change.beyond_error,
        source=change.source,
    )  # fmt: skip


def _value(view: ResponseView, key: str) -> float | None:
    found = number(view.scores.get(key)) if view.is_scored else None
    return None if found is None else float(found)


def _reaches(size: float, cut: float) -> bool:
    """Compare as on paper: 5.7 minus 4.7 is a change of 1."""
    return round(size, 6) >= cut
