"""The course of one form: a chart, what changed, and the values beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tables.questionnaire import ValueRow, values_model
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.cards import Card, row
from ui.widgets.labels import Chip, Soft, Strong
from ui.widgets.table import TableFrame, TableView
from ui.words.outcome import change_labels, change_text, occasion_text, reading_text, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.outcomes.course import Course
    from models.outcomes.questionnaire import ResponseView


class CourseCard(Card):
    """One form of one person over time."""

    def __init__(self, course: Course, responses: Sequence[ResponseView]) -> None:
        super().__init__(course.title, _last_text(course))
        from ui.widgets.chart import ChartPoint, LineChart  # numpy is slow to load and only charts need it

        self.course = course
        self.add(Soft(tr(course.about), wrap=True))
        self.chart = LineChart(course.title)
        first = course.points[0].answered_on
        lowest, highest = course.range
        top = highest if highest is not None else max((value for _, value in course.scored), default=1.0)
        self.chart.show_points(
            [
                ChartPoint(float((point.answered_on - first).days), occasion_text(point.occasion), point.value)
                for point in course.points
            ],
            (lowest, top),
            reading_text(course),
            _band(course, lowest, top),
        )
        self.add(self.chart)
        self._say_change()
        model = values_model()
        model.set_rows([ValueRow(point, each) for point, each in zip(course.points, responses, strict=True)])
        self.values = TableView(model, tr("Values of {form}", form=course.title))
        self.values.fit_height()
        self.body.addSpacing(Space.S)
        self.add(TableFrame(self.values))

    def _say_change(self) -> None:
        change = self.course.change
        if change is None:
            self.change = Strong(
                tr("One score so far: the line begins with the next.") if self.course.scored else tr("No score yet."),
                wrap=True,
            )
            self.add(self.change)
            return
        self.change = Strong(change_text(change), wrap=True)
        self.add(self.change)
        chips = [
            Chip(words, "laurel" if holds and change.is_better else "neutral")
            for words, holds in change_labels(change, self.course.relative)
        ]
        self.add(row(*chips, spacing=Space.S))
        if self.course.source:
            self.add(Soft(tr("Source: {source}", source=self.course.source), wrap=True))


def _last_text(course: Course) -> str:
    if not course.scored:
        return ""
    point, value = course.scored[-1]
    return tr("{occasion}: {value}", occasion=occasion_text(point.occasion), value=value_text(value))


def _band(course: Course, lowest: float, top: float) -> tuple[float, float] | None:
    """Give the range that is less than a meaningful change from the first score, within the form's range."""
    if course.meaningful is None or not course.scored:
        return None
    first = course.scored[0][1]
    return max(lowest, first - course.meaningful), min(top, first + course.meaningful)
