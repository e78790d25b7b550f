"""Confetti: it falls for five seconds and then rests; the same for the same seed."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Final, NamedTuple

from ceremonies.scenes.easing import chance, eased, share
from ceremonies.scenes.palette import CONFETTI
from ceremonies.scenes.picture import EVERYWHERE, HEIGHT, WIDTH, Colour, Group, Item, Patches

SECONDS: Final = 4.7
PIECES: Final = 104
_LANDED = 0.5
_CLEAR: Final = 600.0  # nothing comes to rest under the words


Corners = tuple[tuple[float, float], ...]


def _quad(x: float, y: float, wide: float, high: float, turn: float) -> Corners:
    c, s = cos(turn), sin(turn)
    ax, ay, bx, by = wide * c, wide * s, -high * s, high * c
    return (
        (x - ax - bx, y - ay - by),
        (x + ax - bx, y + ay - by),
        (x + ax + bx, y + ay + by),
        (x - ax + bx, y - ay + by),
    )


class _Piece(NamedTuple):
    """The random values of one piece: times in seconds, angles in radians."""

    delay: float
    down: float
    x: float
    floor: float
    sway: float
    sway_at: float
    sway_by: float
    turn: float
    turn_by: float
    wide: float
    high: float
    flip_at: float
    flip_by: float
    colour: Colour


@lru_cache(maxsize=16)
def _pieces(seed: int) -> tuple[_Piece, ...]:
    """Make the pieces for a seed."""

    def piece(number: int) -> _Piece:
        def any_of(low: float, high: float, salt: int) -> float:
            return low + (high - low) * chance(seed, number, salt)

        x = any_of(-30, WIDTH + 30, 7)
        floor = any_of(905, HEIGHT - 14, 2) if abs(x - WIDTH / 2) > _CLEAR else HEIGHT + 40
        return _Piece(
            delay=any_of(0.0, 1.3, 1),
            down=any_of(3.0, SECONDS - 1.35, 3),
            x=x,
            floor=floor,
            sway=any_of(16, 46, 4),
            sway_at=any_of(0, 2 * pi, 5),
            sway_by=any_of(5, 9, 6),
            turn=any_of(0, pi, 8),
            turn_by=any_of(-5, 5, 9),
            wide=any_of(9, 15, 10),
            high=any_of(5, 8, 11),
            flip_at=any_of(0, pi, 12),
            flip_by=any_of(6, 12, 13),
            colour=CONFETTI[number % len(CONFETTI)],
        )

    return tuple(piece(number) for number in range(PIECES))


def _corners(piece: _Piece, passed: float) -> Corners:
    """Give the corners of one piece at a share of its way down."""
    y = -40 + (piece.floor + 40) * (passed * 0.82 + 0.18 * passed * passed)
    x = piece.x + piece.sway * sin(piece.sway_at + passed * piece.sway_by)
    turn = piece.turn + passed * piece.turn_by
    if passed >= 1.0:
        return _quad(x, y, piece.wide, piece.high * 0.4, turn * 0.15)
    return _quad(x, y, piece.wide, piece.high * (0.35 + 0.65 * abs(cos(piece.flip_at + passed * piece.flip_by))), turn)


def _drawn(seed: int, seconds: float) -> tuple[Item, ...]:
    in_air: dict[Colour, list[Corners]] = {}
    at_rest: dict[Colour, list[Corners]] = {}
    for piece in _pieces(seed):
        passed = share(seconds, piece.delay, piece.down)
        if 0.0 < passed < 1.0 or (passed >= 1.0 and piece.floor < HEIGHT):
            (at_rest if passed >= 1.0 else in_air).setdefault(piece.colour, []).append(_corners(piece, passed))
    # One item for each colour is quicker to paint than one for each piece.
    lying = [Patches(tuple(pieces), colour.faded(_LANDED)) for colour, pieces in at_rest.items()]
    flying = [Patches(tuple(pieces), colour) for colour, pieces in in_air.items()]
    return (*lying, *flying)


@lru_cache(maxsize=16)
def at_rest(seed: int) -> Group:
    """Draw the pieces where they come to rest."""
    return Group(items=_drawn(seed, SECONDS), still=EVERYWHERE)


def confetti(seed: int, seconds: float) -> tuple[Item, ...]:
    """Draw the confetti a while after it was thrown."""
    if seconds <= 0.0:
        return ()
    return (at_rest(seed),) if seconds >= SECONDS else _drawn(seed, seconds)


@lru_cache(maxsize=16)
def _hanging(seed: int) -> Group:
    """Draw a few pieces around the edges, away from the words."""
    by_colour: dict[Colour, list[Corners]] = {}
    for number in range(PIECES):
        x, y = chance(seed, number, 21) * WIDTH, chance(seed, number, 22) * HEIGHT
        if abs(x - WIDTH / 2) < 480 or number % 2:
            continue
        corners = _quad(x, y, 8 + 6 * chance(seed, number, 23), 6, pi * chance(seed, number, 24))
        by_colour.setdefault(CONFETTI[number % len(CONFETTI)], []).append(corners)
    shapes = tuple(Patches(tuple(pieces), colour.faded(0.7)) for colour, pieces in by_colour.items())
    return Group(items=shapes, still=EVERYWHERE)


def still_confetti(seed: int, seconds: float) -> tuple[Item, ...]:
    """Draw the confetti of a gentle ceremony: pieces that fade in and never move."""
    group = _hanging(seed)
    return (Group(items=(group,), opacity=eased(seconds, 0.4, 1.2)),)
