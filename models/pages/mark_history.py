"""The history of one mark: each change with the name of who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.people.staff import staff
from models.programme.attendance import ChangeLine, attendance_history

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class MarkStepLine:
    """One change of a mark; `staff_name` is "" for Laurel itself."""

    change: ChangeLine
    staff_name: str


def mark_history_page(work: Work, meeting: UUID, enrolment: UUID) -> tuple[MarkStepLine, ...]:
    """List every change of the mark, oldest first."""
    work.require(Permission.READ_ATTENDANCE)
    names = {one.id: one.name for one in staff(work)}
    steps = attendance_history(work, meeting, enrolment)
    return tuple(MarkStepLine(step, names.get(step.changed_by, "")) for step in steps)
