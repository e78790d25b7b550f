from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from ceremonies.scenes import award, cards
from ceremonies.scenes.cards import LONG_AGO, Card, Moment
from ceremonies.scenes.curtain import curtain_scene
from ceremonies.scenes.paths import rectangle
from ceremonies.scenes.picture import EVERYWHERE, Box, Colour, Group, Image, Picture, Shape, Text
from ceremonies.scenes.transition import transition
from ceremonies.type import shape
from ceremonies.type.fonts import font_of
from tests.ui.ceremony.flashes import flashes, luminance
from ui.ceremony.stage import StagePainter, letterbox, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

CARD = Card(
    kicker="For the bravest first step",
    headline="Siân ap Gruffydd",
    line="“I lifted it. Twice.”",
    caption="[fanfare] Please clap.",
    engraving="FIRST STEP",
    seed=5,
)
TOTAL = Card(kicker="For the whole group", headline="214 sessions, together", line="Every one of them counted.")
SMALL = QSize(256, 144)
RATE = 60
BLACK = Group(items=(Shape(rectangle(EVERYWHERE), Colour(red=0, green=0, blue=0)),), still=EVERYWHERE, is_opaque=True)

SCENES: dict[str, Callable[[Moment], Picture]] = {
    "title": lambda at: cards.title_scene(CARD, at),
    "moment": lambda at: cards.moment_scene(CARD, at),
    "milestone": lambda at: cards.milestone_scene(CARD, at),
    "group total": lambda at: cards.group_total_scene(TOTAL, at),
    "break": lambda at: cards.break_scene(CARD, at),
    "photo": lambda at: cards.photo_scene(CARD, at),
    "kicker": lambda at: award.kicker_scene(CARD, at),
    "trophy": lambda at: award.trophy_scene(CARD, at),
    "shared trophy": lambda at: award.trophy_scene(CARD, at, shared=True),
}

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(image: QImage) -> NDArray[np.uint8]:
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), :3].copy()


def frames(pictures: Iterator[Picture]) -> Iterator[NDArray[np.float64]]:
    painter = StagePainter()
    for picture in pictures:
        yield luminance(render(picture, SMALL, painter))


@pytest.mark.parametrize("gentle", [True, False], ids=["gentle", "festive"])
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_no_scene_flashes(scene: Callable[[Moment], Picture], gentle: bool) -> None:
    row = (
        scene(Moment.at(tick / RATE, gentle=gentle, confetti=True))
        for tick in range(round((2.0 if gentle else 5.0) * RATE))
    )
    assert flashes(frames(row), RATE) == []


@pytest.mark.parametrize("gentle", [True, False], ids=["gentle", "festive"])
def test_that_no_passage_flashes_not_even_one_after_the_other(gentle: bool) -> None:
    first = award.kicker_scene(CARD, Moment.at(LONG_AGO, gentle=gentle))
    closed = curtain_scene("Summer group graduation", "We begin at 19:00.")

    def row() -> Iterator[Picture]:
        for before, after in ((closed, None), (None, closed), (closed, first), (first, None), (None, first)):
            for tick in range(round((5.0 if after is None else 1.5) * RATE)):
                begun = tick / RATE if after is None else LONG_AGO
                scene = award.trophy_scene(CARD, Moment.at(begun, gentle=gentle, confetti=True))
                yield transition(before or scene, after or scene, tick / RATE, gentle=gentle)

    assert flashes(frames(row()), RATE) == []


