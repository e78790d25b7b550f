"""`main.py restore`: a clinic made from a backup, in a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.storage.backup import restore
from models.storage.folder import ClinicFolder
from ui.commands.output import show
from ui.commands.sign_in import passphrase, user

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the file and the folder."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new or empty folder")


def run(arguments: Namespace) -> int:
    """Prove the backup with a passphrase of its time, then put the clinic in place."""
    manifest = restore(arguments.file, ClinicFolder(arguments.out), passphrase(), user())
    made_at = manifest.made_at.isoformat(timespec="seconds")
    show(
        arguments,
        {"clinic": str(arguments.out), "made_at": made_at},
        [f"Restored into {arguments.out}, as it was at {made_at}."],
    )
    return 0
