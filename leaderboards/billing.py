"""How each member of a cohort may be named on a stage at this moment, and how the name is said; for the presenter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderboards.nominees import ceremony_levels, permitted_names
from models.access import Permission
from models.people.naming import Level
from models.people.participant import pronunciations
from models.programme.enrolment import members
from models.recognition.ceremony import Venue

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class Billing:
    """One person on the stage's bill; `name` is None for somebody who is not to be mentioned."""

    name: str | None
    level: Level
    pronunciation: str = ""


def billings(work: Work, cohort: UUID, venue: Venue = Venue.ANYWHERE) -> dict[UUID, Billing]:
    """Give by enrolment what consent allows now; a person shown without a name has no pronunciation either."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    there = members(work, cohort)
    allowed = ceremony_levels(work, (one.person for one in there), venue)
    spoken = pronunciations(work, (one.person for one in there))
    names = permitted_names(work, cohort, venue)
    found = {}
    for one in there:
        level = _effective(allowed[one.person], one.identity.nickname, name=names[one.enrolment])
        told = "" if level in {Level.ANONYMOUS, Level.UNMENTIONED} else spoken.get(one.person, "")
        found[one.enrolment] = Billing(names[one.enrolment], level, told)
    return found


def _effective(level: Level, nickname: str, *, name: str | None) -> Level:
    """Tell how much is really shown: nothing of one who left, and no nickname that was never chosen."""
    if name is None:
        return Level.UNMENTIONED
    return Level.ANONYMOUS if level is Level.NICKNAME and not nickname else level
