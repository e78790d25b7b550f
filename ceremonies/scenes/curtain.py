"""The curtain: velvet drapes with the ceremony's card, and how they open and close."""

from __future__ import annotations

from functools import lru_cache
from math import pi, sin
from typing import Final

from ceremonies.scenes.easing import chance, eased
from ceremonies.scenes.laurel import emblem
from ceremonies.scenes.lettering import Words, column
from ceremonies.scenes.palette import CREAM, GILT, mixed
from ceremonies.scenes.paths import ellipse, rectangle
from ceremonies.scenes.picture import (
    EVERYWHERE,
    HEIGHT,
    SAFE_Y,
    WIDTH,
    Box,
    Colour,
    Group,
    Image,
    Item,
    Linear,
    Picture,
    Radial,
    Shape,
    Transform,
)

_FOLDS: Final = 17
_DEEP, _MIDDLE, _RIDGE = Colour.of("#0B241C"), Colour.of("#1B4637"), Colour.of("#2C604E")
_SHADOW = Colour.of("#030907")
_STEM = Colour.of("#14382C")
_SHEEN = Colour.of("#A9DCC0")
_LOGO: Final = 190.0


def _velvet(number: int, x: float, width: float) -> Shape:
    """Draw one fold of velvet: dark between the ridges, with a sheen on both sides of each."""
    lean = 0.42 + 0.16 * chance(7, number, 1)
    bright = 0.72 + 0.28 * chance(7, number, 2)
    stops = []
    for step in range(17):
        at = step / 16
        warped = at ** (0.7 + lean * 0.7)
        ridge = sin(pi * warped) ** 1.15
        sheen = 0.16 * sin(2 * pi * warped - 0.6) * ridge
        tone = max(0.0, min(1.0, (ridge + sheen) * bright))
        colour = mixed(_DEEP, _MIDDLE, tone * 2) if tone < 0.5 else mixed(_MIDDLE, _RIDGE, tone * 2 - 1)
        stops.append((at, colour))
    # One unit wider than it is: rounding to pixels would leave gaps between the folds.
    return Shape(
        rectangle(Box(x=x, y=0, width=width + 1, height=HEIGHT)),
        Linear(x1=x, y1=0, x2=x + width, y2=0, stops=tuple(stops)),
    )


@lru_cache(maxsize=1)
def velvet() -> Group:
    """Draw the closed drapes, lit from the front."""
    edges = [0.0]
    for number in range(_FOLDS):
        edges.append(edges[-1] + 0.72 + 0.56 * chance(3, number, 5))
    by = WIDTH / edges[-1]
    folds = [_velvet(n, edges[n] * by, (edges[n + 1] - edges[n]) * by) for n in range(_FOLDS)]
    dusk = tuple((at, _SHADOW.faded(strength)) for at, strength in ((0, 0.0), (0.35, 0.06), (0.65, 0.34), (1, 0.78)))
    warm = tuple((at, _SHEEN.faded(0.07 * (1 - at) ** 2)) for at in (0.0, 0.25, 0.5, 0.75, 1.0))
    hem = ((0.0, _SHADOW.faded(0.5)), (0.1, _SHADOW.faded(0.0)), (0.86, _SHADOW.faded(0.0)), (1.0, _SHADOW.faded(0.55)))
    return Group(
        items=(
            *folds,
            Shape(rectangle(EVERYWHERE), Radial(x=960, y=500, radius=1180, stops=dusk)),
            Shape(rectangle(EVERYWHERE), Radial(x=960, y=470, radius=760, stops=warm)),
            Shape(rectangle(EVERYWHERE), Linear(x1=0, y1=0, x2=0, y2=HEIGHT, stops=hem)),
        ),
        still=EVERYWHERE,
        is_opaque=True,
    )


@lru_cache(maxsize=1)
def _shade() -> Group:
    """Darken the velvet softly behind the words."""
    fading = tuple((at, _SHADOW.faded(0.46 * (1 - at) ** 1.6)) for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    flat = Transform(d=0.5, e=WIDTH / 2, f=HEIGHT / 2)
    soft = Group(items=(Shape(ellipse(0, 0, 820, 820), Radial(x=0, y=0, radius=820, stops=fading)),), transform=flat)
    return Group(items=(soft,), still=Box(x=WIDTH / 2 - 820, y=HEIGHT / 2 - 410, width=1640, height=820))


@lru_cache(maxsize=32)
def card(title: str, line: str, logo: str = "") -> Group:
    """Set the ceremony's card: the logo of a media reference, else Laurel's emblem, the title and a line."""
    words = (
        Words(text=title, size=92, colour=CREAM, bold=True, most=1, space=34),
        Words(text=line, size=46, colour=GILT, most=2, space=20, width=1500),
    )
    laid = column(words, SAFE_Y, HEIGHT - SAFE_Y - 60, room=_LOGO)
    room = Box(x=WIDTH / 2 - 260, y=laid.top, width=520, height=_LOGO)
    figure = (Image(logo, room),) if logo else emblem(WIDTH / 2, laid.top + 20, 140, GILT, _STEM)
    return Group(items=(_shade(), Group(items=figure, still=room), *laid.groups))


def curtain_scene(title: str, line: str, logo: str = "") -> Picture:
    """Draw the closed curtain with the ceremony's card."""
    return Picture(backdrop=velvet(), items=(card(title, line, logo),), moment="curtain", is_curtain=True)


def drapes(closed: float) -> tuple[Item, ...]:
    """Draw the two drapes, `closed` from 0 (out of sight) to 1 (meeting in the middle)."""
    if closed <= 0.0:
        return ()
    # Both drapes are the same cached picture, clipped and moved: its pixels are painted once.
    away = (WIDTH / 2 + 40) * (1 - closed)
    left = Group(
        items=(velvet(),), clip=Box(x=0, y=0, width=WIDTH / 2, height=HEIGHT), transform=Transform.moved(-away, 0)
    )
    right = Group(
        items=(velvet(),),
        clip=Box(x=WIDTH / 2, y=0, width=WIDTH / 2, height=HEIGHT),
        transform=Transform.moved(away, 0),
    )
    edge = 46 * min(1.0, (1 - closed) * 6)
    fall: list[Item] = []
    for x, towards in ((WIDTH / 2 - away, 1.0), (WIDTH / 2 + away, -1.0)):
        shade = Linear(
            x1=x, y1=0, x2=x + towards * edge, y2=0, stops=((0.0, _SHADOW.faded(0.55)), (1.0, _SHADOW.faded(0.0)))
        )
        fall.append(Shape(rectangle(Box(x=min(x, x + towards * edge), y=0, width=edge, height=HEIGHT)), shade))
    return (*(fall if edge >= 1.0 else ()), left, right)


def how_closed(seconds: float, length: float, *, closing: bool) -> float:
    """Give how far the drapes are closed, 0 to 1, `seconds` after they began to move."""
    moved = eased(seconds, 0.0, length)
    return moved if closing else 1 - moved
