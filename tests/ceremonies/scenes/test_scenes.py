from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ceremonies.scenes import award, cards
from ceremonies.scenes.cards import LONG_AGO, Card, Moment
from ceremonies.scenes.confetti import PIECES, SECONDS, confetti
from ceremonies.scenes.curtain import curtain_scene
from ceremonies.scenes.picture import (
    HEIGHT,
    SAFE_X,
    SAFE_Y,
    SMALLEST_TEXT,
    STAYS,
    WIDTH,
    Colour,
    Group,
    Item,
    Patches,
    Picture,
    Shape,
    Text,
    Transform,
)
from ceremonies.scenes.transition import DRAPES, FADE, GENTLE, transition, transition_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceremonies.scenes.picture import Paint

DATA = Path(__file__).parents[2] / "data" / "names.csv"
NAMES = [row["name"] for row in csv.DictReader(DATA.read_text(encoding="utf-8").splitlines())]
LONG = "After eleven years I walked with my granddaughter to the school gate and back again, twice in one week. " * 3

SCENES: dict[str, Callable[[Card, Moment], Picture]] = {
    "title": cards.title_scene,
    "moment": cards.moment_scene,
    "milestone": cards.milestone_scene,
    "group total": cards.group_total_scene,
    "break": cards.break_scene,
    "photo": cards.photo_scene,
    "kicker": award.kicker_scene,
    "trophy": award.trophy_scene,
    "shared trophy": lambda card, moment: award.trophy_scene(card, moment, shared=True),
}
CARD = Card(
    kicker="For the bravest first step",
    headline="Siân ap Gruffydd",
    line="“I lifted it. Twice.”",
    caption="[fanfare] Please clap.",
    engraving="FIRST STEP",
    seed=5,
)
TOTAL = Card(kicker="For the whole group", headline="214 sessions, together", line="Every one of them counted.")


def drawn(
    items: tuple[Item, ...], place: Transform = STAYS, opacity: float = 1.0
) -> Iterator[tuple[Item, Transform, float]]:
    """All that is seen, with where and how strongly."""
    for item in items:
        if isinstance(item, Group):
            yield from drawn(item.items, place.after(item.transform), opacity * item.opacity)
        else:
            yield item, place, opacity


def texts(picture: Picture) -> list[tuple[Text, Transform, float]]:
    return [(item, place, seen) for item, place, seen in drawn(picture.items) if isinstance(item, Text) and seen > 0]


def said(picture: Picture) -> str:
    return " ".join(text.line.text for text, _, _ in texts(picture))


def colours(paint: Paint | None) -> list[Colour]:
    if paint is None:
        return []
    return [paint] if isinstance(paint, Colour) else [colour for _, colour in paint.stops]


@pytest.mark.parametrize("gentle", [True, False])
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_a_moment_is_always_the_same_picture(scene: Callable[[Card, Moment], Picture], gentle: bool) -> None:
    for seconds in (0.0, 0.7, 2.0, 4.9, LONG_AGO):
        moment = Moment.at(seconds, gentle=gentle, confetti=True)
        assert scene(CARD, moment) == scene(replace(CARD), moment)


@pytest.mark.parametrize("gentle", [True, False])
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_everything_comes_to_rest_within_five_seconds(
    scene: Callable[[Card, Moment], Picture], gentle: bool
) -> None:
    settled = scene(CARD, Moment.at(LONG_AGO, gentle=gentle, confetti=True))
    assert not settled.moving
    at_rest = scene(CARD, Moment.at(5.0, gentle=gentle, confetti=True))
    assert not at_rest.moving
    assert at_rest == settled
    first = next(
        seconds / 60
        for seconds in range(600)
        if not scene(CARD, Moment.at(seconds / 60, gentle=gentle, confetti=True)).moving
    )
    assert scene(CARD, Moment.at(first, gentle=gentle, confetti=True)) == settled


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_a_still_says_everything(scene: Callable[[Card, Moment], Picture]) -> None:
    for gentle in (True, False):
        picture = scene(CARD, Moment.at(LONG_AGO, gentle=gentle))
        words = said(picture)
        assert "BRAVEST" in words.upper()
        assert "[fanfare]" in words
        if scene is not award.kicker_scene:
            assert "Siân ap Gruffydd" in words
            assert "Twice." in words
        assert all(seen == pytest.approx(1.0) for _, _, seen in texts(picture))


def test_that_a_figure_of_the_group_stands_in_the_wreath() -> None:
    picture = cards.group_total_scene(TOTAL, Moment.at(LONG_AGO, gentle=False))
    assert {"214", "sessions, together"} <= {text.line.text for text, _, _ in texts(picture)}


def test_that_what_was_there_before_does_not_arrive_again() -> None:
    settled = award.kicker_scene(CARD, Moment.at(LONG_AGO, gentle=False))
    kept = Moment(kicker=LONG_AGO, words=0.0, trophy=0.0, step=0.0)
    kicker = [(text, seen) for text, _, seen in texts(award.trophy_scene(CARD, kept)) if "BRAVEST" in text.line.text]
    assert settled.backdrop is award.trophy_scene(CARD, kept).backdrop
    assert [seen for _, seen in kicker] == [pytest.approx(1.0)]
    assert "Siân" not in said(award.trophy_scene(CARD, kept))


