"""Types that the director and the effects of events share: places, outputs, refusals, the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ceremonies.event import Event
    from models.recognition.script import Script

from models.translation import mark

GUARD: Final = 0.8
"""Seconds in which a second GO is taken for a key that was pressed twice."""


class Output(Enum):
    """What the audience sees: the stage, the curtain, or a frozen frame."""

    OPEN = "open"
    CURTAIN = "curtain"
    FROZEN = "frozen"


class Reason(Enum):
    """Why a press did nothing, as a message for the presenter."""

    TWICE = mark("Pressed twice. Laurel took the first press.")
    HELD = mark("On hold. Press H to go on.")
    FROZEN = mark("The screen is frozen. Press F to let it move again.")
    LAST = mark("This was the last part. Lower the curtain when everybody has said goodbye.")
    FIRST = mark("This is the beginning.")
    NOT_BEGUN = mark("The curtain is still down. GO opens it.")
    NOT_SHOWN = mark("This part cannot be shown: its person is not to be mentioned.")
    NOBODY = mark("Nobody is up here. There is nobody to mark.")
    NOTHING = mark("There is nothing to undo.")
    FINISHED = mark("This ceremony has ended.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A press that did nothing, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Place:
    """A cue and a step in it, both counted from 0."""

    cue: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """What the next press of GO would show, for its button and for the private preview."""

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
    """What the audience sees now: the arguments of the function that draws the stage."""

    place: Place
    seconds: float
    """Seconds into the step; a settled step stands at `SETTLED`."""
    output: Output


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorState:
    """The state of a run. Times are seconds on the run's own monotonic clock: the wall clock may be set meanwhile."""

    script: Script
    digest: str
    """Of the stored script, as the journal names it."""
    cue: int = 0
    step: int = 0
    output: Output = Output.CURTAIN
    has_begun: bool = False
    is_finished: bool = False
    is_settled: bool = True
    is_on_hold: bool = False
    is_muted: bool = False
    armed: int | None = None
    absent: frozenset[int] = frozenset()
    extra: tuple[int, ...] = ()
    """Seconds added to each cue by hand."""
    spent: tuple[float, ...] = ()
    """Seconds spent in each cue before the clock last started."""
    reached: tuple[int, ...] = ()
    """The furthest step of each cue that was on stage, -1 for none; BACK goes to no other."""
    named: frozenset[int] = frozenset()
    """The cues whose person's name was on stage; their awards count as presented."""
    since: float | None = None
    """When the clock of the current cue last started; None while it stands still."""
    begun_at: float | None = None
    ended_at: float | None = None
    step_at: float = 0.0
    last_go: float | None = None
    still: Still | None = None
    undoable: Event | None = None
    event: Event | None = field(default=None, compare=False)
    """The event that led here, for the journal; no part of the state, so not compared."""

    @property
    def place(self) -> Place:
        """The step on stage."""
        return Place(self.cue, self.step)

    def seconds_into_step(self, now: float) -> float:
        """Give the seconds into the step by which the picture is drawn; a step that was shown before is settled."""
        return SETTLED if self.is_settled else max(0.0, now - self.step_at)
