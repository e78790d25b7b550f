"""What Ctrl+K finds: people, cohorts and ceremonies of the clinic, as far as the person signed in may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from models.access import Permission
from models.people.participant import find_people
from models.programme.cohort import cohorts
from models.recognition.ceremony import ceremonies
from models.text import fold
from ui.words.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.work import Work

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what kind, what it is called, and the screen that shows it."""

    kind: str
    """"person", "cohort" or "ceremony"."""
    text: str
    below: str
    screen: str
    parameters: dict[str, object] = field(default_factory=dict)


def search(work: Work, text: str) -> tuple[Hit, ...]:
    """Find by letters, without regard to case and accents; at most eight of a kind."""
    work.require(Permission.READ_PROFILE)
    wanted = fold(text)
    found: list[Hit] = []
    if wanted and work.actor.may(Permission.READ_CONTACT):
        found += _people(work, text)
    if work.actor.may(Permission.READ_PROGRAMME):
        found += _cohorts(work, wanted)
    if work.actor.may(Permission.READ_CEREMONY):
        found += _ceremonies(work, wanted)
    return tuple(found)


def _people(work: Work, text: str) -> Iterator[Hit]:
    for line in find_people(work, text, limit=MOST):
        yield Hit("person", line.name, line.distinguisher, "person", {"person": line.id})


def _cohorts(work: Work, wanted: str) -> Iterator[Hit]:
    named = [line for line in cohorts(work) if wanted in fold(line.name)]
    for line in named[:MOST]:
        yield Hit("cohort", line.name, line.programme, "cohort", {"cohort": line.id})


def _ceremonies(work: Work, wanted: str) -> Iterator[Hit]:
    named = [view for view in ceremonies(work) if wanted in fold(view.title)]
    for view in named[:MOST]:
        day = view.planned_for.astimezone(work.zone).date()
        yield Hit("ceremony", view.title, day_text(day), "ceremony", {"ceremony": view.id})
