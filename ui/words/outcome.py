"""Occasions, answers, scores and changes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale

from models.outcomes.instruments.form import DECLINED, Direction
from models.outcomes.occasion import Mode, Occasion
from ui.translation import mark, plural, tr
from ui.words.wording import day_and_year_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.outcomes.course import ChangeView, Course
    from models.outcomes.instruments.scoring import Answer
    from models.outcomes.schedule import FormDue

_OCCASIONS: Final = {Occasion.INTAKE: mark("Intake"), Occasion.WEEK_2: mark("Week 2")}
_MODES: Final = {
    Mode.PAPER: mark("Copied from paper"),
    Mode.STAFF: mark("Asked by staff"),
    Mode.SELF: mark("Entered by the person"),
}
_DIRECTIONS: Final = {
    Direction.LOWER_IS_BETTER: mark("Lower is better"),
    Direction.HIGHER_IS_BETTER: mark("Higher is better"),
}


def due_text(forms: Sequence[FormDue]) -> str:
    """Say which forms are asked for: "Due: PEG for Week 2, …"; "" for none."""
    if not forms:
        return ""
    named = [tr("{form} for {occasion}", form=each.title, occasion=occasion_text(each.occasion)) for each in forms]
    until = max(each.closes for each in forms)
    return tr(
        "Asked for: {forms}, until {day}.", forms=QLocale().createSeparatedList(named), day=day_and_year_text(until)
    )


def occasion_text(occasion: Occasion) -> str:
    """Say an occasion: "Week 2"."""
    return tr(_OCCASIONS[occasion])


def mode_text(mode: Mode) -> str:
    """Say how answers came into Laurel."""
    return tr(_MODES[mode])


def direction_text(direction: Direction) -> str:
    """Say which direction is an improvement: "Lower is better"."""
    return tr(_DIRECTIONS[direction])


def value_text(value: float) -> str:
    """Say a score: whole where it is whole, else with one decimal."""
    return QLocale().toString(value, "f", 0 if round(value, 1).is_integer() else 1)


def points_text(value: float) -> str:
    """Say an amount: "2 points"."""
    if value == 1:
        return tr("1 point")
    return tr("{amount} points", amount=value_text(value))


def answer_text(answer: Answer) -> str:
    """Say one answer; a blank and a refusal are words, never 0."""
    if answer is None:
        return tr("blank")
    return tr("declined") if answer == DECLINED else QLocale().toString(int(answer))


def answers_text(answers: Sequence[Answer]) -> str:
    """Say all answers of a form in the order of its questions."""
    return " · ".join(map(answer_text, answers))


def span_hint(occasion: Occasion, first: date, last: date) -> str:
    """Say which days stand for an occasion."""
    return tr(
        "{occasion} runs from {first} to {last} for this person.",
        occasion=occasion_text(occasion),
        first=day_and_year_text(first),
        last=day_and_year_text(last),
    )


def reading_text(course: Course) -> str:
    """Say how to read a course: its direction, and the change that counts as meaningful."""
    parts = [tr("{direction}.", direction=direction_text(course.direction))]
    if course.meaningful is not None and course.relative is not None:
        parts.append(
            tr(
                "A change of {points}, or of {share} % of the first score, counts as meaningful.",
                points=points_text(course.meaningful),
                share=QLocale().toString(round(course.relative * 100)),
            )
        )
    elif course.meaningful is not None:
        parts.append(tr("A change of {points} counts as meaningful.", points=points_text(course.meaningful)))
    if course.meaningful is not None and course.scored:
        parts.append(
            tr("The shaded band is less than {points} from the first score.", points=points_text(course.meaningful))
        )
    return " ".join(parts)


def change_text(change: ChangeView) -> str:
    """Say what changed from the first form to the last, in points."""
    values = {"first": value_text(change.first), "last": value_text(change.last)}
    if not change.amount:
        return tr("From {first} to {last}: the same.", **values)
    points = points_text(abs(change.amount))
    if change.is_better:
        return tr("From {first} to {last}: {points} better.", **values, points=points)
    return tr("From {first} to {last}: {points} worse.", **values, points=points)


def change_labels(change: ChangeView, relative: float | None) -> tuple[tuple[str, bool], ...]:
    """Give the labels of a change, each on its own, with whether it holds."""
    # Each label says "holds" or "does not hold"; None, where it cannot be known, gives none.
    share = QLocale().toString(round((relative or 0) * 100))
    labels = (
        (change.is_beyond_error, tr("beyond measurement error"), tr("within measurement error")),
        (change.is_meaningful, tr("a meaningful change"), tr("smaller than a meaningful change")),
        (
            change.is_large_share,
            tr("{share} % or more of the first score", share=share),
            tr("under {share} % of the first score", share=share),
        ),
    )
    return tuple((yes if holds else no, holds) for holds, yes, no in labels if holds is not None)


def blanks_text(answers: Sequence[Answer]) -> str:
    """Say which questions are blank or declined; "" when all have an answer."""
    blank = [number for number, answer in enumerate(answers, start=1) if answer is None]
    declined = [number for number, answer in enumerate(answers, start=1) if answer == DECLINED]
    parts = []
    if blank:
        parts.append(
            plural(len(blank), "Question {which} is blank.", "Questions {which} are blank.", which=_list(blank))
        )
    if declined:
        parts.append(
            plural(
                len(declined), "Question {which} is declined.", "Questions {which} are declined.", which=_list(declined)
            )
        )
    return " ".join(parts)


def _list(numbers: Sequence[int]) -> str:
    return QLocale().createSeparatedList([QLocale().toString(number) for number in numbers])
