"""Messages of the window: the banner at the top and the toast near the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.icons import icon
from ui.widgets.labels import Body, Label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.context import BannerKind

_ICONS = {"care": "warning-circle", "info": "info", "laurel": "check-circle"}
_INKS = {"care": "on_care_tint", "info": "on_info_tint", "laurel": "on_laurel_tint"}


class Banner(QFrame):
    """One sentence across the top of a page, perhaps with a button for what can be done."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.XL, Space.S, Space.L, Space.S)
        line.setSpacing(Space.M)
        self._icon = Label()
        self.text = Body()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.text, 1)
        self._act: Callable[[], object] | None = None
        self.act_button = Button("", on_click=self._do, height=32)
        line.addWidget(self.act_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.close_button = Button(tr("Close"), "quiet", icon="x", on_click=self.hide, height=32)
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, text: str, kind: BannerKind = "info", act: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show the sentence, and announce it to screen readers; `act` is the label and slot of a button."""
        self._act = None if act is None else act[1]
        self.act_button.setVisible(act is not None)
        if act is not None:
            self.act_button.set_label(act[0])
        self.setProperty("kind", kind)
        restyle(self)
        restyle(self.text)
        self._icon.setPixmap(icon(_ICONS[kind], _INKS[kind]).pixmap(20, 20))
        self.text.setText(text)
        self.setAccessibleName(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _do(self) -> None:
        if self._act is not None:
            self._act()


class Toast(QFrame):
    """What was just done, with Undo; shown over the bottom of its parent for ten seconds."""

    SECONDS = 10

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("toast")
        self._undo: Callable[[], None] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        line.setSpacing(Space.M)
        self.text = Label()
        self.text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.undo_button = Button(tr("Undo"), "toast", key=tr("Ctrl Z"), on_click=self.undo, height=32)
        self.close_button = Button(tr("Close"), "toast", on_click=self.hide, height=32)
        line.addWidget(self.text, 1)
        line.addWidget(self.undo_button)
        line.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show what was done; `undo` reverts it."""
        self._undo = undo
        self.text.setText(text)
        self.undo_button.setVisible(undo is not None)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(self.SECONDS * 1000)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def undo(self) -> bool:
        """Call the undo of the toast, once; tell whether there was one."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is None:
            return False
        undo()
        return True

    def forget(self) -> None:
        """Hide, and drop the undo."""
        self._undo = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _expire(self) -> None:
        # Somebody is about to press: it must not vanish under the pointer or the keyboard.
        if self.underMouse() or self.undo_button.hasFocus() or self.close_button.hasFocus():
            self._timer.start(2000)
        else:
            self.forget()

    def _place(self) -> None:
        parent = self._host
        self.setMaximumWidth(max(240, parent.width() - 2 * Space.XXL))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - Space.XL)
