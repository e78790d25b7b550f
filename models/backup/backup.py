"""Backups: made while the clinic is open, proven by opening them, and kept in sensible number."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Final

from models.backup import archive, erasure_ledger
from models.backup.archive import Manifest
from models.backup.backup_list import read_line
from models.backup.rotation import free_name, superseded, time_of
from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.file_retry import moved
from models.folder.folder import PRIVATE_FILE, ClinicFolder, make_private_folder, settle
from models.folder.storage_errors import (
    BackupError,
    BusyError,
    DiskError,
    DiskFullError,
    NewerError,
    ReadOnlyError,
    TooLittleError,
    clinic_errors,
)
from models.keys.slots import belong_together, read_key_file
from models.storage import cipher, migrate
from models.storage.audit import AuditEntry
from models.storage.media import Media

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from models.backup.archive import Member
    from models.folder.clock import Clock
    from models.keys.slots import Keys
    from models.storage.audit import Head

DRAFT: Final = ".backing-up-"
"""How the folder of a backup that is being made begins; one of a killed run is swept at the next start."""
TURN: Final = Lock()
"""Held by whoever makes, copies or thins out backups: one at a time in this program."""
_STEPS: Final = 1000
"""Instructions of the database engine between two questions whether somebody still waits."""


def back_up(
    folder: ClinicFolder,
    keys: Keys,
    *,
    clock: Clock = system_clock,
    reason: str = "asked for",
    skip_unchanged: bool = False,
) -> Path:
    """Put a verified backup among the clinic's backups, thin out the older ones, and give its place.

    With `skip_unchanged` the newest backup is given back where nothing has changed since.
    """
    with TURN:
        now = clock().astimezone(UTC)
        newest = latest(folder, now)
        place = free_name(folder.backups, now)
        if not _make(folder, keys, place, now=now, reason=reason, unless_like=newest if skip_unchanged else None):
            return newest or place
        thin_out(folder.backups, keys, now, proven=place)
        erasure_ledger.carry(folder, keys.data, place.parent)
    return place


def thin_out(place: Path, keys: Keys, now: datetime, *, proven: Path) -> None:
    """Delete what the rule lets go, of this clinic's sound backups alone; the one just proven stays whatever it is.

    What is damaged counts for nothing and stays too: it can still be looked into, and takes no good one's place.
    """
    named = [path for path in place.iterdir() if time_of(path)]
    if superseded(named, now):
        sound = [path for path in named if read_line(path, keys.data).is_sound]
        for path in superseded(sound, now):
            if path != proven:
                path.unlink(missing_ok=True)


def pack(folder: ClinicFolder, keys: Keys, out: Path, *, clock: Clock = system_clock) -> Path:
    """Write a verified backup to a chosen file, also while the clinic is open elsewhere."""
    if out.exists():
        raise _there_already(out)
    _make(folder, keys, out, now=clock().astimezone(UTC), reason="asked for", unless_like=None)
    return out


def backups(folder: ClinicFolder) -> list[Path]:
    """List the clinic's backups, newest first."""
    if not folder.backups.is_dir():
        return []
    return sorted(
        (path for path in folder.backups.iterdir() if time_of(path)), key=lambda path: path.name, reverse=True
    )


def latest(folder: ClinicFolder, now: datetime | None = None) -> Path | None:
    """Give the newest backup; None before the first. With the time: one that a clock run ahead made comes after it."""
    found = backups(folder)
    ahead = [path for path in found if now is not None and (time_of(path) or now) > now]
    return next((path for path in found if path not in ahead), next(iter(found), None))


def anchor(folder: ClinicFolder, keys: Keys) -> Manifest | None:
    """Give what the newest backup says of itself, above all where the audit chain stood; None without a sound one."""
    for path in backups(folder):
        try:
            archive.confirm_signature(path, keys.data)
            return archive.read_manifest(path)
        except ClinicError:
            continue
    return None


