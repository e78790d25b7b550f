"""The list of backups: what each says of itself, quickly, and what is wrong with one."""

from __future__ import annotations

import shutil
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from models.backup.backup import back_up
from models.backup.backup_list import backups_in
from models.folder.storage_errors import ReadOnlyError
from models.trail import Action
from tests import factory
from tests.conftest import CLINIC

if TYPE_CHECKING:
    from pathlib import Path

    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database
    from tests.factory import MovingClock


def test_that_each_backup_tells_its_age_and_how_much_is_in_it(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    back_up(clinic_folder, keys, clock=clock)
    with clinic.write(actor) as work:
        factory.group(work, size=7)
    clock.now += timedelta(minutes=30)
    path = back_up(clinic_folder, keys, clock=clock, reason="lock")
    newest, first = backups_in(clinic_folder.backups, keys.data)
    assert (newest.path, newest.made_at, newest.reason) == (path, clock.now.astimezone(UTC), "lock")
    assert (newest.people, newest.groups, first.people, first.groups) == (7, 1, 0, 0)
    assert newest.size == path.stat().st_size
    assert newest.clinic == CLINIC
    assert newest.entries > first.entries
    assert newest.is_sound is first.is_sound is True


def test_that_without_a_key_nothing_is_said_of_soundness(clinic_folder: ClinicFolder, keys: Keys) -> None:
    back_up(clinic_folder, keys)
    assert [line.is_sound for line in backups_in(clinic_folder.backups)] == [None]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", "half"])
def test_that_a_damaged_backup_keeps_its_place_in_the_list_and_is_marked(
    clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock, content: bytes | str
) -> None:
    path = back_up(clinic_folder, keys, clock=clock)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if isinstance(content, str) else content)
    (line,) = backups_in(clinic_folder.backups, keys.data)
    assert (line.path, line.made_at, line.is_sound) == (path, clock.now.astimezone(UTC), False)


def test_that_another_clinics_backup_is_told_apart_by_its_seal(clinic_folder: ClinicFolder, keys: Keys) -> None:
    back_up(clinic_folder, keys)
    assert [line.is_sound for line in backups_in(clinic_folder.backups, bytes(32))] == [False]
    assert [line.clinic for line in backups_in(clinic_folder.backups)] == [CLINIC]


def test_that_copies_are_found_in_the_place_that_holds_them_and_other_files_are_none(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path
) -> None:
    path = back_up(clinic_folder, keys)
    disk = tmp_path / "stick"
    (disk / "laurel-backups-7d0f4c1e").mkdir(parents=True)
    shutil.copyfile(path, disk / "laurel-backups-7d0f4c1e" / path.name)
    shutil.copyfile(path, disk / "before the move.laurel")
    (disk / "letter.txt").write_text("dear Anna")
    (disk / "folder.laurel").mkdir()
    assert {line.path.name for line in backups_in(disk, keys.data)} == {path.name, "before the move.laurel"}
    assert backups_in(tmp_path / "gone") == ()


def test_that_a_place_that_may_not_be_read_has_a_sentence(
    clinic_folder: ClinicFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    with pytest.raises(ReadOnlyError, match="may not use"):
        backups_in(clinic_folder.backups)


def test_that_coming_and_going_alone_is_no_change(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    def made() -> Path:
        clock.now += timedelta(minutes=30)
        return back_up(clinic_folder, keys, clock=clock, skip_unchanged=True)

    first = made()
    for action in (Action.SIGN_OUT, Action.SIGN_IN):
        clinic.note(actor, action, "staff", actor.id)
        assert made() == first
    clinic.note(actor, Action.EXPORT, "certificate")
    assert made() != first


def test_that_a_restored_older_clinic_counts_as_changed(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    """What came and went there did so after another past: the newest backup is of a clinic that is no more."""
    clinic.checkpoint()
    before = shutil.copyfile(clinic_folder.database, clinic_folder.path / "before")
    clinic.note(actor, Action.SIGN_IN, "staff", actor.id)
    newest = back_up(clinic_folder, keys, clock=clock)
    clinic.close()
    shutil.copyfile(before, clinic_folder.database)
    assert back_up(clinic_folder, keys, clock=clock, skip_unchanged=True) != newest
