"""What a data file says about one form."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import Field

from models.outcomes.instruments.rules import Part, Rule

DECLINED: Final = "declined"
"""The answer of a person who prefers not to say: not a blank, and not a number either."""


class Direction(StrEnum):
    """Which way is good news."""

    LOWER_IS_BETTER = "lower is better"
    HIGHER_IS_BETTER = "higher is better"


class Item(Part):
    """One question; wording and anchors only where we may ship them."""

    name: str
    text: str = ""
    low: str = ""
    high: str = ""
    minimum: int | None = None
    maximum: int | None = None
    scored_as: tuple[int, ...] = ()
    """What the answers count, from the lowest up, where that is not the answer itself."""


class Change(Part):
    """Which change of the drawn score says something."""

    meaningful: float | None = None
    relative: float | None = None
    """Share of the first score."""
    beyond_error: float | None = None
    source: str = ""


class Norms(Part):
    """Ages from which a count below `least` is below average, by sex; none beyond `until`."""

    until: int
    least: dict[str, dict[int, int]]


class Instrument(Part):
    """One form: its questions, how it is scored, and where that is written."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    form_version: str
    rule_version: str
    about: str
    recall: str
    language: str = "en"
    """The language of the wording."""
    is_offered: bool = False
    """Whether the window offers it for entry."""
    items: tuple[Item, ...]
    minimum: int
    maximum: int | None
    whole: bool = True
    fewest: int | None = None
    """How many answers are enough where people choose their own questions."""
    total_entry: str = ""
    """The key under which a raw sum may be entered instead of answers."""
    norms: Norms | None = None
    rules: tuple[Rule, ...]
    main: tuple[str, ...]
    """The scores that make the form valid; the first is the one that is drawn."""
    direction: Direction
    range: tuple[float, float | None]
    missing: str
    change: Change = Field(default_factory=Change)
    licence: str
    wording_shipped: bool
    notes: tuple[str, ...] = ()
    loinc: dict[str, str] = Field(default_factory=dict)
    sources: tuple[str, ...]

    def bounds(self, item: Item) -> tuple[int, int | None]:
        """Give the lowest and the highest answer to a question; None where it has no top."""
        lowest = self.minimum if item.minimum is None else item.minimum
        return lowest, self.maximum if item.maximum is None else item.maximum
