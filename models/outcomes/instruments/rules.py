"""Scoring rules; a form's data file lists those that it uses, in order, and cites their source.

A rule reads the answers, or the result of an earlier rule, and gives None where it cannot be applied: a blank is never
counted as 0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Number: TypeAlias = int | float
Value: TypeAlias = int | float | bool | str | None


class Part(BaseModel):
    """A part of a data file; immutable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Rule(Part):
    """The base of all rules: the key of its result."""

    key: str


class _OverItems(_Rule):
    """A rule over some questions, counted from 1; over all of them unless named."""

    items: tuple[int, ...] = ()

    def chosen(self, answers: Sequence[Number | None]) -> list[Number | None]:
        """Give the answers that this rule looks at."""
        return [answers[number - 1] for number in self.items] if self.items else list(answers)

    def complete(self, answers: Sequence[Number | None]) -> list[Number] | None:
        """Give those answers when none is blank, else None."""
        known = [answer for answer in self.chosen(answers) if answer is not None]
        return known if known and len(known) == len(self.chosen(answers)) else None


class Single(_OverItems):
    """The one answer itself."""

    rule: Literal["value"]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the answer, None when blank."""
        return self.chosen(answers)[0]


class Sum(_OverItems):
    """The sum, when every one of the questions is answered."""

    rule: Literal["sum"]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the sum, None with a blank."""
        known = self.complete(answers)
        return None if known is None else sum(known)


class Mean(_OverItems):
    """The arithmetic mean, when every one of the questions is answered."""

    rule: Literal["mean"]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the mean, None with a blank."""
        known = self.complete(answers)
        return None if known is None else sum(known) / len(known)


class Ticked(_OverItems):
    """The number of statements ticked (the RMDQ: Roland and Fairbank 2000).

    An unticked statement means no; a list without any tick must be confirmed with zeros, or it may be an empty form.
    """

    rule: Literal["ticked"]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the count, None when nothing is ticked and not every statement was denied."""
        count = sum(answer or 0 for answer in self.chosen(answers))
        return count if count or self.complete(answers) else None


class Percent(_OverItems):
    """The sum as a percentage of the highest sum that the answered questions allow (the Oswestry index, for example).

    `highest` is that of one question; `may_miss` is the number of questions that may be blank.
    """

    rule: Literal["percent"]
    highest: int
    may_miss: int

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the percentage to one decimal, None when more questions are blank than may be."""
        chosen = self.chosen(answers)
        known = [answer for answer in chosen if answer is not None]
        if not known or len(chosen) - len(known) > self.may_miss:
            return None
        return rounded(sum(known) * 100 / (self.highest * len(known)), 1)


class Flag(_OverItems):
    """Whether the one question was answered with at least this much, whatever the rest says."""

    rule: Literal["item at least"]
    value: int

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Tell whether it was, None when that question is blank: a safety flag is never imputed."""
        answer = self.chosen(answers)[0]
        return None if answer is None else answer >= self.value


class AtLeast(_Rule):
    """Whether an earlier score reaches a cut."""

    rule: Literal["at least"]
    of: str
    value: float

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Tell whether it does, None without that score."""
        base = number(found.get(self.of))
        return None if base is None else base >= self.value


class Rounded(_Rule):
    """An earlier score, rounded half up."""

    rule: Literal["rounded"]
    of: str
    digits: int

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give it, None without that score."""
        base = number(found.get(self.of))
        return None if base is None else rounded(base, self.digits)


class Times(_Rule):
    """An earlier score, multiplied."""

    rule: Literal["times"]
    of: str
    factor: int

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give it, None without that score."""
        base = number(found.get(self.of))
        return None if base is None else base * self.factor


class Table(_Rule):
    """The value of a published table for an earlier whole score (a T-score); `values[0]` is that of `first`."""

    rule: Literal["table"]
    of: str
    first: int
    values: tuple[float, ...]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the row, None without that score."""
        base = number(found.get(self.of))
        return None if base is None else self.values[int(base) - self.first]


class Band(Part):
    """One band of severity: its words, which are ours, and the lowest value of each score that it asks for."""

    words: str
    at_least: dict[str, float] = Field(default_factory=dict)


class Banded(_Rule):
    """The first band whose scores are all reached; the last band asks for none."""

    rule: Literal["band"]
    of: str
    bands: tuple[Band, ...]

    def result(self, answers: Sequence[Number | None], found: Mapping[str, Value]) -> Value:
        """Give the words, None without the score that is banded."""
        if number(found.get(self.of)) is None:
            return None
        return next(band.words for band in self.bands if _reaches(band, found))


Rule: TypeAlias = Annotated[
    Single | Sum | Mean | Ticked | Percent | Flag | AtLeast | Rounded | Times | Table | Banded,
    Field(discriminator="rule"),
]


def rounded(value: Number, digits: int) -> Number:
    """Round half up, as on paper; a whole number when no digits are kept."""
    # Through the decimal text: `round` rounds half to even, and 2.675 is less than that in binary.
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return float(exact) if digits else int(exact)


def number(value: Value) -> Number | None:
    """Give the value as a number, None where it is none."""
    return value if isinstance(value, int | float) else None


def _reaches(band: Band, found: Mapping[str, Value]) -> bool:
    return all((number(found.get(key)) or 0) >= least for key, least in band.at_least.items())
