"""Tables of forms: what each person returned, and the values of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.outcomes.instruments.library import offered
from models.outcomes.occasion import Occasion, occasion_span
from models.outcomes.schedule import DueState
from ui.tables.person import name_column
from ui.tables.rows import SOFT, STRONG, Column, Look, RowsModel
from ui.translation import tr
from ui.words.outcome import answers_text, mode_text, occasion_text, value_text
from ui.words.wording import short_day_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from models.outcomes.course import Point
    from models.outcomes.questionnaire import ResponseView
    from models.pages.outcomes import MemberForms


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One member's line; `today` decides what is still to come and what is over."""

    forms: MemberForms
    today: date


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One form of a course: its point and the answers behind it."""

    point: Point
    response: ResponseView


def people_model() -> RowsModel[PersonRow]:
    """Make the table of a cohort's members with the state of their forms."""
    columns = [
        name_column(lambda row: row.forms.member.label, has_left=_has_left),
        *(Column(occasion_text(each), _state(each), _state_look(each), width=104) for each in Occasion),
    ]
    return RowsModel(columns, accessible_text=_accessible_text)


def values_model() -> RowsModel[ValueRow]:
    """Make the table beneath a line: day, occasion, score, and the answers that made it."""
    columns = [
        Column(tr("Answered on"), _day, width=116),
        Column(tr("Occasion"), _occasion, width=84),
        Column(tr("Score"), _score, _score_look, width=84),
        Column(tr("Answers"), _answers, tip=_origin),
    ]
    return RowsModel(columns, accessible_text=_accessible_value)


def _has_left(row: PersonRow) -> bool:
    left_on = row.forms.member.left_on
    return left_on is not None and left_on < row.today


def _state(occasion: Occasion) -> Callable[[PersonRow], str]:
    def text(row: PersonRow) -> str:
        return state_text(row, occasion)

    return text


def _state_look(occasion: Occasion) -> Callable[[PersonRow], Look]:
    def look(row: PersonRow) -> Look:
        returned = _returned(row, occasion)
        if returned == len(offered()):
            return Look("chip", kind="laurel")
        states = _due_states(row, occasion)
        if not states:
            return SOFT
        return Look("chip", kind="info" if DueState.OVERDUE in states else "neutral")

    return look


def state_text(row: PersonRow, occasion: Occasion) -> str:
    """Say where the forms of one occasion stand."""
    returned, every = _returned(row, occasion), len(offered())
    if returned == every:
        return tr("Returned")
    states = _due_states(row, occasion)
    if states:
        return tr("Overdue") if DueState.OVERDUE in states else tr("Due")
    _, last = occasion_span(occasion, row.forms.first_session)
    if row.today <= last and not returned:
        return ""
    return tr("{returned} of {every}", returned=returned, every=every)


def _returned(row: PersonRow, occasion: Occasion) -> int:
    return sum(form.occasion is occasion for form in row.forms.returned)


def _due_states(row: PersonRow, occasion: Occasion) -> set[DueState]:
    return {form.state for form in row.forms.due if form.occasion is occasion}


def _accessible_text(row: PersonRow) -> str:
    states = (
        tr("{occasion}: {state}", occasion=occasion_text(each), state=state_text(row, each) or tr("not yet"))
        for each in Occasion
    )
    return ", ".join([row.forms.member.label.in_list, *states])


def _day(row: ValueRow) -> str:
    return short_day_text(row.point.answered_on)


def _occasion(row: ValueRow) -> str:
    return occasion_text(row.point.occasion)


def _score(row: ValueRow) -> str:
    return tr("No score") if row.point.value is None else value_text(row.point.value)


def _score_look(row: ValueRow) -> Look:
    return SOFT if row.point.value is None else STRONG


def _answers(row: ValueRow) -> str:
    return answers_text(row.response.answers)


def _origin(row: ValueRow) -> str:
    """Say how the answers came in, for the tool tip."""
    return tr("{answers}. {mode}.", answers=_answers(row), mode=mode_text(row.response.mode))


def _accessible_value(row: ValueRow) -> str:
    return ", ".join((_occasion(row), _day(row), _score(row), _origin(row)))
