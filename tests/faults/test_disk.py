"""The disk: full, gone, write-protected, damaged. A sentence, nothing half, and the evening goes on."""

from __future__ import annotations

import errno
import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from exports.batch import issue_certificates
from exports.delivery import deliver
from leaderboards.awards import correct_attendance
from models.backup import backup
from models.backup.backup import back_up, backups
from models.backup.restore import Proof, restore
from models.backup.rotation import superseded
from models.backup.verify import verify
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError
from models.folder.disk_reserve import RESERVE
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import (
    BackupError,
    DamagedError,
    DiskError,
    DiskFullError,
    LostRecordsError,
    OutOfResourcesError,
    ReadOnlyError,
    sentence_of_system,
)
from models.people.participant import find_people
from models.programme.attendance import marks
from models.programme.mark import Mark
from models.storage import cipher
from models.storage.media import Media
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.factory import MovingClock
from tests.faults.places import filled_up, laurel, small_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from models.access import Actor
    from models.keys.slots import Keys
    from models.storage.database import Database

open_for_mina = partial(open_clinic, passphrase=PASSPHRASE, name="Mina Okafor")


@pytest.fixture
def evening() -> MovingClock:
    clock = MovingClock()
    clock.to(factory.START)
    return clock


@pytest.fixture
def clinic_path(tmp_path: Path, evening: MovingClock) -> Path:
    """A clinic with a group of twelve, closed."""
    folder = tmp_path / "Praxis Süd"
    create_clinic(
        folder, name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, clock=evening,
        cost=CHEAP,
    )  # fmt: skip
    opened = open_for_mina(folder, clock=evening)
    with opened.database.write(opened.actor) as work:
        factory.group(work)
    opened.close()
    return folder


def session(folder: Path) -> tuple[UUID, tuple[UUID, ...]]:
    """Give the first session and its people."""
    from models.programme.cohort import cohort_named
    from models.programme.enrolment import members
    from models.programme.meeting import meetings

    opened = open_for_mina(folder, is_exclusive=False)
    with opened.database.read(opened.actor) as work:
        cohort = cohort_named(work, "Autumn evening")
        found = meetings(work, cohort)[0].id, tuple(one.enrolment for one in members(work, cohort))
    opened.close()
    return found


def test_that_a_full_disk_loses_no_mark_and_the_reserve_lets_the_evening_go_on(
    clinic_path: Path, tmp_path: Path, evening: MovingClock
) -> None:
    meeting, people = session(clinic_path)
    with small_disk(tmp_path / "disk", 40) as disk:
        folder = ClinicFolder(shutil.copytree(clinic_path, disk / "clinic"))
        opened = open_for_mina(folder.path, clock=evening)
        assert folder.reserve.stat().st_size == RESERVE
        saved: dict[UUID, Mark] = {}
        refused: list[str] = []
        with filled_up(disk):
            for mark in (Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.REMOTE):
                for person in people:
                    try:
                        with opened.database.write(opened.actor) as work:
                            correct_attendance(work, meeting, person, mark)
                        saved[person] = mark
                    except DiskFullError as fault:
                        refused.append(str(fault))
            assert any("freed its reserve" in sentence for sentence in refused)
            assert all(sentence.startswith("NOT saved: the disk is full") for sentence in refused)
            assert not folder.reserve.exists()
            with opened.database.read(opened.actor) as work:
                found = marks(work, meeting)
            assert set(saved) == set(people)
            assert {person: found[person] for person in saved} == saved
            with filled_up(disk):
                with pytest.raises(BackupError, match="Everything entered is saved, but there is no room"):
                    back_up(folder, opened.keys, clock=evening)
                with pytest.raises(DiskFullError):
                    opened.media.store(bytes(8 << 20))
                with pytest.raises(ClinicError, match="cannot be written"):
                    deliver(disk / "certificates.pdf", bytes(8 << 20))
        with opened.database.write(opened.actor) as work:
            correct_attendance(work, meeting, people[0], Mark.FLARE_UP)
        assert opened.database.problems() == []
        opened.close()
        assert backups(folder)
        assert not list(folder.path.rglob(".*"))


def test_that_a_clinic_on_a_full_disk_opens_by_giving_up_its_reserve(
    clinic_path: Path, tmp_path: Path, evening: MovingClock
) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        folder = ClinicFolder(shutil.copytree(clinic_path, disk / "clinic"))
        assert folder.reserve.exists()
        with filled_up(disk):
            opened = open_for_mina(folder.path, clock=evening)
            with opened.database.read(opened.actor) as work:
                assert len(find_people(work)) == 12
            with opened.database.write(opened.actor) as work:
                factory.person(work, "Late", "Comer")
            opened.close()
        again = open_for_mina(folder.path, clock=evening)
        assert again.database.problems() == []
        again.close()


