"""What a spreadsheet would calculate, and how Laurel writes it so that it stays what it is."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@\t\r\n\0＝＋－＠"
"""The wide ones too: Excel's Japanese edition reads them."""
_CALCULATED: Final = re.compile(f"'*[{_SIGNS}]")
_ESCAPED: Final = re.compile(f"'+[{_SIGNS}]")


def literal_cell(text: str) -> str:
    """Give a cell that no spreadsheet calculates: an apostrophe before what looks like a formula.

    A text that already looks so marked gets one more, so that taking one away always gives what it was.
    """
    return f"'{text}" if is_calculated(text) else text


def is_calculated(text: str) -> bool:
    """Tell whether a text looks like a formula, or like one that is marked already."""
    return _CALCULATED.match(text) is not None


def is_escaped(text: str) -> bool:
    """Tell whether a cell is one that `literal_cell` marked."""
    return _ESCAPED.match(text) is not None
