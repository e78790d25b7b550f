"""Participants: checked, found, namesakes kept apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.errors import InvalidError, StaleError
from models.people.participant import add_person, change_person, find_people, namesakes, person
from models.people.person_form import PersonForm, check_person
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database

TODAY = date(2026, 9, 7)


def checked(**changes: object) -> PersonForm:
    form = PersonForm(**({"given_name": "Anna", "family_name": "Berg"} | changes))  # type: ignore[arg-type]
    return check_person(form, today=TODAY, country="GB")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_name": " ", "family_name": "\u200b"}, "The name is missing"),
        ({"born": date(2031, 1, 1)}, "lies in the future"),
        ({"born": date(1880, 1, 1)}, "more than 120 years ago"),
        ({"email": "two@example.org, three@example.org"}, "not one e-mail address"),
        ({"email": "anna@localhost"}, "not one e-mail address"),
        ({"phone": "ring the daughter"}, "not a phone number"),
        ({"phone": "+44 770"}, "too many or too few digits"),
        ({"given_name": "A" * 121}, "longer than 120"),
    ],
)
def test_that_a_slip_gets_one_sentence_naming_the_field(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidError, match=sentence):
        checked(**changes)


def test_that_a_possible_number_is_enough_and_is_kept_in_international_form() -> None:
    assert checked(phone="07700 900101").phone == "+44 7700 900101"
    assert checked(phone="+44 7700 900101").phone == "+44 7700 900101"
    assert checked(email="Anna.Berg@Example.org").email == "Anna.Berg@Example.org"


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("zolc", "Łukasz Żółć"),
        ("LUKASZ", "Łukasz Żółć"),
        ("hong nguyen", "Nguyễn Thị Hồng Nhung"),
        ("zoe", "Zoë O'Brien-Ó Súilleabháin"),
        ("द्विवेदी", "कृष्णा द्विवेदी"),
        ("الحسيني", "محمد الحسيني"),
    ],
)
def test_that_people_are_found_by_any_piece_without_accents(
    clinic: Database, actor: Actor, sought: str, found: str
) -> None:
    with clinic.write(actor) as work:
        factory.group(work)
    with clinic.read(actor) as work:
        assert [line.name for line in find_people(work, sought)] == [found]
        assert find_people(work, "100%_") == ()


def test_that_namesakes_are_shown_but_never_made_one(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        factory.person(work, "Zoe\u0308", "Hill", born=date(1960, 1, 1))
        form = PersonForm(given_name="Zoë", family_name="Hill", born=date(1970, 1, 1))
        assert [line.name for line in namesakes(work, form)] == ["Zoë Hill"]
        add_person(work, form, country="GB")
        assert [line.label.distinguisher for line in find_people(work, "zoe hill")] == ["1960", "1970"]


def test_that_a_form_carries_the_version_it_showed(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        id_ = factory.person(work)
        shown = person(work, id_)
    for family in ("Hill", "Brook"):
        form = PersonForm(given_name="Anna", family_name=family)
        with clinic.write(actor) as work:
            if family == "Hill":
                change_person(work, id_, form, version=shown.version, country="GB")
            else:
                with pytest.raises(StaleError):
                    change_person(work, id_, form, version=shown.version, country="GB")
    with clinic.read(actor) as work:
        assert person(work, id_).name == "Anna Hill"