def verify(path: Path, keys: Keys, *, beside: Path | None = None, check: Callable[[], None] | None = None) -> Manifest:
    """Prove a backup by unpacking it to a private place, opening it and comparing it with what it says.

    It is unpacked into the folder `beside`, or where the computer keeps temporary files. `check` is called again and
    again meanwhile, and ends it by raising a `ClinicError`.
    """
    with clinic_errors(), tempfile.TemporaryDirectory(prefix="laurel-", dir=beside) as temporary:
        place = ClinicFolder(Path(temporary) / "clinic")
        make_private_folder(place.path)
        archive.confirm_signature(path, keys.data)
        manifest = archive.unpack(path, place.path, is_kept=False)
        prove(place, keys, manifest, check=check)
    return manifest


def prove(place: ClinicFolder, keys: Keys, manifest: Manifest, *, check: Callable[[], None] | None = None) -> None:
    """Compare an unpacked backup with its manifest: the right clinic, key slots, every page, row counts, audit, media.

    The slots in it must be those of its key: without them nobody could ever open it.
    """
    if manifest.revision not in migrate.known_revisions():
        raise NewerError("A newer Laurel made this backup. Install that version to restore it.")
    vault = read_key_file(place)
    with (
        clinic_errors(cipher.DriverError),
        cipher.confirmed(place.database, keys.data, manifest.clinic) as connection,
        _heeding(check, connection),
    ):
        said = (cipher.counts(connection), cipher.audit_head(connection), cipher.revision_of(connection))
        found = cipher.broken(connection)
    is_other = said != (manifest.counts, manifest.head, manifest.revision) or vault.clinic != manifest.clinic
    if found or is_other or not belong_together(vault, keys):
        raise BackupError("The backup could not be read back as it should be. Look at the disk, and make another one.")
    broken = Media(place, keys.data).broken() - manifest.broken
    if broken:
        raise _BrokenMediaError(
            "A file of the clinic's media could not be read back from the backup. Look at the disk, and make another "
            "one.",
            files=broken,
        )


@contextmanager
def _heeding(check: Callable[[], None] | None, connection: sqlite3.Connection) -> Iterator[None]:
    """Let a long look at a file be ended by who waits for it."""
    if check is None:
        yield
        return
    connection.set_progress_handler(check, _STEPS)  # what it raises interrupts the driver, which says only that
    try:
        yield
    except cipher.DriverError:
        check()
        raise


class _BrokenMediaError(BackupError):
    """Files of the media in a backup cannot be opened."""

    def __init__(self, template: str, *, files: frozenset[str]) -> None:
        super().__init__(template)
        self.files = files


def _make(
    folder: ClinicFolder, keys: Keys, place: Path, *, now: datetime, reason: str, unless_like: Path | None
) -> bool:
    """Make a backup; False where `unless_like` already holds all this.

    A photo that is damaged in the clinic itself goes along as it is, or nothing would ever be backed up again.
    """
    attempt = partial(_attempt, folder, keys, place, now=now, reason=reason, unless_like=unless_like)
    try:
        return attempt(broken=frozenset())
    except _BrokenMediaError as fault:
        if not fault.files <= Media(folder, keys.data).broken():
            raise
        return attempt(broken=fault.files)


def _attempt(
    folder: ClinicFolder, keys: Keys, place: Path, *, now: datetime, reason: str, unless_like: Path | None,
    broken: frozenset[str],
) -> bool:  # fmt: skip
    """Copy, describe, write beside the goal, verify, publish; False where `unless_like` already holds all this."""
    with _said_of_backups(place.parent), ExitStack() as parts:
        source = parts.enter_context(closing(cipher.connect(folder.database, keys.data)))
        source.execute("BEGIN")
        state = _State(cipher.counts(source), cipher.audit_head(source), cipher.revision_of(source) or "")
        files = {archive.KEYS: folder.keys, **_erased(folder), **_media(folder)}
        if unless_like is not None and _holds_all_of(unless_like, source, state, files, keys):
            return False
        clinic = read_key_file(folder).clinic
        temporary = parts.enter_context(drafting(place.parent))
        copy, draft = temporary / archive.DATABASE, temporary / "draft"
        _copy(source, copy, keys.data, clinic)
        source.execute("ROLLBACK")

        def describe(members: dict[str, Member]) -> Manifest:
            return Manifest(
                clinic=clinic,
                made_at=now,
                reason=reason,
                revision=state.revision,
                head=state.head,
                counts=state.counts,
                members=members,
                broken=broken,
            )

        with draft.open("xb") as target:
            draft.chmod(PRIVATE_FILE)
            archive.write(target, {**files, archive.DATABASE: copy}, keys.data, describe)
            to_the_disk(target)
        copy.unlink()
        verify(draft, keys, beside=temporary)
        if place.exists():
            raise _there_already(place)
        moved(draft, place)
        settle(place.parent)
    return True


