"""Badges: their kinds, and the awards that were proposed, decided and presented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.personal_table import Computed, Erase, Fields, PersonalTable, Unite
from models.programme.enrolment import Enrolment, reach_enrolments
from models.translation import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.work import Work


class BadgeKind(StrEnum):
    """The badges that attendance can earn."""

    FIRST_SESSION = "first session"
    FOUR_SESSIONS = "four sessions"
    HALF_WAY = "half-way"
    CAME_BACK = "came back"


@dataclass(frozen=True, slots=True)
class BadgeText:
    """A badge's title and the sentence on what it is for, about effort only; templates, translated where shown."""

    title: str
    sentence: str


BADGES: Final[dict[BadgeKind, BadgeText]] = {
    BadgeKind.FIRST_SESSION: BadgeText(mark("First session"), mark("Took the first step and came to the group")),
    BadgeKind.FOUR_SESSIONS: BadgeText(mark("Four sessions"), mark("Came to four sessions of the programme")),
    BadgeKind.HALF_WAY: BadgeText(mark("Half-way"), mark("Came to half of the programme's sessions")),
    BadgeKind.CAME_BACK: BadgeText(mark("Came back"), mark("Came back to the group after a break")),
}


class AwardState(StrEnum):
    """The state of an award; an approved one is presented at a ceremony."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    PRESENTED = "presented"


_STANDING: Final = (AwardState.PROPOSED, AwardState.DECLINED, AwardState.APPROVED, AwardState.PRESENTED)
"""The order of states: of two awards of one kind a merge keeps the one further on."""


class BadgeAward(Record):
    """One badge for one person, proposed by a rule and decided by a facilitator; a person gets each kind once."""

    __tablename__ = "badge_award"
    personal = PersonalTable(
        about="enrolment_id",
        erase=Erase.DELETE,
        merge=Unite(by=("kind",), worth=lambda row: _STANDING.index(row.state)),
        free_text=("reason",),
        keep=None,
        export=(Fields(
            name="badges",
            title=mark("Badges"),
            fields={
                "group": "enrolment_id", "badge": Computed(lambda kind: tr(BADGES[kind].title), ("kind",)),
                "for": Computed(lambda kind: tr(BADGES[kind].sentence), ("kind",)), "state": "state",
                "reason": "reason", "proposed_at": "proposed_at", "decided_at": "decided_at",
                "decided_by": "decided_by",
            },
            order=("proposed_at",),
        ),),
    )  # fmt: skip

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[BadgeKind]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    """The session at which the rule was met."""
    state: Mapped[AwardState]
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("enrolment_id", "kind"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """A badge of one person as a list shows it."""

    id: UUID
    enrolment: UUID
    kind: BadgeKind
    state: AwardState
    reason: str
    proposed_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A badge that a rule finds earned, with the session and the reason."""

    enrolment: UUID
    kind: BadgeKind
    meeting: UUID
    reason: str


def propose(work: Work, earned: Iterable[Proposal]) -> int:
    """Propose each badge, and give how many are new; a person who was ever proposed for a kind is not again."""
    work.require(Permission.PROPOSE_RECOGNITION)
    wanted = tuple(earned)
    reach_enrolments(work, {one.enrolment for one in wanted}, Permission.PROPOSE_RECOGNITION)
    query = select(BadgeAward.enrolment_id, BadgeAward.kind)
    known = {
        (enrolment, kind)
        for enrolment, kind in work.session.execute(
            query.where(BadgeAward.enrolment_id.in_({one.enrolment for one in wanted}))
        )
    }
    # Declined ones are known too: a rule does not ask again for what a facilitator has decided.
    new = [one for one in wanted if (one.enrolment, one.kind) not in known]
    work.session.add_all(
        BadgeAward(
            id=work.new_id(), enrolment_id=one.enrolment, kind=one.kind, meeting_id=one.meeting,
            state=AwardState.PROPOSED, reason=one.reason, proposed_at=work.now, decided_at=None, decided_by=None,
        )
        for one in new
    )  # fmt: skip
    work.session.flush()
    return len(new)


