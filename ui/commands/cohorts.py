"""`main.py cohorts`: list the cohorts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.programme.cohort import CohortLine, CohortState, cohorts
from models.translation import mark, tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_STATES: Final = {
    CohortState.PLANNED: mark("planned"),
    CohortState.RUNNING: mark("running"),
    CohortState.ENDED: mark("ended"),
}


def configure(parser: ArgumentParser) -> None:
    """Add the clinic."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))


def run(arguments: Namespace) -> int:
    """Print every cohort with its week, number of people and state."""
    with signed_in(arguments.folder) as clinic, clinic.database.read(clinic.actor) as work:
        found = cohorts(work)
    data = [
        {
            "name": line.name,
            "week": line.week,
            "people": line.people,
            "state": line.state.value,
            "programme": line.programme,
            "sessions": line.sessions,
            "next_session": line.next_meeting.day.isoformat() if line.next_meeting else None,
        }
        for line in found
    ]
    show(arguments, data, map(_line, found) if found else [tr("There is no cohort yet.")])
    return DONE


def _line(line: CohortLine) -> str:
    """Give a row; short numbers are filled up, so that the columns stand below one another."""
    week = tr("week {week} of {sessions}", week=f"{line.week:>2}", sessions=line.sessions)
    people = tr("{count} people", count=f"{line.people:>3}")
    return f"{tr(_STATES[line.state]):<8}  {week}  {people}  {line.name}"
