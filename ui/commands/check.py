"""`main.py check`: whether a clinic is whole; works while the window is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leaderboards.check import clinic_problems
from models.storage.faults import DamagedError, LostRecordsError, NotOursError, OtherClinicError
from ui.commands.output import complain, show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.errors import ClinicError


def configure(parser: ArgumentParser) -> None:
    """Add the clinic."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the clinic")


def run(arguments: Namespace) -> int:
    """Check pages, keys, audit chain, ledger and media; status 1 where something is wrong."""
    problems = [str(problem) for problem in _problems(arguments.folder)]
    show(arguments, {"ok": not problems, "problems": problems}, problems or ["All is well."])
    if problems:
        complain(f"{len(problems)} problem(s) found in {arguments.folder}.")
    return 1 if problems else 0


def _problems(folder: Path) -> list[ClinicError]:
    """Give what is wrong; a file too damaged to open is a finding like the others."""
    try:
        with signed_in(folder) as clinic:
            return clinic_problems(clinic.database, clinic.media, clinic.actor)
    except (DamagedError, LostRecordsError, NotOursError, OtherClinicError) as problem:
        return [problem]
