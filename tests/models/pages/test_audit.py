"""What was read and refused is written down, anchored in backups, and found again; never a value."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.access import Confirmed, Permission, Role
from models.backup.backup import back_up
from models.errors import ClinicError, NotAllowedError, NotConfirmedError
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form, responses
from models.pages.audit import AuditSearch, audit_export, search_audit
from models.pages.register import register
from models.people.participant import person
from models.people.staff import add_staff
from models.programme.attendance import record_attendance
from models.programme.mark import Mark
from models.storage import cipher
from models.trail import Action
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.pages.audit import AuditLine
    from models.storage.database import Database
    from tests.factory import Group, MovingClock

SECRETS = ("Rahimi", "samir@example.org", "020 7946 0018")


@pytest.fixture
def them(clinic: Database, actor: Actor, clock: MovingClock) -> Group:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        made = factory.group(work, size=3)
        enter_form(work, made.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=[9, 9, 9])
    return made


def found(clinic: Database, actor: Actor, **wanted: object) -> tuple[AuditLine, ...]:
    with clinic.read(actor) as work:
        return search_audit(work, AuditSearch(**wanted)).lines  # type: ignore[arg-type]  # (fields of the search)


def test_that_reading_answers_and_contact_data_is_written_down_by_the_names_of_fields(
    clinic: Database, actor: Actor, them: Group
) -> None:
    with clinic.read(actor) as work:
        person(work, them.people[0])
        responses(work, them.people[0])
        responses(work, them.people[0])
    lines = found(clinic, actor, action=Action.READ, entity="participant")
    assert [line.fields for line in lines] == [("answers", "scores"), ("born", "email", "phone")]
    assert {(line.row, line.staff) for line in lines} == {(them.people[0], actor.id)}


def test_that_a_refusal_is_written_down_though_its_write_is_thrown_away(
    clinic: Database, actor: Actor, them: Group
) -> None:
    peer = factory.actor(Role.PEER_LEAD)
    with pytest.raises(NotAllowedError), clinic.write(peer) as work:
        responses(work, them.people[0])
    with pytest.raises(NotAllowedError), clinic.read(peer) as work:
        register(work, them.meetings[0].id)
    refused = found(clinic, actor, action=Action.REFUSED)
    assert [(line.entity, line.fields, line.row) for line in refused] == [
        ("cohort", ("read_attendance",), them.cohort), ("participant", ("read_outcomes",), them.people[0]),
    ]  # fmt: skip


def test_that_marking_and_looking_at_the_register_write_no_entry_for_reading(
    clinic: Database, actor: Actor, them: Group
) -> None:
    before = len(found(clinic, actor, action=Action.READ))
    with clinic.write(actor) as work:
        record_attendance(work, them.meetings[0].id, them.enrolments[0], Mark.PRESENT)
    with clinic.read(actor) as work:
        register(work, them.meetings[0].id)
    assert len(found(clinic, actor, action=Action.READ)) == before + 1  # the first search


def test_that_what_cannot_be_written_down_now_is_written_with_the_next_change(
    clinic: Database, actor: Actor, them: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise ClinicError("NOT saved: the disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(clinic._connections, "confirm_in_place", full)
        with clinic.read(actor) as work:
            person(work, them.people[1])
    assert clinic._owed
    with clinic.write(actor) as work:
        factory.person(work, "New", "Comer")
    assert not clinic._owed
    assert [line.row for line in found(clinic, actor, action=Action.READ, entity="participant")] == [them.people[1]]


def test_that_the_log_holds_no_value_and_is_searched_by_everything_it_holds(
    clinic: Database, actor: Actor, clock: MovingClock, keys: Keys
) -> None:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        sam = add_staff(work, "Sam Reed", [Role.FRONT_DESK])
        one = factory.person(work, "Samir", "Rahimi", email="samir@example.org", phone="020 7946 0018")
    clock.to(factory.START + timedelta(days=3))
    with clinic.read(actor) as work:
        person(work, one)
    assert [line.subject for line in found(clinic, actor, row=one)] == ["Samir Rahimi"] * 2
    assert [line.action for line in found(clinic, actor, row=one, first=factory.START, last=factory.START)] == [
        "insert"
    ]
    assert found(clinic, actor, staff=sam) == ()
    assert {line.entity for line in found(clinic, actor, entity="staff")} == {"staff"}
    with closing(cipher.connect(clinic.folder.database, keys.data)) as connection:
        whole = repr(connection.execute("SELECT * FROM audit_entry").fetchall())
    assert not [secret for secret in SECRETS if secret in whole]


def test_that_searching_and_exporting_are_written_down_and_only_for_administrators(
    clinic: Database, actor: Actor, them: Group, clock: MovingClock
) -> None:
    with clinic.read(actor) as work:
        with pytest.raises(NotConfirmedError):
            audit_export(work, AuditSearch(), confirmed=Confirmed(factory.actor().id, work.now))
        lines = audit_export(work, AuditSearch(), confirmed=Confirmed(work.actor.id, work.now))
    exported = found(clinic, actor, action=Action.EXPORT)
    assert [(line.entity, line.count) for line in exported] == [("audit_entry", len(lines))]
    with clinic.read(factory.actor(Role.FACILITATOR)) as work, pytest.raises(NotAllowedError):
        work.require(Permission.READ_AUDIT)


def test_that_a_tail_cut_off_with_its_note_is_found_by_the_newest_backup(
    clinic: Database, actor: Actor, them: Group, clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock
) -> None:
    back_up(clinic_folder, keys, clock=clock)
    whole = clinic.verify_audit()
    assert (whole.anchored, whole.anchored_at) == (whole.head.seq, clock.now)
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("DELETE FROM audit_entry WHERE seq > 5")
        head = cipher.audit_head(connection)
    clinic._last_commit.reset(head)
    assert [str(problem) for problem in clinic.problems()] == [
        "The end of the record of who did what is missing, from entry 6 on."
    ]
