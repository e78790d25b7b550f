"""People as they really are: namesakes to the day, one letter, an emoji, two addresses in a field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import InvalidError
from models.people.naming import Identity, Level, initial, labels, shown_name
from models.people.participant import find_people
from models.people.person_form import PersonForm, check_person
from models.text import first_cluster, required_line
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database

TODAY = date(2026, 11, 23)


def checked(**fields: object) -> PersonForm:
    return check_person(PersonForm(given_name="Anna", family_name="Berg", **fields), today=TODAY, country="GB")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u2800\u2800", "\u115f", "\u200b\u200d", "\ufe0f", "\u0301", "\U000e0041", "\u00a0\u2003"]
)
def test_that_a_name_that_leaves_no_ink_is_refused(blank: str) -> None:
    with pytest.raises(InvalidError, match="missing"):
        required_line(blank, "The name")
    with pytest.raises(InvalidError, match="name is missing"):
        check_person(PersonForm(given_name=blank, family_name=blank), today=TODAY, country="GB")


@pytest.mark.parametrize("real", ["O", "李", "Ng", "🐻", "X Æ A-12", "3", "ﷺ"])
def test_that_a_short_or_odd_name_is_a_name(real: str) -> None:
    assert check_person(PersonForm(given_name=real), today=TODAY, country="GB").given_name == real


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("👨\u200d👩\u200d👧\u200d👦 Familie", "👨\u200d👩\u200d👧\u200d👦"), ("🇩🇪🇫🇷", "🇩🇪"),
        ("👍🏽x", "👍🏽"), ("❤️x", "❤️"),
        ("क्षमा", "क्ष"), ("কৃষ্ণ", "কৃ"), ("Åsa", "Å"), ("நந்தினி", "ந"), ("ß", "ß"), ("", ""),
    ],
)  # fmt: skip
def test_that_no_character_is_cut_in_two(name: str, first: str) -> None:
    assert first_cluster(name) == first
    assert initial(name) == (f"{first.title()}." if first else "")


def test_that_a_georgian_initial_stays_in_letters_that_fonts_have() -> None:
    assert shown_name(Identity(id=UUID(int=1), given="გიორგი", family="ბერიძე"), Level.INITIALS) == "გ.ბ."


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_that_the_first_character_begins_the_name_and_is_never_empty(name: str) -> None:
    assert first_cluster(name)
    assert name.startswith(first_cluster(name))


def test_that_namesakes_of_one_birth_date_are_two_people_and_told_apart(clinic: Database, actor: Actor) -> None:
    same, twin = date(1988, 3, 4), date(1988, 10, 10)
    with clinic.write(actor) as work:
        for born in (same, same, twin, date(1990, 1, 1), None, None):
            factory.person(work, "Anna", "Berg", born=born)
        factory.person(work, "Bo", "Li", born=same)
        told = [line.label.distinguisher for line in find_people(work, "anna berg")]
        assert [line.label.distinguisher for line in find_people(work, "bo li")] == [""]
    assert sorted(told) == ["(1)", "(2)", "1988-03-04 (1)", "1988-03-04 (2)", "1988-10-10", "1990"]


def test_that_what_tells_namesakes_apart_does_not_depend_on_their_order() -> None:
    people = [Identity(id=UUID(int=n), given="Anna", family="Berg", born=date(1988, 3, 4)) for n in range(1, 4)]
    assert labels(people) == labels(reversed(people))
    assert len(set(labels(people).values())) == 3


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example", "a@b.example;c@d.example", "a@b.example\nc@d.example", "a@b.example c@d.example",
        "a@b.example@c.example", "Anna <a@b.example>", "a@b", "@b.example", "a@", f"{'a' * 300}@b.example",
        "a@b.example，c@d.example", "mailto:a@b.example", "a@b.example\\",
    ],
)  # fmt: skip
def test_that_a_field_holds_one_address_or_none(address: str) -> None:
    with pytest.raises(InvalidError):
        checked(email=address)


@pytest.mark.parametrize("address", ["anna@bücher.example", "a.b+c@d.example", "a@b.example\u0000", "  a@b.example "])
def test_that_one_address_is_kept_as_one_line(address: str) -> None:
    kept = checked(email=address).email
    assert kept.count("@") == 1
    assert kept == kept.strip().replace("\x00", "")


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("07700 900123", "+44 7700 900123"), ("+1 242 365 1234", "+1 242-365-1234"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "+44 7700 900123"),
        ("０７７００９００１２３", "+44 7700 900123"), ("0800 012 3456", "+44 800 012 3456"),
        ("020 7946 0000 ext. 5", "+44 20 7946 0000 x5"),
    ],
)  # fmt: skip
def test_that_a_phone_number_is_understood_in_any_digits(number: str, kept: str) -> None:
    assert checked(phone=number).phone == kept


@pytest.mark.parametrize("number", ["911", "12", "call me", "+", "0" * 40])
def test_that_a_number_that_reaches_nobody_is_refused(number: str) -> None:
    with pytest.raises(InvalidError):
        checked(phone=number)


def test_that_something_pasted_into_the_search_finds_nobody_and_breaks_nothing(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        factory.person(work)
        for text in ("word " * 5000, "%" * 60_000, "a" * 100_000, "\ud800", "'; DROP TABLE participant;--", "_"):
            assert find_people(work, text) == () or text == "\ud800"
        assert len(find_people(work)) == 1


def test_that_a_birthday_on_29_february_is_a_date_like_another() -> None:
    assert checked(born=date(2000, 2, 29)).born == date(2000, 2, 29)
    for born in (date(2027, 1, 1), date(1899, 12, 30), date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidError, match="date of birth"):
            checked(born=born)


def test_that_nobody_leaves_a_group_before_joining_it(clinic: Database, actor: Actor) -> None:
    from models.programme.enrolment import end_enrolment

    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
        with pytest.raises(InvalidError, match="last day lies before the first"):
            end_enrolment(work, them.enrolments[0], on=date(2026, 1, 1), reason="")
