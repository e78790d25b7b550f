"""Who may be recognised in front of the group, as consent allows now; never a score or a clinical fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from leaderboards.progress import shared_total
from leaderboards.stage_name import stage_names
from models.access import Permission
from models.programme.enrolment import members
from models.programme.tally import tallies
from models.recognition.badge import BADGES, AwardState, BadgeKind, awards
from models.recognition.ceremony import Venue
from models.translation import plural, tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from leaderboards.stage_name import StageName
    from models.programme.tally import Tally
    from models.recognition.badge import AwardLine
    from models.work import Work


class Mention(Enum):
    """How a person takes part in a ceremony; people who are not to be mentioned are never nominees."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Moment:
    """A sentence on something that a person did, and the award that it presents, if any."""

    sentence: str
    award: UUID | None = None


@dataclass(frozen=True, slots=True)
class Nominee:
    """Everything that a ceremony may know of one person."""

    reference: UUID
    """The enrolment's id."""
    name: StageName
    moments: tuple[Moment, ...]
    """What to celebrate, at least one."""

    @property
    def mention(self) -> Mention:
        """How this person takes part."""
        return Mention.ANONYMOUS if self.name.is_anonymous else Mention.NAMED


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """What the group did together, as counts over everybody."""

    evenings: int
    people: int
    sessions: int


def nominees(work: Work, cohort: UUID, venue: Venue = Venue.ANYWHERE) -> tuple[Nominee, ...]:
    """List everyone in the cohort who may be mentioned at this venue, each with at least one moment."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    names = stage_names(work, cohort, venue)
    counts = tallies(work, cohort)
    badges: dict[UUID, list[AwardLine]] = {}
    for award in awards(work, cohort):
        badges.setdefault(award.enrolment, []).append(award)
    found = []
    for one in members(work, cohort):
        name = names[one.enrolment]
        if name is not None:
            found.append(Nominee(one.enrolment, name, _moments(counts[one.enrolment], badges.get(one.enrolment, ()))))
    return tuple(found)


def group_total(work: Work, cohort: UUID) -> GroupTotal:
    """Count what the group did together, everybody included."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    total = shared_total(work, cohort)
    return GroupTotal(total.evenings, total.people, total.sessions_held)


def _moments(tally: Tally, badges: Iterable[AwardLine]) -> tuple[Moment, ...]:
    """Give the sentences on what a person did, badges first; everybody gets at least one.

    Badges that were presented already are used only where no approved one waits.
    """
    order = list(BadgeKind)
    newest = sorted(badges, key=lambda award: order.index(award.kind), reverse=True)
    approved = [award for award in newest if award.state is AwardState.APPROVED]
    chosen = approved or [award for award in newest if award.state is AwardState.PRESENTED]
    moments = [Moment(tr(BADGES[award.kind].sentence), award.id) for award in chosen]
    if tally.attended > 1:
        came = plural(tally.attended, "Came to {count} session of the group", "Came to {count} sessions of the group")
        moments.append(Moment(came))
    return tuple(moments) or (Moment(tr("Belongs to this group, every week")),)
