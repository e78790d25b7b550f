"""Easing functions for movement, and random numbers that are always the same."""

from __future__ import annotations

GENTLE_FADE = 0.9


def share(seconds: float, start: float, length: float) -> float:
    """Return how much of a span of time has passed, 0 to 1."""
    return min(1.0, max(0.0, (seconds - start) / length))


def eased(seconds: float, start: float, length: float) -> float:
    """Return the share of a span with a soft beginning and end."""
    t = share(seconds, start, length)
    return t * t * (3 - 2 * t)


def arriving(seconds: float, start: float, length: float) -> float:
    """Return the share of a span that begins at speed and comes to rest."""
    return 1 - (1 - share(seconds, start, length)) ** 3


def chance(seed: int, number: int, salt: int) -> float:
    """Return a number from 0 up to 1 that looks random and depends on these arguments alone."""
    # SplitMix64, not the random module: a frame is the same in film, paper and test, in whatever order it is drawn.
    mixed = (seed * 0x9E3779B97F4A7C15 + number * 0xBF58476D1CE4E5B9 + salt * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return ((mixed ^ (mixed >> 31)) >> 11) / float(1 << 53)
