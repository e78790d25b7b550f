"""Opening, resuming, recording and closing one run of a ceremony."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceremonies.director import Director
from ceremonies.journal import read, replay, resumed
from ceremonies.script_editing import stored_script_of
from leaderboards.awards import note_presented
from leaderboards.stage_name import stage_names
from models.access import Permission
from models.errors import InvalidError
from models.recognition.ceremony import (
    CeremonyState,
    ceremony,
    end_run,
    events,
    interrupted_run,
    record_event,
    start_run,
)

if TYPE_CHECKING:
    from uuid import UUID

    from leaderboards.stage_name import StageName
    from models.recognition.ceremony import CeremonyView
    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A ceremony about to be presented or rehearsed; `run` is None for a rehearsal, which has no journal."""

    view: CeremonyView
    director: Director
    stage_names: dict[UUID, StageName | None]
    run: UUID | None = None
    rows: int = 0
    """How many rows its journal has: 0 for a new run."""
    away: float | None = None
    """Seconds since the last row of an interrupted run; None for a new one."""


def open_rehearsal(work: Work, id_: UUID) -> Opening:
    """Read what a rehearsal needs; nothing is recorded."""
    work.require(Permission.PRESENT_CEREMONY)
    view = ceremony(work, id_)
    return Opening(
        view=view,
        director=Director.start(stored_script_of(view)),
        stage_names=stage_names(work, view.cohort, view.venue),
    )


def open_live(work: Work, id_: UUID) -> Opening:
    """Begin a run, or resume one that was interrupted less than twelve hours ago.

    Raises `InvalidError` for a ceremony that is a draft or was presented.
    """
    work.require(Permission.PRESENT_CEREMONY)
    view = ceremony(work, id_)
    if view.state is CeremonyState.FINISHED:
        raise InvalidError("{title} has been presented. It can still be rehearsed.", title=view.title)
    names = stage_names(work, view.cohort, view.venue)
    run = interrupted_run(work, id_)
    if run is not None:
        opening = _resumed_opening(work, view, run, names)
        if opening is not None:
            return opening
        _end_interrupted(work, view, run)
    run = start_run(work, id_, is_rehearsal=False)
    return Opening(view=view, director=Director.start(stored_script_of(view)), stage_names=names, run=run)


def record_row(work: Work, run: UUID, number: int, row: str, shown: CeremonyView) -> dict[UUID, StageName | None]:
    """Append a row to the journal, and give the names that are permitted in the same transaction."""
    # One transaction for both: a consent that ends between the two would else be missed by the reveal.
    work.require(Permission.PRESENT_CEREMONY, cohort=shown.cohort)
    record_event(work, run, number, row)
    return stage_names(work, shown.cohort, shown.venue)


def close_run(work: Work, run: UUID, director: Director) -> None:
    """End a run; the badges of the parts in which their person was named count as presented.

    A script of format 1 names no award, so its badges stay approved: presenting one again does no harm, while one that
    counts as presented unseen is lost to its person.
    """
    work.require(Permission.PRESENT_CEREMONY)
    note_presented(work, director.presented())
    # Finished where the last part was on stage, however the run was ended.
    end_run(work, run, is_finished=director.reached[-1] >= 0)


def _end_interrupted(work: Work, view: CeremonyView, run: UUID) -> None:
    """End a run that is not resumed; badges that it showed before the interruption count as presented."""
    try:
        director = replay(stored_script_of(view), (entry.event for entry in read(events(work, run))))
    except InvalidError:
        end_run(work, run, is_finished=False)  # nothing to be known from an empty or damaged journal
    else:
        close_run(work, run, director)


def _resumed_opening(work: Work, view: CeremonyView, run: UUID, names: dict[UUID, StageName | None]) -> Opening | None:
    """Resume the interrupted run; None where its journal is empty, damaged or too old, or the curtain never rose."""
    rows = events(work, run)
    try:
        director = resumed(stored_script_of(view), rows, work.now)
        last = read(rows)[-1:]
    except InvalidError:
        return None
    if director is None or not director.has_begun:
        return None
    return Opening(
        view=view,
        director=director,
        stage_names=names,
        run=run,
        rows=len(rows),
        away=max(0.0, (work.now - last[0].utc).total_seconds()),
    )
