"""The stage: a deep green wall, a lit floor and beams of warm light."""

from __future__ import annotations

from functools import lru_cache

from ceremonies.scenes.palette import FOREST, GLADE, LIGHT, MEADOW, NIGHT, PINE
from ceremonies.scenes.paths import ellipse, polygon, rectangle
from ceremonies.scenes.picture import EVERYWHERE, HEIGHT, WIDTH, Group, Item, Linear, Radial, Shape, Transform

FLOOR = 880.0
_LAMPS = ((300.0, 960.0, 470.0), (1620.0, 960.0, 470.0), (960.0, 960.0, 380.0))  # lamp x, where it points, half width
_LAYERS = 22
"""Thin layers of a beam: fewer have visible edges."""


def _glow(x: float, y: float, rx: float, ry: float, strength: float) -> Group:
    """Draw a soft oval of light."""
    fading = tuple((stop, LIGHT.faded(strength * (1 - stop) ** 2)) for stop in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    drawn = Shape(ellipse(0, 0, rx, rx), Radial(x=0, y=0, radius=rx, stops=fading))
    return Group(items=(drawn,), transform=Transform(a=1.0, d=ry / rx, e=x, f=y))


def _covering(*items: Item) -> Group:
    return Group(items=items, still=EVERYWHERE, is_opaque=True)


def _bare() -> tuple[Item, ...]:
    """Draw the dark stage with its floor; it covers everything."""
    wall = Radial(
        x=960, y=400, radius=1220, stops=((0.0, MEADOW), (0.16, GLADE), (0.42, FOREST), (0.72, PINE), (1.0, NIGHT))
    )
    floor = Linear(
        x1=0,
        y1=FLOOR,
        x2=0,
        y2=HEIGHT,
        stops=((0.0, NIGHT.faded(0.0)), (0.12, NIGHT.faded(0.26)), (1.0, NIGHT.faded(0.62))),
    )
    edges = Radial(
        x=960, y=540, radius=1250, stops=((0.0, NIGHT.faded(0.0)), (0.55, NIGHT.faded(0.0)), (1.0, NIGHT.faded(0.75)))
    )
    return (
        Shape(rectangle(EVERYWHERE), wall),
        Shape(rectangle(EVERYWHERE), floor),
        _glow(960, FLOOR + 60, 900, 150, 0.10),
        Shape(rectangle(EVERYWHERE), edges),
    )


def _beam(lamp: float, target: float, half: float) -> tuple[Shape, ...]:
    """Draw a beam from above the stage to the floor, of many faint layers, so that its edges are soft."""
    top, bottom = -140.0, FLOOR + 130
    strength = ((0.0, 0.0185), (0.3, 0.0125), (0.6, 0.0065), (0.85, 0.0022), (1.0, 0.0))
    paint = Linear(x1=0, y1=0, x2=0, y2=bottom - 10, stops=tuple((at, LIGHT.faded(alpha)) for at, alpha in strength))
    shapes = []
    for layer in range(1, _LAYERS + 1):
        spread = half * layer / _LAYERS
        shapes.append(
            Shape(
                polygon(
                    [
                        (lamp - 8 - spread * 0.12, top),
                        (lamp + 8 + spread * 0.12, top),
                        (target + spread, bottom),
                        (target - spread, bottom),
                    ]
                ),
                paint,
            )
        )
    return tuple(shapes)


def _beams() -> tuple[Item, ...]:
    """Draw three beams that meet in the middle of the floor."""
    drawn = [shape for lamp in _LAMPS for shape in _beam(*lamp)]
    return (*drawn, _glow(960, FLOOR + 20, 620, 90, 0.22))


def _halo(x: float, y: float, radius: float) -> Shape:
    """Draw a round glow for the background of a figure."""
    fading = tuple((stop, LIGHT.faded(0.24 * (1 - stop) ** 2)) for stop in (0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 1.0))
    return Shape(ellipse(x, y, radius, radius), Radial(x=x, y=y, radius=radius, stops=fading))


# Cached, so that the painter is given the very same items each frame and keeps their pixels.
@lru_cache(maxsize=1)
def quiet_stage() -> Group:
    """Draw the stage with a calm light in its middle, for words alone."""
    return _covering(*_bare(), _glow(WIDTH / 2, 470, 900, 420, 0.07))


@lru_cache(maxsize=1)
def warm_stage() -> Group:
    """Draw the stage with a warm glow in its middle, for what the group did together."""
    return _covering(*_bare(), _halo(960, 360, 560))


@lru_cache(maxsize=1)
def lit_stage() -> Group:
    """Draw the stage with its beams on, for one person or one trophy."""
    return _covering(*_bare(), *_beams(), _halo(960, 390, 560))
