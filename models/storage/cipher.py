"""Connections to the encrypted file, and the errors of a file that cannot be opened."""

from __future__ import annotations

import hashlib
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

import sqlcipher3.dbapi2 as driver

from models.errors import ClinicError
from models.folder.folder import PRIVATE_FILE
from models.folder.storage_errors import DamagedError, NoClinicError, NotOursError, OtherClinicError, sentence_for
from models.keys.slots import KEY_BYTES
from models.storage.audit import START, Head
from models.trail import Action

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType
    from uuid import UUID

PAGE: Final = 4096
APPLICATION_ID: Final = 0x4C524C31
PLAIN: Final = b"SQLite format 3\0"
DRIVER: Final = cast("ModuleType", driver)
DriverError: Final = cast("type[Exception]", driver.Error)
_OURS: Final = b"LRL1"
_STEPS: Final = 10_000
"""Instructions of the database engine between two calls of `go_on`."""
_SIGN_IN_OR_OUT: Final = (Action.SIGN_IN.value, Action.SIGN_OUT.value)
_EVERY_CONNECTION: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA synchronous = FULL",  # a commit that was acknowledged outlasts a power cut
    "PRAGMA cache_size = -65536",  # 64 MiB: scans of a database outside the cache take two to three times as long
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
    "PRAGMA temp_store = MEMORY",  # nothing unencrypted in temporary files
    "PRAGMA trusted_schema = OFF",  # a file from outside may carry views that call functions
    "PRAGMA cell_size_check = ON",
)


def salt_of(clinic: UUID) -> bytes:
    """Give the first 16 bytes of every file of this clinic.

    They are SQLCipher's salt, which is free to choose since the raw key is random.
    """
    return _OURS + hashlib.sha256(b"laurel clinic " + clinic.bytes).digest()[:12]


def create(path: Path, key: bytes, clinic: UUID) -> sqlite3.Connection:
    """Make a new encrypted file with the clinic's salt, and give a connection to it."""
    path.touch(mode=PRIVATE_FILE, exist_ok=False)  # SQLite would make it readable for every account
    connection = _keyed(path, key, salt=salt_of(clinic))
    _prepare(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    return connection


def connect(
    path: Path, key: bytes, *, foreign_keys: bool = True, across_threads: bool = False, read_only: bool = False
) -> sqlite3.Connection:
    """Open an existing encrypted file with every pragma that Laurel relies on.

    Never makes a file. The driver's own transactions are off: the caller says BEGIN. A read-only connection leaves
    file and -wal as they are; an ordinary one moves the -wal into the file when it closes.
    """
    connection = _keyed(path, key, across_threads=across_threads, read_only=read_only)
    try:
        # PRAGMA key accepts any key: only the first read shows whether it is the right one.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _prepare(connection)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    except DriverError:
        connection.close()
        raise
    return connection


@contextmanager
def confirmed(path: Path, key: bytes, clinic: UUID) -> Iterator[sqlite3.Connection]:
    """Give a read-only connection to this clinic's file.

    Raises `NoClinicError`, `NotOursError`, `OtherClinicError` or `DamagedError` where there is no such file.
    """
    confirm_outside(path, clinic)
    try:
        connection = connect(path, key, read_only=True)
    except DriverError as error:
        raise _unreadable(error) from error
    with closing(connection):
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise NotOursError("{file} was not made by Laurel. Choose the folder of a clinic.", file=path.name)
        yield connection


def confirm_outside(path: Path, clinic: UUID) -> None:
    """Check a file by its size and first bytes, before the key is tried; raises as `confirmed` does."""
    if not path.exists():
        raise NoClinicError(
            "The clinic's records ({file}) are missing. Restore a backup into a new folder.", file=path.name
        )
    size = path.stat().st_size
    if size == 0:  # SQLite would open it as an empty database, with any key
        raise DamagedError("The clinic's records are empty: the file has 0 bytes. Restore the newest backup.")
    with path.open("rb") as file:
        start = file.read(16)
    if start == PLAIN:
        raise NotOursError("{file} is an unencrypted database and not a clinic's. Nothing was changed.", file=path.name)
    if start[:4] != _OURS:
        raise NotOursError(
            "{file} is not a Laurel file, or its beginning is damaged. Nothing was changed; restore the newest backup.",
            file=path.name,
        )
    if start != salt_of(clinic):
        raise OtherClinicError(
            "{file} belongs to another clinic than keys.json beside it. Put the right pair of files together again.",
            file=path.name,
        )
    if size % PAGE:
        raise DamagedError(
            "The end of the clinic's records is missing: the file was cut off. Restore the newest backup."
        )


def wal_of(path: Path) -> Path:
    """Give the path of the write-ahead log, which has the newest records of an open file."""
    return path.with_name(f"{path.name}-wal")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of every table of ours."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  (a name of our own schema)
        for name in sorted(name for (name,) in names.fetchall())
    }


