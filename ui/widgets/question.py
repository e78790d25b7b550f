"""One question of a paper form, answered with one key or one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSizePolicy

from models.outcomes.instruments.form import DECLINED
from ui.outcome_words import answer_text
from ui.theme_tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, row
from ui.widgets.labels import Body, KeyCap, Soft

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from models.outcomes.instruments.form import Item
    from models.outcomes.instruments.scoring import Answer

TEN_KEY: Final = "x"
DECLINE_KEYS: Final = ("-", "−", "–")
_MOVES: Final = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class QuestionCard(Card):
    """A question with its scale: 0 to 9 answer it, x is 10, - is "prefers not to answer", Backspace clears."""

    answered = Signal(object)
    """The answer just given: a number, "declined", or None when it was cleared."""
    moved = Signal(int)
    """The keyboard wants to go on (1) or back (-1)."""

    def __init__(self, number: int, item: Item, lowest: int, highest: int) -> None:
        super().__init__(edge="laurel")
        self._edge = ""
        self._item = item
        self.answer: Answer = None
        self.body.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self.body.setSpacing(Space.S)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        cap = KeyCap(str(number))
        self.text = Body(item.text)
        self.add(row(cap, self.text, stretch=1))
        self._scale: dict[Answer, Button] = {
            value: self._button(str(value), value) for value in range(lowest, highest + 1)
        }
        self._scale[DECLINED] = self._button(tr("Prefers not to answer"), DECLINED, wide=True)
        scale = row(*(button for value, button in self._scale.items() if value != DECLINED), spacing=Space.XS)
        scale.addWidget(self._scale[DECLINED])
        self.add(scale)
        self.low, self.high = Soft(item.low, wrap=True), Soft(item.high, wrap=True)
        self.high.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        anchors = row(self.low, self.high, spacing=Space.L, stretch=0)
        anchors.setStretch(1, 1)
        anchors.addSpacing(self._scale[DECLINED].sizeHint().width() + Space.XL)
        self.add(anchors)
        self._show_answer()

    def set_answer(self, answer: Answer) -> None:
        """Show an answer; None is a blank."""
        self.answer = answer
        self._show_answer()

    def give(self, answer: Answer) -> None:
        """Answer the question and say so."""
        self.set_answer(answer)
        self.answered.emit(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take one key for an answer; pass on what is none."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            super().keyPressEvent(event)
            return
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the next key answers this question."""
        super().focusInEvent(event)
        self._mark(is_current=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it no longer does."""
        super().focusOutEvent(event)
        self._mark(is_current=False)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, typed = event.key(), event.text()
        if key in _MOVES:
            return lambda: self.moved.emit(_MOVES[Qt.Key(key)])
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            return self._clear
        answer: Answer = None
        if typed in DECLINE_KEYS and typed:
            answer = DECLINED
        elif typed.casefold() == TEN_KEY:
            answer = 10
        elif typed.isdecimal():
            answer = int(typed)
        if answer is None or answer not in self._scale:
            return None
        return lambda: self.give(answer)

    def _clear(self) -> None:
        if self.answer is None:
            self.moved.emit(-1)
        else:
            self.give(None)

    def _button(self, text: str, value: Answer, *, wide: bool = False) -> Button:
        button = Button(text, "secondary", on_click=lambda: self._click(value), height=36)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(True)
        if not wide:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _click(self, value: Answer) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.give(None if value == self.answer else value)

    def _show_answer(self) -> None:
        for value, button in self._scale.items():
            button.setChecked(value == self.answer)
            button.set_kind("primary" if value == self.answer else "secondary")
        self.setAccessibleName(
            tr("{question} Answer: {answer}", question=self._item.text, answer=answer_text(self.answer))
        )

    def _mark(self, *, is_current: bool) -> None:
        self._edge = "laurel" if is_current else ""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the chosen number filled when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()
