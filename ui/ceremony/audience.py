"""The audience window: the stage alone, to be shared in a call or to fill the second screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.ceremony.stage_widget import StageWidget
from ui.translation import tr
from ui.widgets.labels import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent, QScreen

    from ui.ceremony.show import Show
    from ui.ceremony.stage import Loader

SHARE_SIZE: Final = QSize(1280, 720)


class Audience(QWidget):
    """Shows the stage in a window of its shape, or on the whole of a screen."""

    close_refused = Signal()

    def __init__(self, show: Show, media: Loader | None = None) -> None:
        super().__init__()
        self._show = show
        self._may_close = False
        self.setObjectName("audience")
        self.setWindowTitle(tr("Ceremony - rehearsal") if show.is_rehearsal else tr("Ceremony - share me"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)  # keys are commands, not text
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.stage = StageWidget(show.audience_picture, gentle=show.is_gentle, media=media, following=show.next_picture)
        self.stage.setAccessibleName(tr("What the audience sees"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)
        self._rehearsal = Chip(tr("Rehearsal"), "gold")
        self._rehearsal.setParent(self)
        self._rehearsal.setVisible(show.is_rehearsal)
        self.resize(SHARE_SIZE)
        show.changed.connect(self.stage.refresh)

    def fill(self, screen: QScreen) -> None:
        """Show the window over the whole of this screen."""
        self.showNormal()
        self.setGeometry(screen.geometry())  # full screen goes to the screen on which the window already is
        self.setScreen(screen)
        self.showFullScreen()

    def show_in_window(self, screen: QScreen) -> None:
        """Show the window in the stage's shape on this screen, to be shared in a call."""
        room = screen.availableGeometry()
        size = SHARE_SIZE.scaled(room.size() * 0.75, Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(room.topLeft(), size)
        frame.moveBottomRight(room.bottomRight())
        self.showNormal()
        self.setScreen(screen)
        self.setGeometry(frame)
        self.show()

    @property
    def fills_a_screen(self) -> bool:
        """Whether the stage has a screen of its own."""
        return self.isFullScreen()

    def end(self) -> None:
        """Close the window, which refuses to be closed otherwise."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse to close until the ceremony has ended: the audience would see the desktop."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_refused.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rehearsal's chip in its corner."""
        super().resizeEvent(event)
        self._rehearsal.adjustSize()
        self._rehearsal.move(16, 16)
        self._rehearsal.raise_()
