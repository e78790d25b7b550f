"""Errors of a clinic's folder and files, and the sentence for each error of the system or of SQLite."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from models.errors import ClinicError
from models.translation import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# Not every system has all of these codes.
_FULL: Final = frozenset(getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG")) - {None}
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_TOO_MANY: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
_GONE: Final = frozenset(
    getattr(errno, name, None)
    for name in ("EIO", "ENOENT", "ENOTDIR", "EISDIR", "ENOTEMPTY", "EBUSY", "ENODEV", "ENXIO", "ESTALE", "ENOTCONN",
                 "EHOSTDOWN", "ETIMEDOUT")
) - {None}  # fmt: skip
_IN_WORDS: Final = {
    "database or disk is full": 13, "disk I/O error": 10, "unable to open database file": 14, "out of memory": 7,
    "database disk image is malformed": 11, "file is not a database": 26, "database is locked": 5,
    "attempt to write a readonly database": 8,
}  # fmt: skip
"""The driver's messages and their codes: its backup() raises errors without a code."""
_IN_USE: Final = frozenset({32, 33})
"""Error codes of Windows: another program has the file open, or locked."""


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


BROKEN: Final = (DamagedError, LostRecordsError, NoClinicError, NotOursError, OtherClinicError)
"""What only a backup, or the right files, can mend."""


class NewerError(ClinicError):
    """A newer Laurel wrote this."""


class WrongPassphraseError(ClinicError):
    """No key slot opens with what was typed."""


class InUseError(ClinicError):
    """Another running Laurel has this clinic open."""


class ReadOnlyError(ClinicError):
    """The folder can be read here and not written."""


class UnsafeLocationError(ClinicError):
    """The folder is one to which other computers write as well: a synced folder, a network drive."""


class DiskFullError(ClinicError):
    """There is no room left to save."""


class BusyError(ClinicError):
    """Another program had the file open for longer than Laurel waits."""


class DiskError(ClinicError):
    """The disk, or the folder on it, does not answer any more."""


class OutOfResourcesError(ClinicError):
    """The computer has too little memory, or too many files are open."""


class ClockError(ClinicError):
    """The computer's clock cannot be right."""


class BackupError(ClinicError):
    """A backup could not be made, or is not what it says."""


def sentence_for(code: int) -> ClinicError | None:
    """Give the error for an SQLite result code (sqlite.org/rescode.html), None where the code means a bug."""
    primary = code & 0xFF  # an extended code has the primary one in its low byte
    if primary in {11, 26}:
        return DamagedError(
            "Part of this clinic's records cannot be read: the file is damaged. Nothing was changed; "
            "restore the newest backup, or ask for help before you go on."
        )
    if primary == 13:
        return _full()
    if primary == 7:
        return _out_of_resources()
    if primary == 8:
        return ReadOnlyError("NOT saved: this clinic folder cannot be written here. Ask who looks after this computer.")
    if primary in {5, 6}:
        return BusyError("NOT saved: another program is using the clinic's file. Wait a moment and try again.")
    if primary in {10, 14}:
        return DiskError(
            "NOT saved: the clinic's folder does not answer. Check the disk or cable, then open the clinic again."
        )
    return None


def sentence_of_system(error: OSError | MemoryError) -> ClinicError | None:
    """Give the error for what the operating system refused, None where it means a bug."""
    if isinstance(error, MemoryError) or error.errno in _TOO_MANY:
        return _out_of_resources()
    if error.errno in _FULL:
        return _full()
    file = error.filename or Text("the file")
    if getattr(error, "winerror", 0) in _IN_USE:
        return BusyError("NOT done: another program is using {file}. Wait a moment and try again.", file=file)
    if error.errno in _FORBIDDEN:
        return ReadOnlyError(
            "NOT done: this computer account may not use {file}. Ask who looks after this computer, or choose another "
            "place.",
            file=file,
        )
    if error.errno == errno.ENAMETOOLONG:
        return DiskError("NOT done: the name {file} is too long for this computer. Choose a shorter one.", file=file)
    if error.errno in _GONE:
        return DiskError(
            "NOT done: {file} cannot be used ({fault}). Check the disk or cable and the name of the folder.",
            file=file,
            fault=error.strerror,
        )
    return None


def _full() -> DiskFullError:
    return DiskFullError("NOT saved: the disk is full. Make room on the disk, then repeat this step.")


def _out_of_resources() -> OutOfResourcesError:
    return OutOfResourcesError(
        "NOT done: this computer has no memory or file handles left. Close other programs, then try again."
    )


@contextmanager
def clinic_errors(*kinds: type[Exception]) -> Iterator[None]:
    """Turn an error of the system, or of these kinds of the database driver, into its `ClinicError`, if it has one."""
    try:
        yield
    except (OSError, MemoryError) as error:
        sentence = sentence_of_system(error)
        if sentence is None:
            raise
        raise sentence from error
    except kinds as error:
        driver_error = getattr(error, "orig", None) or error  # SQLAlchemy wraps it
        code = getattr(driver_error, "sqlite_errorcode", 0) or _IN_WORDS.get(str(driver_error), 0)
        sentence = sentence_for(code)
        if sentence is None:
            raise
        raise sentence from error
