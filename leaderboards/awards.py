"""Closing a session: attendance becomes points, and rules propose badges for a facilitator to approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from leaderboards.badge_rules import Earned, earned
from leaderboards.points import post_session_points
from models.access import Permission
from models.programme.attendance import (
    Attendance,
    MarkStep,
    close_meeting,
    mark_rest_present,
    record_attendance,
    undo_marks,
)
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting, MeetingState, meeting
from models.recognition.badge import (
    AwardState,
    BadgeKind,
    Proposal,
    award_states,
    present_badges,
    propose,
    withdraw_proposal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.programme.mark import Mark
    from models.work import Work


@dataclass(frozen=True, slots=True)
class Closing:
    """The result of closing a session: how many new proposals wait for approval."""

    meeting: UUID
    cohort: UUID
    proposed: int


def close_session(work: Work, meeting_id: UUID) -> Closing:
    """Close the register, post effort points and propose badges, in one unit of work.

    Raises `InvalidError` while somebody is not marked.
    """
    work.require(Permission.CLOSE_SESSION)
    close_meeting(work, meeting_id)
    return _settle(work, meeting_id)


def correct_attendance(
    work: Work, meeting_id: UUID, enrolment: UUID, mark: Mark | None, *, reason: str = ""
) -> MarkStep:
    """Record a mark; where the session is closed, update its points and proposals. Raises as `record_attendance`."""
    work.require(Permission.RECORD_ATTENDANCE)
    return _settled(work, record_attendance(work, meeting_id, enrolment, mark, reason=reason))


def note_presented(work: Work, awards: Iterable[UUID]) -> None:
    """Record that these awards were presented; here, since `ceremonies/` may not import badges."""
    work.require(Permission.PRESENT_CEREMONY)
    present_badges(work, awards)


def mark_rest(work: Work, meeting_id: UUID) -> MarkStep:
    """Mark everyone present who has no mark yet; where the session is closed, update points and proposals."""
    work.require(Permission.RECORD_ATTENDANCE)
    return _settled(work, mark_rest_present(work, meeting_id))


def undo_attendance(work: Work, step: MarkStep) -> MarkStep:
    """Undo an action on the register; where the session is closed, update points and proposals."""
    work.require(Permission.RECORD_ATTENDANCE)
    return _settled(work, undo_marks(work, step))


def propose_badges(work: Work, cohort: UUID) -> int:
    """Propose the badges that the cohort has earned, and withdraw proposals whose rule is no longer met.

    Gives the number of new proposals.
    """
    work.require(Permission.PROPOSE_RECOGNITION, cohort=cohort)
    known = award_states(work, cohort)
    found: list[Proposal] = []
    for enrolment, (sessions, badges) in earned_badges(work, cohort).items():
        kinds = {badge.kind for badge in badges}
        for kind in BadgeKind:
            if kind not in kinds and known.get((enrolment, kind)) is AwardState.PROPOSED:
                withdraw_proposal(work, enrolment, kind)
        found += [
            Proposal(enrolment=enrolment, kind=badge.kind, meeting=sessions[badge.place], reason=badge.reason)
            for badge in badges
            if (enrolment, badge.kind) not in known
        ]
    return propose(work, found) if found else 0


def earned_badges(work: Work, cohort: UUID) -> dict[UUID, tuple[tuple[UUID, ...], tuple[Earned, ...]]]:
    """Give by enrolment the held sessions since joining and the badges earned at them; nothing is changed."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    sessions = work.session.execute(
        select(Meeting.id, Meeting.day, Meeting.state)
        .where(Meeting.cohort_id == cohort, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.number)
    ).all()
    ticked: dict[UUID, dict[UUID, Mark | None]] = {}
    for enrolment, id_, mark in work.session.execute(
        select(Attendance.enrolment_id, Attendance.meeting_id, Attendance.mark)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.cohort_id == cohort, Attendance.mark.is_not(None))
    ):
        ticked.setdefault(enrolment, {})[id_] = mark
    found = {}
    for enrolment, joined_on in work.session.execute(
        select(Enrolment.id, Enrolment.joined_on).where(Enrolment.cohort_id == cohort)
    ):
        own = [(id_, state) for id_, day, state in sessions if day >= joined_on]
        held = tuple(id_ for id_, state in own if state != MeetingState.PLANNED)
        course = [ticked.get(enrolment, {}).get(id_) for id_ in held]
        found[enrolment] = held, earned(course, len(own))
    return found


def _settled(work: Work, step: MarkStep) -> MarkStep:
    """Update points and proposals where the session is closed already."""
    if step.is_closed:
        _settle(work, step.meeting)
    return step


def _settle(work: Work, meeting_id: UUID) -> Closing:
    post_session_points(work, meeting_id)
    cohort = meeting(work, meeting_id).cohort
    return Closing(meeting_id, cohort, propose_badges(work, cohort))
