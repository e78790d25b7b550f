"""When a form is asked for, and how it was filled in."""

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
    """Days counted from a person's first session: asked for from `opens`, late after `due`, too late after `closes`."""

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
"""Week 2 never opens before day 14: an earlier form would look back on the same days as intake."""
EARLIEST_INTAKE: Final = timedelta(days=90)
"""A form answered longer before the first session says nothing about the start."""


def occasion_span(occasion: Occasion, first: date) -> tuple[date, date]:
    """Give the first and last day on which answers stand for this occasion."""
    opens, _, closes = WINDOWS[occasion].days(first)
    return (first - EARLIEST_INTAKE if occasion is Occasion.INTAKE else opens), closes
