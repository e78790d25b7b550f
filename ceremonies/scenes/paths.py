"""Outlines of simple figures."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from ceremonies.type import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceremonies.scenes.picture import Box, Outline, Transform

_ROUND = 0.5522847498  # control points of a cubic that is nearest to a quarter of a circle


def read(drawing: str) -> Outline:
    """Parse an outline: "M 0 0 L 10 0 C ... Z", with absolute coordinates."""
    steps: list[Segment] = []
    figures: list[float] = []
    verb = ""
    for word in [*drawing.replace(",", " ").split(), ""]:
        if word and word not in {"M", "L", "Q", "C", "Z"}:
            figures.append(float(word))
            continue
        if verb:
            steps.append(Segment(verb, tuple(figures)))
        verb, figures = word, []
    return tuple(steps)


def polygon(points: Iterable[tuple[float, float]]) -> Outline:
    """Join points with straight lines."""
    corners = list(points)
    return (
        Segment("M", corners[0]),
        *(Segment("L", corner) for corner in corners[1:]),
        Segment("Z"),
    )


def rectangle(box: Box, radius: float = 0.0) -> Outline:
    """Outline a box, its corners rounded."""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if not radius:
        return polygon([(x, y), (right, y), (right, bottom), (x, bottom)])
    r, k = radius, radius * (1 - _ROUND)
    return (
        Segment("M", (x + r, y)),
        Segment("L", (right - r, y)),
        Segment("C", (right - k, y, right, y + k, right, y + r)),
        Segment("L", (right, bottom - r)),
        Segment("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        Segment("L", (x + r, bottom)),
        Segment("C", (x + k, bottom, x, bottom - k, x, bottom - r)),
        Segment("L", (x, y + r)),
        Segment("C", (x, y + k, x + k, y, x + r, y)),
        Segment("Z"),
    )


def ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    """Outline an ellipse around its centre."""
    kx, ky = rx * _ROUND, ry * _ROUND
    return (
        Segment("M", (x + rx, y)),
        Segment("C", (x + rx, y + ky, x + kx, y + ry, x, y + ry)),
        Segment("C", (x - kx, y + ry, x - rx, y + ky, x - rx, y)),
        Segment("C", (x - rx, y - ky, x - kx, y - ry, x, y - ry)),
        Segment("C", (x + kx, y - ry, x + rx, y - ky, x + rx, y)),
        Segment("Z"),
    )


def star(x: float, y: float, radius: float, waist: float, points: int = 4) -> Outline:
    """Outline a star; `waist` is the share of the radius between its points."""
    corners = []
    for turn in range(points * 2):
        reach = radius if turn % 2 == 0 else radius * waist
        angle = pi * turn / points - pi / 2
        corners.append((x + reach * cos(angle), y + reach * sin(angle)))
    return polygon(corners)


def mapped(path: Outline, by: Transform) -> Outline:
    """Apply an affine map to an outline."""
    return tuple(
        Segment(
            step.verb,
            tuple(
                value
                for x, y in zip(step.at[::2], step.at[1::2], strict=True)
                for value in (by.a * x + by.c * y + by.e, by.b * x + by.d * y + by.f)
            ),
        )
        for step in path
    )
