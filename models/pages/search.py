"""The search of Ctrl+K: people, cohorts and ceremonies that are open to the person acting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from models.access import Permission
from models.people.participant import find_people
from models.programme.cohort import cohorts
from models.recognition.ceremony import ceremonies
from models.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from models.work import Work

MOST: Final = 8
"""Of each kind; more letters find the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result: its kind, its name, and the screen that shows it."""

    kind: str
    """"person", "cohort" or "ceremony"."""
    text: str
    below: str
    """What tells it from others of its name; "" for a ceremony, which is told by its day."""
    screen: str
    parameters: dict[str, object] = field(default_factory=dict)
    planned_for: datetime | None = None
    """When a ceremony begins."""


def search(work: Work, text: str) -> tuple[Hit, ...]:
    """Find names that contain the text, without regard to case and accents; at most `MOST` of a kind."""
    work.require(Permission.READ_PROFILE)
    wanted = fold(text)
    found: list[Hit] = []
    # Every name contains an empty text: people are listed only where something is typed.
    if wanted and work.actor.may(Permission.READ_CONTACT):
        found += _people(work, text)
    if work.actor.may(Permission.READ_PROGRAMME):
        found += _cohorts(work, wanted)
    if work.actor.may(Permission.READ_CEREMONY):
        found += _ceremonies(work, wanted)
    return tuple(found)


def _people(work: Work, text: str) -> Iterator[Hit]:
    for line in find_people(work, text, limit=MOST):
        yield Hit(
            kind="person",
            text=line.name,
            below=line.label.distinguisher,
            screen="person",
            parameters={"person": line.id},
        )


def _cohorts(work: Work, wanted: str) -> Iterator[Hit]:
    named = [line for line in cohorts(work) if wanted in fold(line.name)]
    for line in named[:MOST]:
        yield Hit(kind="cohort", text=line.name, below=line.programme, screen="cohort", parameters={"cohort": line.id})


def _ceremonies(work: Work, wanted: str) -> Iterator[Hit]:
    named = [view for view in ceremonies(work) if wanted in fold(view.title)]
    for view in named[:MOST]:
        yield Hit(
            kind="ceremony", text=view.title, below="", screen="ceremony", parameters={"ceremony": view.id},
            planned_for=view.planned_for,
        )  # fmt: skip
