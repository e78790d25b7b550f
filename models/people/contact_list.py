"""People as rows of an exported list, with the same fields that an import reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.access import Permission
from models.people.consent import Agreement, Purpose, agreements
from models.people.participant import Participant
from models.people.person_form import PersonForm

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from models.people.naming import Level
    from models.work import Work

LISTED: tuple[Purpose, ...] = (Purpose.SMS, Purpose.EMAIL, Purpose.CEREMONY_NAME, Purpose.BOARD)
"""The purposes for which a list has a column."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's form and agreements; a purpose that they were never asked about is absent."""

    person: UUID
    form: PersonForm
    agreed: dict[Purpose, Level | bool]
    """Whether they agree; for the ceremony name, how much of it may be shown."""


def contact_list(work: Work, people: Collection[UUID] | None = None) -> tuple[Contact, ...]:
    """List everyone (or these people) whom the person acting may open, in the clinic's sort order; this is audited."""
    work.require(Permission.SAVE_LISTS)
    reached = work.people_within(Permission.SAVE_LISTS, Participant.id)
    query = select(Participant).where(Participant.merged_into.is_(None), reached)
    if people is not None:
        query = query.where(Participant.id.in_(tuple(people)))
    rows = work.session.scalars(query.order_by(Participant.sort_key, Participant.born, Participant.id)).all()
    agreed = _agreed(work, [row.id for row in rows])
    work.record_read("participant", None, "born", "email", "phone")
    return tuple(Contact(row.id, _form(row), agreed.get(row.id, {})) for row in rows)


def _form(row: Participant) -> PersonForm:
    return PersonForm(
        given_name=row.given_name, family_name=row.family_name, preferred_name=row.preferred_name,
        nickname=row.nickname, pronunciation=row.pronunciation, born=row.born, email=row.email, phone=row.phone,
        language=row.language,
    )  # fmt: skip


def _agreed(work: Work, people: Collection[UUID]) -> dict[UUID, dict[Purpose, Level | bool]]:
    """Give for each purpose of a list what each person agrees to everywhere now."""
    return {
        person: {purpose: _answer(one) for purpose, one in found.items() if purpose in LISTED}
        for person, found in agreements(work, people).items()
    }


def _answer(found: Agreement) -> Level | bool:
    return found.level if found.is_given and found.purpose is Purpose.CEREMONY_NAME else found.is_given
