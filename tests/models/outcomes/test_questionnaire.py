"""Entering a form, and who may read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.errors import InvalidError, NotAllowedError, NotFoundError, SealedError
from models.keys.slots import Keys
from models.outcomes.completion import forms_returned
from models.outcomes.course import course
from models.outcomes.instruments.form import DECLINED
from models.outcomes.occasion import Mode, Occasion
from models.outcomes.questionnaire import enter_form, responses
from models.programme.team_access import CohortTeamAccess
from models.storage.database import Database
from tests.factory import START, actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.outcomes.instruments.scoring import Answer
    from tests.models.outcomes.conftest import Forms

WEEK_2 = START + timedelta(days=14)


def enter(
    forms: Forms,
    answers: Sequence[Answer] = (6, 7, 4),
    instrument: str = "peg",
    occasion: Occasion = Occasion.INTAKE,
    day: date = START,
    place: int = 0,
) -> UUID:
    with forms.database.write(forms.facilitator) as work:
        return enter_form(
            work, forms.group.enrolments[place], instrument, occasion, answered_on=day, answers=answers, mode=Mode.PAPER
        )


def test_that_a_form_is_kept_with_all_that_is_needed_to_trust_it(forms: Forms) -> None:
    id_ = enter(forms)
    with forms.database.read(forms.facilitator) as work:
        (kept,) = responses(work, forms.group.people[0])
    assert kept.id == id_
    assert (kept.instrument, kept.form_version, kept.rule_version) == ("peg", "krebs-2009", "1")
    assert (kept.occasion, kept.answered_on, kept.mode) == (Occasion.INTAKE, START, Mode.PAPER)
    assert (kept.entered_at, kept.entered_by) == (forms.clock.now, forms.facilitator.id)
    assert kept.answers == (6, 7, 4)
    assert kept.is_scored
    assert kept.scores == {"mean": pytest.approx(17 / 3), "mean_1dp": 5.7}


@pytest.mark.parametrize("left_out", [None, DECLINED])
def test_that_a_blank_and_a_refusal_are_kept_apart_and_neither_is_0(forms: Forms, left_out: Answer) -> None:
    enter(forms, (6, left_out, 4))
    with forms.database.read(forms.facilitator) as work:
        (kept,) = responses(work, forms.group.people[0])
        (point,) = course(work, forms.group.people[0], "peg").points
    assert kept.answers == (6, left_out, 4)
    assert not kept.is_scored
    assert kept.scores == {}
    assert point.value is None


def test_that_a_rating_of_0_is_a_score(forms: Forms) -> None:
    enter(forms, (0,), "nprs")
    with forms.database.read(forms.facilitator) as work:
        assert course(work, forms.group.people[0], "nprs").points[0].value == 0


@pytest.mark.parametrize(
    ("answers", "part"),
    [
        ((6, 11, 4), "Answer 2 is 11"),
        ((6, 7), "has 3 answers, and 2 were given"),
        ((None, None, None), "Nothing is answered yet"),
        ((6, "7", 4), "Answer 2 is not a number"),
    ],
)
def test_that_answers_which_cannot_be_right_are_refused(forms: Forms, answers: Sequence[Answer], part: str) -> None:
    with pytest.raises(InvalidError, match=part):
        enter(forms, answers)


@pytest.mark.parametrize(
    ("day", "occasion", "part"),
    [
        (date(2026, 9, 23), Occasion.WEEK_2, "still to come"),
        (date(1950, 3, 3), Occasion.INTAKE, "not born yet"),
        (WEEK_2 - timedelta(days=1), Occasion.WEEK_2, "cannot stand for week 2"),
        (WEEK_2, Occasion.INTAKE, "cannot stand for intake"),
        (START - timedelta(days=91), Occasion.INTAKE, "cannot stand for intake"),
    ],
)
def test_that_a_day_which_cannot_be_right_is_refused(forms: Forms, day: date, occasion: Occasion, part: str) -> None:
    with pytest.raises(InvalidError, match=part):
        enter(forms, occasion=occasion, day=day)


def test_that_today_is_the_day_of_the_clinic(forms: Forms) -> None:
    forms.clock.now = forms.clock.now.replace(hour=23, minute=30)  # already tomorrow in London's summer
    enter(forms, occasion=Occasion.WEEK_2, day=date(2026, 9, 23))


def test_that_an_occasion_is_kept_once_and_the_first_form_stays(forms: Forms) -> None:
    enter(forms)
    with pytest.raises(InvalidError, match="PEG for intake is already kept for this person, answered on 2026-09-07"):
        enter(forms, (1, 1, 1))
    enter(forms, (1, 1, 1), place=1)
    enter(forms, (2,), "nprs")
    with forms.database.read(forms.facilitator) as work:
        assert [view.answers for view in responses(work, forms.group.people[0])] == [(2,), (6, 7, 4)]


@pytest.mark.parametrize("instrument", ["phq9", "odi"])
def test_that_a_form_which_the_clinic_does_not_offer_is_refused(forms: Forms, instrument: str) -> None:
    with pytest.raises(InvalidError, match="is not offered"):
        enter(forms, (0,) * 9, instrument)


def test_that_an_unknown_member_is_not_found(forms: Forms) -> None:
    with pytest.raises(NotFoundError), forms.database.write(forms.facilitator) as work:
        enter_form(work, forms.group.people[0], "peg", Occasion.INTAKE, answered_on=START, answers=(1, 2, 3))


@pytest.mark.parametrize("role", [Role.PEER_LEAD, Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_that_only_clinical_roles_enter_and_read_answers(forms: Forms, role: Role) -> None:
    enter(forms)
    other = actor(role, name="Tomasz")
    with pytest.raises(NotAllowedError), forms.database.write(other) as work:
        enter_form(work, forms.group.enrolments[1], "peg", Occasion.INTAKE, answered_on=START, answers=(1, 2, 3))
    with forms.database.read(other) as work:
        with pytest.raises(NotAllowedError):
            responses(work, forms.group.people[0])
        with pytest.raises(NotAllowedError):
            course(work, forms.group.people[0], "peg")


def test_that_the_data_key_alone_opens_no_answer_and_seals_none(forms: Forms) -> None:
    enter(forms)
    unsealed = Database.open(forms.folder, Keys(forms.keys.data, None), clock=forms.clock, team_access=CohortTeamAccess)
    with unsealed.read(forms.facilitator) as work:
        with pytest.raises(SealedError):
            responses(work, forms.group.people[0])
        assert [len(each) for each in forms_returned(work, forms.group.cohort).values()].count(1) == 1
    with pytest.raises(SealedError), unsealed.write(forms.facilitator) as work:
        enter_form(work, forms.group.enrolments[1], "peg", Occasion.INTAKE, answered_on=START, answers=(1, 2, 3))
    unsealed.close()


def test_that_neither_answers_nor_scores_stand_readable_in_their_columns(forms: Forms) -> None:
    enter(forms)
    with forms.database.read(forms.facilitator) as work:
        row = work.session.connection().exec_driver_sql("SELECT answers, scores FROM questionnaire_response").one()
    assert all(isinstance(sealed, bytes) and b"mean" not in sealed and b"6,7,4" not in sealed for sealed in row)


def test_that_a_refused_form_leaves_nothing_behind(forms: Forms) -> None:
    with pytest.raises(InvalidError):
        enter(forms, (6, 11, 4))
    with forms.database.read(forms.facilitator) as work:
        assert responses(work, forms.group.people[0]) == ()
