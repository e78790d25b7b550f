"""The one text paper: nothing is lost, nothing stands alone, heads come again, and every page is numbered."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from exports.flow import (
    Layout,
    Spot,
    Strip,
    Style,
    laid,
    line_strip,
    number_pages,
    page_text,
    paragraph,
    rule,
    table,
    table_row,
)
from exports.page import A4, INK, LETTER, PageSize, Sheet, pdf
from tests.exports.certificates import rendered

TEXT = Style(size=10, leading=14)
TITLE = Style(size=15, leading=20, bold=True)
PAGE = Layout(size=A4, side=60, top=72, foot=64)


def pages_of(sheets: list[Sheet]) -> list[list[str]]:
    content = pdf(sheets, title="", author="", language="en")
    return [page.extract_text().splitlines() for page in PdfReader(BytesIO(content)).pages]


def numbered(count: int, **how: bool) -> list[Strip]:
    return [line_strip(TEXT.shaped(f"line {at}"), TEXT, **how) for at in range(count)]


@given(
    st.lists(st.tuples(st.floats(1, 400), st.floats(0, 40), st.booleans()), min_size=1, max_size=60),
    st.sampled_from([A4, LETTER]),
)
def test_that_every_strip_is_drawn_once_in_order_and_above_the_foot(
    kinds: list[tuple[float, float, bool]], size: PageSize
) -> None:
    drawn: list[int] = []
    low: list[float] = []

    def strip(at: int, height: float, above: float, *, keeps_next: bool) -> Strip:
        def draw(spot: Spot) -> None:
            drawn.append(at)
            low.append(spot.top - height)

        return Strip(height=height, draw=draw, above=above, keeps_next=keeps_next)

    layout = Layout(size=size, side=60, top=72, foot=64)
    laid([strip(at, high, above, keeps_next=kept) for at, (high, above, kept) in enumerate(kinds)], layout)
    assert drawn == list(range(len(kinds)))
    assert min(low) >= layout.foot - 0.001


def test_that_a_strip_higher_than_a_page_is_drawn_and_ends() -> None:
    high = Strip(height=2000, draw=lambda spot: spot.rule(0, 0, 10, INK, 1))
    assert len(laid([*numbered(1), high, *numbered(1)], PAGE)) == 3


@pytest.mark.parametrize("before", range(40, 54))
def test_that_a_heading_is_never_the_last_of_a_page_and_no_line_stands_alone(before: int) -> None:
    heading = paragraph("A heading", TITLE, PAGE.width, keeps_next=True)
    text = paragraph(" ".join(f"word{at}" for at in range(60)), TEXT, PAGE.width)
    pages = pages_of(laid([*numbered(before), *heading, rule(INK, 1, keeps_next=True), *text], PAGE))
    assert "A heading" not in {lines[-1] for lines in pages}
    words = [sum(line.startswith("word") for line in lines) for lines in pages]
    assert sum(words) == len(text)
    assert 1 not in words


def test_that_the_head_of_a_table_stands_on_every_page_of_it_with_a_row_below() -> None:
    head = table_row(["Day", "Mark"], (1, 2), TEXT, PAGE.width)
    rows = [table_row([f"day {at}", "present"], (1, 2), TEXT, PAGE.width) for at in range(120)]
    for before in range(5):
        pages = pages_of(laid([*numbered(before), *table(head, rows)], PAGE))
        assert len(pages) > 2
        for lines in pages:
            place = next(at for at, line in enumerate(lines) if "Day" in line)
            assert any("day" in line for line in lines[place + 1 :])
        assert sum(line.count("present") for lines in pages for line in lines) == 120


@pytest.mark.parametrize("size", [A4, LETTER])
def test_that_what_comes_again_is_on_every_page_but_the_first_and_each_says_which_it_is(size: PageSize) -> None:
    again = line_strip(TEXT.shaped("again"), TEXT)
    layout = Layout(size=size, side=60, top=72, foot=64, again=(again,))
    sheets = laid(numbered(120), layout)
    number_pages(sheets, layout, page_text, 9, 36)
    pages = pages_of(sheets)
    assert ["again" in lines for lines in pages] == [False] + [True] * (len(pages) - 1)
    assert all(f"Page {at} of {len(pages)}" in lines for at, lines in enumerate(pages, start=1))


@pytest.mark.parametrize(("is_mirrored", "text"), [(False, "שלום"), (True, "Anna")])
def test_that_a_page_begins_where_its_language_does(*, is_mirrored: bool, text: str) -> None:
    layout = Layout(size=A4, side=60, top=72, foot=64, is_mirrored=is_mirrored)
    picture = rendered(pdf(laid(paragraph(text, TEXT, layout.width), layout), title="", author="", language="en"), 60)
    left, _, right, _ = picture.convert("L").point(lambda shade: 255 * (shade < 128)).getbbox() or (0, 0, 0, 0)
    assert (left + right > picture.width) is is_mirrored


def test_that_a_line_that_runs_to_the_left_may_begin_at_the_other_end() -> None:
    content = pdf(laid(paragraph("שלום", TEXT, PAGE.width, is_turned=True), PAGE), title="", author="", language="en")
    picture = rendered(content, 60)
    left, _, right, _ = picture.convert("L").point(lambda shade: 255 * (shade < 128)).getbbox() or (0, 0, 0, 0)
    assert left + right > picture.width


def test_that_a_long_name_is_made_smaller_or_cut_with_dots() -> None:
    assert TITLE.fitted("Anna Berg", 200).text == "Anna Berg"
    for name in ("W" * 119, "Maria do Carmo de Jesus Rodrigues Fernandes de Albuquerque e Castro"):
        line = TITLE.fitted(name, 200)
        assert line.width <= 200
        assert line.text.endswith("…")
