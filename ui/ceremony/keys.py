"""The keys of a ceremony: the same in both windows, on every keyboard layout, and for the clickers sold in shops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PRESSES: Final[Mapping[Qt.Key, str]] = {
    Qt.Key.Key_Space: "go",
    Qt.Key.Key_Right: "go",
    Qt.Key.Key_PageDown: "go",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_B: "curtain",
    Qt.Key.Key_Period: "curtain",
    Qt.Key.Key_F: "freeze",
    Qt.Key.Key_M: "mute",
    Qt.Key.Key_H: "hold",
    Qt.Key.Key_J: "jump",
    Qt.Key.Key_T: "more_time",
    Qt.Key.Key_A: "absent",
    Qt.Key.Key_C: "cut",
    Qt.Key.Key_P: "panic",
    Qt.Key.Key_U: "undo",
    Qt.Key.Key_Up: "previous",
    Qt.Key.Key_Down: "next",
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_F5: "nothing",
}
"""What each key does. F5 and Shift+F5 start a slide show on a clicker: here the show has started."""

PHYSICAL: Final[Mapping[int, Qt.Key]] = {
    30: Qt.Key.Key_A, 48: Qt.Key.Key_B, 46: Qt.Key.Key_C, 33: Qt.Key.Key_F, 35: Qt.Key.Key_H, 36: Qt.Key.Key_J,
    50: Qt.Key.Key_M, 25: Qt.Key.Key_P, 20: Qt.Key.Key_T, 22: Qt.Key.Key_U, 44: Qt.Key.Key_Z,
}  # fmt: skip
"""Scan codes of a PC keyboard, for layouts whose letters are not Latin."""

HOLD_SECONDS: Final = 0.5


class Keys(QObject):
    """Filters the keys of the ceremony's windows before their widgets; a key held down counts once."""

    pressed = Signal(str)
    """What was pressed: a value of `PRESSES`; `panic` only after the key was held."""
    too_short = Signal()
    """P was let go before half a second had passed."""

    def __init__(self, windows: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._windows = windows
        self._holding = QTimer(self, singleShot=True, interval=round(HOLD_SECONDS * 1000))
        self._holding.timeout.connect(lambda: self.pressed.emit("panic"))
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def stop(self) -> None:
        """Remove the filter."""
        self._holding.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys that have a meaning here; leave the others to their widget."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
        if event.type() not in kinds or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if watched.window() not in self._windows:
            return False
        meaning = meaning_of(event)
        if meaning is None:
            return False
        # Accepted, the key comes as a press; else Qt would try it as a shortcut of the window first.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif not event.isAutoRepeat():
            self._take(meaning, is_down=event.type() == QEvent.Type.KeyPress)
        return True

    def _take(self, meaning: str, *, is_down: bool) -> None:
        if meaning == "panic":
            self._hold(is_down=is_down)
        elif is_down and meaning != "nothing":
            self.pressed.emit(meaning)

    def _hold(self, *, is_down: bool) -> None:
        if is_down:
            self._holding.start()
        elif self._holding.isActive():
            self._holding.stop()
            self.too_short.emit()


def meaning_of(event: QKeyEvent) -> str | None:
    """Give what a key means in a ceremony, None for one that means nothing."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = _latin(event)
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return "undo" if key == Qt.Key.Key_Z else None
    if modifiers not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}:
        return None
    return PRESSES.get(key)


def _latin(event: QKeyEvent) -> Qt.Key:
    """Give the key; on a layout without Latin letters, the Latin one at its place of the keyboard."""
    key = Qt.Key(event.key())
    code = event.nativeScanCode()
    if key in PRESSES or not code or int(key) < 0x250:
        return key
    # X11 counts its key codes 8 above those of the kernel.
    on_x11 = QGuiApplication.platformName() in {"xcb", "wayland", "offscreen"}
    return PHYSICAL.get(code - 8 if on_x11 else code, key)
