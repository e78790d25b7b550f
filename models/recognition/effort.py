"""The ledger of effort points: one row for each person and closed session."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.personal_table import Erase, Fields, PersonalTable, Unite
from models.programme.enrolment import Enrolment
from models.programme.meeting import reached_meeting
from models.translation import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.work import Work


class EffortPoint(Record):
    """Points of one person for one session; a later correction of the mark changes the row."""

    __tablename__ = "effort_point"
    personal = PersonalTable(
        about="enrolment_id",
        erase=Erase.DELETE,
        merge=Unite(by=("meeting_id",), worth=lambda row: row.points),  # those of the better mark are never fewer
        free_text=(),
        keep=None,
        export=(Fields(
            name="effort_points",
            title=mark("Effort points"),
            fields={"group": "enrolment_id", "session": "meeting_id.number", "points": "points"},
            order=("meeting_id.starts_at",),
        ),),
    )  # fmt: skip

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    points: Mapped[int]

    __table_args__ = (UniqueConstraint("enrolment_id", "meeting_id"),)


def post_points(work: Work, meeting: UUID, points: Mapping[UUID, int]) -> None:
    """Store each enrolment's points for a session; posting again replaces them."""
    work.require(Permission.CLOSE_SESSION)
    reached_meeting(work, meeting, Permission.CLOSE_SESSION)
    rows = {
        row.enrolment_id: row
        for row in work.session.scalars(select(EffortPoint).where(EffortPoint.meeting_id == meeting))
    }
    for enrolment, value in points.items():
        row = rows.get(enrolment)
        if row is None:
            work.session.add(EffortPoint(id=work.new_id(), enrolment_id=enrolment, meeting_id=meeting, points=value))
        elif row.points != value:
            row.points = value
    work.session.flush()


def point_totals(work: Work, cohort: UUID) -> dict[UUID, int]:
    """Add up the points of every member of the cohort; members without any have 0."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    query = (
        select(Enrolment.id, func.coalesce(func.sum(EffortPoint.points), 0))
        .outerjoin(EffortPoint, EffortPoint.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == cohort)
        .group_by(Enrolment.id)
    )
    return {enrolment: int(total) for enrolment, total in work.session.execute(query)}
