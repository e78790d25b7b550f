"""Recognition of one cohort at a glance, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderboards.progress import OwnProgress, SharedTotal, own_progress, shared_total
from leaderboards.standings import Board, standings
from models.access import Permission
from models.programme.cohort import CohortLine, cohorts
from models.programme.enrolment import members
from models.recognition.badge import AwardLine, AwardState, awards

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the recognition page shows; `cohort` is None in a clinic without any."""

    cohorts: tuple[CohortLine, ...]
    cohort: UUID | None
    name: str
    week: int
    sessions: int
    total: SharedTotal
    progress: tuple[OwnProgress, ...]
    board: Board
    awards: tuple[AwardLine, ...]
    names: dict[UUID, str]
    """By enrolment, for staff; namesakes told apart."""

    @property
    def waiting(self) -> tuple[AwardLine, ...]:
        """The badges that wait for approval."""
        return tuple(award for award in self.awards if award.state is AwardState.PROPOSED)


def overview(work: Work, cohort: UUID | None = None) -> Overview:
    """Read the cohort's recognition; without a cohort that of the first in the list."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    lines = cohorts(work)
    chosen = next((line for line in lines if line.id == cohort), lines[0] if lines else None)
    if chosen is None:
        return Overview(
            cohorts=(),
            cohort=None,
            name="",
            week=0,
            sessions=0,
            total=SharedTotal(evenings=0, possible=0, last_session=0, excused=0, sessions_held=0, people=0),
            progress=(),
            board=Board((), 0),
            awards=(),
            names={},
        )
    return Overview(
        cohorts=lines,
        cohort=chosen.id,
        name=chosen.name,
        week=chosen.week,
        sessions=chosen.sessions,
        total=shared_total(work, chosen.id),
        progress=own_progress(work, chosen.id),
        board=standings(work, chosen.id),
        awards=awards(work, chosen.id),
        names={one.enrolment: f"{one.name} {one.distinguisher}".strip() for one in members(work, chosen.id)},
    )
