"""`main.py issuer-key`: write the clinic's public keys and which certificates no longer count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.delivery import deliver
from exports.issuer_file import issuer_file
from models.translation import tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the file."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("the file to write"))


def run(arguments: Namespace) -> int:
    """Write the issuer file; it holds nothing secret and may be given to anyone."""
    with signed_in(arguments.folder) as clinic, clinic.database.write(clinic.actor) as work:
        text = issuer_file(work)
    deliver(arguments.out, text.encode())
    show(arguments, {"file": str(arguments.out)}, [tr("Written: {file}", file=arguments.out)])
    return DONE
