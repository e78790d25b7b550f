"""Checks that the records of a clinic agree: points with marks, certificates with their stored files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from leaderboards.points import points_for
from models.access import Permission
from models.errors import ClinicError
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort
from models.programme.meeting import Meeting, MeetingState
from models.recognition.certificate import Certificate
from models.recognition.effort import EffortPoint
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.access import Actor
    from models.storage.database import Database
    from models.storage.media import Media
    from models.work import Work


def clinic_problems(
    database: Database, media: Media, actor: Actor, go_on: Callable[[], object] = bool
) -> list[ClinicError]:
    """Check all of a clinic: pages, keys, audit chain, kept files, and whether its records agree.

    `go_on` is called between the steps; what it raises ends the check.
    """
    # A damaged file makes every comparison of records fail too: its own problems are enough to act on.
    found = database.problems(go_on)
    if found:
        return found
    with database.read(actor) as work:
        return record_problems(work, media, go_on)


def record_problems(work: Work, media: Media, go_on: Callable[[], object] = bool) -> list[ClinicError]:
    """Give an error for each disagreement; an empty list means that all is well."""
    work.require(Permission.CHECK_CLINIC)
    return [*_ledger_problems(work), *_file_problems(work, media, go_on)]


def _ledger_problems(work: Work) -> list[ClinicError]:
    """Compare the points of every closed session with what its marks are worth."""
    query = (
        select(Cohort.name, Meeting.number, Attendance.mark, EffortPoint.points)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Cohort, Cohort.id == Meeting.cohort_id)
        .outerjoin(
            EffortPoint,
            (EffortPoint.meeting_id == Attendance.meeting_id) & (EffortPoint.enrolment_id == Attendance.enrolment_id),
        )
        .where(Meeting.state == MeetingState.CLOSED)
        .order_by(Cohort.name, Meeting.number)
    )
    wrong = {
        (cohort, number)
        for cohort, number, mark, points in work.session.execute(query)
        if (points or 0) != points_for(mark)
    }
    return [
        ClinicError(
            "The effort points of session {number} of {cohort} do not follow from its marks. "
            "Correct any mark of that session and set it back: the points are then worked out again.",
            number=number,
            cohort=cohort,
        )
        for cohort, number in sorted(wrong)
    ]


def _file_problems(work: Work, media: Media, go_on: Callable[[], object]) -> list[ClinicError]:
    """Decrypt every stored file, and compare each certificate's file with the digest of what was issued."""
    query = select(Certificate.serial, Certificate.media, Certificate.sha256)
    issued = work.session.execute(query.where(Certificate.enrolment_id.is_not(None))).all()
    logo = profile(work).logo
    found = media.problems([*(name for _, name, _ in issued), *([logo] if logo else [])], go_on)
    kept = media.names()
    for serial, name, digest in issued:
        go_on()
        if not found and name in kept and hashlib.sha256(media.read(name)).hexdigest() != digest:
            found.append(
                ClinicError("The kept file of certificate {serial} is not the one that was issued.", serial=serial)
            )
    return found
