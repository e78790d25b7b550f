"""The second place for backups: copied, proven there, thinned out, caught up; nobody else's files are touched."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from models.access import Actor, Role
from models.backup import second_place
from models.backup.backup import back_up, backups
from models.backup.backup_state import Lack, backup_state
from models.backup.second_place import SecondPlaceMissingError, choose_second_place, copies_in, copy_newest, is_there
from models.backup.verify import verify
from models.errors import InvalidError, NotAllowedError
from models.folder.storage_errors import BackupError
from models.keys.slots import make_key_file
from tests import factory
from tests.conftest import CLINIC, FRONT_DESK

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database
    from tests.factory import MovingClock


@pytest.fixture
def stick(clinic: Database, clinic_folder: ClinicFolder, actor: Actor, tmp_path: Path) -> Path:
    """A folder that was chosen as the second place."""
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    with clinic.write(actor) as work:
        choose_second_place(work, clinic_folder, elsewhere)
    return elsewhere


@pytest.fixture
def evening(clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock) -> Evening:
    return Evening(clinic, clinic_folder, keys, actor, clock)


class Evening:
    """Work that goes on, with a backup after each step."""

    def __init__(self, clinic: Database, folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock) -> None:
        self.clinic, self.folder, self.keys, self.actor, self.clock = clinic, folder, keys, actor, clock
        self.number = 0

    def backed_up(self, after: timedelta = timedelta(minutes=30)) -> Path:
        self.clock.now += after
        self.number += 1
        with self.clinic.write(self.actor) as work:
            factory.person(work, f"Number {self.number}", "x")
        return back_up(self.folder, self.keys, clock=self.clock)

    def copied(self, elsewhere: Path) -> Path | None:
        return copy_newest(self.folder, self.keys, elsewhere, clock=self.clock)


def test_that_the_newest_backup_is_copied_and_proven_there(evening: Evening, stick: Path) -> None:
    made = evening.backed_up()
    copy = evening.copied(stick)
    assert copy is not None
    assert copy.parent == stick / "laurel-backups-7d0f4c1e" == copies_in(stick, evening.folder)
    assert copy.read_bytes() == made.read_bytes()
    assert verify(copy, evening.keys).clinic == CLINIC
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in copy.parent.iterdir()] == [made.name]
    assert not list(evening.folder.backups.glob(".*"))


def test_that_before_the_first_backup_there_is_nothing_to_copy(evening: Evening, stick: Path) -> None:
    assert evening.copied(stick) is None


def test_that_a_copy_that_is_there_is_not_written_again_and_a_broken_one_is(evening: Evening, stick: Path) -> None:
    evening.backed_up()
    copy = evening.copied(stick)
    assert copy is not None
    before = copy.stat().st_ino
    evening.copied(stick)
    assert copy.stat().st_ino == before
    copy.write_bytes(b"broken")
    evening.copied(stick)
    verify(copy, evening.keys)


def test_that_a_place_that_was_away_is_caught_up_when_it_is_back(evening: Evening, stick: Path) -> None:
    away = stick.with_name("in the drawer")
    evening.backed_up()
    evening.copied(stick)
    stick.rename(away)
    newest = [evening.backed_up() for _ in range(3)][-1]
    with pytest.raises(SecondPlaceMissingError, match="is not there now"):
        evening.copied(stick)
    away.rename(stick)
    copy = evening.copied(stick)
    assert copy is not None
    assert copy.name == newest.name


def test_that_an_empty_folder_where_a_disk_was_mounted_is_not_taken_for_the_disk(evening: Evening, stick: Path) -> None:
    evening.backed_up()
    shutil.rmtree(stick)
    stick.mkdir()
    assert not is_there(stick, evening.folder)
    with pytest.raises(SecondPlaceMissingError):
        evening.copied(stick)
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("inside", ["", "backups", "media/deeper"])
def test_that_a_place_inside_the_clinics_own_folder_is_refused(
    clinic: Database, clinic_folder: ClinicFolder, actor: Actor, tmp_path: Path, inside: str
) -> None:
    elsewhere = clinic_folder.path / inside
    elsewhere.mkdir(parents=True, exist_ok=True)
    (tmp_path / "link").symlink_to(elsewhere)
    for asked in (elsewhere, tmp_path / "link"):
        with pytest.raises(InvalidError, match="own folder"), clinic.write(actor) as work:
            choose_second_place(work, clinic_folder, asked)
    assert not list(clinic_folder.path.rglob("laurel-backups-*"))


def test_that_a_place_that_is_not_there_or_a_file_is_refused(
    clinic: Database, clinic_folder: ClinicFolder, actor: Actor, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for elsewhere in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(SecondPlaceMissingError), clinic.write(actor) as work:
            choose_second_place(work, clinic_folder, elsewhere)


def test_that_only_an_administrator_says_where_copies_lie(
    clinic: Database, clinic_folder: ClinicFolder, tmp_path: Path
) -> None:
    desk = Actor(FRONT_DESK, "Jo Ferro", frozenset({Role.FRONT_DESK}))
    with pytest.raises(NotAllowedError), clinic.write(desk) as work:
        choose_second_place(work, clinic_folder, tmp_path)


def test_that_what_others_keep_there_is_never_touched(
    evening: Evening, stick: Path, tmp_path: Path, clock: MovingClock
) -> None:
    """Not another clinic's copies, wherever they lie, and no file that only looks like one of ours."""
    (stick / "letter.txt").write_text("dear Anna")
    made = evening.backed_up()
    evening.copied(stick)
    home = copies_in(stick, evening.folder)
    other = Foreign(tmp_path / "other", evening.folder)
    strangers = [other.laid(home, clock.now - timedelta(days=900 + n)) for n in range(60)]
    (stick / "laurel-backups-0a0b0c0d").mkdir()
    strangers.append(other.laid(stick / "laurel-backups-0a0b0c0d", clock.now - timedelta(days=2000)))
    strangers.append(other.laid(home, clock.now, name=f"{made.stem} (1).laurel"))
    for _ in range(3):
        evening.backed_up(timedelta(days=1))
        evening.copied(stick)
    assert all(path.exists() for path in strangers)
    assert (stick / "letter.txt").read_text() == "dear Anna"


