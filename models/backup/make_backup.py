"""One backup file: the records copied while they are in use, packed, verified, and published under its name."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from models.backup import archive
from models.backup.archive import Manifest
from models.backup.verify import BrokenMediaError, verify
from models.errors import ClinicError
from models.folder.file_retry import replace_file
from models.folder.folder import PRIVATE_FILE, ClinicFolder, make_private_folder, sync_folder
from models.folder.storage_errors import (
    BackupError,
    BusyError,
    DiskError,
    DiskFullError,
    OutOfResourcesError,
    ReadOnlyError,
    clinic_errors,
)
from models.keys.slots import read_key_file
from models.storage import cipher
from models.storage.audit import AuditEntry
from models.storage.media import Media

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from models.backup.archive import Member
    from models.keys.slots import Keys
    from models.storage.audit import Head


DRAFT: Final = ".backing-up-"
"""How the name of a draft's folder begins; one that a killed run left is deleted at the next start."""


def make_backup(
    folder: ClinicFolder, keys: Keys, target: Path, *, now: datetime, reason: str, unless_like: Path | None
) -> bool:
    """Make a backup; False where the backup `unless_like` already holds all of it.

    A photo that is damaged in the clinic itself is copied as it is; refusing it would end all further backups. Raises
    `BackupError` where the backup cannot be written, or read back.
    """
    attempt = partial(_attempt, folder, keys, target, now=now, reason=reason, unless_like=unless_like)
    try:
        return attempt(broken=frozenset())
    except BrokenMediaError as fault:
        if not fault.files <= Media(folder, keys.data).broken():
            raise
        return attempt(broken=fault.files)


def _attempt(
    folder: ClinicFolder, keys: Keys, target: Path, *, now: datetime, reason: str, unless_like: Path | None,
    broken: frozenset[str],
) -> bool:  # fmt: skip
    """Copy, describe, write a draft, verify and publish it; False where `unless_like` already holds all of it."""
    with _backup_errors(target.parent), ExitStack() as parts:
        source = parts.enter_context(closing(cipher.connect(folder.database, keys.data)))
        source.execute("BEGIN")  # counts, audit head and copy must all be of one moment while others write
        state = _State(cipher.counts(source), cipher.audit_head(source), cipher.revision_of(source) or "")
        files = {archive.KEYS: folder.keys, **_erased(folder), **_media(folder)}
        if unless_like is not None and _holds_all_of(unless_like, source, state, files, keys):
            return False
        clinic = read_key_file(folder).clinic
        temporary = parts.enter_context(draft_folder(target.parent))
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

        with draft.open("xb") as file:
            draft.chmod(PRIVATE_FILE)
            archive.write(file, {**files, archive.DATABASE: copy}, keys.data, describe)
            flush_to_disk(file)
        copy.unlink()  # before verifying, which needs the room for an unpacked database once more
        verify(draft, keys, beside=temporary)
        if target.exists():
            raise there_already(target)
        replace_file(draft, target)
        sync_folder(target.parent)
    return True


@dataclass(frozen=True, slots=True)
class _State:
    """The counts, audit head and revision that one transaction sees."""

    counts: dict[str, int]
    head: Head
    revision: str

    @property
    def rows(self) -> dict[str, int]:
        """The rows of every table but the audit's own."""
        return {name: count for name, count in self.counts.items() if name != AuditEntry.__tablename__}


def there_already(target: Path) -> BackupError:
    """Give the refusal to write over a file that exists."""
    return BackupError("There is already a file at {file}. Choose another name.", file=target)


def flush_to_disk(file: IO[bytes]) -> None:
    """Write a file to its disk, and drop it from the system's cache where that is possible."""
    file.flush()
    os.fsync(file.fileno())
    # Otherwise verifying would read what is still in memory, and prove nothing of the disk.
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def draft_folder(folder: Path) -> Iterator[Path]:
    """Give a private folder inside `folder` for a draft, deleted afterwards unless the disk is gone.

    A draft lies on the disk of its target, so that publishing it is one rename.
    """
    make_private_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=DRAFT, ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


def delete_drafts(folder: Path) -> None:
    """Delete the drafts that a run left which was killed in the middle of a backup."""
    for left in folder.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _backup_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into a `BackupError` that says that the records themselves are saved."""
    try:
        with clinic_errors(cipher.DriverError):
            yield
    except DiskFullError as fault:
        raise BackupError(
            "Everything entered is saved, but there is no room for a backup in {folder}. Make room, then back up "
            "again.",
            folder=folder,
        ) from fault
    except (BusyError, DiskError, ReadOnlyError, OutOfResourcesError) as fault:
        raise BackupError(
            "Everything entered is saved, but no backup could be made in {folder}. Check the disk, then back up again.",
            folder=folder,
        ) from fault


def _holds_all_of(path: Path, source: sqlite3.Connection, state: _State, files: dict[str, Path], keys: Keys) -> bool:
    """Tell whether nothing but sign-ins and sign-outs followed a backup, and every byte of it is still as written."""
    try:
        kept = archive.sealed_manifest(path, keys.data)
        return (
            (kept.revision, _State(kept.counts, kept.head, kept.revision).rows) == (state.revision, state.rows)
            and {name: member for name, member in kept.members.items() if name != archive.DATABASE}
            == _seen(files, kept)
            and cipher.only_signed_in_or_out(source, kept.head)
            and archive.confirm_bytes(path, keys.data) == kept
        )
    except ClinicError:
        return False


def _seen(files: dict[str, Path], kept: Manifest) -> dict[str, Member]:
    """Measure the files that may have changed.

    A file of the media never changes under its random name, so that its size is enough.
    """
    seen = {}  # reading every photo would make a backup of no changes as slow as a full one
    for name, path in files.items():
        known = kept.members.get(name)
        is_same = name.startswith("media/") and known is not None and known.size == path.stat().st_size
        seen[name] = known if is_same and known is not None else archive.member_of(path)
    return seen


def _copy(source: sqlite3.Connection, target: Path, key: bytes, clinic: UUID) -> None:
    """Copy what the source's transaction sees, and take the copy out of WAL mode.

    A copy in WAL mode would not open on read-only media. It is a draft that is verified later, so that it needs
    neither a journal of its own nor to reach the disk.
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
