"""Whatever somebody puts into a page template: it is painted inside its page, or refused with one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ceremonies.type import Review
from exports.page import Picture, Sheet, pdf
from exports.page_lettering import NeedsReviewError
from exports.page_painter import NO_PICTURE, Filling, Pictures, Signature, painted, review_of
from exports.page_parts import Align, Typeface
from exports.page_template import PLACES, GroundArt, PageTemplate
from exports.paper import Orientation, Paper
from exports.shipped_templates import CERTIFICATE
from models.document import DocumentError
from models.recognition.badge import BadgeKind

if TYPE_CHECKING:
    from ceremonies.type import ShapedLine

PICTURE: Final = Picture(name="Picture1", width=3, height=2, pixels=bytes(18))
FILLING: Final = Filling(
    texts={place: f"the {place}" for place in PLACES},
    name="Nguyễn Thị Hồng Nhung",
    signatures=(Signature("Mina Okafor", "Facilitator"), Signature("Tomasz Wójcik", "Peer-group lead")),
    serial="2026-0042-K",
    issued="Issued 14 December 2026",
    code="LR1.ABCDEFGH",
    pictures=Pictures(logo=PICTURE, media={"one": PICTURE}),
)


def of(*kinds: object, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an element of a kind, with fields that may be left out where they have a default."""
    return st.fixed_dictionaries({"kind": st.sampled_from(kinds), **fields}, optional=PLACED)


TAME: Final = 11
"""Of twelve figures so many are such as somebody would choose, so that a whole template has a chance."""


def mostly(tame: st.SearchStrategy[Any], wild: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 11).flatmap(lambda number: tame if number < TAME else wild)


lengths = mostly(st.floats(1, 90), st.floats(-30, 900))
heights = mostly(st.one_of(st.floats(110, 220), st.floats(-220, -90)), st.floats(-860, 860))
sizes = mostly(st.floats(6, 30), st.floats(0, 200))
colours = mostly(st.sampled_from(["#1F2430", "#ffffff"]), st.text(max_size=8))
texts = mostly(
    st.sampled_from([*(f"{{{place}}}" for place in sorted(PLACES)), "Since 1994", "محمد {rule}", "", " "]),
    st.one_of(st.sampled_from(["{programme!r}", "{title:>9}", "{name}", "{"]), st.text(max_size=30)),
)
letterings = st.fixed_dictionaries(
    {"size": sizes},
    optional={
        "family": st.sampled_from(list(Typeface)),
        "bold": st.booleans(),
        "tracking": st.floats(0, 2),
        "ink": colours,
    },
)
PLACED: Final = {"start": lengths, "end": lengths, "align": st.sampled_from(list(Align))}
boxes = {"y": heights, "width": lengths, "height": lengths}
pieces = st.fixed_dictionaries({"text": texts, "lettering": letterings})
names = of("name", lettering=letterings, y=heights, floor=st.floats(0.2, 1), two_lines=sizes, rule=lengths)
elements = st.one_of(
    of("words", text=texts, lettering=letterings, y=heights),
    of("sentences", sentences=st.lists(st.lists(pieces, max_size=2), max_size=2), above=lengths, step=lengths),
    of(
        "signatories", name=letterings, role=letterings, bottom=lengths, width=lengths, step=lengths,
        most=st.integers(0, 4),
    ),
    of("code", serial=letterings, issued=letterings, bottom=lengths),
    of("logo", **boxes),
    of("line", **boxes),
    of("picture", media=st.sampled_from(["one", "none"]), **boxes),
    of("badge", badge=st.sampled_from(list(BadgeKind)), **boxes),
)  # fmt: skip
templates = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "paper": st.sampled_from(list(Paper)),
        "orientation": st.sampled_from(list(Orientation)),
        "background": st.fixed_dictionaries(
            {},
            optional={
                "colour": colours,
                "picture": st.sampled_from([None, "one", "none"]),
                "art": st.lists(st.sampled_from(list(GroundArt)), max_size=2),
                "mark_top": lengths,
            },
        ),
        "elements": st.tuples(names, st.lists(elements, max_size=3)).map(lambda both: [both[0], *both[1]]),
    }
)
SHIPPED: Final[dict[str, Any]] = json.loads(CERTIFICATE.to_text())
sound = st.lists(elements, max_size=2).map(lambda more: {**SHIPPED, "elements": [*SHIPPED["elements"], *more]})
"""The shipped one with elements more."""
AT_THE_EDGE: Final = {"kind": "code", "serial": {"size": 6}, "issued": {"size": 7}, "bottom": 15, "align": "start"}
"""A code beside the edge of the page, narrower than the lines below it."""


def read(data: dict[str, Any]) -> PageTemplate | str:
    """Read a template, or give the sentence of its refusal."""
    try:
        return PageTemplate.from_text(json.dumps(data))
    except DocumentError as error:
        return str(error)


def paint(template: PageTemplate, country: str, filling: Filling) -> Sheet | Review:
    """Paint a template, or say what a person must look at."""
    try:
        return painted(template, template.size_for(country), filling)
    except NeedsReviewError as error:
        return error.review


