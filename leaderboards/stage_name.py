"""The name under which each member of a cohort may be shown on stage now, and its pronunciation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.people.consent import Channel, Purpose, levels
from models.people.naming import Level, shown_name
from models.people.participant import pronunciations
from models.programme.enrolment import members
from models.recognition.ceremony import Venue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.programme.enrolment import Member
    from models.work import Work


@dataclass(frozen=True, slots=True)
class StageName:
    """A person's name on stage; a person who is not to be mentioned has none."""

    shown: str
    """The name that this person agreed to, "" for an anonymous one."""
    level: Level
    """The level that is shown: anonymous where a nickname was agreed to and never chosen."""
    pronunciation: str = ""
    """How the name is pronounced; "" where that is not known, and for an anonymous person."""

    @property
    def is_anonymous(self) -> bool:
        """Whether this person takes part without a name."""
        return self.level is Level.ANONYMOUS


def stage_names(work: Work, cohort: UUID, venue: Venue = Venue.ANYWHERE) -> dict[UUID, StageName | None]:
    """Give by enrolment the name that consent allows now; None for a person who is not to be mentioned."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    there = members(work, cohort)
    allowed = ceremony_levels(work, (one.person for one in there), venue)
    pronounced = pronunciations(work, (one.person for one in there))
    return {one.enrolment: _stage_name(one, allowed[one.person], pronounced.get(one.person, "")) for one in there}


def ceremony_levels(work: Work, people: Iterable[UUID], venue: Venue) -> dict[UUID, Level]:
    """Give by person how much of the name may be shown at a venue; for `ANYWHERE` the least of all channels."""
    work.require(Permission.READ_CONSENT)
    return levels(work, people, Purpose.CEREMONY_NAME, Channel(venue.value))


def _stage_name(member: Member, level: Level, pronunciation: str) -> StageName | None:
    """Give the stage name at a level; None for a person who left or is not to be mentioned, anonymous for ""."""
    shown = shown_name(member.identity, level)
    if shown is None or member.left_on is not None:
        return None
    return StageName(shown, level, pronunciation) if shown else StageName("", Level.ANONYMOUS)
