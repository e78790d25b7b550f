"""The art of Laurel's certificates: border, rosette and mark, as PDF operators."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Final

from exports.page import GOLD_FILL, LAUREL, Art, PageSize, number

_ROUND: Final = 0.5522847498
"""How far a Bézier's handles reach so that four of them are a circle."""
_FAINT: Final = "#E4EDE6"


def _rgb(colour: str) -> str:
    return " ".join(number(int(colour[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))


def _circle(x: float, y: float, radius: float) -> str:
    reach = radius * _ROUND
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    parts = [f"{number(x + radius, 2)} {number(y, 2)} m"]
    for (ax, ay), (bx, by) in pairwise(corners):
        points = (
            (x + radius * ax + reach * bx, y + radius * ay + reach * by),
            (x + radius * bx + reach * ax, y + radius * by + reach * ay),
            (x + radius * bx, y + radius * by),
        )
        parts.append(" ".join(f"{number(px, 2)} {number(py, 2)}" for px, py in points) + " c")
    return " ".join(parts)


def _rosette(x: float, y: float, *, inner: float, outer: float, petals: int) -> str:
    """Draw overlapping circles that leave the middle clear."""
    # Each circle reaches from `inner` on one side of the middle to `outer` on the other.
    radius, offset = (outer + inner) / 2, (outer - inner) / 2
    turns = (2 * math.pi * at / petals for at in range(petals))
    rings = [_circle(x + offset * math.cos(turn), y + offset * math.sin(turn), radius) for turn in turns]
    return f"{_rgb(_FAINT)} RG 0.5 w " + " ".join(rings) + " S"


def _border(size: PageSize) -> str:
    def frame(inset: float, weight: float, colour: str) -> str:
        box = f"{number(inset)} {number(inset)} {number(size.width - 2 * inset)} {number(size.height - 2 * inset)} re"
        return f"{_rgb(colour)} RG {number(weight)} w {box} S"

    return f"{frame(20, 1.6, LAUREL)} {frame(25, 0.7, GOLD_FILL)}"


def mark(x: float, y: float, height: float) -> str:
    """Draw the laurel mark, three leaves on a golden stem, with the foot of its stem at x, y."""
    middle = "0 0 m -7.6 16 -6.4 38 0 52 c 6.4 38 7.6 16 0 0 c f"
    left = "-1.2 0 m -21 5 -25 27 -18.5 48 c -8.5 41 -2.5 27 -1.2 0 c f"
    right = "1.2 0 m 21 5 25 27 18.5 48 c 8.5 41 2.5 27 1.2 0 c f"
    stem = "-1.3 -1 m -1.3 34 l -0.9 35.4 0.9 35.4 1.3 34 c 1.3 -1 l f"
    scale = number(height / 53, 4)
    leaves = f"{_rgb(LAUREL)} rg {left} {right} {middle}"
    return f"q {scale} 0 0 {scale} {number(x)} {number(y)} cm {leaves} {_rgb(GOLD_FILL)} rg {stem} Q"


@lru_cache(maxsize=8)
def certificate_ground(size: PageSize, mark_at: float) -> Art:
    """Draw the background of a certificate of this size; `mark_at` is the height of the mark's foot, in points."""
    middle, height = size.width / 2, size.height / 2
    rosette = _rosette(middle, height, inner=112, outer=height - 32, petals=40)
    return Art("Ground", f"{rosette} {_border(size)} {mark(middle, mark_at, 40)}", size.width, size.height)
