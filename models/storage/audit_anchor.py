"""The end of the audit chain as a short text for paper, and reading it back."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

from models.errors import ClinicError, InvalidError
from models.storage.audit import AuditError, Head, turned_back

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database

PREFIX: Final = "LA1."
"""Begins the text of a QR code with an anchor."""
SEAL_BYTES: Final = 10
"""Bytes of the MAC on paper: 80 bits, far more than anybody can try."""
GROUP: Final = 4
_LETTERS: Final = 20
"""Sixteen of the MAC, and four that show a mistyped letter."""
_READ: Final = re.compile(r"\D{0,20}?(\d{1,15})[^0-9A-Z]+(.{20,60})", re.DOTALL)
_ALIKE: Final = str.maketrans("018", "OIB")
"""Digits that base 32 does not use, and the letters for which they are read."""


def anchor_groups(head: Head) -> tuple[str, ...]:
    """Write the MAC of an end of the chain as five groups of four letters."""
    letters = _letters(head)
    return tuple(letters[at : at + GROUP] for at in range(0, _LETTERS, GROUP))


def anchor_code(head: Head) -> str:
    """Write an end of the chain for a QR code: `LA1.4711.ABCDEFGHIJKLMNOPQRST`."""
    return f"{PREFIX}{head.seq}.{_letters(head)}"


def read_anchor(text: str) -> Head:
    """Read the anchor of a sheet, typed or scanned, whose MAC is shortened; raise `InvalidError` for a mistyped one."""
    found = _READ.fullmatch(text.strip().upper().removeprefix(PREFIX))
    letters = re.sub("[^A-Z0-9]", "", found[2]).translate(_ALIKE) if found else ""
    if found is None or len(letters) != _LETTERS or re.search("[0-9]", re.sub("[2-7]", "", letters)):
        raise InvalidError(
            "This is not what a day sheet says: the number of an entry and five groups of four letters. "
            "Look at the foot of the sheet."
        )
    # Three bytes of a checksum are in the letters: a mistyped one is told at once, and not taken for a changed audit.
    head = Head(int(found[1]), base64.b32decode(letters[:-GROUP]))
    if _letters(head) != letters:
        raise InvalidError("One of the letters is wrong. Compare them with the foot of the sheet, and type them again.")
    return head


def paper_problem(database: Database, actor: Actor, anchor: Head) -> ClinicError | None:
    """Compare the chain with the anchor on a sheet; None where it has that entry, else what is wrong."""
    try:
        database.verify_audit(anchor)
    except AuditError as problem:
        with database.read(actor) as work:
            since, zone = turned_back(work.session.connection()), work.zone
        if since is None:
            return problem
        return ClinicError(
            "Entry {number} is not as the sheet says. The clinic was knowingly set back on {when}: what was entered "
            "just before that, and what a sheet of that time says, may be gone for that reason.",
            number=problem.seq,
            when=f"{since.astimezone(zone):%Y-%m-%d %H:%M}",
        )
    return None


def _letters(head: Head) -> str:
    seal = head.mac[:SEAL_BYTES]
    check = hashlib.sha256(b"laurel anchor %d " % head.seq + seal).digest()[:3]
    return (base64.b32encode(seal) + base64.b32encode(check)[:GROUP]).decode()
