"""`main.py check`: whether a clinic is whole; works while the window is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.anchor_file import given_anchor
from leaderboards.check import clinic_problems
from models.anchor import paper_problem
from models.audit import ends_before
from models.storage.faults import DamagedError, LostRecordsError, NotOursError, OtherClinicError
from ui.commands.output import complain, show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.audit import Head
    from models.errors import ClinicError


def configure(parser: ArgumentParser) -> None:
    """Add the clinic."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the clinic")
    said = "what a printed day sheet says, or a PDF or picture of it: is the record still whole up to there?"
    parser.add_argument("--anchor", metavar="TEXT|FILE", help=said)


def run(arguments: Namespace) -> int:
    """Check pages, keys, audit chain, ledger and media, and a day sheet; status 1 where something is wrong."""
    anchor = None if arguments.anchor is None else given_anchor(arguments.anchor)
    problems = [str(problem) for problem in _problems(arguments.folder, anchor)]
    show(arguments, {"ok": not problems, "problems": problems}, problems or ["All is well."])
    if problems:
        complain(f"{len(problems)} problem(s) found in {arguments.folder}.")
    return 1 if problems else 0


def _problems(folder: Path, anchor: Head | None) -> list[ClinicError]:
    """Give what is wrong; a file too damaged to open is a finding like the others."""
    try:
        with signed_in(folder) as clinic:
            found = clinic_problems(clinic.database, clinic.media, clinic.actor)
            on_paper = None if anchor is None or found else paper_problem(clinic.database, clinic.actor, anchor)
            return found if on_paper is None else [on_paper]
    except LostRecordsError as problem:
        return [problem, ends_before(int(str(problem.values["first_lost"])))]
    except (DamagedError, NotOursError, OtherClinicError) as problem:
        return [problem]
