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
_HIDE_MOUSE_AFTER: Final = 2000
_PREPARE_AFTER: Final = 60
"""Milliseconds: between two frames, until the mouse is hidden, and until the next picture is prepared."""


class StageWidget(QWidget):
    """Shows the picture of this moment: 60 frames a second while something in it moves, none otherwise.

    Call `refresh()` whenever `frame()` may give something new; it fades over to another moment. The picture that
    `following()` gives is prepared whenever nothing moves, so that its first frame is in time.
    """

    painted = Signal()
    """After each frame."""

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
        self._rest = QTimer(self, interval=_PREPARE_AFTER, singleShot=True)
        self._rest.timeout.connect(self._prepare_following)
        self._mouse = QTimer(self, interval=_HIDE_MOUSE_AFTER, singleShot=True)
        self._mouse.timeout.connect(self._hide_mouse)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # each frame covers everything: Qt need not clear
        self.setMinimumSize(160, 90)
        self.setAccessibleName(tr("Stage"))

    def sizeHint(self) -> QSize:
        """Prefer the shape of the stage."""
        return QSize(1280, 720)

    def shown(self) -> Picture:
        """Return what is on the stage at this instant, for a true mirror of it."""
        return self._shown

    def prepare(self, picture: Picture) -> None:
        """Prepare a picture that will soon be shown; to be called while nothing moves."""
        self._painter.prepare(picture, self.size(), self.devicePixelRatioF())

    def is_moving(self) -> bool:
        """Tell whether frames are being painted one after the other."""
        return self._timer.isActive()

    def refresh(self) -> None:
        """Ask for the picture again, and repeat that while it moves."""
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

    def _prepare_following(self) -> None:
        """Prepare the picture that comes next, while nothing moves."""
        following = self._following()
        if following is not None and not self._timer.isActive():
            self.prepare(following)

    def _compose(self) -> None:
        """Take the picture of now; where it is of another moment, begin the transition to it."""
        latest, now = self._frame(), self._clock()
        if latest.moment != self._now.moment:
            self._begin_transition(latest, now)
        self._now = latest
        if self._before is None:
            self._shown = latest
            return
        gone = now - self._since
        self._shown = transition(self._before, latest, gone, gentle=self.gentle)
        if gone >= transition_seconds(self._before, latest, gentle=self.gentle):
            self._before = None

    def _begin_transition(self, latest: Picture, now: float) -> None:
        """Begin a transition; one back to the picture before goes back from where it is."""
        if self._before is not None and latest.moment == self._before.moment:
            # Otherwise a curtain that is opened by mistake and closed at once would jump, which may flash.
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
        """Go on."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop while nobody sees it."""
        super().hideEvent(event)
        self._timer.stop()
        self._rest.stop()
        self._mouse.stop()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the mouse for two seconds."""
        super().mouseMoveEvent(event)
        self.unsetCursor()
        self._mouse.start()

    def _hide_mouse(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)
