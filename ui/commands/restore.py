"""`main.py restore`: make a clinic from a backup, in a new folder or replacing the one that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.backup.restore import Proof, carry_out, propose
from models.folder.folder import ClinicFolder, Found
from models.folder.storage_errors import BackupError
from models.translation import tr
from ui.commands.output import show
from ui.commands.sign_in import passphrase, recovery, user

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the file, the folder, and whether a clinic may be there."""
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("the backup"))
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=tr("a new or empty folder"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=tr("take the place of the clinic in the folder, which is backed up first"),
    )


def run(arguments: Namespace) -> int:
    """Verify the backup with a passphrase or the recovery key, then restore it."""
    folder = ClinicFolder(arguments.out)
    _refuse_to_replace(folder, may=arguments.replace)
    key = recovery()
    proof = Proof(recovery=key) if key else Proof(passphrase(), user())
    done = carry_out(propose(arguments.file, folder, proof))
    made_at = done.manifest.made_at.isoformat(timespec="seconds")
    lines = [tr("Restored into {folder}, as it was at {moment}.", folder=arguments.out, moment=made_at)]
    if done.kept is not None:
        lines.append(tr("What the clinic held until now is in the backup {file}.", file=done.kept))
    if done.aside is not None:
        lines.append(tr("What was there until now lies in {folder}.", folder=done.aside))
    document = {
        "clinic": str(arguments.out),
        "made_at": made_at,
        "kept": str(done.kept) if done.kept else None,
        "aside": str(done.aside) if done.aside else None,
    }
    show(arguments, document, lines)
    return 0


def _refuse_to_replace(folder: ClinicFolder, *, may: bool) -> None:
    """Raise an error where a clinic would be replaced unasked, or anything but a clinic."""
    if folder.look() is Found.NOTHING or (may and folder.may_be_restored):
        return
    if folder.may_be_restored:
        raise BackupError(
            "{folder} is not empty: a clinic is in it. Choose a new folder, or say --replace to put the backup in its "
            "place.",
            folder=folder.path,
        )
    raise BackupError("{folder} is not empty. Choose a new folder for the restored clinic.", folder=folder.path)
