"""Finding the record that a constraint of an upgrade refuses, so that somebody can correct it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.folder.storage_errors import DamagedError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_FAILED: Final = re.compile(r"(NOT NULL|UNIQUE) constraint failed: (.+)")
_DRAFT: Final = "_alembic_tmp_"
"""The prefix of the name under which Alembic rebuilds a table: the error has it too."""


def migration_conflict(connection: sqlite3.Connection, fault: str) -> DamagedError:
    """Give the error of an upgrade that a constraint stopped and that was rolled back; it names the record."""
    found = _FAILED.search(fault)
    if found is None:
        return _worded("?", "?", fault)
    columns = [each.strip().removeprefix(_DRAFT) for each in found[2].split(",")]
    table = columns[0].partition(".")[0]
    names = [each.partition(".")[2] for each in columns]
    return _worded(table, _conflicting_record(connection, table, names, found[1]), ", ".join(names))


def record_at(connection: sqlite3.Connection, table: str, row: int) -> str:
    """Give the id of the record in a row, as it can be found in the audit."""
    if not any(name == "id" for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')):
        return str(row)
    (value,) = connection.execute(f'SELECT id FROM "{table}" WHERE rowid = ?', (row,)).fetchone() or (row,)  # noqa: S608  (a name of our own schema)
    return _shown(value)


def _conflicting_record(connection: sqlite3.Connection, table: str, names: Sequence[str], kind: str) -> str:
    """Find a row without a value, or one of two with the same; "?" where the column came with the upgrade."""
    known = {name for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')}
    if not known.issuperset(names):  # the upgrade was rolled back, and its new columns with it
        return "?"
    listed = ", ".join(f'"{name}"' for name in names)
    query = (
        f'SELECT rowid FROM "{table}" WHERE "{names[0]}" IS NULL'  # noqa: S608  (names of our own schema)
        if kind == "NOT NULL"
        else f'SELECT max(rowid) FROM "{table}" GROUP BY {listed} HAVING count(*) > 1'  # noqa: S608  (names of our own schema)
    )
    row = connection.execute(f"{query} LIMIT 1").fetchone()
    return "?" if row is None else record_at(connection, table, row[0])


def _shown(value: object) -> str:
    """Show an id as the window does."""
    return str(UUID(value)) if isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) else str(value)


def _worded(table: str, record: str, what: str) -> DamagedError:
    return DamagedError(
        "The clinic could not be brought up to this version of Laurel: record {record} of {table} does not fit "
        "({what}). Nothing was changed, and a backup was made before; go on with the earlier version, or restore an "
        "older backup, and send us this sentence.",
        record=record, table=table, what=what,
    )  # fmt: skip
