"""A list of people before it is imported: the meaning of its columns, and the outcome of each row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import select

from models.access import Permission
from models.imports.headings import Columns, Field, check_columns, order_in_heading, propose_columns
from models.imports.import_message import ImportMessage, import_message
from models.imports.listed_person import ListedPerson, Reading, bare_name, listed_person
from models.imports.table_file import Table, read_table
from models.people.birth_date import is_ambiguous, only_order
from models.people.naming import Identity, full_name
from models.people.participant import Participant
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from models.imports.table_file import TableRow
    from models.people.birth_date import DateOrder
    from models.people.person_form import PersonForm
    from models.work import Work

W = TypeVar("W")
REASON: Final = "Reason"
"""The last heading of a file of rejected rows, whose cells are escaped once more than those of other lists."""


class Outcome(StrEnum):
    """The outcome of one row."""

    GOOD = "good"
    KNOWN = "known"
    REPEATED = "repeated"
    EMPTY = "empty"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """A list, what its columns hold, and the order of day and month in its dates (None while unknown)."""

    table: Table
    columns: Columns
    dates: DateOrder | None
    remarks: tuple[ImportMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One row and its outcome; `reasons` say why it is not good, `person` is the known person whom it is about."""

    row: int
    cells: tuple[str, ...]
    outcome: Outcome
    name: str
    listed: ListedPerson | None
    reasons: tuple[ImportMessage, ...]
    remarks: tuple[ImportMessage, ...]
    person: UUID | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Every row of a list with its outcome."""

    plan: RosterPlan
    lines: tuple[RosterLine, ...]

    def those(self, *outcomes: Outcome) -> tuple[RosterLine, ...]:
        """Give the rows with one of these outcomes."""
        return tuple(line for line in self.lines if line.outcome in outcomes)


def open_roster(path: Path, *, dates: DateOrder | None = None, encoding: str | None = None) -> RosterPlan:
    """Read a file and propose what its columns hold; raise `InvalidError` where it is no list."""
    proposed = propose_columns(read_table(path, encoding=encoding))
    stated = dates or order_in_heading(proposed.table, proposed.columns)
    remarks = (*proposed.table.remarks, *proposed.remarks)
    return RosterPlan(proposed.table, proposed.columns, stated, remarks)


def changed_columns(plan: RosterPlan, columns: Mapping[Field, int]) -> RosterPlan:
    """Give the plan with its columns as chosen by hand."""
    return RosterPlan(plan.table, MappingProxyType(dict(columns)), plan.dates, plan.table.remarks)


def likely_order(plan: RosterPlan) -> DateOrder | None:
    """Give the order that the unambiguous dates of the file have, to be proposed only."""
    # Only a proposal: the ambiguous dates beside them may still be written the other way.
    found = {order for text in _births(plan) if (order := only_order(text)) is not None}
    return found.pop() if len(found) == 1 else None


def ambiguous_date(plan: RosterPlan) -> str | None:
    """Give a date of the file that can be read in two ways, None where there is none or the order is known."""
    return next((text for text in _births(plan) if is_ambiguous(text)), None) if plan.dates is None else None


def preview_roster(work: Work, plan: RosterPlan) -> Preview:
    """Tell for every row whether it is good, whom it is about, or all that is wrong with it."""
    work.require(Permission.IMPORT_PEOPLE)
    check_columns(plan.table, plan.columns)
    clinic = profile(work)
    today = work.today
    is_rejects = REASON in plan.table.headings[-1:]
    reading = Reading(
        order=plan.dates, epoch=plan.table.epoch, today=today, country=clinic.country, is_rejects=is_rejects
    )
    known, listed = _known_people(work), _People[int]()
    lines = []
    for row in plan.table.rows:
        line = _line(row, plan.columns, reading)
        if line.outcome is Outcome.GOOD:
            line = _compared(line, known, listed)
        lines.append(line)
    return Preview(plan, tuple(lines))


@dataclass(frozen=True, slots=True)
class _Trait:
    """The details by which namesakes are compared."""

    born: date | None
    email: str
    phone: str

    def is_same(self, other: _Trait) -> bool:
        """Tell whether two people of one name are the same person.

        Two birth dates decide alone; else the same e-mail or phone does, and so does having none of the three.
        """
        if self.born and other.born:
            return self.born == other.born
        shared = (self.email and self.email == other.email) or (self.phone and self.phone == other.phone)
        return bool(shared) or not any((*self._known(), *other._known()))

    def _known(self) -> tuple[object, ...]:
        return (self.born, self.email, self.phone)


class _People(Generic[W]):
    """An index of people by `bare_name`, to find the one whom a form is about."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[_Trait, W]]] = {}

    def add(self, given: str, family: str, trait: _Trait, who: W) -> None:
        """Remember a person."""
        self._found.setdefault(bare_name(given, family), []).append((trait, who))

    def same(self, form: PersonForm) -> W | None:
        """Give who this is, None for somebody new."""
        trait = _trait(form)
        namesakes = self._found.get(bare_name(form.given_name, form.family_name), ())
        return next((who for known, who in namesakes if known.is_same(trait)), None)

    def has_namesake(self, form: PersonForm) -> bool:
        """Tell whether somebody of this name is there."""
        return bool(self._found.get(bare_name(form.given_name, form.family_name)))


