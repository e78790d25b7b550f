"""The audit entries of one transaction, and the refusal of changes that would have none."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Select, event, inspect
from sqlalchemy.orm import Session

from models.storage.audit import AuditEntry, append
from models.trail import Action, Change
from models.work import UNDOING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPICursor

    from models.base import Base
    from models.storage.audit import Head

_HARMLESS: Final = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
_KEY: Final = "laurel_changes"
_READ: Final = "laurel_tables_read"
_SOURCES: Final = re.compile(r"(?:\bFROM|\bJOIN|,)\s+\(*\"?(\w+)", re.IGNORECASE)
"""What may name a table in a statement; a column that is caught as well does no harm, for it is the name of none."""


class EscapedAuditError(RuntimeError):
    """A programming error: a statement would have changed rows without an audit entry."""


class Changes:
    """What the open write has changed so far; the audit entries are written with each flush."""

    def __init__(self, key: bytes, actor: UUID, now: datetime) -> None:
        self._key = key
        self._actor = actor
        self._now = now
        self._is_open = False
        self.tables: set[type[Base]] = set()
        self.head: Head | None = None

    @property
    def is_open(self) -> bool:
        """Whether the statement under way is one that gets its audit entry."""
        return self._is_open

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Allow statements that change rows, which the caller notes."""
        was_open, self._is_open = self._is_open, True
        try:
            yield
        finally:
            self._is_open = was_open

    def note(self, connection: Connection, changes: Sequence[Change]) -> None:
        """Append entries to the audit chain, inside the transaction."""
        if changes:
            with self.opened():
                self.head = append(connection, self._key, at=self._now, actor=self._actor, changes=changes)


class WatchedSession(Session):
    """A session whose flushes are audited and whose other statements may only read."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what was changed; in a read this is refused."""
        changes: Changes | None = self.info.get(_KEY)
        if any(isinstance(row, AuditEntry) for row in (*self.new, *self.dirty, *self.deleted)):
            message = "the audit is appended to and never changed"
            raise EscapedAuditError(message)
        with nullcontext() if changes is None else changes.opened():
            super().flush(objects)


@contextmanager
def audited(session: Session, changes: Changes) -> Iterator[None]:
    """Allow a session to write, and collect what it changes."""
    connection_info = session.connection().info
    session.info[_KEY] = connection_info[_KEY] = changes
    try:
        yield
    finally:
        del connection_info[_KEY]


def note(session: Session, change: Change) -> None:
    """Append one entry of its own, for what was read or refused."""
    _changes_of(session).note(session.connection(), [change])


@contextmanager
def beside(session: Session) -> Iterator[None]:
    """Put files that were changed beside the records back as they were, where the records are not saved."""
    with ExitStack() as undoing:
        session.info[UNDOING] = undoing
        yield
        undoing.pop_all()


def tables_read(session: Session) -> set[str]:
    """Give the names of the tables that a session's statements have asked, to which those of later ones are added."""
    names: set[str] = session.info.setdefault(_READ, set())
    return names


def watch(engine: Engine) -> None:
    """Refuse, on every connection of an engine, statements that would change rows past the audit."""
    event.listen(engine, "before_cursor_execute", _guard)


def _guard(
    connection: Connection,
    _cursor: DBAPICursor,
    statement: str,
    _parameters: Any,  # noqa: ANN401  (whatever the driver takes)
    context: Any,  # noqa: ANN401  (SQLAlchemy's execution context)
    _many: bool,  # noqa: FBT001  (SQLAlchemy's signature)
) -> None:
    tables: set[str] | None = connection.info.get(_READ)
    if tables is not None:
        tables |= _tables_in(statement)
    # "WITH" begins reading and writing statements; only SQLAlchemy's own Select is known to read.
    if statement.startswith(_HARMLESS) or (statement.startswith("WITH") and isinstance(_compiled(context), Select)):
        return
    changes: Changes | None = connection.info.get(_KEY)
    if changes is None or not changes.is_open:
        message = f"{statement.split(maxsplit=1)[0]} would escape the audit: change objects of a write"
        raise EscapedAuditError(message)


@lru_cache(maxsize=2048)  # pages ask the same few hundred statements again and again
def _tables_in(statement: str) -> frozenset[str]:
    """Find them in the text, which alone is the same for an ORM query, a Core one, a lazy load and plain SQL."""
    return frozenset(_SOURCES.findall(statement))


def _compiled(context: Any) -> object:  # noqa: ANN401  (SQLAlchemy's execution context)
    """Give the statement that the text was made from; None where it came as text."""
    return getattr(getattr(context, "compiled", None), "statement", None)


def _changes_of(session: Session) -> Changes:
    changes: Changes | None = session.info.get(_KEY)
    if changes is None:
        message = "a read cannot change rows: use Database.write"
        raise EscapedAuditError(message)
    return changes


@event.listens_for(WatchedSession, "after_begin")
def _record(session: Session, _transaction: object, connection: Connection) -> None:
    """Let the statements of this transaction be noted for its session: a kept connection serves one after the other."""
    connection.info[_READ] = tables_read(session)


@event.listens_for(WatchedSession, "after_flush")
def _audit(session: Session, _context: object) -> None:
    changes = _changes_of(session)
    dirty = sorted(
        session.dirty, key=_entity_and_id
    )  # session.dirty is a set: its order depends on addresses in memory
    updated = {row: fields for row in dirty if (fields := _changed_fields(row))}
    found = [
        *((Action.INSERT, row, ()) for row in session.new),
        *((Action.UPDATE, row, fields) for row, fields in updated.items()),
        *((Action.DELETE, row, ()) for row in session.deleted),
    ]
    changes.tables.update(type(row) for _, row, _ in found)
    entries = [
        Change(action, row.__tablename__, _identity(row), fields) for action, row, fields in found if row.audited
    ]
    changes.note(session.connection(), entries)


def _entity_and_id(row: Base) -> tuple[str, str]:
    return row.__tablename__, str(_identity(row))


def _identity(row: Base) -> UUID | None:
    """Give the row's id, where it has one of ours."""
    key = inspect(row).mapper.primary_key_from_instance(row)
    return key[0] if len(key) == 1 and isinstance(key[0], UUID) else None


def _changed_fields(row: Base) -> tuple[str, ...]:
    """Name the fields whose value is another than the row had."""
    state = inspect(row)
    names = (name for name in state.committed_state if name != "version")
    return tuple(sorted(name for name in names if state.attrs[name].history.has_changes()))
