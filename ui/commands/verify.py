"""`main.py verify`: check a certificate with the clinic's issuer file alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from exports.issuer import read_issuer
from exports.signed_token import PREFIX, Status
from exports.verify import verify_file, verify_text
from models.errors import InvalidError
from models.translation import mark, tr
from ui.commands import DONE, REFUSED, output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_OUTCOMES: Final = {
    Status.VALID: mark("valid"),
    Status.VOID: mark("void"),
    Status.SUPERSEDED: mark("superseded"),
    Status.ALTERED: mark("altered"),
    Status.NOT_OURS: mark("not ours"),
    Status.UNREADABLE: mark("unreadable"),
}


def configure(parser: ArgumentParser) -> None:
    """Add what to check, and with what."""
    parser.add_argument(
        "certificate", metavar="TEXT|FILE", help=tr("what the square code says, or a PDF or picture of the certificate")
    )
    parser.add_argument("--issuer", type=Path, required=True, metavar="FILE", help=tr("the clinic's issuer file"))
    parser.add_argument("--name", default="", metavar="NAME", help=tr("the name on the paper, to be checked as well"))


def run(arguments: Namespace) -> int:
    """Print the outcome; the exit status is 0 for a valid certificate and 1 for any other outcome."""
    issuer = read_issuer(arguments.issuer)
    file = _file(arguments.certificate)
    if file is None:
        verdict = verify_text(arguments.certificate.strip(), issuer, name=arguments.name)
    else:
        verdict = verify_file(file, issuer, name=arguments.name)
    data = {"status": verdict.status.value, "serial": verdict.serial, "reason": verdict.reason}
    is_valid = verdict.status is Status.VALID
    said = f"{tr(_OUTCOMES[verdict.status])}: {verdict.reason}"
    output.show(arguments, data, [said] if is_valid else [])
    if is_valid:
        return DONE
    output.print_error(said)
    return REFUSED


def _file(text: str) -> Path | None:
    """Give the file where one is named, None for the text of a code; refuse a file name without a file."""
    if text.startswith(PREFIX) or f"#{PREFIX}" in text:
        return None
    try:
        path = Path(text)
        if path.is_file():
            return path
    except (OSError, ValueError):
        return None
    if path.suffix.lower() in {
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".webp",
        ".tif",
        ".tiff",
        ".bmp",
        ".txt",
        ".json",
        ".svg",
    }:
        raise InvalidError("There is no file {file}. Look at its name and folder.", file=text)
    return None
