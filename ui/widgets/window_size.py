"""How large a window opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WANTED: Final = QSize(1280, 800)
"""Device-independent pixels: every page and the console lie on it without scrolling sideways."""


def open_within_screen(window: QWidget) -> None:
    """Give a window that is about to be shown the size that it wants, or what its screen has room for.

    Qt does not do it: on a laptop of 1366×768 the last row of a window, with its keys, would lie below the screen.
    """
    frame = QSize(0, window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight))
    window.resize(WANTED.boundedTo(window.screen().availableSize() - frame))
