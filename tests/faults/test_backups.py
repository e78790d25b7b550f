"""Backups that are killed, run out of room, meet a bad disk or a wrong clock: there is always a good one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.backup.backup import back_up, backups, latest
from models.backup.restore import Proof, restore
from models.backup.second_place import choose_second_place, copies_in, copy_newest
from models.backup.verify import verify
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BackupError
from models.storage.media import Media
from tests import factory
from tests.conftest import PASSPHRASE
from tests.factory import MovingClock
from tests.faults.places import ROOT, SIGN_IN, filled_up, laurel, open_for_mina, said, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.access import Actor
    from models.clinic.clinic import Clinic
    from models.keys.slots import Keys
    from models.storage.database import Database

needs_kill = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs the kill of a POSIX system")


@pytest.fixture
def opened(clinic_path: Path) -> Iterator[Clinic]:
    """The clinic, open on an evening."""
    clinic = open_for_mina(clinic_path, clock=MovingClock())
    yield clinic
    clinic.close()


def backed_up(opened: Clinic, after: timedelta = timedelta(minutes=30)) -> Path:
    """Enter somebody and back up."""
    assert isinstance(opened.clock, MovingClock)
    opened.clock.now += after
    with opened.database.write(opened.actor) as work:
        factory.person(work, f"At {opened.clock.now}", "x")
    return back_up(opened.folder, opened.keys, clock=opened.clock)


def is_good(path: Path, opened: Clinic) -> bool:
    with suppress(ClinicError):
        verify(path, opened.keys)
        return True
    return False


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("damage", [flip, cut])
def test_that_the_last_good_backup_outlives_eight_newer_damaged_ones(opened: Clinic, damage: object) -> None:
    """Whatever is made or fails to be made afterwards, each day for a month."""
    assert callable(damage)
    for _ in range(12):
        backed_up(opened, timedelta(days=40))
    good = backups(opened.folder)[8]
    for path in backups(opened.folder)[:8]:
        damage(path)
    assert is_good(good, opened)
    for _ in range(30):
        made = backed_up(opened, timedelta(days=1))
        assert is_good(made, opened)
        assert good in backups(opened.folder)
    assert is_good(good, opened)


def test_that_a_failed_backup_thins_nothing_out(opened: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(12):
        backed_up(opened, timedelta(days=1))
    before = backups(opened.folder)

    def damaged(*_: object, **__: object) -> None:
        raise BackupError("This backup is damaged.")

    monkeypatch.setattr("models.backup.make_backup.verify", damaged)
    with pytest.raises(BackupError):
        backed_up(opened, timedelta(days=4000))
    assert backups(opened.folder) == before


def test_that_two_backups_in_one_moment_and_a_clock_set_back_overwrite_nothing(opened: Clinic) -> None:
    assert isinstance(opened.clock, MovingClock)
    made = {backed_up(opened, timedelta(0)) for _ in range(3)}
    opened.clock.now -= timedelta(days=1)
    made |= {backed_up(opened, timedelta(0)) for _ in range(3)}
    opened.clock.now += timedelta(days=1)
    made |= {backed_up(opened, timedelta(0)) for _ in range(3)}
    assert len(made) == 9
    assert made <= set(backups(opened.folder))
    assert all(is_good(path, opened) for path in made)


def test_that_names_go_by_utc_when_the_clocks_change(opened: Clinic) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    assert isinstance(opened.clock, MovingClock)
    london, names = ZoneInfo("Europe/London"), []
    for fold in (0, 1):
        opened.clock.now = datetime(2026, 10, 25, 1, 30, tzinfo=london, fold=fold)
        names.append(back_up(opened.folder, opened.keys, clock=opened.clock).name)
    assert names == ["clinic-20261025T003000000000Z.laurel", "clinic-20261025T013000000000Z.laurel"]


def test_that_backups_of_a_damaged_future_do_not_hide_what_changed(opened: Clinic) -> None:
    """A clock that ran ahead leaves names from the future; a backup is still made once for each change."""
    assert isinstance(opened.clock, MovingClock)
    backed_up(opened, timedelta(days=4000))
    opened.clock.now -= timedelta(days=4000)
    first = backed_up(opened)
    opened.clock.now += timedelta(minutes=30)
    assert back_up(opened.folder, opened.keys, clock=opened.clock, skip_unchanged=True) == first
    assert latest(opened.folder, opened.clock()) == first


def test_that_a_photo_that_rotted_in_the_clinic_does_not_end_all_backups(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, media: Media, tmp_path: Path
) -> None:
    """It goes along as it is; an older backup may still hold it whole."""
    rotten, whole = media.store(b"a photo"), media.store(b"another one")
    older = back_up(clinic_folder, keys)
    flip(clinic_folder.media / rotten)
    with clinic.write(actor) as work:
        factory.person(work, "Newest", "Person")
    made = back_up(clinic_folder, keys)
    assert verify(made, keys).broken == {rotten}
    assert not verify(older, keys).broken
    assert back_up(clinic_folder, keys, skip_unchanged=True) == made
    restored = ClinicFolder(tmp_path / "restored")
    restore(made, restored, Proof(PASSPHRASE, "Mina Okafor"))
    kept = Media(restored, keys.data)
    assert kept.read(whole) == b"another one"
    assert kept.broken() == {rotten}


def test_that_media_damaged_on_the_way_into_a_backup_are_not_published(
    clinic_folder: ClinicFolder, keys: Keys, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    media.store(b"a photo")
    monkeypatch.setattr(
        Media, "broken", lambda self: self.names() if "backing-up" in str(self._folder) else frozenset()
    )
    with pytest.raises(BackupError, match="media could not be read back"):
        back_up(clinic_folder, keys)
    assert backups(clinic_folder) == []


KILLED = """
import sys
from pathlib import Path
from models.clinic.opening import open_clinic
from models.backup.backup import back_up
from models.backup.second_place import copy_newest
opened = open_clinic(Path(sys.argv[1]), sys.argv[2], "Mina Okafor")
print("open", flush=True)
while True:
    back_up(opened.folder, opened.keys)
    copy_newest(opened.folder, opened.keys, Path(sys.argv[3]))
