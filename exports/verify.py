"""Verifying a certificate by its QR text, its PDF or a picture, with the issuer file alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exports.reading import SECONDS
from exports.signed_token import PREFIX, Status, Verdict, read
from models.translation import mark

if TYPE_CHECKING:
    from exports.issuer import Issuer

LARGEST_FILE: Final = 40_000_000
TIMEOUT: Final = SECONDS + 10.0
"""Seconds after which the reading process is ended."""
_LONGEST_NOTE: Final = 4_000
_READER: Final = Path(__file__).with_name("reading.py")

_TOO_LARGE: Final = mark(
    "{file} is too large to be one certificate. Give the certificate's own PDF, or a picture of it."
)
_NOTHING_READ: Final = mark(
    "No square code can be read in {file}. Take the picture straight from above, sharp and in good light."
)
_NOT_A_PICTURE: Final = mark("{file} is neither a PDF nor a picture that can be opened.")
_SEVERAL: Final = mark("{file} holds more than one square code. Check the certificates one at a time.")
_OTHER_NAME: Final = mark(
    "{clinic} issued certificate {serial} to another name: the name on the paper was changed, or typed differently."
)
_NAME_AGREES: Final = mark("{clinic} issued certificate {serial} to this name on {day}.")
_NAME_OPEN: Final = mark(
    "{clinic} issued certificate {serial} on {day}; whether the name on it is right was not checked."
)


def verify_text(text: str, issuer: Issuer, *, name: str = "") -> Verdict:
    """Verify the text of a QR code, and the printed name where one is given."""
    verdict = read(text, issuer)
    if verdict.claims is None or verdict.status is not Status.VALID:
        return verdict
    if not name.strip():
        return replace(verdict, template=_NAME_OPEN)
    if verdict.claims.is_for(name):
        return replace(verdict, template=_NAME_AGREES)
    return replace(verdict, status=Status.ALTERED, template=_OTHER_NAME)


def verify_file(path: Path, issuer: Issuer, *, name: str = "") -> Verdict:
    """Verify the certificate in a PDF, a picture or a small text file."""
    shown = {"file": path.name}
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except OSError:
        return Verdict(Status.UNREADABLE, mark("{file} cannot be opened."), shown)
    if content is None:
        return Verdict(Status.UNREADABLE, _TOO_LARGE, shown)
    note = _note(content)
    if note:
        return verify_text(note, issuer, name=name)
    codes = qr_codes(content)
    if codes is None:
        return Verdict(Status.UNREADABLE, _NOT_A_PICTURE, shown)
    if len(codes) > 1:
        return Verdict(Status.UNREADABLE, _SEVERAL, shown)
    if not codes:
        return Verdict(Status.UNREADABLE, _NOTHING_READ, shown)
    return verify_text(codes[0], issuer, name=name)


def _note(content: bytes) -> str:
    """Give the content of a text file; "" for any other file."""
    if len(content) > _LONGEST_NOTE or PREFIX.encode() not in content:
        return ""
    try:
        return content.decode().strip()
    except UnicodeDecodeError:
        return ""


def qr_codes(content: bytes) -> list[str] | None:
    """Read QR codes in a process of its own; None where it cannot open the file."""
    try:
        # A process with limits: a file made to crash or fill a PDF or picture reader ends that alone. "-I" keeps the
        # environment and the working folder from choosing what it imports.
        done = subprocess.run(  # noqa: S603  (our own program, the file on its standard input)
            [sys.executable, "-I", str(_READER)], input=content, capture_output=True, timeout=TIMEOUT, check=False
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return None
    return [str(code) for code in answer["codes"]] if "codes" in answer else None
