"""`main.py demo`: make the sample clinic."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from models.translation import tr
from ui.commands import DONE
from ui.commands.output import progress, show
from ui.commands.sign_in import PASSPHRASE
from ui.sample.clinic import ADMINISTRATOR, easy_passphrase, sample_clinic

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the folder, and what the clinic is to be like."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("a new or empty folder"))
    parser.add_argument("--seed", type=int, default=7, metavar="N", help=tr("the same seed makes the same clinic"))
    parser.add_argument("--cohorts", type=_count, default=3, metavar="N", help=tr("how many groups (%(default)s)"))
    parser.add_argument("--people", type=_count, default=None, metavar="N", help=tr("how many people in each group"))


def run(arguments: Namespace) -> int:
    """Make the clinic; without a passphrase in the environment, make one and print it."""
    given = os.environ.get(PASSPHRASE)
    passphrase = given or easy_passphrase()
    sample_clinic(
        arguments.folder,
        passphrase=passphrase,
        seed=arguments.seed,
        cohorts=arguments.cohorts,
        people=arguments.people,
        progress=lambda done, total: progress(
            tr("Making the sample clinic: {done} of {total}", done=done, total=total)
        ),
    )
    progress("")
    made = {"clinic": str(arguments.folder), "administrator": ADMINISTRATOR, "cohorts": arguments.cohorts}
    lines = [
        tr("The sample clinic is ready in {folder}. {name} signs in.", folder=arguments.folder, name=ADMINISTRATOR)
    ]
    if not given:
        made["passphrase"] = passphrase
        lines.append(tr("Passphrase: {passphrase}", passphrase=passphrase))
    show(arguments, made, lines)
    return DONE


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 2000:
        raise ArgumentTypeError(tr("{text} is not a number from 1 to 2000", text=text))
    return int(text)