def _births(plan: RosterPlan) -> tuple[str, ...]:
    place = plan.columns.get(Field.BORN)
    return () if place is None else tuple(row.cells[place] for row in plan.table.rows if place < len(row.cells))


def _known_people(work: Work) -> _People[UUID]:
    """Index everyone of the clinic; a merged person's old name leads to the one kept."""
    rows = work.session.execute(
        select(
            Participant.id, Participant.given_name, Participant.family_name, Participant.born, Participant.email,
            Participant.phone, Participant.merged_into,
        )
    ).all()  # fmt: skip
    kept = {row.id: row.merged_into for row in rows}
    people = _People[UUID]()
    for row in rows:
        who = row.id
        while (further := kept[who]) is not None:  # a record that was merged stands for the one that it went into
            who = further
        people.add(row.given_name, row.family_name, _Trait(row.born, row.email.casefold(), row.phone), who)
    return people


def _trait(form: PersonForm) -> _Trait:
    return _Trait(form.born, form.email.casefold(), form.phone)


def _line(row: TableRow, columns: Columns, reading: Reading) -> RosterLine:
    """Judge a row without comparing it with others."""
    if row.is_blank:
        return RosterLine(
            row=row.number,
            cells=row.cells,
            outcome=Outcome.EMPTY,
            name="",
            listed=None,
            reasons=(import_message("The row is empty."),),
            remarks=(),
            person=None,
        )
    if row.fault is not None:
        return RosterLine(
            row=row.number,
            cells=row.cells,
            outcome=Outcome.BAD,
            name="",
            listed=None,
            reasons=(row.fault,),
            remarks=(),
            person=None,
        )
    cells = {field: row.cells[place] for field, place in columns.items()}
    listed = listed_person(cells, reading)
    shown = " ".join(cells[field].strip() for field in (Field.GIVEN, Field.FAMILY, Field.WHOLE) if cells.get(field))
    outcome = Outcome.BAD if listed.faults else Outcome.GOOD
    return RosterLine(
        row=row.number,
        cells=row.cells,
        outcome=outcome,
        name=shown,
        listed=listed,
        reasons=listed.faults,
        remarks=listed.remarks,
        person=None,
    )


def _compared(line: RosterLine, known: _People[UUID], listed: _People[int]) -> RosterLine:
    """Find the person in the clinic, or in an earlier row."""
    if line.listed is None:
        return line
    form = line.listed.form
    person = known.same(form)
    if person is not None:
        name = full_name(Identity(id=person, given=form.given_name, family=form.family_name))
        reason = import_message("{name} is in the clinic already.", name=name)
        return replace(line, outcome=Outcome.KNOWN, reasons=(reason,), person=person)
    earlier = listed.same(form)
    if earlier is not None:
        reason = import_message("The same person stands in row {row} already.", row=earlier)
        return replace(line, outcome=Outcome.REPEATED, reasons=(reason,))
    has_namesake = known.has_namesake(form) or listed.has_namesake(form)
    listed.add(form.given_name, form.family_name, _trait(form), line.row)
    if has_namesake:
        return replace(
            line, remarks=(*line.remarks, import_message("Somebody else has the same name: they stay two people."))
        )
    return line
