"""The type of a form's data file: questions, scoring rules, interpretation, licence and sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import Field

from models.outcomes.instruments.rules import Part, Rule

DECLINED: Final = "declined"
"""The answer of a person who prefers not to say; scored like a blank, stored as a refusal."""


class Direction(StrEnum):
    """Which direction of a score is an improvement."""

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
    """Published cuts for a change of the form's first main score; `source` cites the paper.

    `meaningful` is the minimal important change and `beyond_error` the minimal detectable change, both in points.
    """

    meaningful: float | None = None
    relative: float | None = None
    """Share of the first score."""
    beyond_error: float | None = None
    source: str = ""


class Norms(Part):
    """Norms by sex ("F", "M") and age in years: below `least[sex][first age of the group]` is below average.

    There is no norm after the age of `until`.
    """

    until: int
    least: dict[str, dict[int, int]]


class Instrument(Part):
    """One form: its questions, how it is scored, and the sources of that."""

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
