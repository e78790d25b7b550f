"""What encryption costs: the same build of the driver with a key and without, with Laurel's pragmas and its cache.

Both files are worked on in turns, so that what else the computer does falls on both alike.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from models.storage import cipher

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

ROWS: Final = 200_000
COMMITS: Final = 300
READS: Final = 20_000
ROUNDS: Final = 9
_TEXT: Final = "the words of a row, as long as those of a clinic's records are: some sixty to a hundred letters"


def opened(place: Path, *, key: bytes | None) -> sqlite3.Connection:
    """Make an empty file, encrypted or not, with everything else alike."""
    if key is not None:
        connection = cipher.create(place, key, uuid4())
    else:
        connection = cast("sqlite3.Connection", cipher.DRIVER.connect(str(place), isolation_level=None))
        cipher._prepare(connection)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, person INTEGER, score REAL, words TEXT)")
    connection.execute("CREATE INDEX ix_record_person ON record (person)")
    return connection


def empty(connection: sqlite3.Connection) -> None:
    """Take all rows out."""
    connection.execute("DELETE FROM record")
    cipher.checkpoint(connection)


def settled(connection: sqlite3.Connection) -> None:
    """Empty the -wal into the file."""
    cipher.checkpoint(connection)


def insert_many(connection: sqlite3.Connection) -> None:
    """Put all rows in, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?)", ((n, n % 2000, n * 0.5, f"{n} {_TEXT}") for n in range(ROWS))
    )
    connection.execute("COMMIT")


def commit_often(connection: sqlite3.Connection) -> None:
    """Change one row after the other, each in a transaction of its own."""
    for n in range(COMMITS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE record SET score = score + 1 WHERE id = ?", (n * 599 % ROWS,))
        connection.execute("COMMIT")


def read_by_id(connection: sqlite3.Connection) -> None:
    """Read single rows, here and there."""
    for n in range(READS):
        connection.execute("SELECT * FROM record WHERE id = ?", (n * 7919 % ROWS,)).fetchone()


def scan(connection: sqlite3.Connection) -> None:
    """Read every row once."""
    connection.execute("SELECT sum(score), sum(length(words)) FROM record").fetchone()


def ratio(
    work: Callable[[sqlite3.Connection], None],
    keyed: sqlite3.Connection,
    plain: sqlite3.Connection,
    before: Callable[[sqlite3.Connection], None] = settled,
) -> float:
    """Do it in turns, each first in every other round; give the ratio of the medians. `before` is not counted."""
    taken: dict[int, list[float]] = {0: [], 1: []}
    for round_ in range(ROUNDS):
        for which in (0, 1) if round_ % 2 else (1, 0):
            connection = (keyed, plain)[which]
            before(connection)
            start = time.perf_counter()
            work(connection)
            taken[which].append(time.perf_counter() - start)
    return median(taken[0][1:]) / median(taken[1][1:])


def measure() -> dict[str, float]:
    """Give the ratios of encrypted to plain."""
    with tempfile.TemporaryDirectory() as place:
        keyed = opened(Path(place) / "keyed.db", key=os.urandom(32))
        plain = opened(Path(place) / "plain.db", key=None)
        found = {
            "encrypted_bulk_write_ratio": ratio(insert_many, keyed, plain, empty),
            "encrypted_write_ratio": ratio(commit_often, keyed, plain),
            "encrypted_read_ratio": ratio(read_by_id, keyed, plain),
            "encrypted_scan_ratio": ratio(scan, keyed, plain),
        }
        found["encrypted_file_mb"] = (Path(place) / "keyed.db").stat().st_size / 1e6
        keyed.close()
        plain.close()
    return found