class Foreign:
    """Backups that were sealed with the key of another clinic."""

    def __init__(self, elsewhere: Path, ours: ClinicFolder) -> None:
        from models.folder.folder import ClinicFolder

        folder = ClinicFolder(elsewhere)
        keys = make_key_file(folder, CLINIC)
        self.content = ours.keys.read_bytes()
        self.key = keys.data

    def laid(self, elsewhere: Path, time: datetime, name: str = "") -> Path:
        from models.backup import archive
        from models.storage.audit import START

        path = elsewhere / (name or time.astimezone(UTC).strftime("clinic-%Y%m%dT%H%M%S%fZ.laurel"))
        part = elsewhere / "part"
        part.write_bytes(self.content)
        with path.open("xb") as target:
            archive.write(
                target, {"keys.json": part, "clinic.db": part}, self.key,
                lambda members: archive.Manifest(
                    clinic=CLINIC, made_at=time, reason="close", revision="0001", head=START, counts={}, members=members
                ),
            )  # fmt: skip
        part.unlink()
        return path


def test_that_copies_are_thinned_out_by_the_same_rule(evening: Evening, stick: Path) -> None:
    for _ in range(40):
        evening.backed_up(timedelta(days=1))
        evening.copied(stick)
    here = {path.name for path in backups(evening.folder)}
    there = {path.name for path in copies_in(stick, evening.folder).iterdir()}
    assert there == here
    assert len(there) < 30


