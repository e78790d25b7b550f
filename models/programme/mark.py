"""Attendance marks: what can be ticked for one person at one session, and what each mark counts as."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from models.translation import mark as extract


class Mark(StrEnum):
    """What is ticked for one person at one session; the letter is the key."""

    PRESENT = "P"
    LATE = "L"
    REMOTE = "R"
    LEFT_EARLY = "X"
    MADE_UP = "M"
    EXCUSED = "E"
    FLARE_UP = "F"
    NO_SHOW = "N"


MARK_WORDS: Final = {
    Mark.PRESENT: extract("present"), Mark.LATE: extract("late"), Mark.REMOTE: extract("remote"),
    Mark.LEFT_EARLY: extract("left early"), Mark.MADE_UP: extract("made up"), Mark.EXCUSED: extract("excused"),
    Mark.FLARE_UP: extract("flare-up"), Mark.NO_SHOW: extract("no-show"),
}  # fmt: skip
"""What each letter says on paper and in files."""
# E, F and N do not attend; E and F stay in the denominator of completion unless the programme says otherwise.


ATTENDED: Final = frozenset({Mark.PRESENT, Mark.LATE, Mark.REMOTE, Mark.LEFT_EARLY, Mark.MADE_UP})


EXCUSED: Final = frozenset({Mark.EXCUSED, Mark.FLARE_UP})


def mark_worth(mark: Mark | None) -> int:
    """Rank a mark for a merge of two records: 0 for none, then no-show, excused, and 3 for attended."""
    return ("not marked", "no-show", "told us", "attended").index(kind_of(mark))


def kind_of(mark: Mark | None) -> str:
    """Sort a mark by what it says: "attended", "told us", "no-show", or "not marked"."""
    if mark is None:
        return "not marked"
    if mark in ATTENDED:
        return "attended"
    return "told us" if mark in EXCUSED else "no-show"
