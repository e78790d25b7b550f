"""The page of one cohort: its people with their attendance, its sessions, its team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.programme.cohort import CohortView, cohort
from models.programme.enrolment import Member, members
from models.programme.tally import Tally, tallies
from models.programme.team import team

if TYPE_CHECKING:
    from uuid import UUID

    from models.programme.meeting import MeetingLine
    from models.work import Work


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with their attendance."""

    member: Member
    tally: Tally


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with the phase it belongs to."""

    meeting: MeetingLine
    phase: str


@dataclass(frozen=True, slots=True)
class CohortPage:
    """All that the page shows."""

    view: CohortView
    members: tuple[MemberRow, ...]
    sessions: tuple[SessionRow, ...]
    team: tuple[str, ...]


def cohort_page(work: Work, cohort_id: UUID) -> CohortPage:
    """Read one cohort with its people, sessions and team."""
    work.require(Permission.READ_PROGRAMME, cohort=cohort_id)
    view = cohort(work, cohort_id)
    counts = tallies(work, cohort_id)
    people = tuple(MemberRow(one, counts[one.enrolment]) for one in members(work, cohort_id))
    sessions = tuple(SessionRow(one, view.programme.phase_of(one.number)) for one in view.meetings)
    names = tuple(one.name for one in team(work, cohort_id) if one.is_on_team)
    return CohortPage(view, people, sessions, names)
