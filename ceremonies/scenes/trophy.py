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
BOX: Final = Box(x=-300, y=-580, width=600, height=640)

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
_PLINTH = Box(x=-178, y=-106, width=356, height=106)
_PLATE = Box(x=-156, y=-88, width=312, height=70)
_CUT: Final = 48.0  # the size of letters on the plate
_SHADE = Colour.of("#3A2206")
_DARK_WOOD, _WOOD, _BRIGHT_WOOD = Colour.of("#150C07"), Colour.of("#2C1A10"), Colour.of("#50331F")


def _metal(left: float, right: float) -> Linear:
    return Linear(x1=left, y1=0, x2=right, y2=0, stops=METAL)


def _handles() -> tuple[Item, ...]:
    drawn: list[Item] = []
    for curve, inner in zip(_HANDLES, _INNER_HANDLES, strict=True):
        path = read(curve)
        left = path[0].at[0] < 0
        tone = _metal(-262, -110) if left else _metal(110, 262)
        drawn.append(Shape(path, None, Stroke(Colour.of("#5A380C"), 31)))
        drawn.append(Shape(path, None, Stroke(tone, 27)))
        drawn.append(Shape(read(inner), None, Stroke(_SHADE.faded(0.28), 9)))
        drawn.append(
            Group(items=(Shape(path, None, Stroke(CREAM.faded(0.55), 4.5)),), transform=Transform.moved(0, -6))
        )
    return tuple(drawn)


def _bowl() -> tuple[Item, ...]:
    deepening = Linear(
        x1=0,
        y1=-530,
        x2=0,
        y2=-226,
        stops=(
            (0.0, _SHADE.faded(0.30)),
            (0.14, _SHADE.faded(0.0)),
            (0.6, _SHADE.faded(0.0)),
            (1.0, _SHADE.faded(0.5)),
        ),
    )
    room = Radial(x=128, y=-400, radius=120, stops=((0.0, GLADE.faded(0.42)), (1.0, GLADE.faded(0.0))))
    shine = Radial(
        x=0, y=0, radius=74, stops=((0.0, CREAM.faded(0.85)), (0.45, CREAM.faded(0.28)), (1.0, CREAM.faded(0.0)))
    )
    gleam = Group(
        items=(Shape(ellipse(0, 0, 74, 74), shine),), transform=Transform(a=0.36, b=0.05, c=-0.1, d=1.45, e=-66, f=-420)
    )
    band = "M -149 -478 C -100 -452 100 -452 149 -478"
    return (
        Shape(_BOWL, _metal(-150, 150)),
        Shape(_BOWL, deepening),
        Group(items=(Shape(ellipse(128, -400, 120, 120), room), gleam), clip=_BOWL),
        Shape(read(band), None, Stroke(BRONZE.faded(0.8), 3)),
        Group(items=(Shape(read(band), None, Stroke(LIGHT.faded(0.6), 2)),), transform=Transform.moved(0, 3.5)),
        *engraving(0, -392, 62, Colour.of("#7A4D10", 0.85), Colour.of("#FFF0C4", 0.75)),
    )


def _rim() -> tuple[Item, ...]:
    inside = Linear(
        x1=0,
        y1=-553,
        x2=0,
        y2=-514,
        stops=((0.0, Colour.of("#4A2E0B")), (0.55, Colour.of("#83591B")), (1.0, Colour.of("#C0913F"))),
    )
    across = _metal(-152, 152)
    return (
        Shape(ellipse(0, -532, 152, 23), across),
        Shape(
            ellipse(0, -533, 152, 22),
            Linear(
                x1=-152,
                y1=0,
                x2=152,
                y2=0,
                stops=((0.0, LIGHT.faded(0.2)), (0.4, LIGHT.faded(0.85)), (1.0, LIGHT.faded(0.15))),
            ),
        ),
        Shape(ellipse(0, -533, 138, 17), inside),
        Shape(read("M -138 -533 C -120 -556 120 -556 138 -533 C 110 -548 -110 -548 -138 -533 Z"), _SHADE.faded(0.45)),
    )


