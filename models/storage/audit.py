"""The audit: who did what to which record, in a chain that shows when an entry was altered or removed."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredEnum
from models.errors import ClinicError
from models.personal_table import SharedTable
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from models.trail import Change


class AuditEntry(Base):
    """One action: ids and names of fields only, never their values."""

    __tablename__ = "audit_entry"
    audited: ClassVar[bool] = False
    personal = SharedTable(
        why="names records by ids and fields alone; the id of an erased person names nobody",
        other_text=("entity", "fields"),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[UUID]
    action: Mapped[Action] = mapped_column(StoredEnum(Action, length=8))
    entity: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[UUID | None] = mapped_column(index=True)
    fields: Mapped[str]
    """Of an update: the names of the fields that changed, with commas between."""
    count: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the last entry's number and MAC."""

    seq: int
    mac: bytes


START: Final = Head(0, bytes(32))
_TABLE: Final = cast("Table", AuditEntry.__table__)
_COLUMNS: Final = _TABLE.c
_INSERT: Final = (
    "INSERT INTO audit_entry (seq, at, actor, action, entity, row_id, fields, count, mac) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT: Final = "SELECT seq, at, actor, action, entity, row_id, fields, count, mac FROM audit_entry ORDER BY seq"
_quoted: Final = json.encoder.encode_basestring_ascii
_LAST: Final = select(_COLUMNS.seq, _COLUMNS.mac).order_by(_COLUMNS.seq.desc()).limit(1)


class AuditError(ClinicError):
    """The audit chain is broken; `seq` is the first entry that is not as it was written."""

    def __init__(self, template: str, *, seq: int) -> None:
        super().__init__(template, number=seq)
        self.seq = seq


def head_of(connection: Connection) -> Head:
    """Give the end of the chain."""
    row = connection.execute(_LAST).first()
    return START if row is None else Head(row.seq, row.mac)


def latest_entry(connection: Connection) -> datetime | None:
    """Give when the last entry was made; None before the first."""
    return connection.scalar(select(_COLUMNS.at).order_by(_COLUMNS.seq.desc()).limit(1))


def append(connection: Connection, key: bytes, *, at: datetime, actor: UUID, changes: Iterable[Change]) -> Head:
    """Add entries to the chain inside the open transaction; give its new end."""
    head = head_of(connection)
    when, who = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"), actor.hex
    rows = []
    for change in changes:
        row = change.row.hex if change.row is not None else None
        entry = (
            head.seq + 1, when, who, change.action.value, change.entity, row, ",".join(change.fields), change.count
        )  # fmt: skip
        head = Head(head.seq + 1, _seal(key, head.mac, entry))
        rows.append((*entry, head.mac))
    if rows:
        connection.exec_driver_sql(_INSERT, rows)
    return head


def turned_back(connection: Connection) -> datetime | None:
    """Give when an older state was last restored, or a loss accepted; None where neither was done."""
    wanted = _COLUMNS.action.in_([Action.RESTORE, Action.LOSS])
    return connection.scalar(select(_COLUMNS.at).where(wanted).order_by(_COLUMNS.seq.desc()).limit(1))


def verify(connection: Connection, key: bytes, *anchors: Head) -> Head:
    """Check the whole chain and give its end, or raise `AuditError` naming the first wrong entry.

    An anchor is an end of the chain that was noted outside the file, its MAC perhaps shortened: only with one can the
    removal of the newest entries be noticed.
    """
    seq, mac = START.seq, START.mac
    noted: dict[int, list[bytes]] = {}
    for anchor in anchors:
        noted.setdefault(anchor.seq, []).append(anchor.mac)
    # Read in portions: a chain of millions of entries does not fit into memory.
    for *entry, sealed in connection.exec_driver_sql(_SELECT, execution_options={"yield_per": 2000}):
        seq += 1
        if entry[0] != seq:
            raise AuditError("The record of who did what has a gap: entry {number} is missing.", seq=seq)
        if not _fits(sealed, key, mac, entry):
            raise AuditError("The record of who did what was altered at entry {number}.", seq=seq)
        mac = sealed
        # A chain that somebody with the key wrote anew is sound in itself; only a note outside the file shows it.
        if seq in noted and not all(map(mac.startswith, noted[seq])):
            raise AuditError("The record of who did what was written anew from entry {number} or earlier.", seq=seq)
    if seq < max(noted, default=0):
        raise ends_before(seq + 1)
    return Head(seq, mac)


def ends_before(seq: int) -> AuditError:
    """Give the error of a chain that ends before an entry that it once had."""
    return AuditError("The end of the record of who did what is missing, from entry {number} on.", seq=seq)


def _fits(sealed: object, key: bytes, previous: bytes, entry: Sequence[Any]) -> bool:
    """Tell whether an entry is as it was sealed; one whose cells are of another type was never sealed."""
    try:
        return isinstance(sealed, bytes) and hmac.compare_digest(sealed, _seal(key, previous, entry))
    except (TypeError, ValueError):
        return False


def _seal(key: bytes, previous: bytes, entry: Sequence[Any]) -> bytes:
    """Give the MAC of an entry, as it is in the table, and the MAC before it (HMAC-SHA-256 over canonical JSON).

    The JSON is `[seq, "2026-09-07T18:00:00.000000+00:00", actor, action, entity, row or null, fields, count]`, put
    together by hand: a general encoder takes five times as long, and a clinic's chain grows to millions.
    """
    seq, at, actor, action, entity, row, fields, count = entry
    day, _, time = _quoted(at).partition(" ")
    about = "null" if row is None else _quoted(row)
    words = (
        f'[{seq},{day}T{time[:-1]}+00:00",{_quoted(actor)},{_quoted(action)},{_quoted(entity)},{about},'
        f"{_quoted(fields)},{count}]"
    )
    return hmac.digest(key, previous + words.encode(), "sha256")
