"""SQLAlchemy engines over the encrypted file, for transactions that read and for those that write."""

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
    """Two engines with one pool: the transactions of `reading` read, and those of `writing` write."""

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
        poolclass=QueuePool if keeps_one else NullPool,  # SQLAlchemy's own choice crashes with several threads
        hide_parameters=True,  # a parameter may be somebody's name: errors are shown and logged
        **sizes,
    )
    bind_sealer(engine, sealer)
    event.listen(engine, "begin", _begin)
    watch(engine)
    return Engines(engine, engine.execution_options(laurel_writes=True))


def _begin(connection: Connection) -> None:
    """Begin a transaction; the driver begins none."""
    # IMMEDIATE: a transaction that reads first and writes later fails at once with "database is locked" where another
    # wrote in between, whatever the busy timeout.
    writes = connection.get_execution_options().get("laurel_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
