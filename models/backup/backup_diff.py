"""The difference between a clinic of today and a backup of it, as far as it can be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.errors import ClinicError
from models.folder.storage_errors import LostRecordsError, clinic_errors
from models.keys.key_file import read_key_file
from models.storage import cipher
from models.storage.last_commit_note import LastCommitNote
from models.trail import Action

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from models.folder.folder import ClinicFolder
    from models.storage.audit import Head

_WRITES: Final = (Action.INSERT, Action.UPDATE, Action.DELETE, Action.BULK)
_SINCE: Final = f"""
    SELECT entity, count(DISTINCT row_id) + coalesce(sum(CASE WHEN row_id IS NULL THEN count END), 0) FROM audit_entry
    WHERE seq > ? AND action IN ({", ".join("?" * len(_WRITES))}) GROUP BY entity ORDER BY entity
"""  # noqa: S608  (question marks alone)


@dataclass(frozen=True, slots=True)
class Entered:
    """How many records of one kind were added, changed or removed after the backup, each counted once."""

    entity: str
    count: int


@dataclass(frozen=True, slots=True)
class StateNow:
    """The clinic that is in the folder now, compared with a backup.

    `problem` says what is wrong with it, None where it is sound. `since` lists what was changed after the backup, None
    where that is unknown. `steps` counts the entries of the audit since then, None where that is unknown too.
    """

    is_there: bool
    problem: ClinicError | None = None
    since: tuple[Entered, ...] | None = None
    steps: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it can be opened as it is, so that restoring an older state loses something."""
        return self.is_there and self.problem is None


def compare_today(folder: ClinicFolder, key: bytes, backup: Head) -> StateNow:
    """Compare the clinic in a folder, which is only read, with where the audit stood in a backup."""
    # A -wal alone still holds records that nobody may lose unasked.
    if not folder.database.exists() and not cipher.wal_of(folder.database).exists():
        return StateNow(is_there=False)
    noted = LastCommitNote(folder.head).read()
    steps = None if noted is None or noted.seq < backup.seq else noted.seq - backup.seq
    problem: ClinicError | None
    since: tuple[Entered, ...] | None = None
    try:
        with (
            clinic_errors(cipher.DriverError),
            cipher.confirmed(folder.database, key, read_key_file(folder).clinic) as connection,
        ):
            problem = next(iter(cipher.broken(connection)), None)
            if problem is None and noted is not None and not cipher.has_entry(connection, noted):
                problem = LostRecordsError("The newest records of today's clinic are missing.")
            if cipher.has_entry(connection, backup):
                since, steps = _since(connection, backup.seq), _steps(connection, backup.seq)
    except ClinicError as fault:
        problem = fault
    return StateNow(is_there=True, problem=problem, since=since, steps=steps)


def is_administrator(folder: ClinicFolder, key: bytes, staff: UUID) -> bool:
    """Tell whether an account of a sound clinic is active and an administrator's."""
    with (
        clinic_errors(cipher.DriverError),
        cipher.confirmed(folder.database, key, read_key_file(folder).clinic) as connection,
    ):
        row = connection.execute("SELECT roles FROM staff WHERE id = ? AND is_active", (staff.hex,)).fetchone()
    return row is not None and "administrator" in row[0]


def _since(connection: sqlite3.Connection, seq: int) -> tuple[Entered, ...]:
    rows = connection.execute(_SINCE, (seq, *(action.value for action in _WRITES))).fetchall()
    return tuple(Entered(entity, count) for entity, count in rows)


def _steps(connection: sqlite3.Connection, seq: int) -> int:
    (count,) = connection.execute("SELECT count(*) FROM audit_entry WHERE seq > ?", (seq,)).fetchone()
    return int(count)
