"""How well a clinic is backed up: the backups here and in the second place, and since when something is in none."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from models.backup.backup_list import backups_in
from models.backup.second_place import copies_in, is_folder, is_on_the_same_disk, is_there
from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.storage_errors import clinic_errors
from models.storage import cipher

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from models.backup.backup_list import BackupLine
    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys


class Lack(Enum):
    """What is missing, and needs somebody to act."""

    NO_BACKUP = auto()
    """What was entered days ago is in no sound backup."""
    NO_SECOND_PLACE = auto()
    """What was entered days ago is on this disk alone, and no second place is chosen."""
    SECOND_PLACE_GONE = auto()
    """What was entered days ago is not in the second place, which is not there."""
    SECOND_PLACE_BEHIND = auto()
    """The second place is there, and what was entered days ago is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """The backups found, newest first, and the time of the first change that is in no sound one."""

    at: datetime
    here: tuple[BackupLine, ...]
    missing_here: datetime | None
    """When the oldest of what is in no backup of the clinic's own folder was entered; None where all is in one."""
    second_place: Path | None = None
    """The second place; None where none is chosen."""
    is_there: bool = False
    is_empty: bool = False
    """Whether the folder is there, and the copies of this clinic are not: another disk, or the empty mount point."""
    is_on_the_same_disk: bool = False
    there: tuple[BackupLine, ...] = ()
    missing_there: datetime | None = None

    @property
    def newest(self) -> BackupLine | None:
        """The newest sound backup in the clinic's folder."""
        return _newest(self.here)

    @property
    def newest_there(self) -> BackupLine | None:
        """The newest sound copy in the second place, where it is there."""
        return _newest(self.there)

    @property
    def damaged(self) -> tuple[BackupLine, ...]:
        """The backups that cannot be read, here and in the second place."""
        return tuple(line for line in (*self.here, *self.there) if line.is_sound is False)

    def lack(self, days: int, days_there: int) -> Lack | None:
        """Tell what is missing after `days` without a backup, or `days_there` without a copy in the second place."""
        if self._is_older(self.missing_here, days):
            return Lack.NO_BACKUP
        if not self._is_older(self.missing_there, days_there):
            return None
        if self.second_place is None:
            return Lack.NO_SECOND_PLACE
        return Lack.SECOND_PLACE_BEHIND if self.is_there else Lack.SECOND_PLACE_GONE

    def _is_older(self, since: datetime | None, days: int) -> bool:
        return since is not None and self.at - since > timedelta(days=days)


def backup_state(
    folder: ClinicFolder,
    keys: Keys,
    second_place: Path | None = None,
    *,
    last_there: datetime | None = None,
    clock: Clock = system_clock,
) -> BackupState:
    """Look at the backups here and in the second place; quick, since only their manifests are read.

    `last_there` is when the newest known copy was made: it counts while the second place is not there.
    """
    here = backups_in(folder.backups, keys.data)
    there = _copies(second_place, folder, keys)
    with clinic_errors(cipher.DriverError), closing(cipher.connect(folder.database, keys.data)) as connection:
        connection.execute("BEGIN")
        missing_here = _missing(connection, here)
        seen = (line for line in here if last_there is not None and line.made_at <= last_there)
        known = tuple(seen) if there is None else there
        missing_there = _missing(connection, known)
    return BackupState(
        at=clock(),
        here=here,
        missing_here=missing_here,
        second_place=second_place,
        is_there=there is not None,
        is_empty=second_place is not None and there is None and is_folder(second_place),
        is_on_the_same_disk=second_place is not None
        and there is not None
        and is_on_the_same_disk(second_place, folder),
        there=there or (),
        missing_there=missing_there,
    )


def _copies(second_place: Path | None, folder: ClinicFolder, keys: Keys) -> tuple[BackupLine, ...] | None:
    """List the copies in a second place; None where it is not there, or does not answer."""
    if second_place is None or not is_there(second_place, folder):
        return None
    with suppress(ClinicError):
        return backups_in(copies_in(second_place, folder), keys.data)
    return None


def _newest(lines: Iterable[BackupLine]) -> BackupLine | None:
    return next((line for line in lines if line.is_sound), None)


def _missing(connection: sqlite3.Connection, lines: Iterable[BackupLine]) -> datetime | None:
    """Give when the first change was made that is in none of these; None where all are in one."""
    # By the audit chain, not by time: the clock may have been set back, or an older backup restored since.
    heads = (line.head for line in lines if line.is_sound and cipher.has_entry(connection, line.head))
    return cipher.first_done_after(connection, max((head.seq for head in heads), default=0))
