"""Reading the audit anchor of a day sheet: typed, or from a PDF, a picture or a text file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.verify import LARGEST_FILE, qr_codes
from models.errors import InvalidError
from models.folder.storage_errors import clinic_errors
from models.storage.audit_anchor import PREFIX, read_anchor

if TYPE_CHECKING:
    from models.storage.audit import Head

_LONGEST_NOTE = 4_000


def given_anchor(given: str) -> Head:
    """Read a typed anchor, or that in the file of this name; raise `InvalidError` where neither is one."""
    try:
        path = Path(given)
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    return anchor_in(path) if is_file else read_anchor(given)


def anchor_in(path: Path) -> Head:
    """Read the anchor in a PDF, a picture or a small text file; raise `InvalidError` where there is none."""
    with clinic_errors():
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    if len(content) <= _LONGEST_NOTE:
        try:
            return read_anchor(content.decode())
        except UnicodeDecodeError:
            pass  # no text: a small picture
    found = {code for code in qr_codes(content) or () if code.startswith(PREFIX)}
    if len(found) != 1:
        raise InvalidError(
            "No code of a day sheet can be read in {file}. Take the picture straight from above, sharp and in good "
            "light, or type the letters.",
            file=path.name,
        )
    return read_anchor(found.pop())
