"""The figures of badges: the shape of each and the sign on it, in a box of side 1 with y downwards."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final, Literal

Point = tuple[float, float]
BadgeShape = Literal["disc", "hexagon", "octagon", "pentagon"]
BadgeSign = Literal["tick", "path", "bars", "peak", "star", "heart"]

_CORNERS: Final = {"hexagon": 6, "octagon": 8, "pentagon": 5}
STROKES: Final[dict[str, tuple[tuple[Point, ...], ...]]] = {
    "tick": (((0.28, 0.52), (0.44, 0.66), (0.74, 0.34)),),
    "bars": (((0.34, 0.44), (0.34, 0.66)), ((0.5, 0.32), (0.5, 0.66)), ((0.66, 0.5), (0.66, 0.66))),
    "peak": (((0.34, 0.64), (0.5, 0.36), (0.66, 0.64)), ((0.4, 0.56), (0.6, 0.56))),
    "path": (((0.6, 0.28), (0.72, 0.34), (0.64, 0.45)),),
}
"""The straight lines of a sign."""
CURVES: Final[dict[str, tuple[Point, Point, Point, Point]]] = {
    "path": ((0.28, 0.68), (0.5, 0.68), (0.36, 0.34), (0.71, 0.34)),
}
"""The curve of a sign: where it begins, its two handles, and where it ends."""


def corners(shape: BadgeShape, radius: float) -> tuple[Point, ...]:
    """List the corners of a shape around the middle of its box; a disc has none."""
    count = _CORNERS.get(shape, 0)
    start = pi / 8 if shape == "octagon" else 0.0
    turns = (2 * pi * corner / count + start for corner in range(count))
    return tuple((0.5 + radius * sin(turn), 0.5 - radius * cos(turn)) for turn in turns)
