"""The history of a person's consents: each statement with the name of who recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.people.consent import ConsentLine, consent_history
from models.people.staff import staff

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement; `staff_name` is "" for Laurel itself."""

    consent: ConsentLine
    staff_name: str


def consent_history_page(work: Work, person: UUID) -> tuple[StatementLine, ...]:
    """List all statements of the person, newest first."""
    work.require(Permission.READ_CONSENT, person=person)
    names = {one.id: one.name for one in staff(work)}
    return tuple(StatementLine(line, names.get(line.recorded_by, "")) for line in consent_history(work, person))
