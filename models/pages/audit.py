"""The Audit page: a search in the audit entries, which name fields and never hold a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.clinic_day import first_instant
from models.people.naming import full_name
from models.people.participant import Participant
from models.people.staff import staff
from models.recognition.certificate import Certificate
from models.storage.audit import AuditEntry
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from models.access import Confirmed
    from models.work import Work

MOST: Final = 500
"""Entries that one page shows; a narrower search shows the others."""
_OF_PEOPLE: Final = ("participant", "consent_form", "personal_data")
"""Entities whose row is a participant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSearch:
    """The filters of a search; None and "" match everything. Days are the clinic's, both included."""

    staff: UUID | None = None
    action: Action | None = None
    entity: str = ""
    row: UUID | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry: who did what when, to which record, and to which fields (names only)."""

    seq: int
    at: datetime
    staff: UUID
    staff_name: str
    """"" for Laurel itself and for an account that is not known."""
    action: Action
    entity: str
    row: UUID | None
    subject: str
    """The name of the person now, or the number of the certificate, that it is about; the entry has the id only."""
    fields: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The newest matching entries, the number of all that match, and the choices for the filters."""

    lines: tuple[AuditLine, ...]
    found: int
    staff: tuple[tuple[UUID, str], ...]
    entities: tuple[str, ...]


def search_audit(work: Work, wanted: AuditSearch, *, limit: int = MOST) -> AuditPage:
    """Give the newest entries that match; the search is itself audited."""
    work.require(Permission.READ_AUDIT)
    work.record_read("audit_entry", None)
    conditions = tuple(_conditions(work, wanted))
    found = work.session.scalars(select(func.count()).select_from(AuditEntry).where(*conditions)).one()
    kinds = work.session.scalars(select(AuditEntry.entity).distinct().order_by(AuditEntry.entity))
    people = tuple((line.id, line.name) for line in staff(work))
    return AuditPage(_lines(work, conditions, limit), found, people, tuple(filter(None, kinds)))


def audit_export(work: Work, wanted: AuditSearch, *, confirmed: Confirmed) -> tuple[AuditLine, ...]:
    """Give every entry that matches, newest first, for a file; the export is itself audited.

    Raises `NotConfirmedError` unless the passphrase was typed in the last minutes.
    """
    work.require(Permission.READ_AUDIT)
    work.confirm(confirmed)
    lines = _lines(work, tuple(_conditions(work, wanted)), None)
    work.record_export(Action.EXPORT, "audit_entry", None, count=len(lines))
    return lines


def _conditions(work: Work, wanted: AuditSearch) -> Iterator[ColumnElement[bool]]:
    if wanted.staff is not None:
        yield AuditEntry.actor == wanted.staff
    if wanted.action is not None:
        yield AuditEntry.action == wanted.action
    if wanted.entity:
        yield AuditEntry.entity == wanted.entity
    if wanted.row is not None:
        yield AuditEntry.row_id == wanted.row
    if wanted.first is not None:
        yield AuditEntry.at >= first_instant(wanted.first, work.zone)
    if wanted.last is not None:
        # To the beginning of the next day: a day on which clocks change has 23 or 25 hours.
        yield AuditEntry.at < first_instant(wanted.last + timedelta(days=1), work.zone)


def _lines(work: Work, conditions: tuple[ColumnElement[bool], ...], limit: int | None) -> tuple[AuditLine, ...]:
    rows = work.session.execute(
        select(
            AuditEntry.seq, AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.entity, AuditEntry.row_id,
            AuditEntry.fields, AuditEntry.count,
        )
        .where(*conditions)
        .order_by(AuditEntry.seq.desc())
        .limit(limit)
    ).all()  # fmt: skip
    names = {line.id: line.name for line in staff(work)}
    people = {row.row_id for row in rows if row.entity in _OF_PEOPLE and row.row_id is not None}
    known = work.session.scalars(select(Participant).where(Participant.id.in_(people))) if people else ()
    pages = {row.row_id for row in rows if row.entity == "certificate" and row.row_id is not None}
    numbered = select(Certificate.id, Certificate.serial).where(Certificate.id.in_(pages))
    numbers = dict(work.session.execute(numbered).all()) if pages else {}
    subjects = names | {person.id: full_name(person.identity) for person in known} | numbers
    return tuple(
        AuditLine(
            seq=seq, at=at, staff=actor, staff_name=names.get(actor, ""), action=action, entity=entity, row=row,
            subject="" if row is None else subjects.get(row, ""), fields=tuple(filter(None, fields.split(","))),
            count=count,
        )
        for seq, at, actor, action, entity, row, fields, count in rows
    )  # fmt: skip
