"""The rules by which attendance earns badges; they never use an outcome or a score, which a reward would bias."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.programme.mark import ATTENDED, Mark
from models.recognition.badge import BadgeKind
from models.translation import number_text, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUR: Final = 4
BREAK: Final = 2
"""Sessions missed in a row, for whatever reason, that make a return worth a badge."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A badge whose rule is met: at which session (its index in the course), and the reason, which is stored."""

    kind: BadgeKind
    place: int
    reason: str


def earned(course: Sequence[Mark | None], planned: int) -> tuple[Earned, ...]:
    """Give the badges that this course of marks has earned.

    `course` has one mark for each session so far, in order, None where the person was not marked; `planned` is the
    number of all sessions that count for this person.
    """
    came = [place for place, mark in enumerate(course) if mark in ATTENDED]
    found = []
    if came:
        found.append(Earned(BadgeKind.FIRST_SESSION, came[0], tr("came to a first session")))
    if len(came) >= FOUR:
        found.append(Earned(BadgeKind.FOUR_SESSIONS, came[FOUR - 1], tr("came to four sessions")))
    half = (planned + 1) // 2
    if half and len(came) >= half:
        reason = plural(
            planned, "came to {half} of {count} session", "came to {half} of {count} sessions", half=number_text(half)
        )
        found.append(Earned(BadgeKind.HALF_WAY, came[half - 1], reason))
    back = _return(course, came)
    if back is not None:
        reason = plural(
            BREAK, "came back after {count} or more session away", "came back after {count} or more sessions away"
        )
        found.append(Earned(BadgeKind.CAME_BACK, back, reason))
    return tuple(found)


def _return(course: Sequence[Mark | None], came: Sequence[int]) -> int | None:
    """Give the index of the first session attended after a break; there is none before the first attendance."""
    for before, after in itertools.pairwise(came):
        # Not marked is not known: such a session makes no break.
        away = [mark for mark in course[before + 1 : after] if mark is not None]
        if len(away) >= BREAK:
            return after
    return None
