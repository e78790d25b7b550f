"""`main.py recover`: a new passphrase for an account, with the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.clinic.recovery import recover, recoverable
from models.translation import tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import new_passphrase, recovery_key, user
from ui.session.kdf_calibration import cost_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic and the account."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument(
        "--user",
        default=user(),
        metavar="NAME",
        help=tr("whose passphrase is lost (LAUREL_USER, or the administrator)"),
    )


def run(arguments: Namespace) -> int:
    """Open the clinic with the recovery key from LAUREL_RECOVERY or a prompt, and give the account its passphrase."""
    key = recovery_key()
    recoverable(arguments.folder, key)
    name = recover(arguments.folder, key, new_passphrase(), arguments.user, cost=cost_here())
    made = {"clinic": str(arguments.folder), "user": name}
    show(
        arguments,
        made,
        [tr("{name} signs in with the new passphrase. The lost one opens nothing any more.", name=name)],
    )
    return DONE
