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
from models.translation import plural, tr
from ui.commands.output import show
from ui.commands.sign_in import RECOVERY, recovery

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the file."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--from", type=Path, dest="file", metavar="FILE", help=tr("a backup, else the newest"))


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
    held = (
        plural(found.people, "{count} person", "{count} people"),
        plural(found.groups, "{count} group", "{count} groups"),
        plural(found.register, "{count} mark in the last register", "{count} marks in the last register"),
        plural(found.answers, "{count} form", "{count} forms"),
        plural(found.entries, "{count} entry of who did what", "{count} entries of who did what"),
    )
    said = tr("The backup of {moment} would bring the clinic back: {held}.", moment=made_at, held=", ".join(held))
    show(arguments, document, [said])
    return 0