"""


@needs_kill
def test_that_a_backup_killed_at_any_moment_publishes_nothing_half_and_leaves_nothing(
    clinic_path: Path, tmp_path: Path
) -> None:
    folder, stick = ClinicFolder(clinic_path), tmp_path / "stick"
    stick.mkdir()
    opened = open_for_mina(clinic_path)
    with opened.database.write(opened.actor) as work:
        choose_second_place(work, folder, stick)
    opened.close()
    chance, left = random.Random(7), 0
    for _ in range(12):
        command = [sys.executable, "-c", KILLED, str(clinic_path), PASSPHRASE, str(stick)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"open\n"
            time.sleep(chance.uniform(0, 0.25))
            process.send_signal(signal.SIGKILL)
        left += any(folder.backups.glob(".*")) or any(copies_in(stick, folder).glob(".*"))
    assert left
    opened = open_for_mina(clinic_path)
    copy_newest(folder, opened.keys, stick)
    for home in (folder.backups, copies_in(stick, folder)):
        assert all(is_good(path, opened) for path in home.iterdir() if path.suffix == ".laurel")
        assert not list(home.glob(".*"))
    assert len(backups(folder)) > 1
    opened.close()


def test_that_a_full_second_disk_is_told_and_the_next_copy_fits_again(opened: Clinic, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 8) as stick:
        chosen(opened, stick)
        backed_up(opened)
        with filled_up(stick), pytest.raises(BackupError, match="no room for the copy"):
            copy_newest(opened.folder, opened.keys, stick, clock=opened.clock)
        assert not list(copies_in(stick, opened.folder).iterdir())
        assert copy_newest(opened.folder, opened.keys, stick, clock=opened.clock) is not None


def test_that_a_write_protected_second_disk_is_told(opened: Clinic, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 8) as stick:
        chosen(opened, stick)
        made = backed_up(opened)
        with read_only(stick), pytest.raises(BackupError, match="nothing may be written"):
            copy_newest(opened.folder, opened.keys, stick, clock=opened.clock)
        assert is_good(made, opened)


def test_that_a_second_disk_that_is_unmounted_is_not_filled_with_copies(opened: Clinic, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 8) as stick:
        chosen(opened, stick)
        backed_up(opened)
        assert copy_newest(opened.folder, opened.keys, stick, clock=opened.clock) is not None
        subprocess.run(["umount", "-l", str(stick)], check=True)
        assert list(stick.iterdir()) == []
        with pytest.raises(BackupError, match="is not there now"):
            copy_newest(opened.folder, opened.keys, stick, clock=opened.clock)
        assert list(stick.iterdir()) == []
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)


def chosen(opened: Clinic, second_place: Path) -> None:
    with opened.database.write(opened.actor) as work:
        choose_second_place(work, opened.folder, second_place)


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_that_the_command_backs_up_while_the_window_is_open_and_writes(opened: Clinic, tmp_path: Path) -> None:
    backed_up(opened)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "While", "It runs")
        out = tmp_path / "clinic.laurel"
        answer = said(laurel("backup", str(opened.folder.path), "--out", str(out), "--json", environment=SIGN_IN))
    assert answer["bytes"] == out.stat().st_size
    assert is_good(out, opened)


def test_that_a_long_look_at_a_backup_can_be_ended(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    with clinic.write(actor) as work:
        factory.group(work, size=12)
    path = back_up(clinic_folder, keys)

    def no_longer() -> None:
        raise ClinicError("This was cancelled.")

    with pytest.raises(ClinicError, match="cancelled"):
        verify(path, keys, check=no_longer)
    verify(path, keys, check=lambda: None)
