"""The occasions at which forms are asked for, with their days, and how a form was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from models.translation import mark


class Occasion(StrEnum):
    """The moments of a programme at which forms are asked for."""

    INTAKE = "intake"
    WEEK_2 = "week 2"


OCCASION_WORDS: Final = {Occasion.INTAKE: mark("intake"), Occasion.WEEK_2: mark("week 2")}
"""What each is called on paper and in files."""


class Mode(StrEnum):
    """How the answers came into Laurel."""

    SELF = "self"
    STAFF = "staff"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Window:
    """Days from a person's first session (day 0): due from `opens`, overdue after `due`, not asked after `closes`."""

    opens: int
    due: int
    closes: int

    def days(self, first: date) -> tuple[date, date, date]:
        """Give the three dates for a person whose first session is on this day."""
        return first + timedelta(self.opens), first + timedelta(self.due), first + timedelta(self.closes)


WINDOWS: Final[dict[Occasion, Window]] = {
    Occasion.INTAKE: Window(-14, 6, 13),
    Occasion.WEEK_2: Window(14, 17, 27),
}
"""Week 2 opens on day 14: a form that looks back two weeks (PHQ, GAD-7) would earlier ask about the days of intake."""
EARLIEST_INTAKE: Final = timedelta(days=90)
"""A form answered longer before the first session does not describe the person at the start."""


def occasion_span(occasion: Occasion, first: date) -> tuple[date, date]:
    """Give the first and last day of answers that count for this occasion; `first` is the day of the first session."""
    opens, _, closes = WINDOWS[occasion].days(first)
    return (first - EARLIEST_INTAKE if occasion is Occasion.INTAKE else opens), closes
