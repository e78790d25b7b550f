"""Progress: each person's own sessions, points and badges, and the group's total, without comparing people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.programme.enrolment import members
from models.programme.tally import tallies
from models.recognition.badge import AwardState, BadgeKind, awards
from models.recognition.effort import point_totals

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.naming import PersonLabel
    from models.programme.tally import Tally
    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProgress:
    """One person's sessions, points and badges; shown to staff and to that person."""

    enrolment: UUID
    person: UUID
    label: PersonLabel
    tally: Tally
    points: int
    badges: tuple[BadgeKind, ...]
    proposed: tuple[BadgeKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTotal:
    """The group's attendance: `evenings` counts each attendance of a person, out of `possible`."""

    evenings: int
    possible: int
    last_session: int
    """Attendances at the most recent session that anybody attended."""
    excused: int
    """Excused absences and flare-ups over the whole course."""
    sessions_held: int
    people: int

    @property
    def goal(self) -> int:
        """The group's goal: three quarters of all possible attendances, rounded up to tens, at least 10."""
        # Three quarters is the completion rule of the shipped programme.
        # Negated twice, since integer division rounds down and the goal is rounded up.
        return max(-(-(self.possible * 3 // 4) // 10) * 10, 10)


def own_progress(work: Work, cohort: UUID) -> tuple[OwnProgress, ...]:
    """List every member's progress in the clinic's sort order of names, which ranks nobody."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    counts, points = tallies(work, cohort), point_totals(work, cohort)
    given: dict[UUID, list[BadgeKind]] = {}
    proposed: dict[UUID, list[BadgeKind]] = {}
    for award in awards(work, cohort):
        if award.state in {AwardState.APPROVED, AwardState.PRESENTED}:
            given.setdefault(award.enrolment, []).append(award.kind)
        elif award.state is AwardState.PROPOSED:
            proposed.setdefault(award.enrolment, []).append(award.kind)
    return tuple(
        OwnProgress(
            enrolment=one.enrolment, person=one.person, label=one.label,
            tally=counts[one.enrolment], points=points[one.enrolment], badges=tuple(given.get(one.enrolment, ())),
            proposed=tuple(proposed.get(one.enrolment, ())),
        )
        for one in members(work, cohort)
        if one.left_on is None
    )  # fmt: skip


def shared_total(work: Work, cohort: UUID) -> SharedTotal:
    """Count the whole group's attendance; people who are not to be mentioned or have left count too."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    counts = tallies(work, cohort)
    last = max((number for tally in counts.values() for number in tally.attended_sessions), default=0)
    return SharedTotal(
        evenings=sum(tally.attended for tally in counts.values()),
        possible=sum(tally.planned for tally in counts.values()),
        last_session=sum(last in tally.attended_sessions for tally in counts.values()) if last else 0,
        excused=sum(tally.excused for tally in counts.values()),
        sessions_held=max((tally.held for tally in counts.values()), default=0),
        people=len(counts),
    )
