"""The words in which a ceremony's director speaks: places, outputs, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

GUARD: Final = 0.8
"""Seconds in which a second GO is taken for the first one, pressed twice."""


class Output(Enum):
    """What the audience is given."""

    OPEN = "open"
    CURTAIN = "curtain"
    FROZEN = "frozen"


class Reason(Enum):
    """Why a press did nothing; the sentence is for the presenter."""

    TWICE = "Pressed twice. Laurel took the first press."
    HELD = "On hold. Press H to go on."
    FROZEN = "The screen is frozen. Press F to let it move again."
    LAST = "This was the last part. Lower the curtain when everybody has said goodbye."
    FIRST = "This is the beginning."
    NOT_BEGUN = "The curtain is still down. GO opens it."
    NOT_SHOWN = "This part cannot be shown: its person is not to be mentioned."
    NOBODY = "Nobody is up here. There is nobody to mark."
    NOTHING = "There is nothing to undo."
    FINISHED = "This ceremony has ended."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A press that did nothing, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a cue, both counted from 0."""

    cue: int
    step: int


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the next press of GO will show, for its button and for the private preview."""

    place: Place
    text: str
    opens_curtain: bool
    shows_name: bool
    passed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Still:
    """The frame that the audience keeps while the screen is frozen."""

    place: Place
    seconds: float


SETTLED: Final = 60.0
"""Seconds into a step after which nothing on the stage moves any more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the audience is given now: the arguments of the one function that draws the stage."""

    place: Place
    seconds: float
    """Seconds into the step; a settled step stands at `SETTLED`."""
    output: Output
