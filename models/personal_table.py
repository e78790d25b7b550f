"""What a table says of itself: what erasure, export, merge, mention search and retention do with its rows.

Each mapped class has a `PersonalTable` or a `SharedTable` as its `personal`. Columns are named as they are; a path goes
on through foreign keys: "meeting_id.number" is the number of the session that a row points at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from models.base import Declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import Select

    from models.work import Work

Value = str | int | float | date | None
"""What stands in a cell of a personal export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom an erasure or an export is about."""

    people: tuple[UUID, ...]
    """The record that is kept of the person, and after it those that were merged into it."""
    enrolments: tuple[UUID, ...]
    """Their memberships; in an export those whose group is open to the person acting."""
    clear: Callable[[str], str]
    """Takes out of a text: in an erasure every mention of the person, in an export everybody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject(Subject):
    """Whom an export is about, and how it speaks of groups and of staff."""

    name: str
    groups: Mapping[UUID, str]
    """By enrolment."""
    role: Callable[[UUID | None], str]
    """Names a member of staff by what they do here and never by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of record in an export: its name for files, its title, its headings, and each row's values."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that says what an export lacks, why, and who can add it."""

    sentence: str


class Erase(Enum):
    """What erasing a person does with a row about them."""

    DELETE = auto()


class Merge(Enum):
    """What merging two records of one person does with a row about the one that goes."""

    MOVE = auto()
    """It is the kept person's from then on."""
    STAY = auto()
    """It stays with the record that goes, which stays too and says into which one it was merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unite:
    """Merging: of two rows that agree in these columns one is kept, with the rows below both; the others move."""

    by: tuple[str, ...]
    worth: Callable[[Any], int] | None = None
    """The row that is worth more is kept; without it, and of two equal ones, the kept person's."""
    before: Callable[[Work, Any, Any], None] | None = None
    """Called with the kept person's row and the other one before one of them goes: carries over what would be lost."""


@dataclass(frozen=True, slots=True)
class Said:
    """A field of an export in words of its own: the values at these paths, put into words."""

    say: Callable[..., Value]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A section of an export, row by row: its headings, each with the path to its value.

    Unless said otherwise an instant is written in ISO 8601, an enrolment as its group, staff as their role, and in
    free text others are not mentioned.
    """

    name: str
    title: str
    fields: Mapping[str, str | Said]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """Files of the clinic's media that belong to rows: the column with the name inside, and the name outside."""

    column: str
    name: str
    """A template over the row's columns."""


if TYPE_CHECKING:
    Tell = Callable[[Work, ExportSubject], Iterable[Section | LeftOut]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTable(Declaration):
    """A table whose rows are each about one person; every field without a default is a decision to be made."""

    about: str
    """The column that leads to the person: to a participant, an enrolment, or a row that is about one itself."""
    erase: Erase | Callable[[Any], None]
    """A function leaves of the row what has to stay, and nothing that tells whose it was."""
    merge: Merge | Unite | Callable[[Work, UUID, UUID], None]
    """A function is given what `about` pointed at in the kept record and in the one that goes."""
    free_text: tuple[str, ...]
    """Columns in which staff write freely, so that somebody else may be mentioned there; sealed ones too."""
    keep: str | Callable[[], Select[Any, Any]] | None
    """The day or instant from which the time of keeping counts: a path, or a select of (person, day)."""
    other_text: tuple[str, ...] = ()
    """Columns of text in which nobody is mentioned: codes, Laurel's own words, and what only names the person."""
    others: tuple[str, ...] = ()
    """Further columns that point at a person, also in a row about somebody else; an erasure empties them."""
    export: tuple[Fields | Tell, ...] = ()
    """The sections of an export; without any, one with every column."""
    files: KeptFiles | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTable(Declaration):
    """A table that is about nobody of the groups in particular, and why not."""

    why: str
    free_text: tuple[str, ...] = ()
    other_text: tuple[str, ...] = ()
    erase: Callable[[Work, Subject], None] | None = None
    """For a document in which people have parts: takes theirs out."""
    export: tuple[Tell, ...] = ()
    """What the person's parts in it are, for an export."""
