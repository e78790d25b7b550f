"""`main.py cohorts`: list the cohorts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.programme.cohort import cohorts
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the clinic")


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
    lines = [
        f"{line.state.value:<8}  week {line.week:>2} of {line.sessions}  {line.people:>3} people  {line.name}"
        for line in found
    ]
    show(arguments, data, lines or ["There is no cohort yet."])
    return DONE
