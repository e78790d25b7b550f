"""The Privacy page: whose retention time is over, who was erased, and the exports of one person's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models.access import Permission
from models.people.erasure import erasures
from models.people.naming import full_name
from models.people.participant import Participant
from models.people.staff import staff
from models.privacy.personal_data import HANDED_OUT
from models.privacy.retention import overdue
from models.storage.audit import AuditEntry
from models.trail import Action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.people.erasure import Ground
    from models.privacy.retention import Overdue
    from models.work import Work

MOST: Final = 100
"""Lines of each list; the Audit page has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneErasure:
    """One erasure, with the name of who did it and not of who was erased."""

    person: UUID
    at: datetime
    staff_name: str
    """"" for Laurel itself."""
    ground: Ground
    is_early: bool
    is_finished: bool


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One export of everything about a person."""

    at: datetime
    staff_name: str
    name: str
    """"" for somebody who was erased since."""


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """All that the page shows."""

    overdue: Overdue
    erased: tuple[DoneErasure, ...]
    handed_out: tuple[HandedOut, ...]


def privacy_page(work: Work) -> PrivacyPage:
    """Read the page."""
    work.require(Permission.KEEP_PRIVACY)
    names = {line.id: line.name for line in staff(work)}
    done = tuple(
        DoneErasure(
            person=line.person,
            at=line.erased_at,
            staff_name=names.get(line.erased_by, ""),
            ground=line.ground,
            is_early=line.is_early,
            is_finished=line.is_finished,
        )
        for line in erasures(work)[:MOST]
    )
    return PrivacyPage(overdue(work), done, _handed_out(work, names))


def _handed_out(work: Work, names: dict[UUID, str]) -> tuple[HandedOut, ...]:
    """List the newest exports of everything about a person, with the name where that person is still in the records."""
    rows = work.session.execute(
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.row_id)
        .where(AuditEntry.action == Action.EXPORT, AuditEntry.entity == HANDED_OUT)
        .order_by(AuditEntry.seq.desc())
        .limit(MOST)
    ).all()
    people = {row.row_id for row in rows}
    known = {
        one.id: full_name(one.identity)
        for one in work.session.scalars(select(Participant).where(Participant.id.in_(people)))
    }
    return tuple(HandedOut(at, names.get(actor, ""), known.get(row, "") if row else "") for at, actor, row in rows)