def test_that_the_list_of_erased_people_lies_beside_the_copies(
    evening: Evening, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.backup import erasure_ledger
    from models.backup.erasure_ledger import Erased

    erasure_ledger.write(evening.folder.erased, CLINIC, evening.keys.data, [Erased(evening.clock(), FRONT_DESK)])
    evening.backed_up()
    evening.copied(stick)
    there = copies_in(stick, evening.folder) / "erased.json"
    assert [one.person for one in erasure_ledger.read(there, CLINIC, evening.keys.data)] == [FRONT_DESK]


def test_that_a_copy_that_reads_back_wrong_is_not_published(
    evening: Evening, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.copyfileobj

    def failing_disk(source: IO[bytes], target: IO[bytes], length: int) -> None:
        real(source, target, length)
        target.seek(-9000, os.SEEK_END)
        target.write(b"\0" * 8)

    evening.backed_up()
    monkeypatch.setattr(shutil, "copyfileobj", failing_disk)
    with pytest.raises(BackupError, match="may be failing"):
        evening.copied(stick)
    assert list(copies_in(stick, evening.folder).iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no room for the copy"), (errno.EROFS, "nothing may be written"), (errno.EIO, "does not answer")],
)
def test_that_a_disk_that_refuses_a_copy_is_told_and_the_clinics_own_backup_stays(
    evening: Evening, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number), "stick")

    made = evening.backed_up()
    monkeypatch.setattr(shutil, "copyfileobj", refuse)
    with pytest.raises(BackupError, match=words) as told:
        evening.copied(stick)
    assert "The clinic is backed up" in str(told.value)
    assert list(copies_in(stick, evening.folder).iterdir()) == []
    verify(made, evening.keys)


def test_that_a_disk_pulled_out_while_it_is_written_to_is_told(
    evening: Evening, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*_: object) -> None:
        shutil.rmtree(stick)
        raise OSError(errno.EIO, "Input/output error", "stick")

    evening.backed_up()
    monkeypatch.setattr(shutil, "copyfileobj", pulled)
    with pytest.raises(SecondPlaceMissingError):
        evening.copied(stick)


def test_that_a_disk_that_knows_no_owners_and_cannot_sync_a_folder_takes_copies(
    evening: Evening, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    evening.backed_up()
    real = Path.chmod

    def no_owners(path: Path, mode: int) -> None:
        if stick in path.parents:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(path, mode)

    monkeypatch.setattr(second_place, "sync_folder", refuse)
    monkeypatch.setattr(Path, "chmod", no_owners)
    copy = evening.copied(stick)
    assert copy is not None
    verify(copy, evening.keys)


def state(
    evening: Evening, elsewhere: Path | None = None, last_there: datetime | None = None
) -> Callable[[], Lack | None]:
    return lambda: backup_state(
        evening.folder, evening.keys, elsewhere, last_there=last_there, clock=evening.clock
    ).lack(3, 7)


def test_that_a_clinic_without_any_backup_is_told_after_three_days(evening: Evening) -> None:
    told = state(evening)
    assert told() is None
    evening.clock.now += timedelta(days=3, minutes=1)
    assert told() is Lack.NO_BACKUP
    back_up(evening.folder, evening.keys, clock=evening.clock)
    assert told() is None


def test_that_a_clinic_that_rests_needs_no_new_backup(evening: Evening, stick: Path) -> None:
    evening.backed_up()
    evening.copied(stick)
    evening.clock.now += timedelta(days=60)
    assert state(evening, stick)() is None


def test_that_damaged_backups_count_for_nothing(evening: Evening) -> None:
    evening.backed_up().write_bytes(b"broken")
    evening.clock.now += timedelta(days=4)
    assert state(evening)() is Lack.NO_BACKUP
    found = backup_state(evening.folder, evening.keys, clock=evening.clock)
    assert len(found.damaged) == 1
    assert found.newest is None


def test_that_copies_that_were_never_made_or_stopped_being_made_are_told_after_a_week(
    evening: Evening, stick: Path
) -> None:
    first = evening.backed_up()
    evening.clock.now += timedelta(days=8)
    assert state(evening)() is Lack.NO_SECOND_PLACE
    assert state(evening, stick)() is Lack.SECOND_PLACE_BEHIND
    evening.copied(stick)
    assert state(evening, stick)() is None
    evening.backed_up()
    evening.clock.now += timedelta(days=8)
    assert state(evening, stick)() is Lack.SECOND_PLACE_BEHIND
    gone = stick.rename(stick.with_name("gone"))
    assert state(evening, stick)() is Lack.SECOND_PLACE_GONE
    made = verify(first, evening.keys).made_at
    assert state(evening, stick, made)() is Lack.SECOND_PLACE_GONE
    gone.rename(stick)


def test_that_a_disk_in_the_drawer_that_has_it_all_is_not_asked_for(evening: Evening, stick: Path) -> None:
    made = verify(evening.backed_up(), evening.keys).made_at
    evening.copied(stick)
    stick.rename(stick.with_name("drawer"))
    evening.clock.now += timedelta(days=30)
    assert state(evening, stick, made)() is None


def test_that_a_place_that_does_not_answer_or_was_chosen_for_another_clinic_is_no_fault(
    evening: Evening, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(elsewhere: Path) -> tuple[bool, bool]:
        state = backup_state(evening.folder, evening.keys, elsewhere, clock=evening.clock)
        return state.is_there, state.is_empty

    assert found(stick) == (True, False)
    (tmp_path / "other").mkdir()
    assert found(tmp_path / "other") == (False, True)
    assert found(tmp_path / "nowhere") == (False, False)
    real = Path.iterdir

    def stale(path: Path) -> object:
        if stick in path.parents:
            raise OSError(errno.ESTALE, "Stale file handle", str(path))
        return real(path)

    monkeypatch.setattr(Path, "iterdir", stale)
    assert found(stick)[0] is False


def test_that_copies_that_were_deleted_there_are_missed(evening: Evening, stick: Path) -> None:
    made = verify(evening.backed_up(), evening.keys).made_at
    copy = evening.copied(stick)
    assert copy is not None
    copy.unlink()
    evening.clock.now += timedelta(days=8)
    assert state(evening, stick, made)() is Lack.SECOND_PLACE_BEHIND