def lines_of(sheet: Sheet) -> list[tuple[ShapedLine, float, float]]:
    return [mark for mark in sheet.marks if not isinstance(mark, str)]


@settings(deadline=None, max_examples=300)
@given(data=st.one_of(templates, sound), country=st.sampled_from(["GB", "US"]), is_mirrored=st.booleans())
@example(data=SHIPPED, country="GB", is_mirrored=True)
@example(
    data={**SHIPPED, "elements": [SHIPPED["elements"][0], {**AT_THE_EDGE, "start": 20}]},
    country="GB",
    is_mirrored=False,
)
def test_that_any_template_is_painted_inside_its_page_or_refused_with_a_sentence(
    data: dict[str, Any], country: str, is_mirrored: bool
) -> None:
    template = read(data)
    if isinstance(template, str):
        event("refused when read")
        assert template.startswith("This document cannot be read: ")
        assert template.endswith(".")
        return
    size, filling = template.size_for(country), replace(FILLING, is_mirrored=is_mirrored)
    sheet = paint(template, country, filling)
    if isinstance(sheet, Review):
        event("refused when painted")
        assert sheet.sentence().endswith(".")
        assert review_of(template, size, filling) == sheet or sheet.reason == NO_PICTURE
        return
    event("painted")
    assert review_of(template, size, filling) is None
    for line, x, y in lines_of(sheet):
        assert -0.2 <= x <= x + line.width <= size.width + 0.2, line.text
        assert 0 <= y <= size.height, line.text
    assert pdf([sheet], title="", author="", language="en").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ({"kind": "logo", "y": -20, "width": 900, "height": 40}, "element 9 reaches out of the page"),
        ({"kind": "logo", "y": 30, "width": 90, "height": 40}, "element 9 reaches out of the page"),
        ({"kind": "line", "y": -5, "width": 90, "height": 1, "align": "end", "end": 760}, "element 9 reaches"),
        ({"kind": "code", "serial": {"size": 9}, "issued": {"size": 8}, "bottom": 480}, "element 9 reaches out"),
        (
            {"kind": "words", "text": "Hello", "lettering": {"size": 9}, "y": 40, "start": 370, "end": 400},
            "element 9 has no room between its margins",
        ),
        ({"kind": "badge", "badge": "half-way", "y": "nan", "width": 9, "height": 9}, "y"),
    ],
)  # fmt: skip
def test_that_what_reaches_out_of_the_page_is_named(element: dict[str, Any], reason: str) -> None:
    data = {**SHIPPED, "elements": [*SHIPPED["elements"], element]}
    with pytest.raises(DocumentError, match=reason):
        PageTemplate.from_text(json.dumps(data))


def test_that_what_fits_on_one_paper_of_a_country_must_fit_on_the_other() -> None:
    """Letter is narrower than A4 in landscape: a line of 800 points has room on A4 alone."""
    wide = {"kind": "line", "y": -50, "width": 800, "height": 1}
    data = {**SHIPPED, "elements": [*SHIPPED["elements"], wide]}
    with pytest.raises(DocumentError, match="reaches out of the page"):
        PageTemplate.from_text(json.dumps(data))
    assert PageTemplate.from_text(json.dumps({**data, "paper": "a4"})).paper is Paper.A4


@pytest.mark.parametrize(("align", "is_mirrored", "left"), [
    ("start", False, 50), ("start", True, None), ("end", False, None), ("end", True, 50),
])  # fmt: skip
def test_that_an_element_starts_where_its_language_does(align: str, is_mirrored: bool, left: float | None) -> None:
    data = json.loads(CERTIFICATE.to_text())
    own = {"kind": "words", "text": "Hello", "lettering": {"size": 9}, "y": -60, "start": 50, "end": 50, "align": align}
    template = PageTemplate.from_text(json.dumps({**data, "elements": [*data["elements"], own]}))
    size = template.size_for("GB")
    line, x, _y = lines_of(painted(template, size, replace(FILLING, is_mirrored=is_mirrored)))[-1]
    assert x == pytest.approx(size.width - 50 - line.width if left is None else left)


def test_that_pictures_badges_and_the_ground_are_drawn() -> None:
    data = json.loads(CERTIFICATE.to_text())
    data["background"] = {"colour": "#FFF8E8", "picture": "one", "art": ["guilloche", "ticket"]}
    data["elements"] += [
        {"kind": "logo", "y": 100, "width": 60, "height": 40},
        {"kind": "picture", "media": "one", "y": 160, "width": 60, "height": 40},
        *({"kind": "badge", "badge": kind, "y": 220, "width": 40, "height": 40} for kind in BadgeKind),
    ]
    template = PageTemplate.from_text(json.dumps(data))
    sheet = painted(template, template.size_for("GB"), FILLING)
    assert set(sheet.art) == {"Ground", "Badge0", "Badge1", "Badge2", "Badge3"}
    assert set(sheet.pictures) == {"Picture1"}
    assert template.media() == ("one", "one")