def extents(text: Text, place: Transform) -> tuple[float, float, float, float]:
    """Left, top, right and foot of a line; what letters usually reach, accents and tails with it."""
    x, y = place.a * text.x + place.e, place.d * text.y + place.f
    size = text.line.size * place.d
    return x, y - 0.95 * size, x + text.line.width * place.a, y + 0.3 * size


@pytest.mark.parametrize("name", [*NAMES, "W" * 400, "A " * 200, "لطيف " * 40])
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_no_text_leaves_the_safe_area_or_is_too_small(scene: Callable[[Card, Moment], Picture], name: str) -> None:
    for card in (
        replace(CARD, headline=name, caption=f"[fanfare] {name}"),
        Card(kicker=LONG, headline=name, line=LONG, caption=LONG, engraving=name),
    ):
        for text, place, _ in texts(scene(card, Moment.at(LONG_AGO, gentle=False))):
            left, top, right, foot = extents(text, place)
            assert left >= SAFE_X - 0.5
            assert right <= WIDTH - SAFE_X + 0.5
            assert top >= SAFE_Y - 0.5
            assert foot <= HEIGHT - SAFE_Y + 0.5
            assert text.line.size * place.d >= SMALLEST_TEXT - 0.01


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_lines_do_not_lie_on_one_another(scene: Callable[[Card, Moment], Picture], name: str) -> None:
    picture = scene(replace(CARD, headline=name, engraving=""), Moment.at(LONG_AGO, gentle=False))
    rows = sorted({(place.d * text.y + place.f, text.line.size) for text, place, _ in texts(picture)})
    for (upper, _), (lower, size) in pairwise(rows):
        assert lower - upper >= size * 0.95


@pytest.mark.parametrize("title", ["Summer group graduation", *NAMES, LONG])
def test_that_the_curtain_shows_its_card_within_the_safe_area(title: str) -> None:
    picture = curtain_scene(title, LONG)
    assert picture.is_curtain
    assert not picture.moving
    for text, place, _ in texts(picture):
        left, top, right, foot = extents(text, place)
        assert left >= SAFE_X - 0.5
        assert right <= WIDTH - SAFE_X + 0.5
        assert top >= SAFE_Y - 0.5
        assert foot <= HEIGHT - SAFE_Y + 0.5
        assert text.line.size >= SMALLEST_TEXT


def test_that_confetti_is_the_same_each_time_small_and_over_after_five_seconds() -> None:
    for tick in range(round(SECONDS * 20) + 20):
        pieces = [item for item, _, _ in drawn(confetti(5, tick / 20)) if isinstance(item, Patches)]
        assert confetti(5, tick / 20) == confetti(5, tick / 20)
        quads = [quad for item in pieces for quad in item.corners]
        assert len(quads) <= PIECES
        covered = sum(_area(quad) for quad in quads)
        assert covered < 0.25 * WIDTH * HEIGHT / 4  # far below a quarter, whatever the rounding
    assert confetti(5, SECONDS) is not None
    assert confetti(5, SECONDS) == confetti(5, SECONDS + 100)
    assert confetti(5, 2.0) != confetti(6, 2.0)


def _area(quad: tuple[tuple[float, float], ...]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(quad, quad[1:] + quad[:1], strict=True))) / 2


def test_that_confetti_is_of_middling_brightness_and_nothing_is_saturated_red() -> None:
    for scene in SCENES.values():
        for seconds in (1.0, 2.0, LONG_AGO):
            picture = scene(CARD, Moment.at(seconds, gentle=False, confetti=True))
            for item, _, _ in drawn(picture.everything()):
                found = colours(item.fill) if isinstance(item, Shape | Patches | Text) else []
                assert all(colour.red < 0.8 * max(1, colour.red + colour.green + colour.blue) for colour in found)
                if isinstance(item, Patches):
                    red, green, blue = item.fill.red / 255, item.fill.green / 255, item.fill.blue / 255
                    assert 0.1 < 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.6


def test_that_gently_nothing_moves_and_things_only_fade() -> None:
    for scene in SCENES.values():
        places: dict[int, Transform] = {}
        for tick in range(1, 40):
            for item, place, _ in drawn(scene(CARD, Moment.at(tick / 10, gentle=True, confetti=True)).items):
                assert places.setdefault(id(item), place) == place


def test_that_a_passage_ends_at_the_other_picture_and_no_fade_is_shorter_than_300_ms() -> None:
    first = cards.title_scene(CARD, Moment.at(LONG_AGO, gentle=False))
    second = award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False))
    closed = curtain_scene("Title", "line")
    for before, after in ((first, second), (first, closed), (closed, first)):
        for gentle in (True, False):
            length = transition_seconds(before, after, gentle=gentle)
            assert length >= 0.3
            assert transition(before, after, length, gentle=gentle) is after
            assert transition(before, after, length - 0.01, gentle=gentle).moving
    assert (FADE, GENTLE, DRAPES) == (0.45, 0.8, 1.4)


def test_that_a_closing_curtain_hides_everything_once_it_meets() -> None:
    second = award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False))
    closed = curtain_scene("Title", "line")
    nearly = transition(second, closed, DRAPES - 0.05, gentle=False)
    assert "Siân" in said(transition(second, closed, 0.3, gentle=False))
    assert nearly.moving
    assert "Siân" not in said(transition(second, closed, DRAPES, gentle=False))
