from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremonies.type import Family, Fitted, Review, fit, measure, missing_glyphs, plain, wrap

DATA = Path(__file__).parents[2] / "data" / "names.csv"
ROWS = list(csv.DictReader(DATA.read_text(encoding="utf-8").splitlines()))
EAST_ASIAN = {"Hani", "Jpan", "Kore"}
WIDTH, SIZE = 620.0, 54.0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
@pytest.mark.parametrize("family", Family)
def test_that_each_name_is_decided_as_its_note_says(row: dict[str, str], family: Family) -> None:
    fitted = fit(row["name"], width=WIDTH, size=SIZE, bold=True, family=family)
    if row["script"] in EAST_ASIAN and missing_glyphs(row["name"], family=family, bold=True):
        assert isinstance(fitted, Review)
    elif "review" in row["note"]:
        assert isinstance(fitted, Review)
        assert fitted.sentence() == "This name is too long for two lines at a readable size."
    else:
        assert isinstance(fitted, Fitted)
        assert len(fitted.lines) == (2 if "two lines" in row["note"] else 1)
        assert SIZE * 0.5 <= fitted.size <= SIZE
        assert all(line.width <= WIDTH + 1e-6 for line in fitted.lines)


def test_that_one_division_finds_the_size() -> None:
    name = "Nguyễn Thị Hồng Nhung"
    fitted = fit(name, width=400, size=54, bold=True)
    assert isinstance(fitted, Fitted)
    assert fitted.size == pytest.approx(54 * 400 / measure(name, size=54, bold=True))
    assert fitted.lines[0].width == pytest.approx(400)


def test_that_the_break_makes_the_longer_line_shortest() -> None:
    words = ["Maria", "do", "Carmo", "de", "Jesus", "Rodrigues", "Fernandes", "de", "Albuquerque", "e", "Castro"]
    fitted = fit(" ".join(words), width=WIDTH, size=SIZE, bold=True)
    assert isinstance(fitted, Fitted)
    longest = max(line.width / fitted.size for line in fitted.lines)
    others = [
        max(measure(" ".join(part), size=1, bold=True) for part in (words[:at], words[at:]))
        for at in range(1, len(words))
    ]
    assert longest == pytest.approx(min(others))
    assert " ".join(line.text for line in fitted.lines) == " ".join(words)


def test_that_a_name_without_a_glyph_is_looked_at_by_a_person() -> None:
    fitted = fit("Anna \U00012000", width=WIDTH, size=SIZE)
    assert isinstance(fitted, Review)
    assert fitted.sentence() == "No font here can draw \U00012000 in this name."


@pytest.mark.parametrize("empty", ["", "  ", "\u202e\u2066"])
def test_that_no_name_at_all_is_looked_at_by_a_person(empty: str) -> None:
    assert isinstance(fit(empty, width=WIDTH, size=SIZE), Review)


@given(st.text(max_size=90), st.floats(100, 2000))
def test_that_whatever_fits_is_within_the_width_and_says_the_same(text: str, width: float) -> None:
    fitted = fit(text, width=width, size=60)
    if isinstance(fitted, Fitted):
        assert all(line.width <= width + 1e-6 for line in fitted.lines)
        assert " ".join(line.text for line in fitted.lines) == plain(text)
        assert fitted.size >= 30


@given(st.text(max_size=120))
def test_that_wrapped_lines_stay_within_the_width_and_lose_nothing(text: str) -> None:
    lines = wrap(text, width=400, size=40)
    assert "".join(line.text for line in lines).replace(" ", "") == plain(text).replace(" ", "")
    assert all(line.width <= 400 or len(line.text) <= 4 for line in lines)
