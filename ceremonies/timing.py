"""A run compared with its plan; durations only, never a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceremonies.permitted import staged
from models.recognition.script import Priority

if TYPE_CHECKING:
    from ceremonies.director import Director
    from ceremonies.permitted import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """All in seconds. `left_in_part` is negative when the part takes longer than planned."""

    elapsed: float
    left_in_part: float
    remaining: float
    """Until the end, if every part from now on takes as long as planned."""
    late: float
    """How much later than planned the end will be; negative is early."""


def timing(director: Director, now: float, permitted: Names) -> Timing:
    """Compute the times of a run at this moment."""
    script = director.script
    elapsed = (
        0.0 if director.begun_at is None else (director.ended_at or max(now, director.begun_at)) - director.begun_at
    )
    left = left_in_part(director, now)
    ahead = sum(
        script.cues[cue].seconds + director.extra[cue]
        for cue in range(director.cue + 1, len(script.cues))
        if cue not in director.absent and staged(script.cues[cue], permitted) is not None
    )
    remaining = 0.0 if director.is_finished else max(0.0, left) + ahead
    return Timing(elapsed=elapsed, left_in_part=left, remaining=remaining, late=elapsed + remaining - script.seconds)


def left_in_part(director: Director, now: float) -> float:
    """Give the seconds left of the current part, negative when it is over."""
    running = 0.0 if director.since is None else max(0.0, now - director.since)
    planned = director.script.cues[director.cue].seconds + director.extra[director.cue]
    return planned - director.spent[director.cue] - running


def what_to_cut(director: Director, late: float) -> int | None:
    """Give the coming part to leave out, None where the run is less than two minutes (120 s) late.

    It is the least needed part, and of several the longest; never one about a person.
    """
    if late < 120 or director.is_finished:
        return None
    cues = director.script.cues
    order = {Priority.NICE: 0, Priority.SHOULD: 1}
    choices = [
        cue
        for cue in range(director.cue + 1, len(cues))
        if cue not in director.absent and cues[cue].recipient is None and cues[cue].priority in order
    ]
    return min(choices, key=lambda cue: (order[cues[cue].priority], -cues[cue].seconds), default=None)
