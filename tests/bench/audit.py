"""The chain of who did what: 100,000 entries appended in a hundred units of work, and followed from end to end.

Beside it the least that either can take: an HMAC over the same bytes, and for appending the same rows put into a
table of its own by the bare driver, in as many commits.
"""

from __future__ import annotations

import hmac
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from models.access import Actor, Role
from models.folder.folder import ClinicFolder
from models.keys.slots import make_key_file
from models.storage import cipher, migrate
from models.storage.database import Database
from models.trail import Action, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS: Final = 100
ENTRIES: Final = 1000
ROUNDS: Final = 3
ACTOR: Final = Actor(UUID(int=5), "Mina", frozenset({Role.ADMINISTRATOR}))
_TABLE: Final = (
    "CREATE TABLE audit_entry (seq INTEGER NOT NULL, at DATETIME NOT NULL, actor CHAR(32) NOT NULL, action VARCHAR(8), "
    "entity VARCHAR(64), row_id CHAR(32), fields VARCHAR, count INTEGER, mac BLOB, PRIMARY KEY (seq))"
)


def append(database: Database) -> float:
    """Append everything; give the seconds."""
    changes = [Change(Action.UPDATE, "attendance", UUID(int=n), ("mark", "marked_at")) for n in range(ENTRIES)]
    start = time.perf_counter()
    for _ in range(UNITS):
        with database.write(ACTOR) as work:
            work.trail.add(*changes)
    return time.perf_counter() - start


def bare_append(place: Path, rows: Sequence[tuple[Any, ...]], messages: Sequence[bytes]) -> float:
    """Seal and store the same rows with nothing in between; give the seconds."""
    connection = cipher.create(place, os.urandom(32), uuid4())
    connection.execute(_TABLE)
    connection.execute("CREATE INDEX ix_audit_entry_row_id ON audit_entry (row_id)")
    start = time.perf_counter()
    for first in range(0, len(rows), ENTRIES):
        part = slice(first, first + ENTRIES)
        seal(messages[part])
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows[part])
        connection.execute("COMMIT")
    taken = time.perf_counter() - start
    connection.close()
    return taken


def seal(messages: Sequence[bytes]) -> float:
    """Seal bytes of these lengths, one after the other; give the seconds."""
    key = bytes(32)
    start = time.perf_counter()
    for message in messages:
        hmac.digest(key, message, "sha256")
    return time.perf_counter() - start


def _rows(database: Database) -> list[tuple[Any, ...]]:
    with database._connections.raw() as connection:
        return connection.execute("SELECT * FROM audit_entry ORDER BY seq").fetchall()


def _message(row: tuple[Any, ...]) -> bytes:
    """Give bytes like those that the seal of a row is made over."""
    *entry, mac = row
    return bytes(mac) + repr(entry).encode()


def measure() -> dict[str, float]:
    """Take turns; seconds for 100,000 entries, medians."""
    appended, stored, followed, sealed = [], [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as place:
            folder = ClinicFolder(Path(place) / "clinic")
            keys = make_key_file(folder, uuid4())
            migrate.create(folder, keys.data)
            database = Database.open(folder, keys)
            database.adopt_thread()
            appended.append(append(database))
            rows = _rows(database)
            messages = [_message(row) for row in rows]
            stored.append(bare_append(Path(place) / "bare.db", rows, messages))
            start = time.perf_counter()
            assert database.verify_audit().head.seq == len(rows) == UNITS * ENTRIES
            followed.append(time.perf_counter() - start)
            sealed.append(seal(messages))
            database.close()
    return {
        "audit_append_ratio": median(appended) / median(stored),
        "audit_append_seconds": median(appended),
        "audit_append_bare_seconds": median(stored),
        "audit_verify_ratio": median(followed) / median(sealed),
        "audit_verify_seconds": median(followed),
        "audit_hmac_seconds": median(sealed),
    }
