"""File names made from any text: valid on every system, and not misleading."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from models.text import clean_line, first_cluster

LONGEST_NAME: Final = 120
"""Bytes of UTF-8 before the ending: folders of some systems hold no more than 143 in one name."""
_FORBIDDEN: Final = re.compile(r"""[\\/:*?"<>|'`$%&;~#{}^!\s]+""")
"""What a system forbids, or what means something to a shell or in an address."""
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$?|conout\$?|clock\$?|com[0-9¹²³]|lpt[0-9¹²³])(?![^.\-_ ])", re.IGNORECASE
)
"""Names that Windows takes for devices, with any ending."""
_RUNS: Final = re.compile(r"-*\.{2,}-*|-{2,}")
_EDGES: Final = " .-_\u200c\u200d"


def file_name(text: str, ending: str, *, instead: str = "laurel") -> str:
    """Make a name for a new file, such as `safe-name.xlsx`: never a path, a device, hidden, or too long.

    `instead` is the name where nothing of the text can be kept; `ending` begins with its dot.
    """
    legal = "".join(" " if unicodedata.category(sign) == "Cs" else sign for sign in text)
    stem = _FORBIDDEN.sub("-", clean_line(legal, "The name", limit=len(legal) * 4 + 4))
    # Stripped again after the cut, which may end at a dot; Windows removes it, and finds another file.
    stem = _cut(_RUNS.sub("-", stem).strip(_EDGES)).strip(_EDGES)
    # Windows opens a device for such a name, whatever its ending.
    if _DEVICES.match(stem):
        stem = f"{instead}-{stem}"
    return f"{stem or instead}{ending}"


def _cut(stem: str) -> str:
    """Cut to `LONGEST_NAME` bytes, between grapheme clusters."""
    kept, room = "", LONGEST_NAME
    while stem:
        sign = first_cluster(stem)
        # In bytes: file systems count those, and a letter of some scripts takes three.
        room -= len(sign.encode())
        if room < 0:
            break
        kept, stem = kept + sign, stem[len(sign) :]
    return kept
