"""Simple figures as PDF operators."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from exports.page import number

_ROUND: Final = 0.5522847498
"""How far a Bézier's handles reach so that four of them are a circle."""


def rgb(colour: str) -> str:
    """Write a colour (#RRGGBB) as three shares."""
    return " ".join(number(int(colour[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))


def circle(x: float, y: float, radius: float, digits: int = 2) -> str:
    """Outline a circle."""
    reach = radius * _ROUND
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    parts = [f"{number(x + radius, digits)} {number(y, digits)} m"]
    for (ax, ay), (bx, by) in pairwise(corners):
        points = (
            (x + radius * ax + reach * bx, y + radius * ay + reach * by),
            (x + radius * bx + reach * ax, y + radius * by + reach * ay),
            (x + radius * bx, y + radius * by),
        )
        parts.append(" ".join(f"{number(px, digits)} {number(py, digits)}" for px, py in points) + " c")
    return " ".join(parts)


def box(x: float, y: float, width: float, height: float) -> str:
    """Outline a box from its lower left corner."""
    return f"{number(x)} {number(y)} {number(width)} {number(height)} re"
