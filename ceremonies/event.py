"""Events of a run, as the journal stores them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class EventKind(StrEnum):
    """The kind of an event."""

    BEGIN = "begin"
    """The windows opened, the curtain is down; names the script by its digest."""
    OPEN = "open"
    GO = "go"
    BACK = "back"
    CURTAIN = "curtain"
    FREEZE = "freeze"
    THAW = "thaw"
    ARM = "arm"
    DISARM = "disarm"
    SKIP = "skip"
    UNSKIP = "unskip"
    WITHHOLD = "withhold"
    """The name of the step just shown was not painted: consent ended while the press was being journalled."""
    HOLD = "hold"
    RELEASE = "release"
    MUTE = "mute"
    UNMUTE = "unmute"
    ADD_TIME = "add_time"
    PANIC = "panic"
    RESUME = "resume"
    FINISH = "finish"


Place = Annotated[int, Field(ge=0)]


class Event(BaseModel):
    """An event: with the script, the events of a run lead to the same state; none has a name in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: EventKind
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """Seconds on the run's own clock."""
    cue: Place | None = None
    step: Place | None = None
    passed: tuple[Place, ...] = ()
    """Cues that were passed over, because their person is not to be mentioned."""
    shows_name: bool = False
    """Whether the audience reads the person's name at this step."""
    seconds: int | None = None
    digest: str | None = None
