"""`main.py backup`: one verified file with the whole clinic in it; works while the window is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.backup.backup import pack
from models.storage.sign_in_log import note_export
from models.translation import tr
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the file."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("a file that is not there yet"))


def run(arguments: Namespace) -> int:
    """Write the backup and verify it."""
    with signed_in(arguments.folder) as clinic:
        file = pack(clinic.folder, clinic.keys, arguments.out, clock=clinic.clock)
        note_export(clinic.database, clinic.actor, "backup")
    size = file.stat().st_size
    show(
        arguments,
        {"file": str(file), "bytes": size},
        [tr("Backed up and verified: {file} ({size} MB).", file=file, size=f"{size / 1e6:.1f}")],
    )
    return 0
