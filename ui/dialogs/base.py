"""The base of every dialog: what it asks, and buttons that say what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.theme.appearance import px
from ui.theme.tokens import Space
from ui.translation import sentence, tr
from ui.widgets.buttons import Button
from ui.widgets.cards import add_all, row
from ui.widgets.labels import Body, Heading, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QLayout

    from models.errors import ClinicError
    from ui.widgets.buttons import ButtonKind

_LEAST: Final = 120
"""Height of a part that scrolls, before zoom, on the smallest screen."""


class Dialog(QDialog):
    """A dialog that asks one thing: fill it with `add`, name the act with `act`, show it by `open()`."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None, *, width: int = 480) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(width))
        box = QVBoxLayout(self)
        box.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        box.setSpacing(Space.L)
        self.heading = Heading(title, wrap=True)
        self.sentence = Body(sentence, tone="soft")
        self.sentence.setVisible(bool(sentence))
        self.problem = Problem()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.L)
        self.cancel_button = Button(tr("Cancel"), "secondary", on_click=self.reject)
        self.foot = row(self.cancel_button)
        self.foot.insertStretch(0, 1)
        box.addWidget(self.heading)
        box.addWidget(self.sentence)
        box.addLayout(self.body, 1)
        box.addWidget(self.problem)
        box.addLayout(self.foot)
        self.act_button: Button | None = None
        self.installEventFilter(self)

    def add(self, *items: QWidget | QLayout) -> None:
        """Put widgets or layouts below what is there."""
        add_all(self.body, items)

    def act(self, text: str, slot: Callable[[], object], kind: ButtonKind = "primary") -> Button:
        """Add the default button, which Enter presses. The dialog closes when `accept` is called."""
        button = Button(text, kind, on_click=slot)
        button.setDefault(True)
        self.foot.insertWidget(self.foot.count() - 1, button)
        self.act_button = button
        return button

    def room_for(self, height: int, beside: int = 280) -> int:
        """Give the height of a part that scrolls, limited by the screen; both heights are before zoom.

        `beside` is the height of what is above and below it.
        """
        return min(px(height), max(px(_LEAST), self.screen().availableSize().height() - px(beside)))

    def showEvent(self, event: QShowEvent) -> None:
        """Focus the first field."""
        super().showEvent(event)
        # Where no window manager does it, as in a kiosk, the keyboard would stay with the window below.
        self.activateWindow()
        fields = (child for child in self.findChildren(QWidget) if self._is_field(child))
        if (first := next(fields, None)) is not None:
            first.setFocus()

    def done(self, result: int) -> None:
        """Close, and activate the window below."""
        super().done(result)
        if (below := self.parentWidget()) is not None:
            below.window().activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow, as far as the screen allows, when a sentence appears."""
        layout = self.layout()
        if watched is self and event.type() == QEvent.Type.LayoutRequest and self.isVisible() and layout is not None:
            layout.activate()
            needed = min(layout.totalHeightForWidth(self.width()), self.screen().availableSize().height())
            if needed > self.height():
                self.resize(self.width(), needed)
            room = self.screen().availableGeometry()
            beyond = self.frameGeometry().bottom() - room.bottom()
            if beyond > 0:
                self.move(self.x(), max(room.top(), self.y() - beyond))
        return super().eventFilter(watched, event)

    def _is_field(self, child: QWidget) -> bool:
        takes_keys = child.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        return takes_keys and child.isVisible() and child.isEnabled() and not isinstance(child, Button)

    def show_problem(self, told: str) -> None:
        """Say in the dialog what is wrong; "" takes it back."""
        self.problem.say(told)

    def _refused(self, error: ClinicError) -> None:
        """Say why it could not be done, and let it be tried again: what a dialog hands to `Tasks` as `failed`."""
        if self.act_button is not None:
            self.act_button.setEnabled(True)
        self.show_problem(sentence(error))


class Confirm(Dialog):
    """Asks before something that cannot be undone; the button says what happens."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        act: str,
        then: Callable[[], object],
        *,
        kind: ButtonKind = "danger",
    ) -> None:
        super().__init__(title, sentence, parent)

        def go() -> None:
            self.accept()
            then()

        self.act(act, go, kind)
        # Enter must not do by mistake what cannot be undone.
        self.cancel_button.setFocus()
