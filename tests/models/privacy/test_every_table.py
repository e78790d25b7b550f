"""Whatever a table holds of a person is gone after an erasure and follows a merge: tried with a row in every table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, Date, Integer, String, Uuid, inspect, select

from models.access import Confirmed
from models.backup.erasure_ledger import Ledger
from models.base import Record, StoredEnum, UtcDateTime
from models.keys.sealed import Sealed
from models.people.erasure import Erasure, Ground
from models.personal_table import PersonalTable
from models.privacy.declared import mapped_classes, table_of, target_of
from models.privacy.erasure import erase_person, erasure_preview
from models.privacy.merge import merge_people, merge_preview
from models.privacy.personal_data import personal_data
from models.programme.enrolment import enrol
from models.programme.programme import programmes
from tests import factory

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Column

    from models.access import Actor
    from models.base import Base
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database
    from models.work import Work

MARK = "quillfeather"
"""Stands in every text about the person."""


GIVEN: dict[str, object] = {
    "questionnaire_response.instrument": "nprs", "questionnaire_response.answers": [6],
    "questionnaire_response.scores": {"values": {"total": 6}, "valid": True},
}  # fmt: skip
"""Columns that mean something to those who read them."""


def value_of(column: Column[Any], work: Work, known: dict[str, UUID]) -> object:
    """Give something for a column: what it points at where it points, and the mark where it is a text."""
    target = target_of(column)
    if target is not None:
        return known.get(target.name)
    if isinstance(column.type, StoredEnum):
        return next(iter(column.type.members))
    made: tuple[tuple[type, object], ...] = (
        (Sealed, [MARK]), (JSON, [MARK]), (String, f"{MARK} {column.table.name}"), (Uuid, work.new_id()),
        (UtcDateTime, work.now), (Date, work.now.date()), (Boolean, True), (Integer, 1),
    )  # fmt: skip
    return GIVEN.get(str(column), next(value for kind, value in made if isinstance(column.type, kind)))


def personal() -> tuple[type[Base], ...]:
    return tuple(each for each in mapped_classes() if isinstance(each.personal, PersonalTable))


def filled(work: Work, person: UUID) -> dict[str, UUID]:
    """Put a row about the person into every personal table, and give the ids of all by their tables."""
    them = factory.group(work, size=0, name="Spring")
    known = {
        "participant": person, "cohort": them.cohort, "meeting": them.meetings[0].id,
        "programme": programmes(work)[0].id, "enrolment": enrol(work, them.cohort, person, joined_on=factory.START),
    }  # fmt: skip
    for record in personal():
        table = table_of(record)
        if table.name not in known:
            columns = [column for column in table.c if column.name not in {"id", "version"}]
            known[table.name] = work.new_id()
            values = {column.name: value_of(column, work, known) for column in columns}
            work.session.add(record(id=known[table.name], **values))
            work.session.flush()
    return known


def everything(work: Work) -> dict[str, list[dict[str, object]]]:
    """Read every row of every table but the record of what was done, which names ids alone."""
    return {
        record.__tablename__: [
            {name: getattr(row, name) for name in inspect(record).column_attrs.keys()}  # noqa: SIM118  (not a dict)
            for row in work.session.scalars(select(record))
        ]
        for record in mapped_classes()
        if issubclass(record, Record)
    }


NO_TEXT = {"attendance", "effort_point", "enrolment", "keeping", "questionnaire_response"}
"""Tables whose row here has no text of its own."""
KEPT = {
    (Erasure.__tablename__, "participant_id"), (Erasure.__tablename__, "files"), ("certificate", "serial"),
    ("certificate", "kind"), ("certificate", "key_id"),
}  # fmt: skip
"""What stays on purpose: whose erasure it was, the files still to be removed, and by what a paper is checked."""


def test_that_nothing_of_an_erased_person_is_left_in_any_table(
    clinic: Database, actor: Actor, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with clinic.write(actor) as work:
        person = factory.person(work, "Zephyrine", MARK.capitalize(), nickname=MARK)
        ids = filled(work, person)
        before = everything(work)
    with clinic.write(actor) as work:
        shown = erasure_preview(work, person)
        erase_person(
            work, Ledger(clinic_folder, keys.data), person, version=shown.version, ground=Ground.ASKED,
            confirmed=Confirmed(actor.id, work.now), knowing=True,
        )  # fmt: skip
    with clinic.read(actor) as work:
        after = everything(work)
    about_them = {record.__tablename__ for record in personal()}
    assert all(MARK in str(before[name]).lower() or name in NO_TEXT for name in about_them)
    gone = {ids[name] for name in about_them - {"certificate"}}
    for name, rows in after.items():
        for row in rows:
            held = {key: value for key, value in row.items() if (name, key) not in KEPT}
            assert MARK not in str(held).lower(), name
            assert not gone & {value for value in held.values() if hasattr(value, "hex")}, name


def test_that_whatever_the_record_holds_that_goes_is_the_kept_one_s_after_a_merge(
    clinic: Database, actor: Actor
) -> None:
    with clinic.write(actor) as work:
        keep, remove = factory.person(work, "Ada"), factory.person(work, "Ada")
        filled(work, remove)
        before = everything(work)
        shown = merge_preview(work, keep, remove)
        merge_people(work, keep, remove, keep_version=shown.keep_version, remove_version=shown.remove_version)
        after = everything(work)
        data = personal_data(work, keep, confirmed=Confirmed(actor.id, work.now))
    for name, rows in before.items():
        assert len(after[name]) == len(rows) + (name == "consent"), name
    for name, rows in after.items():
        for row in rows:
            if name not in {"participant", "consent"}:  # the one stays and says into whom, the other is never rewritten
                assert remove not in row.values(), name
    assert {section.name for section in data.sections if not section.rows} == {"ceremonies"}
    assert [row["merged_into"] for row in after["participant"] if row["id"] == remove] == [keep]
