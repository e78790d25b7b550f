"""The restore drill: it reads what a clinic lives on, leaves nothing behind, and is remembered."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from models.backup.backup import back_up, latest
from models.clinic.drill import OVERDUE, LastDrill, drill, drill_is_due, drilled, last_drill
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BackupError, WrongPassphraseError
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.keys.sign_in_throttle import failures
from models.keys.slots import Kind, make_slot, read_key_file, save_key_file
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.models.storage.test_opening import flip
from ui import commands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from tests.factory import MovingClock


@pytest.fixture
def sheet() -> RecoveryKey:
    return new_recovery_key()


@pytest.fixture
def opened(tmp_path: Path, clock: MovingClock, sheet: RecoveryKey) -> Iterator[Clinic]:
    """A clinic with a group that has met, a recovery sheet and a backup."""
    create_clinic(
        tmp_path / "clinic", name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    )  # fmt: skip
    clinic = open_clinic(tmp_path / "clinic", PASSPHRASE, clock=clock)
    with clinic.database.write(clinic.actor) as work:
        factory.run_sessions(work, factory.group(work, size=4), ["PLEN"])
    add_sheet(clinic, sheet)
    back_up(clinic.folder, clinic.keys, clock=clock)
    yield clinic
    clinic.close()


def add_sheet(clinic: Clinic, sheet: RecoveryKey) -> None:
    key_file = read_key_file(clinic.folder)
    slot = make_slot(
        key_file, clinic.keys, UUID(int=9), "1", sheet.passphrase, clinical=True, cost=CHEAP, kind=Kind.RECOVERY
    )
    save_key_file(clinic.folder, key_file.with_slot(slot))


def test_that_a_drill_reads_what_a_clinic_lives_on_and_leaves_nothing(
    opened: Clinic, sheet: RecoveryKey, clock: MovingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "private").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "private"))
    before = sorted(path.name for path in opened.folder.path.rglob("*"))
    found = drill(opened.folder, sheet, clock=clock)
    assert (found.people, found.groups, found.register) == (4, 1, 4)
    assert found.entries > 10
    assert list((tmp_path / "private").iterdir()) == []
    assert sorted(path.name for path in opened.folder.path.rglob("*")) == before


def test_that_a_drill_is_remembered_and_asked_for_again_after_ninety_days(
    opened: Clinic, sheet: RecoveryKey, clock: MovingClock
) -> None:
    def asked() -> tuple[LastDrill | None, bool]:
        with opened.database.read(opened.actor) as work:
            return last_drill(work), drill_is_due(work)

    assert asked() == (None, False)
    clock.now += OVERDUE + timedelta(days=1)
    assert asked() == (None, True)
    drilled(opened.database, opened.actor, sheet, clock=clock)
    last, is_due = asked()
    assert last is not None
    assert (last.at, last.is_passed, is_due) == (clock.now, True, False)
    clock.now += timedelta(days=2)
    newest = latest(opened.folder)
    assert newest is not None
    flip(newest, newest.stat().st_size // 2)
    with pytest.raises(ClinicError):
        drilled(opened.database, opened.actor, sheet, clock=clock)
    last, is_due = asked()
    assert last is not None
    assert (last.at, last.is_passed, is_due) == (clock.now, False, False)
    assert opened.database.problems() == []


def test_that_a_key_that_opens_nothing_is_told_and_noted_like_a_wrong_passphrase(
    opened: Clinic, clock: MovingClock
) -> None:
    with pytest.raises(WrongPassphraseError, match="older sheet"):
        drill(opened.folder, new_recovery_key(), clock=clock)
    assert len(failures(opened.folder)) == 1


def test_that_a_backup_from_before_the_sheet_and_another_clinics_are_told(
    opened: Clinic, clock: MovingClock, tmp_path: Path
) -> None:
    newer = new_recovery_key()
    add_sheet(opened, newer)
    with pytest.raises(BackupError, match="made before its sheet"):
        drill(opened.folder, newer, clock=clock)
    assert failures(opened.folder) == ()
    create_clinic(
        tmp_path / "other", name="Other", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, cost=CHEAP
    )
    other = open_clinic(tmp_path / "other", PASSPHRASE)
    add_sheet(other, newer)
    theirs = back_up(other.folder, other.keys)
    other.close()
    clock.now += timedelta(hours=1)
    with pytest.raises(BackupError, match="another clinic"):
        drill(opened.folder, newer, theirs, clock=clock)
    with pytest.raises(BackupError, match="no backup yet"):
        drill(ClinicFolder(tmp_path / "nothing"), newer, clock=clock)


def test_that_the_command_tells_what_it_found_and_notes_it(
    opened: Clinic, sheet: RecoveryKey, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(opened.folder.path)
    monkeypatch.delenv("LAUREL_RECOVERY", raising=False)
    assert commands.run(["drill", place]) == 1
    monkeypatch.setenv("LAUREL_RECOVERY", " ".join(" ".join([*words, digits]) for words, digits in sheet.lines))
    assert commands.run(["drill", place, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["people"], said["register"]) == (True, 4, 4)
    with opened.database.read(opened.actor) as work:
        last = last_drill(work)
    assert last is not None
    assert last.is_passed
