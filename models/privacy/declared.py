"""The declarations of all tables read together: which rows are about a person, and which columns lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Column, Table, inspect, select
from sqlalchemy.orm import defer

from models.base import Base, Record
from models.keys.sealed import Sealed
from models.people.participant import Participant
from models.personal_table import PersonalTable
from models.programme.enrolment import Enrolment
from models.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, FromClause, Select
    from sqlalchemy.orm import Session

    from models.personal_table import Subject

PARTICIPANT: Final = cast("Table", Participant.__table__)
ENROLMENT: Final = cast("Table", Enrolment.__table__)


def mapped_classes() -> tuple[type[Base], ...]:
    """List every mapped class, each after those that its foreign keys point at."""
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return tuple(classes[table] for table in METADATA.sorted_tables)


def personal_records() -> tuple[tuple[type[Record], PersonalTable], ...]:
    """List the tables whose rows are each about one person, parents first."""
    return tuple((each, each.personal) for each in mapped_classes() if _is_personal(each))  # type: ignore[misc]  # (as asked)


def table_of(record: type[Base]) -> Table:
    """Give the table that a class is mapped to."""
    return cast("Table", record.__table__)


def target_of(column: Column[Any]) -> Table | None:
    """Give the table that a column points at; None where it points at none."""
    return next((key.column.table for key in column.foreign_keys), None)


def is_sealed(column: Column[Any]) -> bool:
    """Tell whether a column opens only with the clinical key."""
    return isinstance(column.type, Sealed)


def is_free_text(column: Column[Any]) -> bool:
    """Tell whether a column holds free text of the staff."""
    return column.name in _class_of(column.table).personal.free_text


def about(record: type[Record], subject: Subject) -> ColumnElement[bool]:
    """Give the condition that a row of a personal table is about the subject."""
    return _is_about(table_of(record), {PARTICIPANT: subject.people, ENROLMENT: subject.enrolments})


def rows_about(session: Session, record: type[Record], subject: Subject) -> tuple[Record, ...]:
    """Give the rows about the subject in the order of their ids; sealed columns are not read."""
    return rows_where(session, record, about(record, subject))


def rows_where(session: Session, record: type[Record], condition: ColumnElement[bool]) -> tuple[Record, ...]:
    """Give rows in the order of their ids; sealed columns are not read, unless asked for later."""
    # A front desk, whose key does not open them, may merge and erase.
    query = select(record).where(condition).order_by(record.id)
    columns = inspect(record).column_attrs
    closed = [defer(column.class_attribute) for column in columns if is_sealed(cast("Any", column.columns[0]))]
    return tuple(session.scalars(query.options(*closed)).all())


def person_path(table: Table) -> str:
    """Give the path from a row of a personal table to the id of its person."""
    if table is PARTICIPANT:
        return "id"
    column = table.c[_declaration(table).about]
    target = target_of(column)
    return column.name if target is PARTICIPANT or target is None else f"{column.name}.{person_path(target)}"


class Paths:
    """Resolves paths from a table through its foreign keys to columns, and collects the joins that they need."""

    def __init__(self, table: Table) -> None:
        self._reached: dict[str, tuple[FromClause, Table]] = {"": (table, table)}
        self._joined: FromClause = table

    def column(self, path: str) -> tuple[ColumnElement[Any], Column[Any]]:
        """Give the column at a path twice: of the joined alias, to select, and as its own table declares it."""
        *steps, name = path.split(".")
        here, prefix = self._reached[""], ""
        for step in steps:
            prefix = f"{prefix}{step}."
            if prefix not in self._reached:
                self._join(prefix, here, step)
            here = self._reached[prefix]
        return here[0].c[name], here[1].c[name]

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select columns from the table and everything that was joined to it."""
        return select(*columns).select_from(self._joined)

    def _join(self, prefix: str, here: tuple[FromClause, Table], step: str) -> None:
        (key,) = here[1].c[step].foreign_keys
        target = key.column.table.alias()
        self._joined = self._joined.outerjoin(target, here[0].c[step] == target.c[key.column.name])
        self._reached[prefix] = (target, key.column.table)


def _is_about(table: Table, roots: dict[Table, Sequence[UUID]]) -> ColumnElement[bool]:
    if table in roots:
        return table.c.id.in_(roots[table])
    column = table.c[_declaration(table).about]
    target = target_of(column)
    if target is None:
        message = f"{column} is said to lead to a person and points at nothing"
        raise TypeError(message)
    if target in roots:
        return column.in_(roots[target])
    return column.in_(select(target.c.id).where(_is_about(target, roots)))


def _class_of(table: FromClause) -> type[Base]:
    return next(each for each in mapped_classes() if each.__table__ is table)


def _declaration(table: Table) -> PersonalTable:
    return cast("PersonalTable", _class_of(table).personal)


def _is_personal(record: type[Base]) -> bool:
    return isinstance(record.personal, PersonalTable)
