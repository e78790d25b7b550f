"""Columns are honest: an enumeration comes back as its member, and a word that nobody knows is a sentence."""

from __future__ import annotations

from contextlib import closing
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import JSON, MetaData, String, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped

from models import tables
from models.access import Actor, Permission, Role
from models.base import NAMING, Record, StoredEnum, StoredEnumSet
from models.errors import ClinicError, UnknownValueError
from models.people.staff import add_staff
from models.programme.attendance import Attendance
from models.programme.mark import Mark
from models.programme.meeting import Meeting, MeetingState
from models.storage import cipher
from models.storage.audit import AuditEntry
from models.trail import Action
from tests import factory

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database


class Colour(Enum):
    RED = "r"
    GREEN = "g"


class Shape(StrEnum):
    ROUND = "round"


class Painted(Record):
    """A table outside Laurel's metadata whose enumerations say nothing of how they are stored."""

    __tablename__ = "painted"
    metadata = MetaData(naming_convention=NAMING)

    colour: Mapped[Colour]
    shape: Mapped[Shape | None]
    seen: Mapped[frozenset[Colour]]


def test_that_an_enumeration_needs_no_more_than_its_annotation() -> None:
    columns = Painted.__table__.c
    for name, members, nullable in (("colour", Colour, False), ("shape", Shape, True)):
        kind = columns[name].type
        assert isinstance(kind, StoredEnum)
        assert kind.members is members
        assert isinstance(kind.impl, String)
        assert columns[name].nullable is nullable


def test_that_several_members_are_stored_as_a_sorted_list() -> None:
    column = Painted.__table__.c["seen"].type
    dialect = sqlite.dialect()
    assert isinstance(column, StoredEnumSet)
    assert isinstance(column.impl, JSON)
    assert column.process_bind_param(frozenset({Colour.RED, Colour.GREEN}), dialect) == ["g", "r"]
    assert column.process_result_value(["r"], dialect) == frozenset({Colour.RED})
    with pytest.raises(UnknownValueError, match="violet"):
        column.process_result_value(["r", "violet"], dialect)


def test_that_a_role_of_a_newer_laurel_is_a_sentence_at_the_next_act(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with clinic.write(factory.actor()) as work:
        id_ = add_staff(work, "Sam Reed", [Role.FACILITATOR])
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("UPDATE staff SET roles = '[\"herald\"]'")
    sam = Actor(id_, "Sam Reed", frozenset({Role.FACILITATOR}))
    with pytest.raises(UnknownValueError, match="herald"), clinic.read(sam) as work:
        work.require(Permission.READ_PROFILE)


def test_that_what_the_clinic_chooses_from_a_list_is_stored_as_an_enumeration() -> None:
    chosen = {"state", "mark", "before", "after", "held", "ground", "need", "purpose", "channel", "level", "source",
              "mode", "occasion", "status", "action"}  # fmt: skip
    found = [column for table in tables.METADATA.sorted_tables for column in table.c if column.name in chosen]
    assert {column.name for column in found} == chosen
    assert [str(column) for column in found if not isinstance(column.type, StoredEnum)] == []


def test_that_a_member_comes_back_and_is_found_by_its_text_too(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        factory.run_sessions(work, them, ["PN"])
    with clinic.read(actor) as work:
        marks = work.session.scalars(select(Attendance.mark).order_by(Attendance.mark)).all()
        assert marks == [Mark.NO_SHOW, Mark.PRESENT]
        assert all(isinstance(mark, Mark) for mark in marks)
        assert work.session.scalars(select(Attendance.mark).where(Attendance.mark == "P")).all() == [Mark.PRESENT]
        action = work.session.scalars(select(AuditEntry.action).limit(1)).one()
        assert isinstance(action, Action)


def test_that_what_is_no_member_is_refused_before_it_is_stored(clinic: Database, actor: Actor) -> None:
    column = Meeting.__table__.c["state"].type
    with clinic.read(actor) as work:
        dialect = work.session.get_bind().dialect
    assert column.process_bind_param(MeetingState.HELD, dialect) == "held"  # type: ignore[attr-defined]  # (StoredEnum)
    with pytest.raises(ValueError, match="postponed"):
        column.process_bind_param("postponed", dialect)  # type: ignore[attr-defined]  # (StoredEnum)


def test_that_an_unknown_stored_word_is_a_sentence_and_no_crash(
    clinic: Database, actor: Actor, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with clinic.write(actor) as work:
        factory.group(work, size=1)
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("UPDATE meeting SET state = 'postponed'")
    for query in (select(Meeting), select(Meeting.state)):
        with clinic.read(actor) as work, pytest.raises(ClinicError) as caught:
            work.session.scalars(query).all()
        assert isinstance(caught.value, UnknownValueError)
        assert "postponed" in str(caught.value)
        assert "newest Laurel" in str(caught.value)
