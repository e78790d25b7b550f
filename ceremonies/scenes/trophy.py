"""The golden cup, in its own space: the middle of its foot is at (0, 0), y grows downwards."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ceremonies.scenes.easing import share
from ceremonies.scenes.laurel import engraving
from ceremonies.scenes.palette import BRONZE, CREAM, GLADE, LIGHT, METAL
from ceremonies.scenes.paths import ellipse, polygon, read, rectangle, star
from ceremonies.scenes.picture import (
    SMALLEST_TEXT,
    Box,
    Colour,
    Group,
    Item,
    Linear,
    Radial,
    Shape,
    Stroke,
    Text,
    Transform,
)
from ceremonies.type import Review, fit

HEIGHT: Final = 560.0
BOX: Final = Box(-300, -580, 600, 640)

_BOWL = read(
    "M -150 -530 C -152 -420 -134 -318 -66 -268 C -44 -252 -30 -246 -28 -226 "
    "L 28 -226 C 30 -246 44 -252 66 -268 C 134 -318 152 -420 150 -530 C 110 -508 -110 -508 -150 -530 Z"
)
_STEM = read(
    "M -28 -228 C -22 -205 -22 -190 -30 -172 C -44 -152 -92 -150 -104 -134 L 104 -134 C 92 -150 44 -152 30 -172 "
    "C 22 -190 22 -205 28 -228 Z"
)
_FOOT = read("M -112 -140 C -112 -133 112 -133 112 -140 L 126 -112 C 126 -102 -126 -102 -126 -112 Z")
_HANDLES = (
    "M -146 -474 C -214 -520 -268 -470 -248 -402 C -232 -348 -166 -318 -84 -308",
    "M 146 -474 C 214 -520 268 -470 248 -402 C 232 -348 166 -318 84 -308",
)
_INNER_HANDLES = (
    "M -150 -468 C -210 -508 -254 -462 -238 -402 C -224 -354 -166 -328 -96 -317",
    "M 150 -468 C 210 -508 254 -462 238 -402 C 224 -354 166 -328 96 -317",
)
_PLINTH = Box(-178, -106, 356, 106)
_PLATE = Box(-156, -88, 312, 70)
_CUT: Final = 48.0  # the size of letters on the plate
_SHADE = Colour.of("#3A2206")
_DARK_WOOD, _WOOD, _BRIGHT_WOOD = Colour.of("#150C07"), Colour.of("#2C1A10"), Colour.of("#50331F")


def _metal(left: float, right: float) -> Linear:
    return Linear(left, 0, right, 0, METAL)


def _handles() -> tuple[Item, ...]:
    drawn: list[Item] = []
    for curve, inner in zip(_HANDLES, _INNER_HANDLES, strict=True):
        path = read(curve)
        left = path[0].at[0] < 0
        tone = _metal(-262, -110) if left else _metal(110, 262)
        drawn.append(Shape(path, None, Stroke(Colour.of("#5A380C"), 31)))
        drawn.append(Shape(path, None, Stroke(tone, 27)))
        drawn.append(Shape(read(inner), None, Stroke(_SHADE.faded(0.28), 9)))
        drawn.append(Group((Shape(path, None, Stroke(CREAM.faded(0.55), 4.5)),), transform=Transform.moved(0, -6)))
    return tuple(drawn)


def _bowl() -> tuple[Item, ...]:
    deepening = Linear(
        0,
        -530,
        0,
        -226,
        ((0.0, _SHADE.faded(0.30)), (0.14, _SHADE.faded(0.0)), (0.6, _SHADE.faded(0.0)), (1.0, _SHADE.faded(0.5))),
    )
    room = Radial(128, -400, 120, ((0.0, GLADE.faded(0.42)), (1.0, GLADE.faded(0.0))))
    shine = Radial(0, 0, 74, ((0.0, CREAM.faded(0.85)), (0.45, CREAM.faded(0.28)), (1.0, CREAM.faded(0.0))))
    gleam = Group(
        (Shape(ellipse(0, 0, 74, 74), shine),), transform=Transform(a=0.36, b=0.05, c=-0.1, d=1.45, e=-66, f=-420)
    )
    band = "M -149 -478 C -100 -452 100 -452 149 -478"
    return (
        Shape(_BOWL, _metal(-150, 150)),
        Shape(_BOWL, deepening),
        Group((Shape(ellipse(128, -400, 120, 120), room), gleam), clip=_BOWL),
        Shape(read(band), None, Stroke(BRONZE.faded(0.8), 3)),
        Group((Shape(read(band), None, Stroke(LIGHT.faded(0.6), 2)),), transform=Transform.moved(0, 3.5)),
        *engraving(0, -392, 62, Colour.of("#7A4D10", 0.85), Colour.of("#FFF0C4", 0.75)),
    )


def _rim() -> tuple[Item, ...]:
    inside = Linear(
        0, -553, 0, -514, ((0.0, Colour.of("#4A2E0B")), (0.55, Colour.of("#83591B")), (1.0, Colour.of("#C0913F")))
    )
    across = _metal(-152, 152)
    return (
        Shape(ellipse(0, -532, 152, 23), across),
        Shape(
            ellipse(0, -533, 152, 22),
            Linear(-152, 0, 152, 0, ((0.0, LIGHT.faded(0.2)), (0.4, LIGHT.faded(0.85)), (1.0, LIGHT.faded(0.15)))),
        ),
        Shape(ellipse(0, -533, 138, 17), inside),
        Shape(read("M -138 -533 C -120 -556 120 -556 138 -533 C 110 -548 -110 -548 -138 -533 Z"), _SHADE.faded(0.45)),
    )


def _foot() -> tuple[Item, ...]:
    falling = Linear(
        0, -228, 0, -134, ((0.0, _SHADE.faded(0.42)), (0.25, _SHADE.faded(0.0)), (1.0, _SHADE.faded(0.18)))
    )
    knop = Linear(-46, 0, 46, 0, METAL)
    return (
        Shape(_STEM, _metal(-84, 84)),
        Shape(_STEM, falling),
        Shape(ellipse(0, -214, 44, 15), knop),
        Shape(
            ellipse(0, -217, 40, 9),
            Linear(-40, 0, 40, 0, ((0.0, LIGHT.faded(0.0)), (0.4, LIGHT.faded(0.7)), (1.0, LIGHT.faded(0.0)))),
        ),
        Shape(_FOOT, _metal(-126, 126)),
        Shape(
            ellipse(0, -139, 112, 8),
            Linear(-112, 0, 112, 0, ((0.0, LIGHT.faded(0.1)), (0.4, LIGHT.faded(0.8)), (1.0, LIGHT.faded(0.1)))),
        ),
    )


def _plinth() -> tuple[Item, ...]:
    box = _PLINTH
    right, bottom = box.x + box.width, box.y + box.height
    polish = Linear(
        box.x, 0, right, 0, ((0.0, _DARK_WOOD), (0.3, _WOOD), (0.4, _BRIGHT_WOOD), (0.52, _WOOD), (1.0, _DARK_WOOD))
    )
    top = polygon([(box.x + 18, box.y - 10), (right - 18, box.y - 10), (right, box.y + 2), (box.x, box.y + 2)])
    base = Box(box.x - 14, bottom - 14, box.width + 28, 14)
    shadow = Radial(
        0,
        0,
        260,
        ((0.0, Colour.of("#020504", 0.75)), (0.6, Colour.of("#020504", 0.35)), (1.0, Colour.of("#020504", 0.0))),
    )
    return (
        Group((Shape(ellipse(0, 0, 260, 260), shadow),), transform=Transform(d=0.13, f=4)),
        Shape(rectangle(box, 4), polish),
        Shape(top, Linear(box.x, 0, right, 0, ((0.0, _WOOD), (0.4, Colour.of("#7A5234")), (1.0, _WOOD)))),
        Shape(rectangle(base, 4), polish),
        Shape(rectangle(Box(base.x + 4, base.y, base.width - 8, 2), 1), Colour.of("#9A6E48", 0.5)),
    )


def _plate(words: str, by: float) -> tuple[Item, ...]:
    box = _PLATE
    brushed = Linear(box.x, box.y, box.x + box.width, box.y + box.height, METAL[1:-1])
    drawn: list[Item] = [
        Shape(rectangle(Box(box.x - 3, box.y - 3, box.width + 6, box.height + 6), 10), _DARK_WOOD.faded(0.9)),
        Shape(rectangle(box, 8), brushed),
        Shape(
            rectangle(Box(box.x + 5, box.y + 5, box.width - 10, box.height - 10), 5),
            None,
            Stroke(BRONZE.faded(0.55), 1.5),
        ),
    ]
    floor = SMALLEST_TEXT / by / _CUT
    cut = fit(words, width=box.width - 24, size=_CUT, floor=floor, bold=True)
    if floor > 1.0 or isinstance(cut, Review) or len(cut.lines) > 1:  # too small to be read from a chair
        return (*drawn, *engraving(0, box.y + box.height / 2 - 2, 22, Colour.of("#5A380C", 0.9), LIGHT.faded(0.7)))
    line = cut.lines[0]
    x, y = -line.width / 2, box.y + box.height / 2 + line.size * 0.36
    return (*drawn, Text(line, x, y + 2, LIGHT.faded(0.65)), Text(line, x, y, Colour.of("#3B2408")))


@lru_cache(maxsize=32)
def cup(words: str, by: float) -> Group:
    """Draw the cup with words on its plate, or with leaves where the words could not be read at the scale `by`."""
    items = (*_plinth(), *_plate(words, by), *_handles(), *_foot(), *_bowl(), *_rim())
    return Group(items, still=BOX)


def sheen(seconds: float, start: float, length: float = 1.5) -> tuple[Item, ...]:
    """Draw the light that passes over the bowl once and ends as a sparkle on the rim."""
    passed = share(seconds, start, length)
    drawn: list[Item] = []
    if 0.0 < passed < 1.0:
        x = -330 + 660 * passed
        light = Linear(
            x - 70, 0, x + 70, 0, ((0.0, CREAM.faded(0.0)), (0.5, CREAM.faded(0.5)), (1.0, CREAM.faded(0.0)))
        )
        band = polygon([(x - 40, -560), (x + 100, -560), (x + 40, -220), (x - 100, -220)])
        drawn.append(Group((Shape(band, light),), clip=_BOWL))
    twinkle = share(seconds, start + length * 0.55, length * 0.7)
    if 0.0 < twinkle < 1.0:
        size = 34 * (1 - abs(2 * twinkle - 1))
        drawn.append(Group((Shape(star(104, -540, size, 0.12), CREAM.faded(0.9)),)))
    return tuple(drawn)
