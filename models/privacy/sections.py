"""A table's rows as a section of a personal export, from the table's declaration of its fields."""

from __future__ import annotations

import json
from datetime import date
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Uuid

from models.access import Permission
from models.base import UtcDateTime
from models.errors import SealedError
from models.personal_table import Computed, Fields, LeftOut, Section
from models.privacy.declared import ENROLMENT, Paths, about, is_free_text, is_sealed, table_of, target_of
from models.translation import plural, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Column, Row

    from models.base import Record
    from models.personal_table import ExportSubject, PersonalTable, Value
    from models.work import Work


def every_field(record: type[Record], personal: PersonalTable) -> Fields:
    """Make the fields of a table that declares none: every column under its own name, without bare ids.

    Of its ids only the person's membership is shown, as its group, and those of staff, as their role.
    """
    table = table_of(record)
    pointing = [name for name in (personal.about, *personal.others) if target_of(table.c[name]) is ENROLMENT]
    shown: dict[str, str | Computed] = {"group": pointing[0]} if pointing else {}
    for column in table.c:
        if column.name != "version" and (not isinstance(column.type, Uuid) or _is_of_staff(column)):
            shown[column.name] = column.name
    dated = [column.name for column in table.c if isinstance(column.type, Date | UtcDateTime)]
    title = table.name.replace("_", " ").capitalize()
    return Fields(name=table.name, title=title, fields=shown, order=(*dated[:1], "id"))


def section_of(
    work: Work, record: type[Record], declared: Fields, subject: ExportSubject
) -> tuple[Section | LeftOut, ...]:
    """Read a table's rows about the subject; sealed fields that the person acting cannot open are named as left out."""
    work.require(Permission.EXPORT_PERSON)
    paths = Paths(table_of(record))
    cells = {heading: _Cell(paths, path, subject) for heading, path in declared.fields.items()}
    order = [paths.column(path)[0] for path in declared.order]

    def read(shown: Mapping[str, _Cell]) -> Section:
        query = paths.select(*(column for cell in shown.values() for column in cell.columns))
        found = work.session.execute(query.where(about(record, subject)).order_by(*order))
        rows = tuple(_row(shown.values(), row) for row in found)
        return Section(name=declared.name, title=tr(declared.title), headings=tuple(shown), rows=rows)

    sealed = [heading for heading, cell in cells.items() if cell.is_sealed]
    if not sealed or all(work.may(Permission.READ_OUTCOMES, person=person) for person in subject.people):
        try:
            section = read(cells)
        except SealedError:  # a clinical role whose key was not passed on yet
            pass
        else:
            for person in subject.people if sealed else ():
                work.record_read("participant", person, *sealed)
            return (section,)
    section = read({heading: cell for heading, cell in cells.items() if not cell.is_sealed})
    return (section, *_closed(section))


def _closed(section: Section) -> Iterator[LeftOut]:
    if section.rows:
        yield LeftOut(plural(
            len(section.rows),
            "{title}: {count} entry holds something that opens only for clinical roles. A facilitator of this person's "
            "group, or an administrator who is clinical too, can make a file with it.",
            "{title}: {count} entries hold something that opens only for clinical roles. A facilitator of this "
            "person's group, or an administrator who is clinical too, can make a file with it.",
            title=section.title,
        ))  # fmt: skip


class _Cell:
    """A field of a section: the columns that it is read from, and how their values are written."""

    def __init__(self, paths: Paths, path: str | Computed, subject: ExportSubject) -> None:
        found = [paths.column(one) for one in (path.paths if isinstance(path, Computed) else (path,))]
        self.columns = [column for column, _ in found]
        self.is_sealed = any(is_sealed(own) for _, own in found)
        self.say: Callable[..., Value] = _wording(found[0][1], subject)
        if isinstance(path, Computed):
            clears = [subject.clear if is_free_text(own) else None for _, own in found]
            self.say = lambda *values: path.say(*map(_cleared_by, values, clears))


def _cleared_by(value: object, clear: Callable[[str], str] | None) -> object:
    return value if clear is None else cleared(value, clear)


def _row(cells: Iterable[_Cell], row: Row[Any]) -> tuple[Value, ...]:
    values = iter(row)
    return tuple(cell.say(*islice(values, len(cell.columns))) for cell in cells)


def _wording(column: Column[Any], subject: ExportSubject) -> Callable[[Any], Value]:
    """Give the function that writes the values of a column whose table declares nothing else."""
    if isinstance(column.type, Uuid):
        return (lambda id_: subject.groups.get(id_, "")) if target_of(column) is ENROLMENT else subject.role
    if isinstance(column.type, UtcDateTime):
        return lambda moment: "" if moment is None else moment.isoformat(timespec="seconds")
    clear = subject.clear if is_free_text(column) else str
    return lambda value: _plain(value, clear)


def _plain(value: object, clear: Callable[[str], str]) -> Value:
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case str():
            return clear(value)
        case int() | float() | date() | None:
            return value
    return json.dumps(cleared(value, clear), ensure_ascii=False, default=str)


def cleared(value: Any, clear: Callable[[str], str]) -> Any:  # noqa: ANN401  (a column's text, or JSON with texts in it)
    """Give a value with `clear` applied to every text in it."""
    match value:
        case str():
            return clear(value)
        case list():
            return [cleared(one, clear) for one in value]
        case dict():
            return {key: cleared(one, clear) for key, one in value.items()}
    return value


def _is_of_staff(column: Column[Any]) -> bool:
    """Tell whether an id is that of a member of staff: those are kept without a foreign key."""
    return not column.foreign_keys and column.name.endswith("_by")
