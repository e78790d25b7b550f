"""How wide a cell must be for the word in its chip; where words are longer, a column grows for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontMetrics

from ui.theme.appearance import font_of, px
from ui.theme.tokens import Size
from ui.widgets.cells import PADDING

if TYPE_CHECKING:
    from ui.tables.rows import Look

_BESIDE: Final = {"chip": 16, "mark": 44}
"""Pixels before zoom around the word: the chip's own margins, and the square with the letter of a mark."""


def chip_width(text: str, look: Look) -> int:
    """Give the width of a cell whose chip shows its whole word; 0 for an empty cell and for one without a chip."""
    if not text or look.shape not in _BESIDE:
        return 0
    word = QFontMetrics(font_of(Size.SMALL, QFont.Weight.DemiBold)).horizontalAdvance(text)
    return word + px(_BESIDE[look.shape]) + 2 * px(PADDING) + 2
