"""`main.py export-person`: everything about one person as a ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.delivery import deliver
from exports.personal_data import export_person
from models.errors import InvalidError
from models.people.participant import person_named
from models.translation import tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.clinic.clinic import Clinic


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, the person and where the file goes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--person", required=True, metavar="ID|NAME", help=tr("whose records, by id or by whole name"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("the ZIP to write"))


def run(arguments: Namespace) -> int:
    """Write the file, which is not encrypted, and note the export in the audit."""
    if arguments.out.exists():
        raise InvalidError("There is already a file at {file}. Choose another name.", file=arguments.out)
    with signed_in(arguments.folder, is_exclusive=True) as clinic:
        content = _made(clinic, arguments.person)
        deliver(arguments.out, content)
    data = {"file": str(arguments.out), "bytes": len(content)}
    said = tr("{file} is written. It is not encrypted: hand it over on the clinic's own medium.", file=arguments.out)
    show(arguments, data, (said,))
    return DONE


def _made(clinic: Clinic, wanted: str) -> bytes:
    with clinic.database.read(clinic.actor) as work:
        return export_person(work, clinic.media, person_named(work, wanted), confirmed=clinic.confirmed)
