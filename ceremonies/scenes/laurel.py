"""Laurel's emblem, branches and wreaths, as outlines."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, pi, sin

from ceremonies.scenes.palette import GILT, GOLD, mixed
from ceremonies.scenes.paths import mapped, read
from ceremonies.scenes.picture import Colour, Group, Item, Outline, Paint, Shape, Stroke, Transform
from ceremonies.type import Segment

EMBLEM_WIDTH, EMBLEM_HEIGHT = 100.0, 128.0

_OUTER_LEAVES = (
    "M 6 10 C -8 58 2 106 50 128 L 50 66 C 48 44 30 22 6 10 Z",
    "M 94 10 C 108 58 98 106 50 128 L 50 66 C 52 44 70 22 94 10 Z",
)
_MIDDLE_LEAF = "M 50 0 C 38 14 33 32 37 52 C 41 60 45 66 46 76 L 54 76 C 55 66 59 60 63 52 C 67 32 62 14 50 0 Z"
_STEM = "M 46.6 46 L 53.4 46 L 53.4 128 L 46.6 128 Z"


def emblem(x: float, y: float, height: float, leaves: Paint, stem: Paint) -> tuple[Shape, ...]:
    """Draw Laurel's emblem, three leaves and a stem, centred on x with its top at y."""
    by = height / EMBLEM_HEIGHT
    transform = Transform(a=by, d=by, e=x - by * EMBLEM_WIDTH / 2, f=y)
    return (
        *(Shape(mapped(read(leaf), transform), leaves) for leaf in (*_OUTER_LEAVES, _MIDDLE_LEAF)),
        Shape(mapped(read(_STEM), transform), stem),
    )


def _leaf(x: float, y: float, angle: float, length: float, width: float) -> Outline:
    """Outline one leaf from its foot, pointing along the angle (radians)."""
    turned = Transform(a=cos(angle), b=sin(angle), c=-sin(angle), d=cos(angle), e=x, f=y)
    drawn = (
        Segment("M", (0.0, 0.0)),
        Segment("C", (length * 0.28, -width, length * 0.72, -width * 0.92, length, 0.0)),
        Segment("C", (length * 0.72, width * 0.62, length * 0.28, width * 0.8, 0.0, 0.0)),
        Segment("Z"),
    )
    return mapped(drawn, turned)


@lru_cache(maxsize=64)
def branch(x: float, y: float, radius: float, *, left: bool, leaves: int = 9) -> tuple[Outline, ...]:
    """Outline half a wreath around a point, from its foot upwards: the twig first, then leaf by leaf."""
    side = -1.0 if left else 1.0
    foot, tip = pi / 2 - 0.07, pi / 2 + 2.35

    def at(share: float) -> tuple[float, float, float]:
        turn = foot + (tip - foot) * share
        px, py = x - side * radius * cos(turn), y + radius * sin(turn)
        ahead = turn + 0.01
        return px, py, atan2(radius * (sin(ahead) - sin(turn)), -side * radius * (cos(ahead) - cos(turn)))

    points = [at(step / 24)[:2] for step in range(25)]
    twig = (Segment("M", points[0]), *(Segment("L", point) for point in points[1:]))
    outlines: list[Outline] = [twig]
    for number in range(leaves):
        share = 0.08 + 0.88 * number / (leaves - 1)
        px, py, along = at(share)
        length = radius * (0.30 - 0.09 * share)
        outlines += [_leaf(px, py, along + lean, length, length * 0.27) for lean in (0.62, -0.62)]
    px, py, along = at(1.0)
    outlines.append(_leaf(px, py, along, radius * 0.2, radius * 0.05))
    return tuple(outlines)


@lru_cache(maxsize=64)
def _branch_shapes(x: float, y: float, radius: float, *, left: bool) -> tuple[Shape, ...]:
    """Colour half a wreath as if lit from the upper left; one colour a leaf is quicker to paint than a gradient."""

    def lit(outline: Outline) -> Colour:
        px, py = outline[0].at
        return mixed(GILT, GOLD, min(1.0, max(0.0, ((px - x) + (py - y) + 2 * radius) / (2.2 * radius))))

    twig, *rest = branch(x, y, radius, left=left)
    return (Shape(twig, None, Stroke(GOLD, radius * 0.022)), *(Shape(leaf, lit(leaf)) for leaf in rest))


def wreath(x: float, y: float, radius: float, grown: float = 1.0) -> tuple[Item, ...]:
    """Draw a golden wreath open at the top; `grown` says how many of its leaves are there, 0 to 1."""
    drawn: list[Item] = []
    for left in (True, False):
        twig, *leaves = _branch_shapes(x, y, radius, left=left)
        drawn.append(Group(items=(twig,), opacity=min(1.0, grown * 4)))
        for number, leaf in enumerate(leaves):
            opacity = min(1.0, max(0.0, grown * (len(leaves) + 5) - number) / 5)
            if opacity >= 1.0:
                drawn.append(leaf)
            elif opacity > 0.0:
                drawn.append(Group(items=(leaf,), opacity=opacity))
    return tuple(drawn)


def engraving(x: float, y: float, radius: float, dark: Paint, bright: Paint) -> tuple[Shape, ...]:
    """Draw a small wreath cut into metal: a bright edge below each dark leaf."""
    shapes: list[Shape] = []
    for paint, drop in ((bright, radius * 0.035), (dark, 0.0)):
        for left in (True, False):
            twig, *leaves = branch(x, y + drop, radius, left=left, leaves=6)
            shapes.append(Shape(twig, None, Stroke(paint, radius * 0.05)))
            shapes.extend(Shape(leaf, paint) for leaf in leaves)
    return tuple(shapes)
