"""Who may be recognised in front of the group, as consent allows now; never a score or a clinical fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from leaderboards.progress import shared_total
from models.access import Permission
from models.people.consent import Channel, Purpose, levels
from models.people.naming import shown_name
from models.people.participant import pronunciations
from models.programme.enrolment import members
from models.programme.tally import tallies
from models.recognition.badge import BADGES, AwardState, BadgeKind, awards
from models.recognition.ceremony import Venue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.people.naming import Level
    from models.programme.enrolment import Member
    from models.programme.tally import Tally
    from models.work import Work

ANONYMOUS: Final = "A member of this group"


class Standing(Enum):
    """How a person takes part; people who are not to be mentioned are never in a list of nominees."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Nominee:
    """One person as a ceremony may know them."""

    reference: UUID
    """The enrolment's id."""
    display_name: str
    """The name that this person agreed to; for an anonymous one “A member of this group”."""
    standing: Standing
    pronunciation: str
    moments: tuple[str, ...]
    """Sentences of effort, at least one."""


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """What the group did together; counts only, everybody counts."""

    evenings: int
    people: int
    sessions: int


def nominees(work: Work, cohort: UUID, venue: Venue = Venue.ANYWHERE) -> tuple[Nominee, ...]:
    """List everyone in the cohort who may be mentioned where it is held, each with at least one moment of effort."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    names = permitted_names(work, cohort, venue)
    spoken = pronunciations(work, (one.person for one in members(work, cohort)))
    counts = tallies(work, cohort)
    badges: dict[UUID, list[BadgeKind]] = {}
    for award in awards(work, cohort):
        if award.state in {AwardState.APPROVED, AwardState.PRESENTED}:
            badges.setdefault(award.enrolment, []).append(award.kind)
    found = []
    for one in members(work, cohort):
        name = names[one.enrolment]
        if name is None or one.left_on is not None:
            continue
        standing = Standing.ANONYMOUS if name == ANONYMOUS else Standing.NAMED
        moments = _moments(counts[one.enrolment], badges.get(one.enrolment, []))
        told = spoken.get(one.person, "") if standing is Standing.NAMED else ""
        found.append(Nominee(one.enrolment, name, standing, told, moments))
    return tuple(found)


def permitted_names(work: Work, cohort: UUID, venue: Venue = Venue.ANYWHERE) -> dict[UUID, str | None]:
    """Give by enrolment the name that consent allows at this moment; None for a person not to be mentioned."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    there = members(work, cohort)
    allowed = ceremony_levels(work, (one.person for one in there), venue)
    return {one.enrolment: _name(one, shown_name(one.identity, allowed[one.person])) for one in there}


def ceremony_levels(work: Work, people: Iterable[UUID], venue: Venue) -> dict[UUID, Level]:
    """Give how much of each name may be shown where a ceremony is held; not known where, the least of all."""
    work.require(Permission.READ_CONSENT)
    return levels(work, people, Purpose.CEREMONY_NAME, Channel(venue.value))


def group_total(work: Work, cohort: UUID) -> GroupTotal:
    """Count what the group did together, everybody included."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    total = shared_total(work, cohort)
    return GroupTotal(total.evenings, total.people, total.sessions_held)


def _name(member: Member, shown: str | None) -> str | None:
    """Keep None; an empty name, of an anonymous person or a nickname never chosen, is anonymous."""
    if shown is None or member.left_on is not None:
        return None
    return shown or ANONYMOUS


def _moments(tally: Tally, badges: list[BadgeKind]) -> tuple[str, ...]:
    """Say what a person did, badges first; someone who could not come yet still gets a kind sentence."""
    said = [BADGES[kind].sentence for kind in reversed(list(BadgeKind)) if kind in badges]
    if tally.attended > 1:
        said.append(f"Came to {tally.attended} sessions of the group")
    return tuple(said) or ("Belongs to this group, every week",)
