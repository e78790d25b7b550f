"""The window that is shown while nobody is signed in: welcome, sign-in, restore, and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.translation import tr
from ui.widgets.notices import Banner
from ui.widgets.window_size import open_within_screen

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from ui.dialogs.panel import Panel


class StartWindow(QWidget):
    """Shows one panel at a time."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(tr("Laurel"))
        self.banner = Banner()
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.banner)
        box.addWidget(self._room, 1)
        open_within_screen(self)

    def show_panel(self, panel: Panel) -> None:
        """Show a panel with the keyboard on its first field; the one before it goes."""
        panel.setObjectName("pageBody")
        self._room.setWidget(panel)
        self.show()
        self.activateWindow()
        field = panel.first_field()
        if field is not None:
            field.setFocus()

    @property
    def panel(self) -> QWidget | None:
        """The panel that is shown."""
        return self._room.widget()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the person closed the window."""
        super().closeEvent(event)
        self.closed.emit()
