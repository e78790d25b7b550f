"""One thing that happened in a run of a ceremony, as the journal keeps it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import InvalidError


class EventKind(StrEnum):
    """What happened."""

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
    """A row of the journal: enough to come back to the same state without knowing any name."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: EventKind
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """Seconds on the run's own clock."""
    cue: Place | None = None
    step: Place | None = None
    passed: tuple[Place, ...] = ()
    """Cues that were passed over because their person is not to be mentioned."""
    seconds: int | None = None
    digest: str | None = None

    def to_json(self) -> str:
        """Write the event as JSON; what is not set is left out."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Event:
        """Read an event; anything unknown in it is refused."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            message = "The record of this ceremony is damaged, so it cannot go on from where it was. Start it again."
            raise InvalidError(message) from error
