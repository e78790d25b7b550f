"""Engines over the encrypted file: whose transactions read, and whose write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import URL, NullPool, QueuePool, create_engine, event

from models.keys.sealed import bind_sealer
from models.storage import cipher
from models.storage.changes import watch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from models.keys.sealed import Sealer


@dataclass(frozen=True, slots=True)
class Engines:
    """One pool, seen twice: whose transactions read, and whose write."""

    reading: Engine
    writing: Engine


def make_engines(
    file: Path, connect: Callable[[], sqlite3.Connection], sealer: Sealer, *, keeps_one: bool = False
) -> Engines:
    """Make engines whose statements cannot escape the audit.

    With `keeps_one` the pool keeps a single connection, for one thread; otherwise each unit of work opens its own.
    """
    # A pool of one that never waits: a second connection asked for in the same thread is a fault, not a delay.
    sizes = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0} if keeps_one else {}
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),  # its name may hold what an address may not
        module=cipher.DRIVER,
        creator=connect,
        poolclass=QueuePool if keeps_one else NullPool,
        hide_parameters=True,  # a parameter may be somebody's name: errors are shown and logged
        **sizes,
    )
    bind_sealer(engine, sealer)
    event.listen(engine, "begin", _begin)
    watch(engine)
    return Engines(engine, engine.execution_options(laurel_writes=True))


def _begin(connection: Connection) -> None:
    """Begin a write at once: one that read first and wrote later could not wait for another."""
    writes = connection.get_execution_options().get("laurel_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
