"""The People page: everyone whose name contains what is typed, with their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.access import Permission
from models.people.participant import PersonLine, find_people
from models.programme.cohort import group_names

if TYPE_CHECKING:
    from models.work import Work

MOST: Final = 2000
"""People that one list shows; the search finds the others."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the names of their groups, newest first."""

    line: PersonLine
    groups: str


def people_page(work: Work, text: str = "") -> tuple[PersonRow, ...]:
    """List the people whose name contains the text, in the clinic's sort order."""
    work.require(Permission.READ_PEOPLE)
    groups = group_names(work)
    return tuple(PersonRow(line, " · ".join(groups.get(line.id, ()))) for line in find_people(work, text, limit=MOST))
