"""The widget that shows the stage: it asks for pictures while they move, and fades from one moment to the next."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ceremonies.scenes import transition, transition_seconds
from ui.ceremony.stage import StagePainter
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QMouseEvent, QPaintEvent, QShowEvent

    from ceremonies.scenes.picture import Picture
    from ui.ceremony.stage import Loader


_FRAME: Final = 16
_MOUSE_REST: Final = 2000
_BREATH: Final = 60


class StageWidget(QWidget):
    """Shows the picture of this moment at 60 frames a second while something in it moves, and rests otherwise.

    Call `refresh()` whenever `frame()` may answer something new; another moment is faded over to. What `following()`
    gives is made ready whenever the stage comes to rest, so that its first frame comes in time.
    """

    painted = Signal()
    """After each frame, for a heartbeat."""

    def __init__(
        self,
        frame: Callable[[], Picture],
        *,
        gentle: bool = False,
        media: Loader | None = None,
        clock: Callable[[], float] = time.monotonic,
        following: Callable[[], Picture | None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._frame, self._clock, self._painter = frame, clock, StagePainter(media)
        self.gentle = gentle
        self._following = following
        self._before: Picture | None = None
        self._now = frame()
        self._since = 0.0
        self._shown = self._now
        self._timer = QTimer(self, interval=_FRAME, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._rest = QTimer(self, interval=_BREATH, singleShot=True)
        self._rest.timeout.connect(self._get_ready)
        self._mouse = QTimer(self, interval=_MOUSE_REST, singleShot=True)
        self._mouse.timeout.connect(self._hide_mouse)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(tr("Stage"))

    def sizeHint(self) -> QSize:
        """Prefer the shape of the stage."""
        return QSize(1280, 720)

    def shown(self) -> Picture:
        """Return what is on the stage at this instant, for a true mirror of it."""
        return self._shown

    def prepare(self, picture: Picture) -> None:
        """Get ready for a picture that will soon be shown: call it while nothing moves."""
        self._painter.prepare(picture, self.size(), self.devicePixelRatioF())

    def is_moving(self) -> bool:
        """Tell whether frames are being painted one after the other."""
        return self._timer.isActive()

    def refresh(self) -> None:
        """Ask for the picture again, and go on asking while it moves."""
        self._compose()
        self.update()
        if not self.isVisible():
            return
        if self._shown.moving:
            self._timer.start()
        else:
            self._rest.start()

    def _tick(self) -> None:
        self._compose()
        self.update()
        if not self._shown.moving:
            self._timer.stop()
            self._rest.start()

    def _get_ready(self) -> None:
        """Paint what comes next out of sight, while nothing moves."""
        following = self._following()
        if following is not None and not self._timer.isActive():
            self.prepare(following)

    def _compose(self) -> None:
        """Take the picture of this moment; when it is another moment, start the way over to it."""
        latest, now = self._frame(), self._clock()
        if latest.moment != self._now.moment:
            self._turn(latest, now)
        self._now = latest
        if self._before is None:
            self._shown = latest
            return
        gone = now - self._since
        self._shown = transition(self._before, latest, gone, gentle=self.gentle)
        if gone >= transition_seconds(self._before, latest, gentle=self.gentle):
            self._before = None

    def _turn(self, latest: Picture, now: float) -> None:
        """Begin a passage; one that is turned round goes back the way it came, from where it is."""
        if self._before is not None and latest.moment == self._before.moment:
            length = transition_seconds(self._before, self._now, gentle=self.gentle)
            self._before, self._since = self._now, now - max(0.0, length - (now - self._since))
            return
        self._before, self._since = self._shown, now

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        self._painter.paint(painter, self._shown, QRectF(self.rect()))
        painter.end()
        self.painted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Start moving again."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody sees it."""
        super().hideEvent(event)
        self._timer.stop()
        self._rest.stop()
        self._mouse.stop()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the mouse, for two seconds."""
        super().mouseMoveEvent(event)
        self.unsetCursor()
        self._mouse.start()

    def _hide_mouse(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)
