"""Confetti: five seconds, then it lies still; the same pieces each time."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Final

from ceremonies.scenes.motion import chance, eased, share
from ceremonies.scenes.palette import CONFETTI
from ceremonies.scenes.paths import polygon
from ceremonies.scenes.picture import EVERYWHERE, HEIGHT, WIDTH, Colour, Group, Item, Outline, Shape

SECONDS: Final = 5.0
PIECES: Final = 150
_LANDED = 0.5
_CLEAR: Final = 620.0  # nothing comes to rest under the words


def _quad(x: float, y: float, wide: float, high: float, turn: float) -> list[tuple[float, float]]:
    c, s = cos(turn), sin(turn)
    corners = ((-wide, -high), (wide, -high), (wide, high), (-wide, high))
    return [(x + dx * c - dy * s, y + dx * s + dy * c) for dx, dy in corners]


def _falling(seed: int, number: int, seconds: float) -> tuple[list[tuple[float, float]], bool]:
    """Place one piece, and say whether it has come to rest."""

    def any_of(low: float, high: float, salt: int) -> float:
        return low + (high - low) * chance(seed, number, salt)

    delay, x = any_of(0.0, 1.3, 1), any_of(-30, WIDTH + 30, 7)
    aside = number % 2 == 0 and abs(x - WIDTH / 2) > _CLEAR
    floor = any_of(905, HEIGHT - 14, 2) if aside else HEIGHT + 40
    down = any_of(3.0, SECONDS - 1.35, 3)
    passed = share(seconds, delay, down)
    y = -40 + (floor + 40) * (passed * 0.82 + 0.18 * passed * passed)
    sway = any_of(16, 46, 4) * sin(any_of(0, 2 * pi, 5) + passed * any_of(5, 9, 6))
    x += sway
    turn = any_of(0, pi, 8) + passed * any_of(-5, 5, 9)
    wide, high = any_of(9, 15, 10), any_of(5, 8, 11)
    flip = 0.35 + 0.65 * abs(cos(any_of(0, pi, 12) + passed * any_of(6, 12, 13)))
    landed = passed >= 1.0
    return _quad(x, y, wide, high * (0.4 if landed else flip), turn * (0.15 if landed else 1.0)), landed


def _joined(pieces: list[list[tuple[float, float]]]) -> Outline:
    return tuple(step for piece in pieces for step in polygon(piece))


def _drawn(seed: int, seconds: float) -> tuple[Item, ...]:
    in_air: dict[Colour, list[list[tuple[float, float]]]] = {}
    at_rest: dict[Colour, list[list[tuple[float, float]]]] = {}
    for number in range(PIECES):
        corners, landed = _falling(seed, number, seconds)
        if -35 < corners[0][1] < HEIGHT + 30:
            (at_rest if landed else in_air).setdefault(CONFETTI[number % len(CONFETTI)], []).append(corners)
    lying = [Shape(_joined(pieces), colour.faded(_LANDED)) for colour, pieces in at_rest.items()]
    flying = [Shape(_joined(pieces), colour) for colour, pieces in in_air.items()]
    return (*lying, *flying)


@lru_cache(maxsize=16)
def at_rest(seed: int) -> Group:
    """Draw the pieces where they come to rest."""
    return Group(_drawn(seed, SECONDS), still=EVERYWHERE)


def confetti(seed: int, seconds: float) -> tuple[Item, ...]:
    """Draw the confetti a while after it was thrown."""
    if seconds <= 0.0:
        return ()
    return (at_rest(seed),) if seconds >= SECONDS else _drawn(seed, seconds)


@lru_cache(maxsize=16)
def _hanging(seed: int) -> Group:
    """Draw few pieces around the edges, as on a card, where they disturb nobody."""
    by_colour: dict[Colour, list[list[tuple[float, float]]]] = {}
    for number in range(PIECES):
        x, y = chance(seed, number, 21) * WIDTH, chance(seed, number, 22) * HEIGHT
        if abs(x - WIDTH / 2) < 480 or number % 2:
            continue
        corners = _quad(x, y, 8 + 6 * chance(seed, number, 23), 6, pi * chance(seed, number, 24))
        by_colour.setdefault(CONFETTI[number % len(CONFETTI)], []).append(corners)
    shapes = tuple(Shape(_joined(pieces), colour.faded(0.7)) for colour, pieces in by_colour.items())
    return Group(shapes, still=EVERYWHERE)


def still_confetti(seed: int, seconds: float) -> tuple[Item, ...]:
    """Draw the gentle replacement: pieces that fade in and never move."""
    group = _hanging(seed)
    return (Group((group,), opacity=eased(seconds, 0.4, 1.2)),)