def revision_of(connection: sqlite3.Connection) -> str | None:
    """Give the file's migration; None before the first."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return None if row is None else str(row[0])


def audit_head(connection: sqlite3.Connection) -> Head:
    """Give the end of the audit chain."""
    row = connection.execute("SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
    return START if row is None else Head(row[0], row[1])


def has_entry(connection: sqlite3.Connection, head: Head) -> bool:
    """Tell whether the audit chain has an entry that it once ended with."""
    row = connection.execute("SELECT mac FROM audit_entry WHERE seq = ?", (head.seq,)).fetchone()
    return head == START or (row is not None and row[0] == head.mac)


def only_signed_in_or_out(connection: sqlite3.Connection, head: Head) -> bool:
    """Tell whether the audit has this entry, and nothing but sign-ins and sign-outs after it."""
    return has_entry(connection, head) and first_done_after(connection, head.seq) is None


def first_done_after(connection: sqlite3.Connection, seq: int) -> datetime | None:
    """Give when the first entry but a sign-in or sign-out was made after entry `seq`; None without one."""
    row = connection.execute(
        "SELECT at FROM audit_entry WHERE seq > ? AND action NOT IN (?, ?) ORDER BY seq LIMIT 1",
        (seq, *_SIGN_IN_OR_OUT),
    ).fetchone()
    return None if row is None else datetime.fromisoformat(row[0]).replace(tzinfo=UTC)


def checkpoint(connection: sqlite3.Connection) -> bool:
    """Move everything from the -wal into the file; False while somebody else still reads or writes."""
    blocked, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked


def problems(connection: sqlite3.Connection, go_on: Callable[[], object] = bool) -> list[ClinicError]:
    """Check every page, index and reference of a checkpointed file, while others go on writing.

    `go_on` is called repeatedly; what it raises ends the check.
    """
    # cipher_integrity_check reads the file past the -wal: a page that is just being moved from there looks damaged.
    # Only what is found again while nobody can write is true.
    return _checked_within(connection, "BEGIN", go_on) and _checked_within(connection, "BEGIN IMMEDIATE", go_on)


def _checked_within(connection: sqlite3.Connection, begin: str, go_on: Callable[[], object]) -> list[ClinicError]:
    def interrupts() -> int:
        try:
            go_on()
        except ClinicError:
            return 1
        return 0

    connection.execute(begin)
    connection.set_progress_handler(interrupts, _STEPS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return broken(connection)
    except DriverError:
        go_on()
        raise
    finally:
        connection.set_progress_handler(None, 0)
        connection.execute("ROLLBACK")


def broken(connection: sqlite3.Connection) -> list[ClinicError]:
    """Check every page, index and reference as this connection sees them."""
    pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    indexes = [row for row in connection.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)]
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [
        *(DamagedError("A part of the clinic's file is damaged ({detail}).", detail=text) for (text,) in pages),
        *(DamagedError("The order of the clinic's file is damaged ({detail}).", detail=text) for (text,) in indexes),
        *(DamagedError("A record of {table} speaks of another one that is gone.", table=row[0]) for row in orphans),
    ]


def _keyed(
    path: Path, key: bytes, *, salt: bytes | None = None, across_threads: bool = False, read_only: bool = False
) -> sqlite3.Connection:
    """Connect with the raw 32-byte key."""
    if len(key) != KEY_BYTES:  # SQLCipher would take any other length for a passphrase
        message = "a data key has 32 bytes"
        raise ValueError(message)
    digits = key.hex()
    # Without a -wal nobody has the file open: with "immutable", reading makes not even an empty one. Beside a -wal it
    # would be "malformed".
    mode = "rw" if not read_only else "ro" if wal_of(path).exists() else "ro&immutable=1"
    connection = cast(
        "sqlite3.Connection",
        driver.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=5.0,
            isolation_level=None,
            check_same_thread=not across_threads,
        ),
    )
    connection.execute("PRAGMA cipher_log_level = NONE")  # or every wrong key prints to stderr
    connection.execute(f"PRAGMA key = \"x'{digits}'\"")
    if salt is not None:
        connection.execute(f"PRAGMA cipher_salt = \"x'{salt.hex()}'\"")
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in _EVERY_CONNECTION:
        connection.execute(pragma)


def _unreadable(error: Exception) -> Exception:
    """Give the error of a failed opening: the key is right, as its slot has shown, so the file is not."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF == 26:
        return DamagedError(
            "The clinic's key does not open its records: the file's beginning, or the -wal file beside it, is damaged "
            "or from another time. Nothing was changed; restore the newest backup."
        )
    return sentence_for(code) or error
