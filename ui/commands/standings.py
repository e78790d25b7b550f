"""`main.py standings`: the board of a cohort, as it may be shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leaderboards.standings import SMALLEST, standings
from models.programme.cohort import cohort_named
from models.translation import tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the cohort."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--cohort", required=True, metavar="NAME", help=tr("whose board"))


def run(arguments: Namespace) -> int:
    """Print the aliases of those who opted in, with points and rank; nothing where too few opted in."""
    with signed_in(arguments.folder) as clinic, clinic.database.read(clinic.actor) as work:
        board = standings(work, cohort_named(work, arguments.cohort))
    data = [{"name": line.name, "points": line.points, "rank": line.rank} for line in board.lines]
    lines = [f"{line.rank:>3}  {line.points:>4}  {line.name}" for line in board.lines]
    few = tr(
        "No board: {count} opted in, and there is one from {least} people on.", count=board.opted_in, least=SMALLEST
    )
    show(arguments, data, lines or [few])
    return DONE
