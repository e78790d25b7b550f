"""The layout of the console's panels, which changes with the size of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QSizePolicy

from ui.theme.appearance import px
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

_WIDE: Final = ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (0, 2, 2))
_COMPACT: Final = ((0, 2, 1), None, (0, 0, 1), (0, 1, 1), (0, 2, 1))
"""Row, column and rows of each panel: now, next, words, name, order; now and order share a cell where it is compact."""


class PanelGrid(QGridLayout):
    """Lays out five panels, or the three most needed in a small window or large type."""

    def __init__(self, panels: Sequence[QWidget]) -> None:
        super().__init__()
        self._panels = panels
        self.is_compact = False
        self.setSpacing(Space.M)
        for panel in panels:
            # Ignored: a long text in one panel must not take room from the others.
            panel.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def is_for_compact(self, size: QSize) -> bool:
        """Tell whether a window of this size has room for three panels only."""
        return size.width() < px(1120) or size.height() < px(680)

    def arrange(self, *, compact: bool) -> None:
        """Put the panels into their cells."""
        self.is_compact = compact
        for panel in self._panels:
            self.removeWidget(panel)
        for panel, cell in zip(self._panels, _COMPACT if compact else _WIDE, strict=True):
            if cell is not None:
                self.addWidget(panel, cell[0], cell[1], cell[2], 1)
        for column, weight in enumerate((42, 34, 28) if compact else (43, 37, 38)):
            self.setColumnStretch(column, weight)
        for row, weight in enumerate((1, 0) if compact else (47, 53)):
            self.setRowStretch(row, weight)

    def show_panels(self, *, is_jumping: bool) -> None:
        """Show the panels that there is room for; while somebody chooses where to jump, the running order."""
        now, following, _words, _name, order = self._panels
        following.setVisible(not self.is_compact)
        order.setVisible(not self.is_compact or is_jumping)
        now.setVisible(not (self.is_compact and is_jumping))
