"""The Recognition page of one cohort, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderboards.progress import OwnProgress, SharedTotal, own_progress, shared_total
from leaderboards.standings import Board, standings
from models.access import Permission
from models.programme.current_cohort import CohortChoice, cohort_choice
from models.programme.enrolment import members
from models.recognition.badge import AwardLine, AwardState, awards

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.naming import PersonLabel
    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionPage:
    """All that the page shows."""

    choice: CohortChoice
    total: SharedTotal
    progress: tuple[OwnProgress, ...]
    board: Board
    awards: tuple[AwardLine, ...]
    labels: dict[UUID, PersonLabel]
    """By enrolment, for staff."""

    @property
    def waiting(self) -> tuple[AwardLine, ...]:
        """The badges that wait for approval."""
        return tuple(award for award in self.awards if award.state is AwardState.PROPOSED)


def recognition_page(work: Work, cohort: UUID | None = None) -> RecognitionPage:
    """Read the recognition of a cohort; unless one that is open to the person acting is named, of the current one."""
    work.require(Permission.READ_RECOGNITION, cohort=cohort)
    choice = cohort_choice(work, cohort)
    chosen = choice.chosen
    if chosen is None:
        nothing = SharedTotal(evenings=0, possible=0, last_session=0, excused=0, sessions_held=0, people=0)
        return RecognitionPage(choice=choice, total=nothing, progress=(), board=Board((), 0), awards=(), labels={})
    return RecognitionPage(
        choice=choice,
        total=shared_total(work, chosen.id),
        progress=own_progress(work, chosen.id),
        board=standings(work, chosen.id),
        awards=awards(work, chosen.id),
        labels={one.enrolment: one.label for one in members(work, chosen.id)},
    )
