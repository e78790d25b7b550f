"""Takes pictures of windows once they have come to rest."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.pseudo_language import spoken_everywhere
from ui.theme.appearance import colour_of
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.translation import Language
    from ui.theme.theme import Theme

PATIENCE: Final = 15.0
"""Seconds after which something that never comes to rest is an error."""
_SHADOW: Final = 18


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is shown while an album is taken."""

    name: str
    scheme: Scheme = Scheme.LIGHT
    zoom: int = 100
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
    size: tuple[int, int] = (1280, 800)
    """Of the window, in pixels."""
    spoken: Language | None = None
    """A made-up language; None for English."""

    @property
    def is_whole(self) -> bool:
        """Whether everything is shown in it; a look that only moves things about is tried on some pages."""
        return self.spoken is not None or (self.zoom == 100 and self.direction is Qt.LayoutDirection.LeftToRight)

    @contextmanager
    def spoken_in(self) -> Iterator[None]:
        """Speak the look's language inside the block, in the words of the window and in its dates."""
        if self.spoken is None:
            yield
            return
        before = QLocale()
        QLocale.setDefault(QLocale(self.spoken.formats))
        try:
            with spoken_everywhere(self.spoken):
                yield
        finally:
            QLocale.setDefault(before)

    def put_on(self, theme: Theme) -> None:
        """Show the application this way; the text cursor does not blink on a picture."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setLayoutDirection(self.direction)
            app.setCursorFlashTime(0)
        theme.set_scheme(self.scheme)
        theme.set_zoom(self.zoom)


class Camera:
    """Saves pictures of one look as NUMBER-NAME-LOOK.png; `is_idle` tells when nothing is being worked out."""

    def __init__(self, folder: Path, look: Look, is_idle: Callable[[], bool]) -> None:
        self._folder, self._look, self._is_idle = folder, look, is_idle
        self.taken: list[Path] = []

    def take(self, name: str, widget: QWidget) -> None:
        """Save what the widget shows."""
        self._save(name, self.still(widget))

    def take_over(self, name: str, window: QWidget, dialog: QDialog) -> None:
        """Save a dialog over its window, where a window manager would put it: in the middle."""
        front = self.still(dialog)
        back = self.still(window)
        place = QRect(QPoint(), front.size())
        place.moveCenter(back.rect().center())
        painter = QPainter(back)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(_SHADOW, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 5))
            painter.drawRoundedRect(place.adjusted(-step, -step + 4, step, step + 4), step, step)
        painter.drawImage(place, front)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour_of("line"), 1))
        painter.drawRect(place)
        painter.end()
        self._save(name, back)

    def settle(self) -> None:
        """Wait until nothing is being worked out and no event waits."""
        end = time.monotonic() + PATIENCE
        calm = 0
        while calm < 3:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            calm = calm + 1 if self._is_idle() else 0
            if time.monotonic() > end:
                message = "the window is still at work"
                raise TimeoutError(message)
            if not calm:
                time.sleep(0.005)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something has happened."""
        end = time.monotonic() + PATIENCE
        while not condition():
            QApplication.processEvents()
            if time.monotonic() > end:
                message = "what was waited for never came"
                raise TimeoutError(message)
            time.sleep(0.01)

    def still(self, widget: QWidget) -> QImage:
        """Give what a widget shows once two looks at it, a moment apart, are the same."""
        end = time.monotonic() + PATIENCE
        before = QImage()
        while time.monotonic() < end:
            self.settle()
            now = widget.grab().toImage()
            if now == before:
                return now
            before = now
            time.sleep(0.02)
        message = f"{type(widget).__name__} never comes to rest"
        raise TimeoutError(message)

    def keep(self, name: str, image: QImage) -> None:
        """Save a picture that was made elsewhere."""
        self._save(name, image)

    def _save(self, name: str, image: QImage) -> None:
        path = self._folder / f"{name}-{self._look.name}.png"
        image.setDevicePixelRatio(1)
        if not image.save(str(path)):
            raise OSError(path)
        self.taken.append(path)


def dialog_shown() -> QDialog:
    """Give the dialog that is open."""
    return next(w for w in reversed(QApplication.topLevelWidgets()) if isinstance(w, QDialog) and w.isVisible())
