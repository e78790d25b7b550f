"""`main.py new`: make an empty clinic."""

from __future__ import annotations

import locale
from pathlib import Path
from typing import TYPE_CHECKING

from models.clinic.founding import create_clinic
from models.settings import ZONES
from models.translation import tr
from ui.commands.output import show
from ui.commands.sign_in import new_passphrase, user
from ui.session.kdf_calibration import cost_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the folder, and what the form of a new clinic asks."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("a new or empty folder"))
    parser.add_argument("--name", required=True, metavar="NAME", help=tr("what the clinic is called"))
    parser.add_argument("--country", default=_country(), metavar="CODE", help=tr("whose holidays count (%(default)s)"))
    parser.add_argument(
        "--zone", default="", metavar="ZONE", help=tr("time zone, such as Europe/London (the country's)")
    )
    parser.add_argument(
        "--administrator",
        default=user() or "Administrator",
        metavar="NAME",
        help=tr("the first account (LAUREL_USER, or Administrator)"),
    )


def run(arguments: Namespace) -> int:
    """Make the clinic with its first account."""
    create_clinic(
        arguments.folder,
        name=arguments.name,
        country=arguments.country,
        zone=arguments.zone,
        administrator=arguments.administrator,
        passphrase=new_passphrase(),
        cost=cost_here(),
    )
    made = {"clinic": str(arguments.folder), "name": arguments.name, "administrator": arguments.administrator}
    said = tr(
        "{clinic} is ready in {folder}. {name} signs in.",
        clinic=arguments.name, folder=arguments.folder, name=arguments.administrator,
    )  # fmt: skip
    show(arguments, made, [said])
    return 0


def _country() -> str:
    """Give the country that this computer is set to, where Laurel offers it."""
    try:
        language, _ = locale.getlocale()
    except ValueError:  # a name that Python does not know
        return "GB"
    country = (language or "").partition("_")[2]
    return country if country in ZONES else "GB"
