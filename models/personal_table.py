"""A table's declaration: what erasure, export, merge, mention search and retention do with its rows.

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
"""The value of a cell in a personal export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom an erasure or an export is about."""

    people: tuple[UUID, ...]
    """The record that is kept of the person, and after it those that were merged into it."""
    enrolments: tuple[UUID, ...]
    """Their memberships; in an export those whose group is open to the person acting."""
    clear: Callable[[str], str]
    """Removes mentions from a text: in an erasure those of the person, in an export those of everybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject(Subject):
    """Whom an export is about, with the names of groups and of staff's roles."""

    name: str
    groups: Mapping[UUID, str]
    """By enrolment."""
    role: Callable[[UUID | None], str]
    """Gives the roles of a member of staff, by which the export names them."""


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
    """It moves to the kept record."""
    STAY = auto()
    """It stays with the merged record, which stays as well and points at the kept one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unite:
    """Merging: of two rows that agree in these columns one is kept, with the rows below both; the others move."""

    by: tuple[str, ...]
    worth: Callable[[Any], int] | None = None
    """The row with the higher worth is kept; without a function, and of two equal rows, that of the kept record."""
    before: Callable[[Work, Any, Any], None] | None = None
    """Called with the kept record's row and the other one before one is deleted, to carry over what would be lost."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A field of an export that is computed: `say` makes it from the values at `paths`."""

    say: Callable[..., Value]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A section of an export, row by row: its headings, each with the path to its value.

    Without `Computed`, an instant is written in ISO 8601, an enrolment as its group, staff as their roles, and free
    text without mentions of others.
    """

    name: str
    title: str
    fields: Mapping[str, str | Computed]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """Files in `media/` that belong to rows: the column with the stored name, and the name in an export."""

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
    """A function empties the columns that tell whose row it was, for a row that has to stay."""
    merge: Merge | Unite | Callable[[Work, UUID, UUID], None]
    """A function is given the ids that `about` points at for the kept record and for the merged one."""
    free_text: tuple[str, ...]
    """Columns of free text of the staff, in which anybody may be mentioned; sealed ones too."""
    keep: str | Callable[[], Select[Any, Any]] | None
    """The day or instant from which the retention time runs: a path, or a select of (person, day)."""
    other_text: tuple[str, ...] = ()
    """Columns of text in which nobody is mentioned: codes, Laurel's own words, and what only names the person."""
    others: tuple[str, ...] = ()
    """Further columns that point at a person, also in a row about somebody else; an erasure empties them."""
    export: tuple[Fields | Tell, ...] = ()
    """The sections of an export; without any, one with every column."""
    files: KeptFiles | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTable(Declaration):
    """A table whose rows are not about one participant, and why not."""

    why: str
    free_text: tuple[str, ...] = ()
    other_text: tuple[str, ...] = ()
    erase: Callable[[Work, Subject], None] | None = None
    """For a document in which people have parts: removes the subject's."""
    merge: tuple[str, Callable[[Work, UUID, UUID], None]] | None = None
    """For a document that refers to rows of a table: its name, and what lets the kept row stand for the dropped one."""
    export: tuple[Tell, ...] = ()
    """For a document in which people have parts: gives the subject's, for an export."""
