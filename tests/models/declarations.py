"""What is wrong with what a table says of itself: every table of the clinic is held to it, and those of tests too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, String, Table, UniqueConstraint

from models.base import StoredEnum, StoredEnumSet
from models.keys.sealed import Sealed
from models.people.appended import is_append_only
from models.personal_table import Computed, Fields, Merge, PersonalTable, SharedTable, Unite
from models.privacy.declared import ENROLMENT, PARTICIPANT, Paths, personal_records, table_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column

    from models.base import Base


def faults(record: type[Base]) -> Iterator[str]:
    """Give what a table's declaration lacks or gets wrong, in sentences."""
    said = vars(record).get("personal")
    if not isinstance(said, PersonalTable | SharedTable):
        yield "it does not say what is done with its rows about people"
        return
    yield from _texts(record, said)
    yield from _pointers(record, said)
    yield from _sealed(record)
    if isinstance(said, PersonalTable):
        yield from _joining(record, said)
        yield from _leading(record, said)


def _texts(record: type[Base], said: PersonalTable | SharedTable) -> Iterator[str]:
    told = [*said.free_text, *said.other_text]
    for column in table_of(record).c:
        is_text = isinstance(column.type, String | JSON | Sealed)
        if is_text and not isinstance(column.type, StoredEnum | StoredEnumSet) and told.count(column.name) != 1:
            yield f"{column.name} is a text, and is to be free text or other text"
    yield from (f"{name} is no column" for name in told if name not in table_of(record).c)


def _pointers(record: type[Base], said: PersonalTable | SharedTable) -> Iterator[str]:
    known = {said.about, *said.others} if isinstance(said, PersonalTable) else set()
    about_people = {PARTICIPANT, *(table_of(each) for each, _ in personal_records())}
    for column in table_of(record).c:
        if column.foreign_keys and target_of(column) in about_people and column.name not in known:
            yield f"{column.name} leads to a person, and nothing is said of it"


def _sealed(record: type[Base]) -> Iterator[str]:
    for column in table_of(record).c:
        if isinstance(column.type, Sealed) and column.type.label != str(column):
            yield f"{column.name} is sealed for {column.type.label}"


def _joining(record: type[Base], said: PersonalTable) -> Iterator[str]:
    """A row that a merge moves must find its place free."""
    wanted = said.merge.by if isinstance(said.merge, Unite) else ()
    for names in _unique(table_of(record)):
        if said.about in names and not callable(said.merge) and set(wanted) != names - {said.about}:
            yield f"a merge may meet a row with the same {', '.join(sorted(names))}"
    if isinstance(said.merge, Unite) and said.merge.worth is None and said.merge.before is None:
        yield "a merge drops a row without looking at it"
    if said.merge is Merge.STAY and said.about != "id" and target_of(table_of(record).c[said.about]) is not PARTICIPANT:
        yield f"a merge may take away what {said.about} points at"
    if is_append_only(record) and (said.merge is Merge.MOVE or isinstance(said.merge, Unite) or said.free_text):
        yield "rows that are only added to would be changed"


def _unique(table: Table) -> Iterator[set[str]]:
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield {column.name for column in rule.columns}
    for index in table.indexes:
        if index.unique:
            yield {column.name for column in index.columns}


def _leading(record: type[Base], said: PersonalTable) -> Iterator[str]:
    table = table_of(record)
    others: list[Column[Any]] = [table.c[name] for name in said.others]
    yield from (f"{one.name} points at no person" for one in others if target_of(one) not in {PARTICIPANT, ENROLMENT})
    yield from (f"{one.name} cannot be emptied" for one in others if not one.nullable)
    if table is not PARTICIPANT and target_of(table.c[said.about]) is None:
        yield f"{said.about} leads to nobody"
    if callable(said.erase) and not table.c[said.about].nullable:
        yield f"a row that stays after an erasure cannot be parted from its person: {said.about} may not be empty"
    for path in _paths(said):
        try:
            Paths(table).column(path)
        except (KeyError, ValueError):
            yield f"{path} leads to no column"


def _paths(said: PersonalTable) -> Iterator[str]:
    for section in said.export:
        if isinstance(section, Fields):
            yield from section.order
            for path in section.fields.values():
                yield from path.paths if isinstance(path, Computed) else (path,)
    yield from (said.keep,) if isinstance(said.keep, str) else ()
    yield from (said.files.column,) if said.files else ()
