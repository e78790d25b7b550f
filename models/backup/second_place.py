"""Copies of backups in a second place, on another disk: verified there, and deleted by the same rotation rule."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from datetime import UTC
from typing import TYPE_CHECKING

from models.access import Permission
from models.backup import erasure_ledger
from models.backup.backup import BACKUP_LOCK, backups, thin_out
from models.backup.backup_list import COPIES, read_line
from models.backup.make_backup import delete_drafts, draft_folder, flush_to_disk
from models.backup.verify import verify
from models.errors import InvalidError
from models.folder.clock import system_clock
from models.folder.file_retry import replace_file
from models.folder.folder import PRIVATE_FILE, make_private_folder, sync_folder
from models.folder.storage_errors import BackupError, BusyError, DiskError, DiskFullError, ReadOnlyError, clinic_errors
from models.keys.key_file import read_key_file
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.work import Work


class SecondPlaceMissingError(BackupError):
    """The second place is not there now: a disk that is not plugged in, or a network that does not answer."""


def copies_in(second_place: Path, folder: ClinicFolder) -> Path:
    """Give the folder in a second place that holds the copies of this clinic and of no other."""
    return second_place / COPIES.replace("*", read_key_file(folder).clinic.hex[:8])


def choose_second_place(work: Work, folder: ClinicFolder, second_place: Path) -> None:
    """Make a folder ready for the copies of each backup; files that are there already are left as they are.

    Raises `SecondPlaceMissingError` for a folder that is not there, `InvalidError` for one inside the clinic's own,
    and `BackupError` where it cannot be written.
    """
    work.require(Permission.KEEP_BACKUPS)
    if not second_place.is_dir():
        raise _missing(second_place)
    inside = second_place.resolve()
    if inside == folder.path.resolve() or folder.path.resolve() in inside.parents:
        raise InvalidError(
            "{folder} lies in the clinic's own folder, and would be lost with it. Choose a place on another disk.",
            folder=second_place,
        )
    with _copy_errors(second_place):
        # This folder shows later that the disk is there: an unplugged one leaves an empty folder where it appears.
        make_private_folder(copies_in(second_place, folder))
    work.record_export(Action.EXPORT, "backup", None)


def is_there(second_place: Path, folder: ClinicFolder) -> bool:
    """Tell whether a second place answers now and was made ready for this clinic."""
    with suppress(OSError):
        return copies_in(second_place, folder).is_dir()
    return False


def is_folder(second_place: Path) -> bool:
    """Tell whether there is a folder at all, ready or not."""
    with suppress(OSError):
        return second_place.is_dir()
    return False


def is_on_the_same_disk(second_place: Path, folder: ClinicFolder) -> bool:
    """Tell whether a second place is on the clinic's own disk, as far as the system tells."""
    with suppress(OSError):
        return second_place.stat().st_dev == folder.path.stat().st_dev
    return False


def copy_newest(folder: ClinicFolder, keys: Keys, second_place: Path, *, clock: Clock = system_clock) -> Path | None:
    """Copy the newest sound backup to the second place, unless it is there, and give the copy.

    None before the first backup. Copies of other clinics, and damaged or unknown files, are never touched. Raises
    `SecondPlaceMissingError` where the second place is not there, and `BackupError` where the copy cannot be written
    or not be read back.
    """
    copies = copies_in(second_place, folder)
    if not is_there(second_place, folder):
        raise _missing(second_place)
    newest = next((path for path in backups(folder) if read_line(path, keys.data).is_sound), None)
    if newest is None:
        return None
    copy = copies / newest.name
    with BACKUP_LOCK, _copy_errors(second_place):
        delete_drafts(copies)
        if not (copy.exists() and read_line(copy, keys.data).is_sound):
            _copy(newest, copy, folder, keys)
            thin_out(copies, keys, clock().astimezone(UTC), proven=copy)
        erasure_ledger.copy_beside(folder, keys.data, copies)
    return copy


def _copy(path: Path, copy: Path, folder: ClinicFolder, keys: Keys) -> None:
    """Write a draft to the disk of the copy, verify it as read back from there, and only then publish it."""
    # Unpacked on the clinic's own disk, so that the second place needs room for the copy alone.
    with draft_folder(copy.parent) as there, draft_folder(folder.backups) as here:
        draft = there / "draft"
        with path.open("rb") as source, draft.open("xb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            flush_to_disk(target)
        with suppress(OSError):  # a disk that knows no owners
            draft.chmod(PRIVATE_FILE)
        try:
            verify(draft, keys, beside=here)
        except BackupError as fault:
            raise BackupError(
                "The copy of the backup in {folder} could not be read back as it was written, so it does not count. "
                "That disk may be failing: use another one.",
                folder=copy.parent,
            ) from fault
        replace_file(draft, copy)
    with suppress(OSError):  # a network folder cannot always be asked for this
        sync_folder(copy.parent)


def _missing(second_place: Path) -> SecondPlaceMissingError:
    return SecondPlaceMissingError(
        "The second place for backups, {folder}, is not there now. Plug the disk in, or choose another place; the "
        "copies are made then.",
        folder=second_place,
    )


@contextmanager
def _copy_errors(second_place: Path) -> Iterator[None]:
    """Turn an error of the second place's disk into a `BackupError` that says that the clinic itself is backed up."""
    try:
        with clinic_errors():
            yield
    except DiskFullError as fault:
        raise BackupError(
            "The clinic is backed up, but there is no room for the copy in {folder}. Make room there.",
            folder=second_place,
        ) from fault
    except ReadOnlyError as fault:
        raise BackupError(
            "The clinic is backed up, but nothing may be written in {folder}, so it holds no copy. Ask who looks after "
            "this computer, or choose another place.",
            folder=second_place,
        ) from fault
    except (BusyError, DiskError) as fault:
        if not second_place.is_dir():
            raise _missing(second_place) from fault
        raise BackupError(
            "The clinic is backed up, but {folder} does not answer as it should, so it holds no copy. Check the disk "
            "or cable.",
            folder=second_place,
        ) from fault
