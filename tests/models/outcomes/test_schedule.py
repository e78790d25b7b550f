"""Which forms are due, and which came back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.errors import NotAllowedError
from models.outcomes.completion import forms_returned
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.outcomes.schedule import DueState, FormDue, Waiting, forms_due, forms_waiting
from models.pages.outcomes import outcomes_page, person_outcomes
from models.programme.enrolment import end_enrolment, enrol
from tests.factory import START, actor, group, person

if TYPE_CHECKING:
    from tests.models.outcomes.conftest import Forms


def due_on(forms: Forms, days: int) -> tuple[FormDue, ...]:
    with forms.database.read(forms.facilitator) as work:
        return forms_due(work, forms.group.cohort, START + timedelta(days=days))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-15, set()),
        (-14, {(Occasion.INTAKE, DueState.DUE)}),
        (6, {(Occasion.INTAKE, DueState.DUE)}),
        (7, {(Occasion.INTAKE, DueState.OVERDUE)}),
        (13, {(Occasion.INTAKE, DueState.OVERDUE)}),
        (14, {(Occasion.WEEK_2, DueState.DUE)}),
        (17, {(Occasion.WEEK_2, DueState.DUE)}),
        (18, {(Occasion.WEEK_2, DueState.OVERDUE)}),
        (27, {(Occasion.WEEK_2, DueState.OVERDUE)}),
        (28, set()),
    ],
)
def test_that_a_form_is_asked_for_in_its_time_alone(
    forms: Forms, day: int, expected: set[tuple[Occasion, DueState]]
) -> None:
    due = due_on(forms, day)
    assert {(form.occasion, form.state) for form in due} == expected
    assert len(due) == (10 if expected else 0)


def test_that_a_form_which_came_back_is_not_asked_for_again(forms: Forms) -> None:
    with forms.database.write(forms.facilitator) as work:
        enter_form(work, forms.group.enrolments[0], "peg", Occasion.INTAKE, answered_on=START, answers=(1, None, 2))
    left = [form.instrument for form in due_on(forms, 0) if form.enrolment == forms.group.enrolments[0]]
    assert left == ["nprs"]
    with forms.database.read(forms.facilitator) as work:
        returned = forms_returned(work, forms.group.cohort)
    assert set(returned) == set(forms.group.enrolments)
    assert [(form.instrument, form.occasion, form.answered_on) for form in returned[forms.group.enrolments[0]]] == [
        ("peg", Occasion.INTAKE, START)
    ]


def test_that_who_left_owes_nothing(forms: Forms) -> None:
    with forms.database.write(forms.facilitator) as work:
        end_enrolment(work, forms.group.enrolments[0], on=START + timedelta(days=10), reason="moved away")
    assert forms.group.enrolments[0] not in {form.enrolment for form in due_on(forms, 14)}
    assert len(due_on(forms, 14)) == 8


def test_that_the_time_of_a_late_joiner_counts_from_their_own_first_session(forms: Forms) -> None:
    with forms.database.write(forms.facilitator) as work:
        late = enrol(work, forms.group.cohort, person(work, "Late", "Joiner"), joined_on=START + timedelta(days=16))
    (form, _) = [form for form in due_on(forms, 21) if form.enrolment == late]
    assert form.occasion is Occasion.INTAKE
    assert form.due_until == START + timedelta(days=21 + 6)


def test_that_somebody_who_joined_after_the_last_session_counts_from_that_day(forms: Forms) -> None:
    joined = date(2027, 6, 1)
    with forms.database.write(forms.facilitator) as work:
        late = enrol(work, forms.group.cohort, person(work, "Late", "Joiner"), joined_on=joined)
    with forms.database.read(forms.facilitator) as work:
        assert {form.enrolment for form in forms_due(work, forms.group.cohort, joined)} == {late}


def test_that_the_desk_sees_what_is_due_and_a_peer_lead_does_not(forms: Forms) -> None:
    with forms.database.read(actor(Role.FRONT_DESK)) as work:
        assert forms_due(work, forms.group.cohort, START)
        assert forms_returned(work, forms.group.cohort)
        assert outcomes_page(work, forms.group.cohort).people
        with pytest.raises(NotAllowedError):
            person_outcomes(work, forms.group.people[0])
    with forms.database.read(actor(Role.PEER_LEAD)) as work:
        with pytest.raises(NotAllowedError):
            forms_due(work, forms.group.cohort, START)
        with pytest.raises(NotAllowedError):
            forms_returned(work, forms.group.cohort)


def test_that_the_page_opens_on_a_running_cohort_and_lists_what_can_be_entered(forms: Forms) -> None:
    with forms.database.write(forms.facilitator) as work:
        enter_form(work, forms.group.enrolments[0], "peg", Occasion.INTAKE, answered_on=START, answers=(1, 2, 3))
    with forms.database.read(forms.facilitator) as work:
        page = outcomes_page(work)
        (first, *_) = [line for line in page.people if line.member.enrolment == forms.group.enrolments[0]]
        shown = person_outcomes(work, forms.group.people[0])
    assert page.choice.chosen is not None
    assert page.choice.chosen.id == forms.group.cohort
    assert first.open_forms == (("nprs", Occasion.INTAKE), ("nprs", Occasion.WEEK_2), ("peg", Occasion.WEEK_2))
    assert {(form.instrument, form.occasion) for form in first.due} == {
        ("nprs", Occasion.WEEK_2),
        ("peg", Occasion.WEEK_2),
    }
    assert [drawn.instrument for drawn in shown.courses] == ["peg"]


def test_that_counting_for_many_groups_says_what_each_group_says(forms: Forms) -> None:
    with forms.database.write(forms.facilitator) as work:
        other = group(work, size=3, name="Morning group", start=START + timedelta(weeks=2))
        late = group(work, size=2, name="Old group", start=START - timedelta(weeks=20))
        end_enrolment(work, forms.group.enrolments[4], on=START + timedelta(days=10), reason="moved")
        for form in ("peg", "nprs"):
            answers = (1, 2, 3) if form == "peg" else (4,)
            enter_form(work, other.enrolments[0], form, Occasion.INTAKE, answered_on=START, answers=answers)
    groups = (forms.group.cohort, other.cohort, late.cohort)
    for days in range(-16, 45):
        with forms.database.read(forms.facilitator) as work:
            day = START + timedelta(days=days)
            each = {cohort: forms_due(work, cohort, day) for cohort in groups}
            assert forms_waiting(work, groups, day) == {
                cohort: Waiting(
                    len({form.enrolment for form in due}), is_overdue=any(form.state == "overdue" for form in due)
                )
                for cohort, due in each.items()
                if due
            }
