"""Every table says what is done with its rows about people, and what it says fits its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import ForeignKey, MetaData, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NAMING, Record
from models.keys.sealed import Sealed
from models.people.appended import append_only
from models.people.participant import Participant
from models.personal_table import Erase, Fields, Merge, PersonalTable, SharedTable, Unite
from models.privacy.declared import mapped_classes, personal_records
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from tests.house import python_files
from tests.models.declarations import faults

if TYPE_CHECKING:
    from models.base import Base


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
