"""Mentions of a person in free words are found in every script and spelling, and other words are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from models.people.participant import Participant
from models.privacy.mentions import mentions_of


def person(given: str, family: str = "", **fields: object) -> Participant:
    blank = dict.fromkeys(("preferred_name", "nickname", "pronunciation", "email", "phone"), "")
    return Participant(given_name=given, family_name=family, **{**blank, "born": None, **fields})


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("Zoë came late", "… came late"),
        ("ZOE's bus", "…'s bus"),
        ("with zoe Łukasiewicz-Hall, by car", "with …, by car"),
        ("Lukasiewicz-Hall, Zoë", "…"),
        ("Zoë Łukasiewicz-Hall", "…"),
        ("ask Stormy or write to zoe.l@example.org.", "ask … or write to …."),
        ("ring (020) 7946 0958 or +44 20 7946 0958", "ring (… or …"),
        ("ring 020 7946 0959", "ring 020 7946 0959"),
        ("born 4 March 1951, or 04/03/1951, or 1951-03-04", "born …, or …, or …"),
        ("zoeological", "zoeological"),
        ("{name} and {title}", "{name} and {title}"),
        ("Nothing at all", "Nothing at all"),
        ("", ""),
    ],
)
def test_that_a_person_is_found_however_the_name_is_written(text: str, cleared: str) -> None:
    zoe = person(
        "Zoë", "Łukasiewicz-Hall", nickname="Stormy", email="zoe.l@example.org", phone="+44 20 7946 0958",
        born=date(1951, 3, 4),
    )  # fmt: skip
    assert mentions_of([zoe], ["Ben Hall"]).cleared(text) == cleared


def test_that_a_short_name_that_is_a_word_too_counts_with_a_capital_alone() -> None:
    will = mentions_of([person("Will", "Hope")], [])
    assert will.cleared("I will tell Will that we hope so; WILL HOPE did.") == "I will tell … that we hope so; … did."


def test_that_a_nickname_of_several_words_is_found_whole_alone() -> None:
    aroha = mentions_of([person("Aroha", "Ngata", nickname="Morning Tide")], [])
    assert aroha.cleared("Orchard morning: morning tide is Aroha") == "Orchard morning: … is …"


def test_that_a_given_name_that_is_the_nickname_too_is_found_by_its_first_part() -> None:
    assert mentions_of([person("Anna Maria", "Berg", nickname="Anna Maria")], []).cleared("Anna came") == "… came"


def test_that_a_name_that_somebody_else_bears_is_not_taken_from_them() -> None:
    anna = mentions_of([person("Anna", "Berg")], ["Anna", "Lund", "Anna Lund"])
    assert anna.cleared("Anna and Anna Berg, and Mrs Berg") == "Anna and …, and Mrs …"
    twin = mentions_of([person("Anna", "Berg")], ["Anna", "Berg", "Anna Berg"])
    assert twin.cleared("Anna Berg") == "Anna Berg"


@pytest.mark.parametrize(
    ("given", "family", "text", "cleared"),
    [
        ("明", "李", "和李明一起来", "和…一起来"),
        ("小明", "李", "和小明一起来", "和…一起来"),
        ("สมชาย", "", "คุณสมชายมาสาย", "คุณ…มาสาย"),
        ("محمد", "العلي", "جاء محمد العلي متأخرا", "جاء … متأخرا"),
        ("अनीता", "शर्मा", "अनीता शर्मा आईं", "… आईं"),
        ("Nguyễn Thị", "Hoa", "Nguyễn said", "… said"),
    ],
)
def test_that_names_of_other_scripts_are_found(given: str, family: str, text: str, cleared: str) -> None:
    assert mentions_of([person(given, family)], []).cleared(text) == cleared


def test_that_a_nickname_that_is_a_placeholder_does_not_break_a_script() -> None:
    assert mentions_of([person("Title", nickname="name")], []).cleared("{title}: Title, {name}") == "{title}: …, {name}"
