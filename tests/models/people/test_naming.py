"""The one resolver of displayed names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from models.people.naming import Identity, Level, PersonLabel, full_name, initial, labels, legal_name, shown_name

SIAN = Identity(id=UUID(int=1), given="Siân", family="ap Gruffydd", nickname="Captain")


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (Level.FULL, "Siân ap Gruffydd"),
        (Level.FIRST_INITIAL, "Siân A."),
        (Level.FIRST, "Siân"),
        (Level.INITIALS, "S.A."),
        (Level.NICKNAME, "Captain"),
        (Level.ANONYMOUS, ""),
        (Level.UNMENTIONED, None),
    ],
)
def test_that_a_level_shows_no_more_than_was_agreed(level: Level, shown: str | None) -> None:
    assert shown_name(SIAN, level) == shown


@pytest.mark.parametrize("level", Level)
def test_that_a_single_name_is_shown_whole_or_not_at_all(level: Level) -> None:
    shown = shown_name(Identity(id=UUID(int=1), given="Madonna", family=""), level)
    assert shown in {"Madonna", "M.", "", None}


@pytest.mark.parametrize("level", [Level.FIRST_INITIAL, Level.FIRST, Level.INITIALS])
def test_that_a_person_with_a_family_name_alone_is_never_shown_twice(level: Level) -> None:
    shown = shown_name(Identity(id=UUID(int=1), given="", family="Madonna"), level)
    assert shown in {"Madonna", "M."}


def test_that_the_preferred_name_is_shown_and_the_legal_one_is_printed() -> None:
    person = Identity(id=UUID(int=1), given="Margaret", family="Hill", preferred="Peggy")
    assert full_name(person) == "Peggy Hill"
    assert shown_name(person, Level.FIRST) == "Peggy"
    assert legal_name(person) == "Margaret Hill"


def test_that_a_nickname_never_chosen_falls_back_to_anonymous() -> None:
    assert shown_name(Identity(id=UUID(int=1), given="Anna", family="Berg"), Level.NICKNAME) == ""


def test_that_an_initial_keeps_its_marks() -> None:
    assert initial("कृष्णा") == "कृ."
    assert initial("A\u030angstro\u0308m") == "A\u030a."


def test_that_namesakes_are_told_apart_by_year_and_others_are_left_alone() -> None:
    first = Identity(id=UUID(int=1), given="Anna", family="Berg", born=date(1968, 3, 4))
    second = Identity(id=UUID(int=2), given="Anna", family="Berg", born=date(1988, 10, 10))
    other = Identity(id=UUID(int=3), given="Bo", family="Li", born=date(1990, 2, 28))
    called = labels([first, second, other])
    assert called == {
        first.id: PersonLabel("Anna Berg", "1968"),
        second.id: PersonLabel("Anna Berg", "1988"),
        other.id: PersonLabel("Bo Li"),
    }
    assert [one.in_list for one in called.values()] == ["Anna Berg 1968", "Anna Berg 1988", "Bo Li"]
    assert [one.in_text for one in called.values()] == ["Anna Berg (1968)", "Anna Berg (1988)", "Bo Li"]
