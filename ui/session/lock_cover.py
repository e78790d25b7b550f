"""Hiding every window while Laurel is locked, and showing the same ones afterwards."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid


class LockCover:
    """The windows that were shown before the lock; they are hidden and not closed, so that what was typed stays."""

    def __init__(self) -> None:
        self._hidden: list[tuple[QWidget, bool]] = []
        self._focus: QWidget | None = None

    def hide_all(self, *, but: QWidget) -> None:
        """Hide all windows but one."""
        self._focus = QApplication.focusWidget()
        # A menu or a list of choices grabs the mouse: while one is open, the sign-in would get no click.
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not but]
        modal = {each for each in shown if isinstance(each, QDialog) and each.isModal()}
        self._hidden = [(each, each in modal) for each in sorted(shown, key=_depth)]
        for each, _ in reversed(self._hidden):  # the deepest first: a hidden parent would hide its dialogs too
            each.hide()

    def show_again(self) -> None:
        """Show the windows again as they were, dialogs over what they belong to."""
        hidden, self._hidden = self._hidden, []
        for each, was_modal in hidden:
            if not isValid(each):
                continue
            if was_modal and isinstance(each, QDialog):
                each.open()  # show() would leave the window behind it open to clicks
            else:
                each.show()
        if hidden and isValid(hidden[-1][0]):
            hidden[-1][0].activateWindow()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self._focus = None


def clear_clipboard() -> None:
    """Empty the clipboard and, where the system has one, the selection that the middle mouse button pastes."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


def _depth(widget: QWidget) -> int:
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent.window())
