"""`main.py check`: whether a clinic is whole; works while the window is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from exports.anchor_file import given_anchor
from leaderboards.integrity import clinic_problems
from models.backup.backup_state import Lack, backup_state
from models.folder.storage_errors import DamagedError, LostRecordsError, NotOursError, OtherClinicError
from models.storage.audit import ends_before
from models.storage.audit_anchor import paper_problem
from models.translation import plural, tr
from ui.commands.output import print_error, show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from models.storage.audit import Head


DAYS: Final = 3
"""After so long without a backup of what was entered a remark is printed."""


def configure(parser: ArgumentParser) -> None:
    """Add the clinic."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    said = tr("what a printed day sheet says, or a PDF or picture of it: is the record still whole up to there?")
    parser.add_argument("--anchor", metavar="TEXT|FILE", help=said)


def run(arguments: Namespace) -> int:
    """Check pages, keys, audit chain, ledger and media, and a day sheet; status 1 where something is wrong."""
    anchor = None if arguments.anchor is None else given_anchor(arguments.anchor)
    remarks: list[str] = []
    problems = [str(problem) for problem in _problems(arguments.folder, anchor, remarks)]
    told = {"remarks": remarks} if remarks else {}
    show(arguments, {"ok": not problems, "problems": problems, **told}, problems or [tr("All is well.")])
    for remark in remarks:
        print_error(tr("Note: {remark}", remark=remark))
    if problems:
        told_last = plural(
            len(problems),
            "{count} problem found in {folder}.",
            "{count} problems found in {folder}.",
            folder=arguments.folder,
        )
        print_error(told_last)
    return 1 if problems else 0


def _problems(folder: Path, anchor: Head | None, remarks: list[str]) -> list[ClinicError]:
    """Give what is wrong, also with a file that is too damaged to open; add remarks about a sound clinic."""
    try:
        with signed_in(folder) as clinic:
            found = clinic_problems(clinic.database, clinic.media, clinic.actor)
            if not found and not clinic.database.is_read_only:
                remarks += _remarks(clinic)
            on_paper = None if anchor is None or found else paper_problem(clinic.database, clinic.actor, anchor)
            return found if on_paper is None else [on_paper]
    except LostRecordsError as problem:
        return [problem, ends_before(int(str(problem.values["first_lost"])))]
    except (DamagedError, NotOursError, OtherClinicError) as problem:
        return [problem]


def _remarks(clinic: Clinic) -> list[str]:
    """Give remarks about the backups of a clinic that is itself sound."""
    state = backup_state(clinic.folder, clinic.keys, clock=clinic.clock)
    told = [tr("The backup {file} is damaged or not this clinic's.", file=line.path.name) for line in state.damaged]
    if state.here and state.missing_here is not None and state.lack(DAYS, DAYS) is Lack.NO_BACKUP:
        since = f"{state.missing_here:%Y-%m-%d %H:%M} UTC"
        told.append(tr("What was entered since {moment} is in no backup.", moment=since))
    return told
