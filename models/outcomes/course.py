"""The course of one score: how it changed in one person, and how that change is interpreted.

Three labels that never stand for each other: beyond measurement error (MDC), meaningful (MIC) and a share of the first
score; the cuts are those of the form's data, for instance 2 points or 30 % for a 0-10 pain rating (Ostelo et al. 2008).
"""

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
    """The change from the first score to the last; each label is None where no cut is published for the form."""

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
    """One score of one person over time, with the form's range, direction and cuts.

    `meaningful` and `beyond_error` are in points, `relative` is a share of the first score (0.3 is 30 %).
    """

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
        scored = self.scored  # never the blanks: a form without a score is no score of 0
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
    """Give the course of one score of a form: the one named by `key`, else the form's first main score."""
    work.require(Permission.READ_OUTCOMES, person=participant)
    return course_of(instrument(instrument_id), responses(work, participant), key)


def course_of(form: Instrument, views: Iterable[ResponseView], key: str | None = None) -> Course:
    """Give the course of a score from one person's forms, which are in the order of their days."""
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
    """Tell whether a change reaches a cut."""
    # 5.7 minus 4.7 is a change of 1 on paper; in binary it is a little less.
    return round(size, 6) >= cut