def withdraw_proposal(work: Work, enrolment: UUID, kind: BadgeKind) -> None:
    """Withdraw a proposal whose rule is no longer met after a correction; a decided badge stays."""
    work.require(Permission.PROPOSE_RECOGNITION)
    reach_enrolments(work, [enrolment], Permission.PROPOSE_RECOGNITION)
    row = work.session.scalars(
        select(BadgeAward).where(
            BadgeAward.enrolment_id == enrolment,
            BadgeAward.kind == kind,
            BadgeAward.state == AwardState.PROPOSED,
        )
    ).one_or_none()
    if row is not None:
        work.session.delete(row)
        work.session.flush()


def decide_badges(work: Work, awards: Iterable[UUID], state: AwardState) -> tuple[UUID, ...]:
    """Approve, decline or put back badges; give the ids of those that changed, for undo. Presented ones stay."""
    work.require(Permission.APPROVE_RECOGNITION)
    wanted = tuple(awards)
    rows = {row.id: row for row in work.session.scalars(select(BadgeAward).where(BadgeAward.id.in_(wanted)))}
    reach_enrolments(work, {row.enrolment_id for row in rows.values()}, Permission.APPROVE_RECOGNITION)
    changed = []
    for id_ in wanted:
        # `get` raises for an id without a row.
        row = rows.get(id_) or work.get(BadgeAward, id_)
        if row.state in {state, AwardState.PRESENTED}:
            continue
        row.state = state
        undecided = state is AwardState.PROPOSED
        row.decided_at, row.decided_by = (None, None) if undecided else (work.now, work.actor.id)
        changed.append(id_)
    work.session.flush()
    return tuple(changed)


def present_badges(work: Work, awards: Iterable[UUID]) -> None:
    """Record that these badges were presented at a ceremony.

    One that is not approved, or not approved any more, stays as it is; one that a merge of records removed is ignored.
    """
    work.require(Permission.PRESENT_CEREMONY)
    rows = work.session.scalars(select(BadgeAward).where(BadgeAward.id.in_(tuple(awards)))).all()
    reach_enrolments(work, {row.enrolment_id for row in rows}, Permission.PRESENT_CEREMONY)
    for row in rows:
        if row.state == AwardState.APPROVED:
            row.state = AwardState.PRESENTED
    work.session.flush()


def awards(work: Work, cohort: UUID) -> tuple[AwardLine, ...]:
    """List the cohort's badges, oldest first, whatever their state."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    rows = work.session.scalars(
        select(BadgeAward)
        .join(Enrolment, Enrolment.id == BadgeAward.enrolment_id)
        .where(Enrolment.cohort_id == cohort)
        .order_by(BadgeAward.proposed_at, BadgeAward.id)
    )
    return tuple(
        AwardLine(
            id=row.id, enrolment=row.enrolment_id, kind=row.kind, state=row.state, reason=row.reason,
            proposed_at=row.proposed_at, decided_at=row.decided_at,
        )
        for row in rows
    )  # fmt: skip


def award_states(work: Work, cohort: UUID) -> dict[tuple[UUID, BadgeKind], AwardState]:
    """Give the state of each badge of the cohort by (enrolment, kind)."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    query = select(BadgeAward.enrolment_id, BadgeAward.kind, BadgeAward.state)
    rows = work.session.execute(
        query.join(Enrolment, Enrolment.id == BadgeAward.enrolment_id).where(Enrolment.cohort_id == cohort)
    )
    return {(enrolment, kind): state for enrolment, kind, state in rows}


def proposals(work: Work) -> dict[UUID, int]:
    """Count by cohort the badges that the person acting can decide on; cohorts without any are absent."""
    work.require(Permission.APPROVE_RECOGNITION)
    query = (
        select(Enrolment.cohort_id, func.count())
        .join(BadgeAward, BadgeAward.enrolment_id == Enrolment.id)
        .where(
            BadgeAward.state == AwardState.PROPOSED,
            work.cohorts_within(Permission.APPROVE_RECOGNITION, Enrolment.cohort_id),
        )
        .group_by(Enrolment.cohort_id)
    )
    return dict(work.session.execute(query).all())
