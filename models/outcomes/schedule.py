"""The forms that are due: around a person's first session and in week 2, and no longer once it is too late."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.access import Permission
from models.outcomes.completion import forms_returned
from models.outcomes.instruments.library import offered_titles
from models.outcomes.occasion import WINDOWS, Occasion
from models.outcomes.questionnaire import first_sessions
from models.programme.enrolment import members

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from models.work import Work


class DueState(StrEnum):
    """How urgent a form is."""

    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class FormDue:
    """One form that one member has not given back yet, and whose time is not over."""

    enrolment: UUID
    instrument: str
    title: str
    occasion: Occasion
    due_from: date
    due_until: date
    closes: date
    state: DueState


def forms_due(work: Work, cohort: UUID, on: date) -> tuple[FormDue, ...]:
    """List what is due on this day, person by person in the clinic's order; who left owes nothing."""
    work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    returned = forms_returned(work, cohort)
    first = first_sessions(work, cohort)
    found = []
    for member in members(work, cohort):
        if member.left_on is not None and member.left_on < on:
            continue
        kept = {(form.instrument, form.occasion) for form in returned[member.enrolment]}
        for occasion, window in WINDOWS.items():
            opens, due, closes = window.days(first[member.enrolment])
            if not opens <= on <= closes:
                continue
            state = DueState.DUE if on <= due else DueState.OVERDUE
            found += [
                FormDue(member.enrolment, form.id, form.title, occasion, opens, due, closes, state)
                for form in offered_titles()
                if (form.id, occasion) not in kept
            ]
    return tuple(found)
