"""The backups of a clinic: made while it is open, listed, and deleted by the rotation rule."""

from __future__ import annotations

from datetime import UTC
from threading import Lock
from typing import TYPE_CHECKING, Final

from models.backup import archive, erasure_ledger
from models.backup.backup_list import read_line
from models.backup.make_backup import make_backup, there_already
from models.backup.rotation import free_name, superseded, time_of
from models.errors import ClinicError
from models.folder.clock import system_clock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from models.backup.archive import Manifest
    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys

BACKUP_LOCK: Final = Lock()
"""Taken by whoever makes, copies or deletes backups: the timed backup and one that is asked for run in two threads."""


def back_up(
    folder: ClinicFolder,
    keys: Keys,
    *,
    clock: Clock = system_clock,
    reason: str = "asked for",
    skip_unchanged: bool = False,
) -> Path:
    """Put a verified backup among the clinic's backups, thin out the older ones, and give the file.

    With `skip_unchanged` the newest backup is given back where nothing has changed since.
    """
    with BACKUP_LOCK:
        now = clock().astimezone(UTC)
        newest = latest(folder, now)
        target = free_name(folder.backups, now)
        if not make_backup(
            folder, keys, target, now=now, reason=reason, unless_like=newest if skip_unchanged else None
        ):
            return newest or target
        thin_out(folder.backups, keys, now, proven=target)  # only once the new one is verified
        erasure_ledger.copy_beside(folder, keys.data, target.parent)
    return target


def thin_out(folder: Path, keys: Keys, now: datetime, *, proven: Path) -> None:
    """Delete what the rotation rule does not keep, of this clinic's sound backups alone, and never `proven`.

    A damaged backup is not deleted, since parts of it may still be read, and it does not count as one that is kept.
    """
    named = [path for path in folder.iterdir() if time_of(path)]
    if superseded(named, now):
        sound = [path for path in named if read_line(path, keys.data).is_sound]
        for path in superseded(sound, now):
            if path != proven:
                path.unlink(missing_ok=True)


def pack(folder: ClinicFolder, keys: Keys, out: Path, *, clock: Clock = system_clock) -> Path:
    """Write a verified backup to a chosen file, also while the clinic is open elsewhere."""
    if out.exists():
        raise there_already(out)
    make_backup(folder, keys, out, now=clock().astimezone(UTC), reason="asked for", unless_like=None)
    return out


def backups(folder: ClinicFolder) -> list[Path]:
    """List the clinic's backups, newest first."""
    if not folder.backups.is_dir():
        return []
    return sorted(
        (path for path in folder.backups.iterdir() if time_of(path)), key=lambda path: path.name, reverse=True
    )


def latest(folder: ClinicFolder, now: datetime | None = None) -> Path | None:
    """Give the newest backup; None before the first.

    With `now`, a backup dated later, made while the clock was wrong, comes after all that are not.
    """
    found = backups(folder)
    ahead = [path for path in found if now is not None and (time_of(path) or now) > now]
    return next((path for path in found if path not in ahead), next(iter(found), None))


def newest_manifest(folder: ClinicFolder, keys: Keys) -> Manifest | None:
    """Give the manifest of the newest sound backup, which tells where the audit chain stood; None without one."""
    for path in backups(folder):
        try:
            archive.confirm_signature(path, keys.data)
            return archive.read_manifest(path)
        except ClinicError:
            continue
    return None
