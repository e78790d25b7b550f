"""QR codes on paper, as one vector path."""

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
"""The side of a module in points: six dots of a 300 dpi printer, 0.508 mm; copies and phones lose smaller ones."""
QUIET: Final = 4
"""Modules of white around the symbol, as ISO/IEC 18004 asks."""
_MASK: Final = 2
"""Always the same mask: trying all eight takes five times as long, and makes no difference at this size."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol: rows of modules, dark ones true, without the quiet zone."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> float:
        """Its side in points, quiet zone included."""
        return (len(self.rows) + 2 * QUIET) * MODULE

    def operators(self, x: float, y: float) -> str:
        """Give the PDF operators that fill the dark modules; x, y is the lower left corner of the quiet zone."""
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
    """Make the symbol of a token, perhaps after the address of a page and `#`, with error correction Q."""
    page, hash_, token = text.rpartition("#")
    address = (page + hash_).encode()
    code = QRCode(
        version=_version(len(address), len(token)), error_correction=ERROR_CORRECT_Q, mask_pattern=_MASK, border=0
    )
    _fill(code, address, token)
    code.make(fit=False)
    return Symbol(tuple(tuple(map(bool, row)) for row in code.get_matrix()))


@lru_cache(maxsize=64)
def _version(address: int, token: int) -> int:
    """Find the smallest symbol for so many characters."""
    # Cached: finding the size costs as much as making the symbol, and all certificates of a batch are alike.
    code = QRCode(error_correction=ERROR_CORRECT_Q)
    _fill(code, b"a" * address, "A" * token)
    return int(code.best_fit())


def _fill(code: QRCode[Any], address: bytes, token: str) -> None:
    # Two segments: the token alone is in capitals and digits, which take a third less room than bytes.
    if address:
        code.add_data(QRData(address))
    code.add_data(QRData(token))
