"""Backups: made while the clinic is open, proven by opening them, and kept in sensible number."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.errors import ClinicError
from models.storage import archive, cipher, erasures, migrate
from models.storage.archive import Manifest
from models.storage.clock import system_clock
from models.storage.faults import (
    BackupError,
    BusyError,
    DiskError,
    DiskFullError,
    NewerError,
    ReadOnlyError,
    TooLittleError,
    spoken,
)
from models.storage.folder import PRIVATE_FILE, ClinicFolder, make_private_folder, settle
from models.storage.media import Media
from models.storage.patience import moved
from models.storage.rotation import free_name, superseded, time_of
from models.storage.vault import belong_together, look_into

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from models.storage.clock import Clock
    from models.storage.vault import Keys

_DRAFT: Final = ".backing-up-"


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
    now = clock().astimezone(UTC)
    newest = latest(folder)
    place = free_name(folder.backups, now)
    made = _make(folder, keys, place, now=now, reason=reason, unless_like=newest if skip_unchanged else None)
    if not made:
        return newest or place
    for path in superseded(backups(folder), now):
        path.unlink(missing_ok=True)
    erasures.carry(folder, keys.data, place.parent)
    return place


def pack(folder: ClinicFolder, keys: Keys, out: Path, *, clock: Clock = system_clock) -> Path:
    """Write a verified backup to a chosen file, also while the clinic is open elsewhere."""
    if out.exists():
        raise BackupError("There is already a file at {file}. Choose another name.", file=out)
    _make(folder, keys, out, now=clock().astimezone(UTC), reason="asked for", unless_like=None)
    return out


def backups(folder: ClinicFolder) -> list[Path]:
    """List the clinic's backups, newest first."""
    if not folder.backups.is_dir():
        return []
    return sorted(
        (path for path in folder.backups.iterdir() if time_of(path)), key=lambda path: path.name, reverse=True
    )


def latest(folder: ClinicFolder) -> Path | None:
    """Give the newest backup; None before the first."""
    return next(iter(backups(folder)), None)


def anchor(folder: ClinicFolder, keys: Keys) -> Manifest | None:
    """Give what the newest backup says of itself, above all where the audit chain stood; None without a sound one."""
    for path in backups(folder):
        try:
            archive.confirm_signature(path, keys.data)
            return archive.read_manifest(path)
        except ClinicError:
            continue
    return None


def verify(path: Path, keys: Keys, *, beside: Path | None = None) -> Manifest:
    """Prove a backup by unpacking it to a private place, opening it and comparing it with what it says.

    It is unpacked into the folder `beside`, or where the computer keeps temporary files.
    """
    with spoken(), tempfile.TemporaryDirectory(prefix="laurel-", dir=beside) as temporary:
        place = ClinicFolder(Path(temporary) / "clinic")
        make_private_folder(place.path)
        manifest = archive.unpack(path, place.path)
        archive.confirm_signature(path, keys.data)
        prove(place, keys, manifest)
    return manifest


def prove(place: ClinicFolder, keys: Keys, manifest: Manifest) -> None:
    """Compare an unpacked backup with its manifest: the right clinic, every page, row counts, audit head, media."""
    if manifest.revision not in migrate.known_revisions():
        raise NewerError("A newer Laurel made this backup. Install that version to restore it.")
    with spoken(cipher.DriverError):
        with cipher.confirmed(place.database, keys.data, manifest.clinic) as connection:
            said = (cipher.counts(connection), cipher.audit_head(connection), cipher.revision_of(connection))
        with closing(cipher.connect(place.database, keys.data)) as connection:
            found = cipher.problems(connection)
    wrong = said != (manifest.counts, manifest.head, manifest.revision) or look_into(place).clinic != manifest.clinic
    if found or wrong or Media(place, keys.data).problems():
        raise BackupError("The backup could not be read back as it should be. Look at the disk, and make another one.")


def _make(
    folder: ClinicFolder, keys: Keys, place: Path, *, now: datetime, reason: str, unless_like: Path | None
) -> bool:
    """Copy, describe, write beside the goal, verify, publish; False where `unless_like` already holds all this."""
    with _said_of_backups(place.parent), ExitStack() as parts:
        source = parts.enter_context(closing(cipher.connect(folder.database, keys.data)))
        source.execute("BEGIN")
        state = _State(cipher.counts(source), cipher.audit_head(source), cipher.revision_of(source) or "")
        files = {archive.KEYS: folder.keys, **_erased(folder), **_media(folder)}
        if unless_like is not None and _holds_all_of(unless_like, source, state, files, keys):
            return False
        clinic = look_into(folder).clinic
        temporary = parts.enter_context(drafting(place.parent))
        copy, draft = temporary / archive.DATABASE, temporary / "draft"
        _copy(source, copy, keys.data, clinic)
        source.execute("ROLLBACK")

        def describe(members: dict[str, Member]) -> Manifest:
            return Manifest(clinic, now, reason, state.revision, state.head, state.counts, members)

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


@contextmanager
def _drafting(place: Path) -> Iterator[Path]:
    """Give a private folder beside the goal, wiped afterwards."""
    make_private_folder(place)
    with tempfile.TemporaryDirectory(dir=place, prefix=_DRAFT) as temporary:
        yield Path(temporary)


@contextmanager
def _said_of_backups(place: Path) -> Iterator[None]:
    """Say of a disk that refuses a backup that the clinic itself is saved."""
    try:
        with spoken(cipher.DriverError):
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


def _holds_all_of(path: Path, now: Manifest, source: sqlite3.Connection, keys: Keys) -> bool:
    """Tell whether a backup is still what it was, byte for byte, and nobody has done more since than come and go."""
    try:
        kept = archive.confirm_bytes(path, keys.data)
    except ClinicError:
        return False
    return now.says_the_same_as(kept) and cipher.only_came_and_went(source, kept.head)


def _copy(source: sqlite3.Connection, target: Path, key: bytes, clinic: UUID) -> None:
    """Copy what the source's transaction sees, and take the copy out of WAL mode so that it opens from a DVD too."""
    with closing(cipher.create(target, key, clinic)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()


def _erased(folder: ClinicFolder) -> dict[str, Path]:
    return {archive.ERASED: folder.erased} if folder.erased.exists() else {}


def _media(folder: ClinicFolder) -> dict[str, Path]:
    if not folder.media.is_dir():
        return {}
    return {f"media/{path.name}": path for path in sorted(folder.media.iterdir()) if not path.name.startswith(".")}
