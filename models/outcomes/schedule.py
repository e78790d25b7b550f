"""The forms that are due: around a person's first session and in week 2, until the occasion closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from models.access import Permission
from models.outcomes.completion import forms_returned
from models.outcomes.instruments.library import offered_titles
from models.outcomes.occasion import WINDOWS, Occasion
from models.outcomes.questionnaire import FIRST_DAY, QuestionnaireResponse, first_days, first_sessions
from models.programme.enrolment import Enrolment, members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from uuid import UUID

    from models.work import Work


class DueState(StrEnum):
    """How urgent a form is."""

    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDue:
    """One form that a member has not returned, for an occasion that is still open."""

    enrolment: UUID
    instrument: str
    title: str
    occasion: Occasion
    due_from: date
    due_until: date
    closes: date
    state: DueState


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people of a cohort have a form to return, and whether one of the forms is overdue."""

    people: int
    is_overdue: bool


def forms_due(work: Work, cohort: UUID, on: date) -> tuple[FormDue, ...]:
    """List what is due on this day, by person in the clinic's sort order; nothing is due from people who have left."""
    work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    returned = forms_returned(work, cohort)
    first = first_sessions(work, cohort)
    found: list[FormDue] = []
    for member in members(work, cohort):
        if member.left_on is None or member.left_on >= on:
            kept = {(form.instrument, form.occasion) for form in returned[member.enrolment]}
            found += _owed(member.enrolment, first[member.enrolment], kept, on)
    return tuple(found)


def forms_waiting(work: Work, cohorts: Sequence[UUID], on: date) -> dict[UUID, Waiting]:
    """Count by cohort the people with a form to return on this day; a cohort without any is absent.

    It gives the counts of `forms_due`, with two queries for all cohorts.
    """
    work.require(Permission.READ_FORMS_DUE)
    for cohort in cohorts:
        work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    there = or_(Enrolment.left_on.is_(None), Enrolment.left_on >= on)
    asked = first_days().where(Enrolment.cohort_id.in_(cohorts), there).having(FIRST_DAY.between(*_first_asked(on)))
    people = work.session.execute(asked).all()
    kept: dict[UUID | None, set[tuple[str, Occasion]]] = {}
    for enrolment, form, occasion in work.session.execute(
        select(QuestionnaireResponse.enrolment_id, QuestionnaireResponse.instrument, QuestionnaireResponse.occasion)
        .where(QuestionnaireResponse.enrolment_id.in_([enrolment for enrolment, _, _ in people]))
    ):  # fmt: skip
        kept.setdefault(enrolment, set()).add((form, occasion))
    found: dict[UUID, Waiting] = {}
    for enrolment, cohort, first in people:
        owed = tuple(_owed(enrolment, first, kept.get(enrolment, set()), on))
        if owed:
            before = found.get(cohort, Waiting(0, is_overdue=False))
            is_late = before.is_overdue or any(form.state is DueState.OVERDUE for form in owed)
            found[cohort] = Waiting(before.people + 1, is_late)
    return found


def _first_asked(on: date) -> tuple[date, date]:
    """Give the first and last day of a first session for which an occasion is open on this day."""
    opens = min(window.opens for window in WINDOWS.values())
    closes = max(window.closes for window in WINDOWS.values())
    return on - timedelta(closes), on - timedelta(opens)


def _owed(enrolment: UUID, first: date, kept: Collection[tuple[str, Occasion]], on: date) -> Iterator[FormDue]:
    for occasion, window in WINDOWS.items():
        opens, due, closes = window.days(first)
        if opens <= on <= closes:
            state = DueState.DUE if on <= due else DueState.OVERDUE
            for form in offered_titles():
                if (form.id, occasion) not in kept:
                    yield FormDue(
                        enrolment=enrolment,
                        instrument=form.id,
                        title=form.title,
                        occasion=occasion,
                        due_from=opens,
                        due_until=due,
                        closes=closes,
                        state=state,
                    )
