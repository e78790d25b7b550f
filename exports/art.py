"""The art of Laurel's paper: borders, rosette and mark, as vector operators."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from exports.page import GOLD_FILL, LAUREL, Art, number
from exports.page_template import GroundArt
from exports.strokes import box, circle, rgb

if TYPE_CHECKING:
    from exports.page import PageSize

_FAINT: Final = "#E4EDE6"
_LEAF_TINT: Final = "#A9C6B3"
_GOLD_TINT: Final = "#E2C48F"
_CORNER: Final = "#5E9577"
_ROUND: Final = 0.5522847498
_BAND: Final = 16.0
"""How wide the woven band of a guilloche is."""
_INSET: Final = 20.0
"""How far from the edge every border begins: most printers leave the outer 5 mm white."""


def _rosette(size: PageSize) -> str:
    """Weave circles so that they leave a clear ground in the middle."""
    x, y = size.width / 2, size.height / 2
    outer = min(x, y) - 32
    return _woven(x, y, inner=min(112.0, 0.43 * outer), outer=outer, petals=40, colour=_FAINT)


def _woven(x: float, y: float, *, inner: float, outer: float, petals: int, colour: str) -> str:
    radius, offset = (outer + inner) / 2, (outer - inner) / 2
    turns = (2 * math.pi * at / petals for at in range(petals))
    rings = [circle(x + offset * math.cos(turn), y + offset * math.sin(turn), radius) for turn in turns]
    return f"{rgb(colour)} RG 0.5 w " + " ".join(rings) + " S"


def _frame(size: PageSize, inset: float, weight: float, colour: str) -> str:
    outline = box(inset, inset, size.width - 2 * inset, size.height - 2 * inset)
    return f"{rgb(colour)} RG {number(weight)} w {outline} S"


def _border(size: PageSize) -> str:
    return f"{_frame(size, _INSET, 1.6, LAUREL)} {_frame(size, 25, 0.7, GOLD_FILL)}"


def _ticket(size: PageSize) -> str:
    """Draw a frame whose inner line turns inwards at the corners, around a small rosette in each."""
    inset, notch = _INSET + 7, 26.0
    near, far, top = inset, size.width - inset, size.height - inset
    reach = notch * (1 - _ROUND)
    path = [f"{number(near + notch)} {number(near)} m {number(far - notch)} {number(near)} l"]

    def curve(*points: float) -> None:
        path.append(" ".join(map(number, points)) + " c")

    curve(far - notch, near + notch - reach, far - notch + reach, near + notch, far, near + notch)
    path.append(f"{number(far)} {number(top - notch)} l")
    curve(far - notch + reach, top - notch, far - notch, top - notch + reach, far - notch, top)
    path.append(f"{number(near + notch)} {number(top)} l")
    curve(near + notch, top - notch + reach, near + notch - reach, top - notch, near, top - notch)
    path.append(f"{number(near)} {number(near + notch)} l")
    curve(near + notch - reach, near + notch, near + notch, near + notch - reach, near + notch, near)
    stars = (
        _woven(x, y, inner=2.0, outer=10, petals=12, colour=GOLD_FILL)
        for x in (near + 9, far - 9)
        for y in (near + 9, top - 9)
    )
    return f"{_frame(size, _INSET, 1.6, LAUREL)} {rgb(GOLD_FILL)} RG 0.7 w {' '.join(path)} s {' '.join(stars)}"


def _guilloche(size: PageSize) -> str:
    """Draw a band of woven waves between two frames, with a rosette where two bands meet."""
    middle = _INSET + _BAND / 2
    waves = []
    for colour, amplitude, phases in ((_LEAF_TINT, 0.36, (0, 1, 2, 3)), (_GOLD_TINT, 0.2, (0, 2))):
        for phase in phases:
            start, across = middle + _BAND / 2, size.width - 2 * (middle + _BAND / 2)
            up = size.height - 2 * (middle + _BAND / 2)
            waves += [
                f"{rgb(colour)} RG",
                _wave(start, across, middle, amplitude * _BAND, phase, is_upright=False),
                _wave(start, across, size.height - middle, amplitude * _BAND, phase, is_upright=False),
                _wave(start, up, middle, amplitude * _BAND, phase, is_upright=True),
                _wave(start, up, size.width - middle, amplitude * _BAND, phase, is_upright=True),
            ]
    corners = (
        _woven(x, y, inner=1.0, outer=_BAND / 2 - 0.8, petals=12, colour=_CORNER)
        for x in (middle, size.width - middle)
        for y in (middle, size.height - middle)
    )
    frames = f"{_frame(size, _INSET, 1.2, LAUREL)} {_frame(size, _INSET + _BAND, 0.7, GOLD_FILL)}"
    return f"0.45 w {' '.join(waves)} {frames} {' '.join(corners)}"


def _wave(start: float, length: float, middle: float, amplitude: float, phase: int, *, is_upright: bool) -> str:
    """Draw a wave of whole periods along a line, begun so many quarters of a period late."""
    quarters = 4 * max(1, round(length / (2 * _BAND)))
    step = length / quarters

    def point(along: float, beside: float) -> str:
        return " ".join(map(number, (beside, along) if is_upright else (along, beside)))

    path = [f"{point(start, middle + amplitude * _sine(phase))} m"]
    for at in range(quarters):
        # Hermite to Bézier: a third of the slope on each side of a quarter is within 1 % of the sine.
        here, there = phase + at, phase + at + 1
        rise = amplitude * math.pi / 6
        path.append(
            f"{point(start + (at + 1 / 3) * step, middle + amplitude * _sine(here) + rise * _sine(here + 1))} "
            f"{point(start + (at + 2 / 3) * step, middle + amplitude * _sine(there) - rise * _sine(there + 1))} "
            f"{point(start + (at + 1) * step, middle + amplitude * _sine(there))} c"
        )
    return " ".join(path) + " S"


def _sine(quarters: int) -> int:
    """Give the sine of so many right angles."""
    return (0, 1, 0, -1)[quarters % 4]


def mark(x: float, y: float, height: float) -> str:
    """Draw the laurel mark, three leaves on a golden stem, with the foot of its stem at x, y."""
    middle = "0 0 m -7.6 16 -6.4 38 0 52 c 6.4 38 7.6 16 0 0 c f"
    left = "-1.2 0 m -21 5 -25 27 -18.5 48 c -8.5 41 -2.5 27 -1.2 0 c f"
    right = "1.2 0 m 21 5 25 27 18.5 48 c 8.5 41 2.5 27 1.2 0 c f"
    stem = "-1.3 -1 m -1.3 34 l -0.9 35.4 0.9 35.4 1.3 34 c 1.3 -1 l f"
    scale = number(height / 53, 4)
    leaves = f"{rgb(LAUREL)} rg {left} {right} {middle}"
    return f"q {scale} 0 0 {scale} {number(x)} {number(y)} cm {leaves} {rgb(GOLD_FILL)} rg {stem} Q"


@lru_cache(maxsize=8)
def certificate_ground(size: PageSize, drawn: tuple[GroundArt, ...], mark_at: float) -> Art:
    """Draw what lies under every certificate of one paper size; `mark_at` is the height of the mark's foot."""
    drawings = {
        GroundArt.ROSETTE: _rosette,
        GroundArt.BORDER: _border,
        GroundArt.TICKET: _ticket,
        GroundArt.GUILLOCHE: _guilloche,
    }
    leaves = mark(size.width / 2, mark_at, 40)
    operators = " ".join(leaves if one is GroundArt.MARK else drawings[one](size) for one in drawn)
    return Art(name="Ground", operators=operators, width=size.width, height=size.height)
