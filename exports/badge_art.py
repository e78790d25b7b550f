"""The art of badges, on screen and on paper: which shape and sign each has, and its drawing for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceremonies.scenes.badge import CURVES, STROKES, corners
from exports.page import GOLD_FILL, LAUREL, Art, number
from exports.strokes import circle, rgb
from models.recognition.badge import BadgeKind

if TYPE_CHECKING:
    from ceremonies.scenes.badge import BadgeShape, BadgeSign, Point

BADGE_ART: Final[dict[BadgeKind, tuple[BadgeShape, BadgeSign]]] = {
    BadgeKind.FIRST_SESSION: ("disc", "tick"),
    BadgeKind.CAME_BACK: ("hexagon", "path"),
    BadgeKind.FOUR_SESSIONS: ("octagon", "bars"),
    BadgeKind.HALF_WAY: ("pentagon", "peak"),
}
_FILLS: Final[dict[BadgeShape, tuple[str, str]]] = {
    "disc": (LAUREL, GOLD_FILL),
    "hexagon": ("#2A5DB0", "#8AB4F8"),
    "octagon": ("#86580C", GOLD_FILL),
    "pentagon": ("#6B3E75", "#C9A3D1"),
}
"""The ground and the rim of each shape on white paper."""


def badge_art(kind: BadgeKind) -> Art:
    """Draw a badge in a box of side 1; the page scales it."""
    shape, sign = BADGE_ART[kind]
    ground, rim = _FILLS[shape]
    shapes = f"{rgb(rim)} rg {_outline(shape, 0.5)} f {rgb(ground)} rg {_outline(shape, 0.45)} f"
    drawn = f"{shapes} 1 1 1 RG 0.065 w 1 J 1 j {_sign(sign)} S"
    return Art(name=f"Badge{list(BadgeKind).index(kind)}", operators=drawn, width=1, height=1)


def _outline(shape: BadgeShape, radius: float) -> str:
    if shape == "disc":
        return circle(0.5, 0.5, radius, digits=4)
    return _joined(corners(shape, radius)) + " h"


def _sign(sign: BadgeSign) -> str:
    lines = [_joined(line) for line in STROKES[sign]]
    if sign in CURVES:
        begin, *handles = CURVES[sign]
        lines.append(f"{_at(begin)} m {' '.join(map(_at, handles))} c")
    return " ".join(lines)


def _joined(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_at(point)} {'l' if at else 'm'}" for at, point in enumerate(points))


def _at(point: Point) -> str:
    """Write a point as paper counts it, upwards."""
    return f"{number(point[0], 4)} {number(1 - point[1], 4)}"
