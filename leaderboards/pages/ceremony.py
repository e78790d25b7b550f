"""The page of one ceremony, as far as it needs the group: the cohort's name, and each person's stage name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderboards.stage_name import StageName, stage_names
from models.access import Permission
from models.programme.cohort import cohort
from models.recognition.badge import AwardState, awards
from models.recognition.ceremony import CeremonyView, ceremony

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class CeremonyGroup:
    """A ceremony with its group."""

    view: CeremonyView
    cohort_name: str
    names: dict[UUID, StageName | None]
    """By enrolment; None for somebody who is not to be mentioned."""
    presentable: frozenset[UUID]
    """Awards that may be presented: approved, or presented before."""


def ceremony_group(work: Work, id_: UUID) -> CeremonyGroup:
    """Read the ceremony, its group's name and the names that consent allows now."""
    work.require(Permission.READ_CEREMONY)
    view = ceremony(work, id_)
    standing = {AwardState.APPROVED, AwardState.PRESENTED}
    return CeremonyGroup(
        view,
        cohort(work, view.cohort).name,
        stage_names(work, view.cohort, view.venue),
        frozenset(award.id for award in awards(work, view.cohort) if award.state in standing),
    )
