"""Choosing the cost of Argon2id for this computer: half a second to a second, never below the lower limit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from models.keys.slots import Cost

if TYPE_CHECKING:
    from collections.abc import Callable

    Timer = Callable[[Cost], float]
    """Derives one key at a cost and tells how many seconds that took."""

SHORTEST: Final = 0.5
LONGEST: Final = 1.0
_GOAL: Final = 0.7
"""Seconds, all three."""
_MOST_MEMORY_KIB: Final = 256 * 1024
"""A slot made here must open on the clinic's oldest PC too."""
_MOST_PASSES: Final = 60
_TRIES: Final = 4


def calibrated(timer: Timer, floor: Cost | None = None) -> Cost:
    """Choose the cost by measuring with `timer`; a slow computer gets `floor`, by default that of `Cost`."""
    lowest = floor or Cost()
    cost, seconds = lowest, timer(lowest)
    # Memory first: it is what makes guessing on graphics cards dear. Then passes over it.
    while seconds * 2 <= LONGEST and seconds < SHORTEST and cost.memory_kib * 2 <= _MOST_MEMORY_KIB:
        cost = replace(cost, memory_kib=cost.memory_kib * 2)
        seconds = timer(cost)
    for _ in range(_TRIES):
        if SHORTEST <= seconds <= LONGEST:
            break
        passes = min(_MOST_PASSES, max(lowest.time, round(cost.time * _GOAL / max(seconds, 1e-6))))
        if passes == cost.time:
            break
        cost = replace(cost, time=passes)
        seconds = timer(cost)
    return cost
