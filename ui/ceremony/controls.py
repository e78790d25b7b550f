"""The console's buttons: Back, GO and “Not here today”, small ones below; each shows its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ceremonies.director_types import Output
from ui.ceremony.go_button import GoButton
from ui.ceremony.wording import cue_title, go_words
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from ui.ceremony.show import Show


class Controls(QWidget):
    """Shows the buttons and emits the name of the one that was pressed."""

    pressed = Signal(str)

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show
        self.go_button = GoButton()
        self.go_button.clicked.connect(lambda: self.pressed.emit("go"))
        self.back_button = self._button(tr("Back"), "←", "back", height=84)
        self.absent_button = self._button(tr("Not here today"), "A", "absent", height=84)
        self.curtain_button = self._button(tr("Curtain"), "B", "curtain", checks=True)
        self.freeze_button = self._button(tr("Freeze"), "F", "freeze", checks=True)
        self.mute_button = self._button(tr("Mute"), "M", "mute", checks=True)
        self.hold_button = self._button(tr("Hold"), "H", "hold", checks=True)
        self.jump_button = self._button(tr("Jump"), "J", "jump", checks=True)
        self.time_button = self._button(tr("+1 min"), "T", "more_time")
        self.cut_button = self._button("", "C", "cut")
        self.swap_button = self._button(tr("Swap screens"), "", "swap")
        self.panic_button = self._button(tr("Panic: curtain and silence"), tr("hold P"), "panic")
        self._small = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._small.setSpacing(Space.S)
        first = (self.curtain_button, self.freeze_button, self.mute_button, self.hold_button, self.jump_button)
        self._small.addLayout(_row(*first, self.time_button, None))
        self._small.addLayout(_row(None, self.cut_button, self.swap_button, self.panic_button))
        large = _row(self.back_button, self.go_button, self.absent_button)
        large.setSpacing(Space.M)
        large.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(large)
        column.addLayout(self._small)

    def set_compact(self, *, on: bool) -> None:
        """Lay the small buttons out in two rows instead of one, for a small window or large type."""
        self._small.setDirection(QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight)

    def refresh(self, *, is_jumping: bool, can_swap: bool) -> None:
        """Show what each button does now, and what is switched on."""
        director = self._show.director
        self.go_button.show_words(go_words(self._show))
        self.absent_button.setEnabled(director.up(self._show.names) is not None)
        self.curtain_button.setChecked(director.output is Output.CURTAIN)
        self.freeze_button.setChecked(director.output is Output.FROZEN)
        self.mute_button.setChecked(director.is_muted)
        self.hold_button.setChecked(director.is_on_hold)
        self.jump_button.setChecked(is_jumping)
        self.swap_button.setVisible(can_swap)

    def offer_cut(self) -> None:
        """Offer to leave a part out while the ceremony is late."""
        cut = self._show.cut_offer()
        self.cut_button.setVisible(cut is not None)
        if cut is not None:
            self.cut_button.set_label(tr("Late: leave out “{title}”?", title=cue_title(self._show, cut)))

    def _button(self, text: str, key: str, press: str, *, checks: bool = False, height: int = 44) -> Button:
        made = Button(text, key=key, on_click=lambda: self.pressed.emit(press), height=height)
        made.setCheckable(checks)  # shows a state; the console sets it after each press, whatever the click did
        return made


def _row(*items: QWidget | None) -> QHBoxLayout:
    """Lay widgets out in a row; None is stretched."""
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for item in items:
        if item is None:
            row.addStretch()
        else:
            row.addWidget(item)
    return row
