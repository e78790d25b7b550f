"""Backups: proven, thinned out, packed into one file, restored; nothing false is taken for one."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.backup import archive
from models.backup.backup import back_up, backups, latest, pack
from models.backup.opening import open_records
from models.backup.restore import Proof, restore
from models.backup.rotation import superseded
from models.backup.verify import verify
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BackupError, DamagedError, NewerError, WrongPassphraseError
from models.keys.slots import Keys
from models.storage import cipher
from tests.conftest import DESK_PASSPHRASE, PASSPHRASE
from tests.models.storage.test_database import count, put
from tests.models.storage.test_opening import flip

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.access import Actor
    from models.storage.database import Database
    from models.storage.media import Media
    from tests.factory import MovingClock


def test_that_a_backup_restores_to_the_same_clinic(
    database: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, media: Media, tmp_path: Path
) -> None:
    put(database, actor, "Łukasz", secret={"a": 1})
    name = media.store(b"photo")
    manifest = verify(back_up(clinic_folder, keys), keys)
    assert manifest.counts["probe"] == 1
    assert f"media/{name}" in manifest.members
    target = ClinicFolder(tmp_path / "restored")
    restore(backups(clinic_folder)[0], target, Proof(PASSPHRASE))
    again = open_records(target, keys)
    assert count(again, actor) == 1
    assert again.problems() == []
    put(again, actor, "after")
    again.close()
    assert (target.media / name).read_bytes() == (clinic_folder.media / name).read_bytes()
    assert (target.path.stat().st_mode | target.database.stat().st_mode) & 0o077 == 0


def test_that_a_backup_holds_no_readable_text_and_is_private(
    database: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    put(database, actor, "MARKER", secret="MARKER")
    made = back_up(clinic_folder, keys)
    assert b"MARKER" not in made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0
    assert [path.name for path in clinic_folder.backups.iterdir()] == [made.name]


def test_that_the_file_inside_opens_from_read_only_media(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path
) -> None:
    archive.unpack(back_up(clinic_folder, keys), tmp_path)
    with cipher.confirmed(
        tmp_path / "clinic.db", keys.data, archive.read_manifest(backups(clinic_folder)[0]).clinic
    ) as c:
        assert c.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_that_a_backup_during_heavy_writing_is_consistent(
    database: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    stop = threading.Event()

    def work_on() -> None:
        database.adopt_thread()
        number = 0
        while not stop.is_set():
            put(database, actor, f"n{number}")
            number += 1
        database.release_thread()

    writer = threading.Thread(target=work_on)
    writer.start()
    try:
        seen = [verify(back_up(clinic_folder, keys), keys) for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    assert [manifest.counts["audit_entry"] for manifest in seen] == [manifest.head.seq for manifest in seen]
    assert seen[0].head.seq < seen[-1].head.seq


def test_that_an_unchanged_clinic_needs_no_new_backup(
    database: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, media: Media, clock: MovingClock
) -> None:
    first = back_up(clinic_folder, keys, clock=clock, skip_unchanged=True)
    clock.now += timedelta(minutes=1)
    assert back_up(clinic_folder, keys, clock=clock, skip_unchanged=True) == first
    media.store(b"new")
    second = back_up(clinic_folder, keys, clock=clock, skip_unchanged=True)
    clock.now += timedelta(minutes=1)
    put(database, actor)
    third = back_up(clinic_folder, keys, clock=clock, skip_unchanged=True)
    assert len({first, second, third}) == 3
    assert latest(clinic_folder) == third


def test_that_a_damaged_newest_backup_does_not_stop_the_next(
    clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock
) -> None:
    back_up(clinic_folder, keys, clock=clock).write_bytes(b"broken")
    clock.now += timedelta(minutes=1)
    second = back_up(clinic_folder, keys, clock=clock, skip_unchanged=True)
    assert verify(second, keys).made_at == clock.now


def test_that_a_damaged_clinic_is_not_backed_up_as_if_it_were_whole(
    database: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    for n in range(100):
        put(database, actor, f"n{n}", secret="s" * 300)
    good = back_up(clinic_folder, keys)
    database.close()
    flip(clinic_folder.database, clinic_folder.database.stat().st_size - 5000)
    with pytest.raises((BackupError, DamagedError)):
        back_up(clinic_folder, keys)
    assert list(clinic_folder.backups.iterdir()) == [good]


@pytest.mark.parametrize("passphrase", [PASSPHRASE, DESK_PASSPHRASE])
def test_that_a_packed_clinic_is_restored_with_any_persons_passphrase(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path, passphrase: str
) -> None:
    out = pack(clinic_folder, keys, tmp_path / "stick" / "clinic.laurel")
    (tmp_path / "empty").mkdir()
    restore(out, ClinicFolder(tmp_path / "empty"), Proof(passphrase))
    with pytest.raises(BackupError, match="already a file"):
        pack(clinic_folder, keys, out)


def test_that_nothing_is_restored_over_a_clinic(
    clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock, tmp_path: Path
) -> None:
    out = pack(clinic_folder, keys, tmp_path / "clinic.laurel")
    with pytest.raises(BackupError, match="not empty"):
        restore(out, clinic_folder, Proof(PASSPHRASE))
    open_records(clinic_folder, keys).close()


def test_that_a_wrong_passphrase_restores_nothing(clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path) -> None:
    out = pack(clinic_folder, keys, tmp_path / "clinic.laurel")
    with pytest.raises(WrongPassphraseError):
        restore(out, ClinicFolder(tmp_path / "restored"), Proof("not the passphrase"))
    assert {path.name for path in tmp_path.iterdir()} <= {"clinic", "clinic.laurel", "opened"}


def rewritten(source: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """Give an archive with other parts in it."""
    with zipfile.ZipFile(source) as given:
        parts = change({info.filename: given.read(info) for info in given.infolist()})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def with_manifest(parts: dict[str, bytes], **values: object) -> dict[str, bytes]:
    manifest = json.loads(parts["manifest.json"])
    return {**parts, "manifest.json": json.dumps({**manifest, **values}).encode()}


def climbing(parts: dict[str, bytes]) -> dict[str, bytes]:
    members = json.loads(parts["manifest.json"])["members"]
    return {
        **with_manifest(parts, members={**members, "../evil": {"size": 1, "sha256": "0" * 64}}), "../evil": b"x",
    }  # fmt: skip


CHANGES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "climbing": climbing,
    "stranger": lambda parts: {**parts, "media/../../evil": b"x"},
    "unlisted": lambda parts: {**parts, f"media/{'0' * 32}": b"x"},
    "without keys": lambda parts: {name: content for name, content in parts.items() if name != "keys.json"},
    "without manifest": lambda parts: {name: content for name, content in parts.items() if name != "manifest.json"},
    "other reason": lambda parts: with_manifest(parts, reason="invented"),
    "other counts": lambda parts: with_manifest(parts, counts={}),
    "list": lambda parts: {**parts, "manifest.json": b"[]"},
    "other bytes": lambda parts: {**parts, "clinic.db": parts["clinic.db"][:-1] + b"\0"},
    "shorter": lambda parts: {**parts, "clinic.db": parts["clinic.db"][:-4096]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_that_an_altered_backup_is_refused_and_leaves_nothing(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path, change: str
) -> None:
    out = pack(clinic_folder, keys, tmp_path / "clinic.laurel")
    out.write_bytes(rewritten(out, CHANGES[change]))
    with pytest.raises(BackupError):
        restore(out, ClinicFolder(tmp_path / "restored"), Proof(PASSPHRASE))
    assert {path.name for path in tmp_path.iterdir()} <= {"clinic", "clinic.laurel", "opened"}


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7" + bytes(900), None])
def test_that_what_is_no_backup_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.laurel"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BackupError):
        restore(path, ClinicFolder(tmp_path / "restored"), Proof(PASSPHRASE))


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.8, 0.995])
def test_that_a_flipped_bit_or_a_cut_makes_a_backup_worthless_and_says_so(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path, share: float
) -> None:
    out = pack(clinic_folder, keys, tmp_path / "clinic.laurel")
    whole = out.read_bytes()
    flip(out, int(len(whole) * share))
    with pytest.raises(ClinicError):
        verify(out, keys)
    out.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupError):
        verify(out, keys)


def test_that_a_backup_of_a_newer_laurel_is_refused(clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path) -> None:
    from contextlib import closing

    out = tmp_path / "clinic.laurel"
    pack(clinic_folder, keys, out)
    out.write_bytes(rewritten(out, lambda parts: with_manifest(parts, format=2)))
    with pytest.raises(NewerError):
        verify(out, keys)
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerError):
        pack(clinic_folder, keys, tmp_path / "newer.laurel")


def test_that_another_clinics_key_does_not_pass_a_backup(clinic_folder: ClinicFolder, keys: Keys) -> None:
    made = back_up(clinic_folder, keys)
    with pytest.raises(BackupError, match="altered"):
        verify(made, Keys(bytes(32), None))


def named(time: datetime) -> Path:
    return Path(time.strftime("clinic-%Y%m%dT%H%M%S%fZ.laurel"))


def test_that_backups_are_thinned_out_and_the_newest_is_never_deleted() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    every_six_hours = {named(now - timedelta(hours=6 * n)) for n in range(4 * 800)}
    kept = every_six_hours - set(superseded(every_six_hours, now))
    recent = {named(now - timedelta(hours=6 * n)) for n in range(8)}
    assert recent <= kept
    assert 40 <= len(kept) <= 52
    assert superseded(kept, now) == []
    ancient = [named(now - timedelta(days=4000)), Path("notes.txt")]
    assert superseded(ancient, now) == []
    tomorrow = [named(now + timedelta(days=1)), named(now)]
    assert superseded(tomorrow, now) == []


def test_that_thinning_day_by_day_keeps_a_year_of_months() -> None:
    now, kept = datetime(2025, 1, 1, 18, tzinfo=UTC), set[Path]()
    for _ in range(500):
        now += timedelta(days=1)
        kept.add(named(now))
        kept -= set(superseded(kept, now))
    months = {path.name[7:13] for path in kept}
    assert len(months) >= 16
    assert named(now) in kept
    assert len(kept) < 45
