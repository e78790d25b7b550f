"""Every table says what is done with its rows about people, and what it says fits its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, ForeignKey, MetaData, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NAMING, Record, StoredEnum, StoredEnumSet
from models.keys.sealed import Sealed
from models.people.appended import append_only, is_append_only
from models.people.participant import Participant
from models.personal_table import Erase, Fields, Merge, PersonalTable, Said, SharedTable, Unite
from models.privacy.declared import ENROLMENT, PARTICIPANT, Paths, mapped_classes, personal_records, table_of, target_of
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from tests.house import python_files

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
                yield from path.paths if isinstance(path, Said) else (path,)
    yield from (said.keep,) if isinstance(said.keep, str) else ()
    yield from (said.files.column,) if said.files else ()


@pytest.mark.parametrize("record", mapped_classes(), ids=lambda record: record.__tablename__)
def test_that_the_table_says_what_is_done_with_its_rows(record: type[Base]) -> None:
    assert list(faults(record)) == []


def test_that_every_table_of_the_models_is_in_the_metadata() -> None:
    named = re.compile(r'^ +__tablename__ = "(\w+)"', re.MULTILINE)
    written = {name for file in python_files() if file.is_in("models/") for name in named.findall(file.text)}
    assert written == {record.__tablename__ for record in mapped_classes()}


def test_that_sections_and_kept_files_of_two_tables_never_have_one_name() -> None:
    names = [section.name for _, said in personal_records() for section in said.export if isinstance(section, Fields)]
    assert len(set(names)) == len(names)


class Bad(Record):
    """Keeps the tables below apart from Laurel's."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)


def personal(**other: Any) -> PersonalTable:
    words: dict[str, Any] = {
        "about": "person", "erase": Erase.DELETE, "merge": Merge.MOVE, "free_text": (), "keep": None,
    }  # fmt: skip
    return PersonalTable(**(words | other))


class Silent(Bad):
    __tablename__ = "silent_one"
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


class Untold(Bad):
    __tablename__ = "untold"
    personal = personal()
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    remark: Mapped[str]


class Misspelt(Bad):
    __tablename__ = "misspelt"
    personal = personal(free_text=("remarks",))
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


class Hidden(Bad):
    __tablename__ = "hidden"
    personal = SharedTable(why="it is said to be about nobody")
    member: Mapped[UUID] = mapped_column(ForeignKey(Enrolment.id))


class Second(Bad):
    __tablename__ = "second"
    personal = personal()
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    giver: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


class Elsewhere(Bad):
    __tablename__ = "elsewhere"
    personal = personal(others=("group",))
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    group: Mapped[UUID | None] = mapped_column(ForeignKey(Cohort.id))


class Kept(Bad):
    __tablename__ = "kept"
    personal = personal(others=("giver",))
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    giver: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


class Mislabelled(Bad):
    __tablename__ = "mislabelled"
    personal = personal(free_text=("thoughts",))
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    thoughts: Mapped[Any] = mapped_column(Sealed("questionnaire_response.answers"))


class Clashing(Bad):
    __tablename__ = "clashing"
    personal = personal()
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    number: Mapped[int]
    __table_args__ = (UniqueConstraint("person", "number"),)


class Careless(Bad):
    __tablename__ = "careless"
    personal = personal(merge=Unite(by=("number",)))
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))
    number: Mapped[int]
    __table_args__ = (UniqueConstraint("person", "number"),)


class Left(Bad):
    __tablename__ = "left_behind"
    personal = personal(merge=Merge.STAY)
    person: Mapped[UUID] = mapped_column(ForeignKey(Enrolment.id))


class Written(Bad):
    __tablename__ = "written"
    personal = personal()
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


append_only(Written)


class Astray(Bad):
    __tablename__ = "astray"
    personal = personal()
    person: Mapped[UUID]


class Bound(Bad):
    __tablename__ = "bound"
    personal = personal(erase=lambda _row: None)
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


class Nowhere(Bad):
    __tablename__ = "nowhere"
    personal = personal(keep="person.cohort")
    person: Mapped[UUID] = mapped_column(ForeignKey(Participant.id))


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (Silent, "does not say"),
        (Untold, "remark is a text"),
        (Misspelt, "remarks is no column"),
        (Hidden, "member leads to a person"),
        (Second, "giver leads to a person"),
        (Kept, "giver cannot be emptied"),
        (Elsewhere, "group points at no person"),
        (Mislabelled, "sealed for questionnaire_response.answers"),
        (Clashing, "same number, person"),
        (Careless, "without looking at it"),
        (Left, "take away what person points at"),
        (Written, "only added to would be changed"),
        (Astray, "person leads to nobody"),
        (Bound, "person may not be empty"),
        (Nowhere, "person.cohort leads to no column"),
    ],
)
def test_that_what_a_table_forgets_is_noticed(record: type[Base], fault: str) -> None:
    (found,) = faults(record)
    assert fault in found
