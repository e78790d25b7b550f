"""What can be wrong with a clinic's folder or file, so that each gets its own sentence."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Iterator


class NoClinicError(ClinicError):
    """There is no clinic in this folder."""


class NotOursError(ClinicError):
    """The file was not made by Laurel."""


class OtherClinicError(ClinicError):
    """The file belongs to another clinic than its key file."""


class DamagedError(ClinicError):
    """The file is ours, and part of it cannot be read."""


class LostRecordsError(ClinicError):
    """Records that were once saved here are gone: an older file, or a removed -wal."""


class NewerError(ClinicError):
    """A newer Laurel wrote this."""


class WrongPassphraseError(ClinicError):
    """No key slot opens with what was typed."""


class InUseError(ClinicError):
    """Another running Laurel has this clinic open."""


class ReadOnlyError(ClinicError):
    """The folder can be read here and not written."""


class DiskFullError(ClinicError):
    """There is no room left to save."""


class BusyError(ClinicError):
    """Another program held the file longer than Laurel waits."""


class DiskError(ClinicError):
    """The disk, or the folder on it, does not answer any more."""


class BackupError(ClinicError):
    """A backup could not be made, or is not what it says."""


def sentence_for(code: int) -> ClinicError | None:
    """Give the sentence for an SQLite result code, or None where the code tells of a bug."""
    primary = code & 0xFF
    if primary in {11, 26}:
        return DamagedError(
            "Part of this clinic's records cannot be read: the file is damaged. Nothing was changed; "
            "restore the newest backup, or ask for help before you go on."
        )
    if primary == 13:
        return DiskFullError("NOT saved: the disk is full. Make room on the disk, then repeat this step.")
    if primary == 8:
        return ReadOnlyError("NOT saved: this clinic folder cannot be written here. Ask who looks after this computer.")
    if primary in {5, 6}:
        return BusyError("NOT saved: another program is using the clinic's file. Wait a moment and try again.")
    if primary in {10, 14}:
        return DiskError(
            "NOT saved: the clinic's folder does not answer. Check the disk or cable, then open the clinic again."
        )
    return None


@contextmanager
def spoken(*kinds: type[Exception]) -> Iterator[None]:
    """Turn an error of the database driver that has a sentence into that sentence."""
    try:
        yield
    except kinds as error:
        driver_error = getattr(error, "orig", None) or error
        sentence = sentence_for(getattr(driver_error, "sqlite_errorcode", 0))
        if sentence is None:
            raise
        raise sentence from error
