"""`main.py drill`: test whether the clinic can be restored from the newest backup with the recovery sheet."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from models.backup.opening import open_records
from models.clinic.clinic import PROGRAM
from models.clinic.drill import drilled
from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder
from models.keys.slots import open_recovery
from ui.commands.output import show
from ui.commands.sign_in import RECOVERY, recovery

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the file."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the clinic")
    parser.add_argument("--from", type=Path, dest="file", metavar="FILE", help="a backup, else the newest")


def run(arguments: Namespace) -> int:
    """Restore to a temporary folder with the recovery key, read all of it, delete it, and note the result."""
    key, folder = recovery(), ClinicFolder(arguments.folder)
    if key is None:
        raise ClinicError("Put the words of the recovery sheet into {variable}.", variable=RECOVERY)
    keys = open_recovery(folder, key.passphrase).keys
    with closing(open_records(folder, keys)) as database:
        found = drilled(database, PROGRAM, key, arguments.file, clock=system_clock)
    made_at = found.made_at.isoformat(timespec="seconds")
    document = {
        "ok": True, "made_at": made_at, "people": found.people, "groups": found.groups, "register": found.register,
        "answers": found.answers, "entries": found.entries,
    }  # fmt: skip
    words = (
        f"{found.people} people, {found.groups} groups, {found.register} marks in the last register, "
        f"{found.answers} forms, {found.entries} entries of who did what."
    )
    show(arguments, document, [f"The backup of {made_at} would bring the clinic back: {words}"])
    return 0
