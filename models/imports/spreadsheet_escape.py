"""Escaping text that a spreadsheet would calculate as a formula."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@\t\r\n\0＝＋－＠"
"""The wide ones too: Excel's Japanese edition reads them."""
_CALCULATED: Final = re.compile(f"'*[{_SIGNS}]")
_ESCAPED: Final = re.compile(f"'+[{_SIGNS}]")


def literal_cell(text: str) -> str:
    """Give a cell that no spreadsheet calculates: an apostrophe before what looks like a formula.

    A text that already looks escaped gets one more apostrophe, so that removing one always gives the original.
    """
    return f"'{text}" if is_calculated(text) else text


def is_calculated(text: str) -> bool:
    """Tell whether a text looks like a formula, or like one that is escaped already."""
    return _CALCULATED.match(text) is not None


def is_escaped(text: str) -> bool:
    """Tell whether a cell was escaped by `literal_cell`."""
    return _ESCAPED.match(text) is not None
