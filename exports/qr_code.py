"""The square code on paper: a QR symbol as one vector path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import QRData

from exports.page import INK, number

MODULE: Final = 72 * 6 / 300
"""The side of a module in points: six dots of a 300 dpi printer, 0.508 mm."""
QUIET: Final = 4
"""Modules of white that a reader wants around the symbol."""
_MASK: Final = 2
"""Always the same mask: to try all eight takes five times as long, and readers gain nothing at this size."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol: rows of modules, dark ones true, without the quiet zone."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> float:
        """Its side in points, quiet zone included."""
        return (len(self.rows) + 2 * QUIET) * MODULE

    def operators(self, x: float, y: float) -> str:
        """Fill its dark modules in one path; x, y is the lower left corner of the quiet zone."""
        boxes = []
        for above, row in enumerate(reversed(self.rows)):
            start = 0
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    boxes.append(f"{start} {above} {length} 1 re")
                start += length
        scale = number(MODULE)
        ground = f"1 1 1 rg {number(x)} {number(y)} {number(self.side)} {number(self.side)} re f"
        matrix = f"{scale} 0 0 {scale} {number(x + QUIET * MODULE)} {number(y + QUIET * MODULE)} cm"
        colour = " ".join(number(int(INK[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
        return f"{ground} {colour} rg {matrix} {' '.join(boxes)} f"


def symbol(text: str) -> Symbol:
    """Draw a ticket, or the address of a page and behind its `#` a ticket, with error correction Q."""
    page, hash_, ticket = text.rpartition("#")
    address = (page + hash_).encode()
    code = QRCode(
        version=_version(len(address), len(ticket)), error_correction=ERROR_CORRECT_Q, mask_pattern=_MASK, border=0
    )
    _fill(code, address, ticket)
    code.make(fit=False)
    return Symbol(tuple(tuple(map(bool, row)) for row in code.get_matrix()))


@lru_cache(maxsize=64)
def _version(address: int, ticket: int) -> int:
    """Find the smallest symbol for so many characters; looking for it anew costs as much as drawing it."""
    code = QRCode(error_correction=ERROR_CORRECT_Q)
    _fill(code, b"a" * address, "A" * ticket)
    return int(code.best_fit())


def _fill(code: QRCode[Any], address: bytes, ticket: str) -> None:
    if address:
        code.add_data(QRData(address))
    code.add_data(QRData(ticket))
