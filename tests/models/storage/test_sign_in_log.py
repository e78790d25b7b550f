"""Who came and went is in the record: how, when, and never what was typed."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from models.backup.backup import backups
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError
from models.pages.audit import AuditSearch, search_audit
from models.storage import cipher
from models.storage.audit import AuditEntry
from models.storage.connections import Connections
from models.storage.sign_in_log import Way
from models.trail import Action
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from models.pages.audit import AuditLine
    from tests.factory import MovingClock

COMINGS = (Action.SIGN_IN, Action.SIGN_OUT)


@pytest.fixture
def clinic_path(tmp_path: Path, clock: MovingClock) -> Path:
    path = tmp_path / "clinic"
    create_clinic(
        path, name="Quayside", country="GB", administrator="Mina", passphrase=PASSPHRASE, clock=clock, cost=CHEAP
    )
    return path


def entries(clinic: Clinic) -> list[AuditLine]:
    with clinic.database.read(clinic.actor) as work:
        lines = search_audit(work, AuditSearch()).lines
    return [line for line in reversed(lines) if line.action in COMINGS]


def ways(clinic: Clinic) -> list[tuple[Action, str]]:
    return [(line.action, *line.fields) for line in entries(clinic)]  # type: ignore[misc]  # (one field each)


def test_that_each_sign_in_and_sign_out_is_written_down_with_its_way(clinic_path: Path, clock: MovingClock) -> None:
    clinic = open_clinic(clinic_path, PASSPHRASE, clock=clock)
    clinic.lock(Way.IDLE)
    clinic.unlock(PASSPHRASE)
    clinic.lock()
    clinic.unlock(PASSPHRASE)
    clinic.close()
    with closing(open_clinic(clinic_path, PASSPHRASE, clock=clock, way=Way.COMMAND)) as again:
        assert ways(again) == [
            (Action.SIGN_IN, "window"), (Action.SIGN_OUT, "idle"), (Action.SIGN_IN, "unlock"),
            (Action.SIGN_OUT, "lock"), (Action.SIGN_IN, "unlock"), (Action.SIGN_OUT, "end"),
            (Action.SIGN_IN, "command"),
        ]  # fmt: skip
        assert {(line.staff, line.row, line.entity) for line in entries(again)} == {
            (clinic.actor.id, clinic.actor.id, "staff")
        }


def test_that_who_quits_behind_the_lock_has_signed_out_once(clinic_path: Path) -> None:
    clinic = open_clinic(clinic_path, PASSPHRASE)
    clinic.lock(Way.SYSTEM)
    clinic.close()
    with closing(open_clinic(clinic_path, PASSPHRASE)) as again:
        assert ways(again)[1:] == [(Action.SIGN_OUT, "computer"), (Action.SIGN_IN, "window")]


def test_that_coming_and_going_alone_makes_no_backup(clinic_path: Path) -> None:
    open_clinic(clinic_path, PASSPHRASE).close()
    clinic = open_clinic(clinic_path, PASSPHRASE)
    clinic.lock()
    clinic.unlock(PASSPHRASE)
    clinic.close()
    assert len(backups(clinic.folder)) == 1
    clinic = open_clinic(clinic_path, PASSPHRASE)
    with clinic.database.write(clinic.actor) as work:
        factory.person(work, "New", "Comer")
    clinic.close()
    assert len(backups(clinic.folder)) == 2


def test_that_a_visit_is_written_down_with_the_first_thing_it_does_else_at_its_end(clinic_path: Path) -> None:
    with closing(open_clinic(clinic_path, PASSPHRASE)) as clinic:
        visit = open_clinic(clinic_path, PASSPHRASE, is_exclusive=False, way=Way.COMMAND)
        assert ways(clinic)[1:] == []
        assert ways(visit)[1:] == []  # (what it has read is written when this ends, the sign-in before it)
        with clinic.database.read(clinic.actor) as work:
            written = work.session.query(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(2).all()
        assert [action for (action,) in written] == ["read", "sign in"]
        visit.close()
        open_clinic(clinic_path, PASSPHRASE, is_exclusive=False, way=Way.COMMAND).close()
        assert ways(clinic)[1:] == [(Action.SIGN_IN, "command"), (Action.SIGN_OUT, "end")] * 2


def test_that_a_visit_that_checks_finds_a_cut_off_tail_where_it_was_cut(clinic_path: Path) -> None:
    with closing(open_clinic(clinic_path, PASSPHRASE)) as clinic, clinic.database.write(clinic.actor) as work:
        factory.group(work, size=3)
    with closing(cipher.connect(clinic.folder.database, clinic.keys.data)) as connection:
        connection.execute("DELETE FROM audit_entry WHERE seq > 10")
    clinic.folder.head.unlink()
    with closing(open_clinic(clinic_path, PASSPHRASE, is_exclusive=False)) as visit:
        assert [str(problem) for problem in visit.database.problems()] == [
            "The end of the record of who did what is missing, from entry 11 on."
        ]


def test_that_nobody_is_kept_out_or_in_because_it_cannot_be_written_down(
    clinic_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Connections) -> None:
        raise ClinicError("NOT saved: the disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Connections, "confirm_in_place", full)
        clinic = open_clinic(clinic_path, PASSPHRASE)
        clinic.lock()
        clinic.unlock(PASSPHRASE)
    with clinic.database.write(clinic.actor) as work:
        factory.person(work, "New", "Comer")
    assert ways(clinic) == [(Action.SIGN_IN, "window"), (Action.SIGN_OUT, "lock"), (Action.SIGN_IN, "unlock")]
    with monkeypatch.context() as broken:
        broken.setattr(Connections, "confirm_in_place", full)
        clinic.close()
    with closing(open_clinic(clinic_path, PASSPHRASE)) as again:
        assert ways(again)[3:] == [(Action.SIGN_IN, "window")]


def test_that_a_folder_that_can_only_be_read_keeps_nothing(clinic_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.folder.folder.ClinicFolder.is_writable", False)
    copy = clinic_path.with_name("disc")
    shutil.copytree(clinic_path, copy)
    with closing(open_clinic(copy, PASSPHRASE, is_exclusive=False)) as clinic:
        assert ways(clinic) == []
