"""Cleaning and folding of what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidError
from models.text import clean_line, fold, required_line


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Nguyễn Thị Hoa", "nguyen thi hoa"),
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("İpek ŞAĞLI", "ipek sagli"),
        ("Weiß", "weiss"),
        ("Ħamrun", "hamrun"),
        ("Þorgerður", "thorgerdur"),
    ],
)
def test_that_a_name_is_found_without_its_accents(typed: str, sought: str) -> None:
    assert fold(typed) == sought


def test_that_direction_overrides_and_controls_are_dropped_but_joiners_stay() -> None:
    assert clean_line("An\u202ena\x00\u200b", "The name") == "Anna"
    assert clean_line("کتاب\u200cها", "The name") == "کتاب\u200cها"


def test_that_markup_and_formulas_stay_as_typed() -> None:
    assert clean_line('<b>Anna</b> =HYPERLINK("x") {x}', "The name") == '<b>Anna</b> =HYPERLINK("x") {x}'


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\u200d", "\t\n"])
def test_that_a_name_of_nothing_is_refused_with_the_field_named(blank: str) -> None:
    with pytest.raises(InvalidError, match="The family name is missing"):
        required_line(blank, "The family name")


def test_that_text_that_is_no_text_or_too_long_is_refused() -> None:
    with pytest.raises(InvalidError, match="not text"):
        clean_line("\ud800", "The name")
    with pytest.raises(InvalidError, match="longer than 300"):
        clean_line("a" * 301, "The name")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_that_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_line(text, "It", limit=2000)
    assert clean_line(once, "It", limit=2000) == once
    assert fold(fold(text)) == fold(text)