@pytest.mark.parametrize("megabytes", [1, 2])
def test_that_a_new_clinic_a_restore_and_an_export_on_a_full_disk_leave_nothing(
    clinic_path: Path, tmp_path: Path, megabytes: int
) -> None:
    newest = backup.latest(ClinicFolder(clinic_path))
    assert newest is not None
    with small_disk(tmp_path / "disk", megabytes) as disk, filled_up(disk):
        before = sorted(disk.iterdir())
        with pytest.raises(ClinicError, match="disk is full"):
            create_clinic(disk / "new", name="N", country="GB", administrator="M", passphrase=PASSPHRASE, cost=CHEAP)
        with pytest.raises(ClinicError, match="disk is full"):
            restore(newest, ClinicFolder(disk / "restored"), Proof(PASSPHRASE, "Mina Okafor"))
        assert sorted(disk.iterdir()) == before


def test_that_certificates_that_find_no_room_are_not_issued(
    clinic: Database, actor: Actor, media: Media, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.recognition.certificate import certificates

    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
    clock.to(them.meetings[-1].day)
    with clinic.write(actor) as work:
        factory.run_sessions(work, them, ["PPP"] * 12)
    stores = iter((False, True))
    real = Media.store

    def store(self: Media, content: bytes) -> str:
        if next(stores):
            raise OSError(errno.ENOSPC, "No space left on device", "media")
        return real(self, content)

    monkeypatch.setattr(Media, "store", store)
    with pytest.raises(DiskFullError, match="NOT saved"), clinic.write(actor) as work:
        issue_certificates(work, media, them.cohort)
    with clinic.read(actor) as work:
        assert certificates(work, them.cohort) == ()
    assert media.names() == frozenset()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError), (errno.EFBIG, DiskFullError),
        (errno.EROFS, ReadOnlyError), (errno.EACCES, ReadOnlyError), (errno.EPERM, ReadOnlyError),
        (errno.EIO, DiskError), (errno.ENODEV, DiskError), (errno.ESTALE, DiskError), (errno.ENOENT, DiskError),
        (errno.ENAMETOOLONG, DiskError), (errno.EMFILE, OutOfResourcesError), (errno.ENOMEM, OutOfResourcesError),
    ],
)  # fmt: skip
def test_that_what_the_system_refuses_has_a_sentence(number: int, kind: type[ClinicError]) -> None:
    said = sentence_of_system(OSError(number, os.strerror(number), "/media/usb/clinic.db"))
    assert isinstance(said, kind)
    assert str(said).startswith("NOT ")
    assert str(said).endswith(".")


def test_that_a_fault_of_ours_is_not_blamed_on_the_computer() -> None:
    assert sentence_of_system(OSError("no number")) is None
    assert sentence_of_system(BrokenPipeError(errno.EPIPE, "Broken pipe")) is None


def test_that_a_vanished_folder_is_told_and_not_made_anew(
    clinic_path: Path, tmp_path: Path, evening: MovingClock
) -> None:
    meeting, people = session(clinic_path)
    opened = open_for_mina(clinic_path, clock=evening)
    with opened.database.write(opened.actor) as work:
        correct_attendance(work, meeting, people[0], Mark.PRESENT)
    clinic_path.rename(tmp_path / "pulled out")
    with pytest.raises(DiskError, match="NOT saved"), opened.database.write(opened.actor) as work:
        correct_attendance(work, meeting, people[0], Mark.LATE)
    with pytest.raises(ClinicError):
        opened.media.store(b"a logo")
    with pytest.raises(ClinicError):
        opened.close()
    assert not clinic_path.exists()
    (tmp_path / "pulled out").rename(clinic_path)
    again = open_for_mina(clinic_path, clock=evening)
    with again.database.read(again.actor) as work:
        assert marks(work, meeting)[people[0]] is Mark.PRESENT
    assert again.database.problems() == []
    again.close()


def test_that_a_folder_that_can_only_be_read_opens_says_so_and_stays_as_it_is(
    clinic_path: Path, evening: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def content() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(clinic_path.rglob("*")) if path.is_file()}

    before = content()
    monkeypatch.setattr(os, "access", lambda *_: False)
    opened = open_for_mina(clinic_path, clock=evening)
    assert opened.database.is_read_only
    assert [str(one)[:53] for one in opened.cautions()] == ["This clinic's folder can only be read here. Look at e"]
    with opened.database.read(opened.actor) as work:
        assert len(find_people(work)) == 12
    with pytest.raises(ReadOnlyError, match="NOT saved"), opened.database.write(opened.actor):
        pass
    opened.close()
    assert content() == before