@dataclass(frozen=True, slots=True)
class _State:
    """How the records stand as one transaction sees them."""

    counts: dict[str, int]
    head: Head
    revision: str

    @property
    def rows(self) -> dict[str, int]:
        """The rows of every table but the audit's own."""
        return {name: count for name, count in self.counts.items() if name != AuditEntry.__tablename__}


def _there_already(place: Path) -> BackupError:
    return BackupError("There is already a file at {file}. Choose another name.", file=place)


def to_the_disk(file: IO[bytes]) -> None:
    """Bring a file to its disk, and forget it where the system can, so that it is read back from there."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def drafting(place: Path) -> Iterator[Path]:
    """Give a private folder beside the goal, wiped afterwards, as far as a disk that is gone lets it."""
    make_private_folder(place)
    with tempfile.TemporaryDirectory(dir=place, prefix=DRAFT, ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


def sweep(place: Path) -> None:
    """Clear away what a run that was killed in the middle of a backup left in a folder of backups."""
    for left in place.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _said_of_backups(place: Path) -> Iterator[None]:
    """Say of a disk that refuses a backup that the clinic itself is saved."""
    try:
        with clinic_errors(cipher.DriverError):
            yield
    except DiskFullError as fault:
        raise BackupError(
            "Everything entered is saved, but there is no room for a backup in {folder}. Make room, then back up "
            "again.",
            folder=place,
        ) from fault
    except (BusyError, DiskError, ReadOnlyError, TooLittleError) as fault:
        raise BackupError(
            "Everything entered is saved, but no backup could be made in {folder}. Check the disk, then back up again.",
            folder=place,
        ) from fault


def _holds_all_of(path: Path, source: sqlite3.Connection, state: _State, files: dict[str, Path], keys: Keys) -> bool:
    """Tell whether nothing but coming and going was done since a backup, and it is still whole, byte for byte."""
    try:
        kept = archive.sealed_manifest(path, keys.data)
        return (
            (kept.revision, _State(kept.counts, kept.head, kept.revision).rows) == (state.revision, state.rows)
            and {name: member for name, member in kept.members.items() if name != archive.DATABASE}
            == _seen(files, kept)
            and cipher.only_came_and_went(source, kept.head)
            and archive.confirm_bytes(path, keys.data) == kept
        )
    except ClinicError:
        return False


def _seen(files: dict[str, Path], kept: Manifest) -> dict[str, Member]:
    """Measure what may change; a file of the media never does under its random name, so its size is enough."""
    seen = {}
    for name, path in files.items():
        known = kept.members.get(name)
        is_same = name.startswith("media/") and known is not None and known.size == path.stat().st_size
        seen[name] = known if is_same and known is not None else archive.member_of(path)
    return seen


def _copy(source: sqlite3.Connection, target: Path, key: bytes, clinic: UUID) -> None:
    """Copy what the source's transaction sees, and take the copy out of WAL mode so that it opens from a DVD too.

    The copy is a draft that is proven later, so it needs neither a journal of its own nor to reach the disk.
    """
    with closing(cipher.create(target, key, clinic)) as copy:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchone()
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()


def _erased(folder: ClinicFolder) -> dict[str, Path]:
    return {archive.ERASED: folder.erased} if folder.erased.exists() else {}


def _media(folder: ClinicFolder) -> dict[str, Path]:
    if not folder.media.is_dir():
        return {}
    return {f"media/{path.name}": path for path in sorted(folder.media.iterdir()) if not path.name.startswith(".")}