def _foot() -> tuple[Item, ...]:
    falling = Linear(
        x1=0,
        y1=-228,
        x2=0,
        y2=-134,
        stops=((0.0, _SHADE.faded(0.42)), (0.25, _SHADE.faded(0.0)), (1.0, _SHADE.faded(0.18))),
    )
    knop = Linear(x1=-46, y1=0, x2=46, y2=0, stops=METAL)
    return (
        Shape(_STEM, _metal(-84, 84)),
        Shape(_STEM, falling),
        Shape(ellipse(0, -214, 44, 15), knop),
        Shape(
            ellipse(0, -217, 40, 9),
            Linear(
                x1=-40,
                y1=0,
                x2=40,
                y2=0,
                stops=((0.0, LIGHT.faded(0.0)), (0.4, LIGHT.faded(0.7)), (1.0, LIGHT.faded(0.0))),
            ),
        ),
        Shape(_FOOT, _metal(-126, 126)),
        Shape(
            ellipse(0, -139, 112, 8),
            Linear(
                x1=-112,
                y1=0,
                x2=112,
                y2=0,
                stops=((0.0, LIGHT.faded(0.1)), (0.4, LIGHT.faded(0.8)), (1.0, LIGHT.faded(0.1))),
            ),
        ),
    )


def _plinth() -> tuple[Item, ...]:
    box = _PLINTH
    right, bottom = box.x + box.width, box.y + box.height
    polish = Linear(
        x1=box.x,
        y1=0,
        x2=right,
        y2=0,
        stops=((0.0, _DARK_WOOD), (0.3, _WOOD), (0.4, _BRIGHT_WOOD), (0.52, _WOOD), (1.0, _DARK_WOOD)),
    )
    top = polygon([(box.x + 18, box.y - 10), (right - 18, box.y - 10), (right, box.y + 2), (box.x, box.y + 2)])
    base = Box(x=box.x - 14, y=bottom - 14, width=box.width + 28, height=14)
    shadow = Radial(
        x=0,
        y=0,
        radius=260,
        stops=((0.0, Colour.of("#020504", 0.75)), (0.6, Colour.of("#020504", 0.35)), (1.0, Colour.of("#020504", 0.0))),
    )
    return (
        Group(items=(Shape(ellipse(0, 0, 260, 260), shadow),), transform=Transform(d=0.13, f=4)),
        Shape(rectangle(box, 4), polish),
        Shape(
            top, Linear(x1=box.x, y1=0, x2=right, y2=0, stops=((0.0, _WOOD), (0.4, Colour.of("#7A5234")), (1.0, _WOOD)))
        ),
        Shape(rectangle(base, 4), polish),
        Shape(rectangle(Box(x=base.x + 4, y=base.y, width=base.width - 8, height=2), 1), Colour.of("#9A6E48", 0.5)),
    )


def _plate(words: str, by: float) -> tuple[Item, ...]:
    box = _PLATE
    brushed = Linear(x1=box.x, y1=box.y, x2=box.x + box.width, y2=box.y + box.height, stops=METAL[1:-1])
    drawn: list[Item] = [
        Shape(
            rectangle(Box(x=box.x - 3, y=box.y - 3, width=box.width + 6, height=box.height + 6), 10),
            _DARK_WOOD.faded(0.9),
        ),
        Shape(rectangle(box, 8), brushed),
        Shape(
            rectangle(Box(x=box.x + 5, y=box.y + 5, width=box.width - 10, height=box.height - 10), 5),
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
    return (
        *drawn,
        Text(line=line, x=x, y=y + 2, fill=LIGHT.faded(0.65)),
        Text(line=line, x=x, y=y, fill=Colour.of("#3B2408")),
    )


@lru_cache(maxsize=32)
def cup(words: str, by: float) -> Group:
    """Draw the cup with words on its plate, or with leaves where the words could not be read at the scale `by`."""
    items = (*_plinth(), *_plate(words, by), *_handles(), *_foot(), *_bowl(), *_rim())
    return Group(items=items, still=BOX)


def sheen(seconds: float, start: float, length: float = 1.5) -> tuple[Item, ...]:
    """Draw the light that passes over the bowl once and ends as a sparkle on the rim."""
    passed = share(seconds, start, length)
    drawn: list[Item] = []
    if 0.0 < passed < 1.0:
        x = -330 + 660 * passed
        light = Linear(
            x1=x - 70,
            y1=0,
            x2=x + 70,
            y2=0,
            stops=((0.0, CREAM.faded(0.0)), (0.5, CREAM.faded(0.5)), (1.0, CREAM.faded(0.0))),
        )
        band = polygon([(x - 40, -560), (x + 100, -560), (x + 40, -220), (x - 100, -220)])
        drawn.append(Group(items=(Shape(band, light),), clip=_BOWL))
    twinkle = share(seconds, start + length * 0.55, length * 0.7)
    if 0.0 < twinkle < 1.0:
        size = 34 * (1 - abs(2 * twinkle - 1))
        drawn.append(Group(items=(Shape(star(104, -540, size, 0.12), CREAM.faded(0.9)),)))
    return tuple(drawn)
