"""File names made from any text: allowed on every system, and misleading nobody."""

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
    """Give a name for a new file, such as `safe-name.xlsx`: never a path, a device, hidden, or too long.

    `instead` is the name where nothing of the text can be kept; `ending` begins with its dot.
    """
    legal = "".join(" " if unicodedata.category(sign) == "Cs" else sign for sign in text)
    stem = _FORBIDDEN.sub("-", clean_line(legal, "The name", limit=len(legal) * 4 + 4))
    # Stripped again after the cut, which may end at a dot; Windows removes it, and finds another file.
    stem = _cut(_RUNS.sub("-", stem).strip(_EDGES)).strip(_EDGES)
    if _DEVICES.match(stem):
        stem = f"{instead}-{stem}"
    return f"{stem or instead}{ending}"


def _cut(stem: str) -> str:
    """Keep as many whole characters, as people count them, as are allowed in a name."""
    kept, room = "", LONGEST_NAME
    while stem:
        sign = first_cluster(stem)
        room -= len(sign.encode())
        if room < 0:
            break
        kept, stem = kept + sign, stem[len(sign) :]
    return kept