@pytest.mark.parametrize("hertz", [1, 3, 10])
def test_that_the_analyser_finds_a_stage_that_does_flash(hertz: int) -> None:
    white = Group(
        items=(Shape(rectangle(Box(x=0, y=0, width=960, height=1080)), Colour(red=230, green=230, blue=230)),)
    )

    def row() -> Iterator[Picture]:
        for tick in range(2 * RATE):
            yield Picture(backdrop=BLACK, items=(white,) if (tick * hertz * 2 // RATE) % 2 else ())

    assert flashes(frames(row()), RATE)


def test_that_the_analyser_lets_one_slow_fade_pass() -> None:
    row = (
        Picture(
            backdrop=BLACK,
            items=(
                Group(items=(Shape(rectangle(EVERYWHERE), Colour(red=230, green=230, blue=230)),), opacity=tick / 60),
            ),
        )
        for tick in range(61)
    )
    assert flashes(frames(row), RATE) == []


def test_that_no_pixel_is_ever_saturated_red() -> None:
    painter = StagePainter()
    for scene in SCENES.values():
        for tick in range(11):
            image = pixels(render(scene(Moment.at(tick / 2, gentle=False, confetti=True)), SMALL, painter)).astype(int)
            total = image.sum(axis=2)
            assert not ((image[:, :, 2] > 0.8 * total) & (total > 60)).any()


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_that_a_settled_scene_is_painted_the_same_by_a_new_painter(scene: Callable[[Moment], Picture]) -> None:
    picture = scene(Moment.at(LONG_AGO, gentle=False, confetti=True))
    used = StagePainter()
    for tick in range(3):
        render(scene(Moment.at(tick, gentle=False, confetti=True)), SMALL, used)
    assert render(picture, SMALL, used) == render(picture, SMALL)


@pytest.mark.parametrize("name", ["محمد عبد الرحمن الحسيني", "श्रीमती कृष्णा द्विवेदी"])
def test_that_shaped_letters_are_what_is_painted(name: str) -> None:
    """Paint the name, and paint it as a program does that asks the font for one letter after the other."""
    line = shape(name, size=120, bold=True)
    run = line.runs[0]
    font = font_of(run.face)
    letters = [font.get_nominal_glyph(ord(char)) for char in name]
    pen, alone = 0.0, []
    for letter in letters:
        advance = font.get_glyph_h_advance(letter) * 120 / 1000
        alone.append(replace(run.glyphs[0], index=letter, x=pen, y=0.0, advance=advance))
        pen += advance
    unshaped = replace(line, runs=(replace(run, glyphs=tuple(alone)),))
    size, ink = QSize(960, 540), Colour(red=255, green=255, blue=255)
    right, wrong = (
        render(Picture(backdrop=BLACK, items=(Text(line=each, x=200, y=540, fill=ink),)), size)
        for each in (line, unshaped)
    )
    assert pixels(right).any()
    differing = (np.abs(pixels(right).astype(int) - pixels(wrong)) > 60).any(axis=2).sum()
    assert differing > 0.2 * (pixels(right) > 60).any(axis=2).sum()


def test_that_arabic_is_painted_from_the_right() -> None:
    one, two = shape("ا", size=200), shape("اج", size=200)
    assert [glyph.cluster for glyph in two.runs[0].glyphs] == [1, 0]
    picture = pixels(
        render(
            Picture(backdrop=BLACK, items=(Text(line=two, x=800, y=600, fill=Colour(red=255, green=255, blue=255)),)),
            QSize(1920, 1080),
        )
    )
    columns = np.flatnonzero((picture > 128).any(axis=(0, 2)))
    last = pixels(
        render(
            Picture(backdrop=BLACK, items=(Text(line=one, x=800, y=600, fill=Colour(red=255, green=255, blue=255)),)),
            QSize(1920, 1080),
        )
    )
    alif = np.flatnonzero((last > 128).any(axis=(0, 2)))
    assert columns.max() == pytest.approx(800 + two.width - one.width + alif.max() - 800, abs=2)


@pytest.mark.parametrize(("wide", "high"), [(1920, 1080), (1280, 720), (1024, 768), (540, 960), (2560, 1080)])
def test_that_any_screen_shows_the_whole_stage_in_its_middle(wide: int, high: int) -> None:
    frame = letterbox(QRectF(0, 0, wide, high)).mapRect(QRectF(0, 0, 1920, 1080))
    assert frame.width() / frame.height() == pytest.approx(16 / 9)
    assert frame.center() == QRectF(0, 0, wide, high).center()
    assert frame.width() == pytest.approx(wide) or frame.height() == pytest.approx(high)
    white = Group(
        items=(Shape(rectangle(EVERYWHERE), Colour(red=255, green=255, blue=255)),), still=EVERYWHERE, is_opaque=True
    )
    painted = pixels(render(Picture(backdrop=white), QSize(wide, high)))
    share = (painted > 200).all(axis=2).mean()
    assert share == pytest.approx(frame.width() * frame.height() / (wide * high), abs=0.01)


def test_that_pixels_are_kept_between_frames_and_given_up_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painter = StagePainter()
    picture = award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False))
    render(picture, SMALL, painter)
    kept = len(painter._kept)
    render(award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False)), SMALL, painter)
    assert len(painter._kept) == kept
    monkeypatch.setattr("ui.ceremony.stage._KEPT_BYTES", 400_000)
    render(cards.title_scene(CARD, Moment.at(LONG_AGO, gentle=False)), SMALL, painter)
    assert painter._bytes == sum(image.sizeInBytes() for _, image in painter._kept.values())
    assert painter._bytes <= 400_000 or len(painter._kept) == 1


def test_that_a_picture_is_fitted_into_its_box_and_its_absence_is_no_fault() -> None:
    blue = QImage(100, 50, QImage.Format.Format_RGB32)
    blue.fill(Qt.GlobalColor.blue)
    picture = Picture(backdrop=BLACK, items=(Image("logo", Box(x=460, y=40, width=1000, height=1000)),))
    painted = pixels(render(picture, QSize(1920, 1080), StagePainter(lambda name: blue if name == "logo" else None)))
    rows, columns = (np.flatnonzero((painted[:, :, 0] > 128).any(axis=axis)) for axis in (1, 0))
    assert (columns.min(), columns.max() + 1) == (460, 1460)
    assert rows.max() + 1 - rows.min() == 500
    for absent in (StagePainter(lambda _name: None), StagePainter()):
        assert pixels(render(picture, QSize(1920, 1080), absent)).max() <= 2  # the grain alone


def test_that_a_sharp_screen_gets_sharp_pixels() -> None:
    image = QImage(800, 450, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    StagePainter().paint(painter, award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False)), QRectF(0, 0, 400, 225))
    painter.end()
    image.setDevicePixelRatio(1.0)
    same = render(award.trophy_scene(CARD, Moment.at(LONG_AGO, gentle=False)), QSize(800, 450))
    assert np.abs(pixels(image).astype(int) - pixels(same)).mean() < 0.5