def test_that_write_protected_media_is_only_read(clinic_path: Path, tmp_path: Path) -> None:
    import subprocess

    with small_disk(tmp_path / "stick", 16) as stick:
        shutil.copytree(clinic_path, stick / "clinic", ignore=shutil.ignore_patterns("backups", "reserve"))
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        environment = {"LAUREL_PASSPHRASE": PASSPHRASE, "LAUREL_USER": "Mina Okafor"}
        listed = laurel("cohorts", str(stick / "clinic"), "--json", environment=environment)
        assert [line["people"] for line in json.loads(listed.stdout)] == [12], listed.stderr
        checked = laurel("check", str(stick / "clinic"), environment=environment)
        assert (checked.returncode, checked.stdout) == (0, "All is well.\n"), checked.stderr
        planned = laurel(
            "cohort", str(stick / "clinic"), "--name", "N", "--programme", "Back in Motion", "--start", "2026-09-07",
            "--at", "18:00", environment=environment,
        )  # fmt: skip
        assert planned.returncode == 1
        assert planned.stderr.startswith("NOT saved: this clinic folder can only be read")
        assert planned.stderr.count("\n") == 1


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)


def test_that_a_flipped_bit_in_any_page_is_found_before_it_reaches_a_backup(
    clinic_folder: ClinicFolder, keys: Keys, clinic: Database, actor: Actor
) -> None:
    with clinic.write(actor) as work:
        factory.group(work)
    clinic.release_thread()
    clinic.checkpoint()
    whole, pages = clinic_folder.database.read_bytes(), clinic_folder.database.stat().st_size // cipher.PAGE
    for page in range(1, pages, max(1, pages // 12)):
        _flip(clinic_folder.database, page * cipher.PAGE + 1000)
        assert clinic.problems(), page
        with pytest.raises((DamagedError, BackupError)):
            back_up(clinic_folder, keys)
        clinic_folder.database.write_bytes(whole)
    assert backups(clinic_folder) == []


def test_that_a_damaged_shm_file_is_made_anew(clinic_path: Path, tmp_path: Path, evening: MovingClock) -> None:
    opened = open_for_mina(clinic_path, clock=evening)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Newest", "Person")
    copy = shutil.copytree(clinic_path, tmp_path / "copied while open")
    opened.close()
    (copy / "clinic.db-shm").write_bytes(b"\xff" * 32768)
    again = open_for_mina(copy, clock=evening)
    with again.database.read(again.actor) as work:
        assert len(find_people(work)) == 13
    again.close()


def test_that_the_database_file_alone_copied_is_noticed(
    clinic_path: Path, tmp_path: Path, evening: MovingClock
) -> None:
    opened = open_for_mina(clinic_path, clock=evening)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Newest", "Person")
    copy = tmp_path / "half a copy"
    shutil.copytree(clinic_path, copy, ignore=shutil.ignore_patterns("*-wal", "*-shm", "laurel*"))
    opened.close()
    with pytest.raises(LostRecordsError):
        open_for_mina(copy, clock=evening)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: _flip(path, path.stat().st_size // 2),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
    ],
    ids=["flipped", "empty", "cut"],
)
def test_that_behind_a_damaged_newest_backup_the_next_older_one_restores(
    clinic_path: Path, tmp_path: Path, evening: MovingClock, damage: Callable[[Path], object]
) -> None:
    evening.now += timedelta(hours=1)
    opened = open_for_mina(clinic_path, clock=evening)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Newest", "Person")
    opened.close()
    newest, older = backups(ClinicFolder(clinic_path))[:2]
    damage(newest)
    with pytest.raises(BackupError):
        restore(newest, ClinicFolder(tmp_path / "restored"), Proof(PASSPHRASE, "Mina Okafor"))
    assert not (tmp_path / "restored").exists()
    restore(older, ClinicFolder(tmp_path / "restored"), Proof(PASSPHRASE, "Mina Okafor"))
    again = open_for_mina(tmp_path / "restored", clock=evening)
    with again.database.read(again.actor) as work:
        assert len(find_people(work)) == 12
    with again.database.write(again.actor) as work:
        factory.person(work, "After", "Restoring")
    again.close()
    evening.now += timedelta(days=900)
    opened = open_for_mina(clinic_path, clock=evening)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Years", "Later")
    opened.close()
    assert older in backups(ClinicFolder(clinic_path))
    verify(older, opened.keys)


def every_night(start: datetime, nights: int) -> Iterator[Path]:
    from pathlib import Path

    for night in range(nights):
        yield Path((start + timedelta(days=night)).strftime("clinic-%Y%m%dT%H%M%S%fZ.laurel"))


@pytest.mark.parametrize("year", [1970, 2038, 2106])
def test_that_a_clock_gone_wrong_lets_no_backup_expire(year: int) -> None:
    real = datetime(2026, 9, 1, 21, tzinfo=UTC)
    kept = set(every_night(real, 60))
    kept -= set(superseded(kept, real + timedelta(days=60)))
    wrong = datetime(year, 1, 20, tzinfo=UTC)
    there = kept | set(every_night(wrong, 1))
    for now in (wrong, real + timedelta(days=61)):
        assert len(set(superseded(there, now)) - set(every_night(wrong, 1))) <= 1  # as after any other night
