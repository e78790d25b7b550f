"""`main.py export-person`: everything about one person as a ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from exports.delivery import deliver
from exports.personal_data import export_person
from models.errors import InvalidError, NotFoundError
from models.people.participant import find_people
from models.text import fold
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.clinic.clinic import Clinic
    from models.work import Work


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, the person and where the file goes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the clinic")
    parser.add_argument("--person", required=True, metavar="ID|NAME", help="whose records, by id or by whole name")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the ZIP to write")


def run(arguments: Namespace) -> int:
    """Write the file, which is not encrypted, and note the export in the audit."""
    if arguments.out.exists():
        raise InvalidError("There is already a file at {file}. Choose another name.", file=arguments.out)
    with signed_in(arguments.folder, is_exclusive=True) as clinic:
        content = _made(clinic, arguments.person)
        deliver(arguments.out, content)
    data = {"file": str(arguments.out), "bytes": len(content)}
    show(
        arguments, data, (f"{arguments.out} is written. It is not encrypted: hand it over on the clinic's own medium.",)
    )
    return DONE


def _made(clinic: Clinic, wanted: str) -> bytes:
    with clinic.database.read(clinic.actor) as work:
        return export_person(work, clinic.media, _found(work, wanted), confirmed=clinic.confirmed)


def _found(work: Work, wanted: str) -> UUID:
    """Find the person by id, or by a whole name that nobody else has."""
    try:
        return UUID(wanted)
    except ValueError:
        named = [line for line in find_people(work, wanted) if fold(line.name) == fold(wanted)]
    if not named:
        raise NotFoundError("Nobody here is called {name}. Give the whole name, or the id.", name=wanted)
    if len(named) > 1:
        raise InvalidError(
            "Several people are called {name}. Give the id of one of them: {ids}.",
            name=wanted,
            ids=", ".join(f"{line.id} ({line.distinguisher})" for line in named),
        )
    return named[0].id
