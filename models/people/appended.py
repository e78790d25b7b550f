"""Append-only tables: a change of their rows is refused before it reaches the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Uuid, column, event, func, or_, select, table
from sqlalchemy.orm import object_session

from models.personal_table import PersonalTable

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

    from models.base import Base, Record

# Named by their columns, not imported: the tables of the ledger import this module.
_ID: Final = Uuid(as_uuid=True)
_ERASURE: Final = table("erasure", column("participant_id", _ID))
_PARTICIPANT: Final = table("participant", column("id", _ID), column("merged_into", _ID))


class AppendOnlyError(RuntimeError):
    """A programming error: a row of an append-only table would have been changed or removed."""


def append_only(record: type[Record]) -> None:
    """Refuse to change a row of this table, and to remove one unless the person that it points at is being erased.

    The migration puts the same rule into the file itself, as triggers.
    """
    event.listen(record, "before_update", _refuse_change)
    event.listen(record, "before_delete", _refuse_removal)


def is_append_only(record: type[Base]) -> bool:
    """Tell whether the rows of a table stay as they were written."""
    return event.contains(record, "before_update", _refuse_change)


def _refuse_change(_mapper: Mapper[Record], _connection: Connection, row: Record) -> None:
    session = object_session(row)
    if session is None or session.is_modified(row):
        message = f"{row.__tablename__} is added to and never changed"
        raise AppendOnlyError(message)


def _refuse_removal(_mapper: Mapper[Record], connection: Connection, row: Record) -> None:
    declared = row.personal
    person: UUID | None = getattr(row, declared.about) if isinstance(declared, PersonalTable) else None
    if person is None or not _is_erased(connection, person):
        message = f"{row.__tablename__} loses a row only when the erasure of its person is written down first"
        raise AppendOnlyError(message)


def _is_erased(connection: Connection, person: UUID) -> bool:
    """Tell whether the person, or the record that was kept of a merged one, is on the list of erasures."""
    kept = select(_PARTICIPANT.c.merged_into).where(_PARTICIPANT.c.id == person).scalar_subquery()
    listed = or_(_ERASURE.c.participant_id == person, _ERASURE.c.participant_id == kept)
    return bool(connection.scalar(select(func.count()).select_from(_ERASURE).where(listed)))
