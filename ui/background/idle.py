"""Detecting that nobody uses Laurel, and that the computer goes to sleep or is locked."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtDBus import QDBusConnection

MINUTES: Final = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)
"""The minutes after which Laurel can be set to lock; it cannot be set never to lock."""
_LOOK_EVERY: Final = 2000
"""Milliseconds."""
_INPUT_EVENTS: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
    }
)  # fmt: skip


def seconds_awake_or_not() -> float:
    """Count seconds since an arbitrary start, independent of the clock; on Linux those of sleep too."""
    with suppress(AttributeError, OSError):
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME"))  # noqa: B009  (only there on Linux)
    return time.monotonic()


class IdleWatch(QObject):
    """Emits `idle`, repeatedly, once nobody has used keyboard or mouse for `minutes`."""

    idle = Signal()

    def __init__(
        self, minutes: int, *, seconds: Callable[[], float] = seconds_awake_or_not, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._seconds, self._touched = seconds, seconds()
        self._watched: set[QWindow] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_EVERY)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)

    def touch(self) -> None:
        """Restart the count."""
        self._touched = self._seconds()

    def set_minutes(self, minutes: int) -> None:
        """Set the minutes."""
        self.minutes = minutes

    def look(self) -> None:
        """Emit `idle` where the time is over."""
        if self._seconds() - self._touched > self.minutes * 60:
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Restart the count at every key and movement in Laurel's windows."""
        if event.type() in _INPUT_EVENTS:
            self.look()  # first: after a sleep a key comes before the timer, and must lock and not restart the count
            self.touch()
            if isinstance(watched, QWindow) and not watched.isVisible():
                return True  # the key that woke the computer must not be typed into the hidden page
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        self.touch()
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.destroyed.connect(lambda: self._watched.discard(window))
            window.installEventFilter(self)


class SystemLock(QObject):
    """Emits `asked` where D-Bus tells that the computer is about to sleep or its screen is locked (Linux only)."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if sys.platform == "linux":
            self._listen()

    @Slot(bool)
    def hear(self, begins: bool) -> None:  # noqa: FBT001  (as the bus sends it)
        """Receive the signal of sleep or of the screen saver, which is True as it begins."""
        if begins:
            self.asked.emit()

    @Slot()
    def hear_lock(self) -> None:
        """Receive the signal that the session is locked."""
        self.asked.emit()

    def _listen(self) -> None:
        """Connect to the signals of login manager and screen savers; without a bus nothing is connected."""
        from PySide6.QtDBus import QDBusConnection

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        login = "org.freedesktop.login1"
        if system.isConnected():
            self.hear_from(system, f"{login}.Manager", "PrepareForSleep", SLOT("hear(bool)"))
            self.hear_from(system, f"{login}.Session", "Lock", SLOT("hear_lock()"))
        if session.isConnected():
            for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
                self.hear_from(session, name, "ActiveChanged", SLOT("hear(bool)"))

    def hear_from(self, bus: QDBusConnection, interface: str, signal: str, slot: str) -> bool:
        """Connect a slot to a signal of any sender; tell whether that succeeded."""
        return bus.connect("", "", interface, signal, self, slot)  # type: ignore[call-overload,no-any-return]  # (stub: bytes)
