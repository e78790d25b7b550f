"""One question of a paper form, answered with one key or one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from models.outcomes.instruments.form import DECLINED
from ui.theme.tokens import Size, Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, row
from ui.widgets.labels import Body, KeyCap, Soft
from ui.words.outcome import answer_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from models.outcomes.instruments.form import Item
    from models.outcomes.instruments.scoring import Answer

TEN_KEY: Final = "x"
DECLINE_KEYS: Final = frozenset({"-", "−", "–"})
_MOVES: Final = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_CLEARS: Final = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


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
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.S)
        self.body.setSpacing(Space.XS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text = Body(item.text)
        self._scale: dict[Answer, Button] = {
            value: self._button(str(value), value) for value in range(lowest, highest + 1)
        }
        scale = row(*self._scale.values(), spacing=Space.XS, stretch=0)
        for place in range(len(self._scale)):
            scale.setStretch(place, 1)
        decline = self._button(tr("Prefers not to answer"), DECLINED, size=Size.SMALL, height=28)
        decline.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._scale[DECLINED] = decline
        anchors = row(Soft(item.low))
        anchors.addWidget(decline)
        anchors.addStretch()
        anchors.addWidget(Soft(item.high))
        self.add(row(KeyCap(str(number)), self.text, stretch=1), scale, anchors)
        self._show_answer()

    def set_answer(self, answer: Answer) -> None:
        """Show an answer; None is a blank."""
        self.answer = answer
        self._show_answer()

    def give(self, answer: Answer) -> None:
        """Answer the question and signal it."""
        self.set_answer(answer)
        self.answered.emit(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by one key; pass on every other key."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the question that the next key answers."""
        super().focusInEvent(event)
        self._mark(is_current=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the mark."""
        super().focusOutEvent(event)
        self._mark(is_current=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text the height that it needs at this width."""
        super().resizeEvent(event)
        self.text.setMinimumHeight(self.text.heightForWidth(self.text.width()))

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, typed = Qt.Key(event.key()), event.text()
        if key in _MOVES:
            return lambda: self.moved.emit(_MOVES[key])
        if key in _CLEARS:
            return self._clear
        answer: Answer = None
        if typed in DECLINE_KEYS:
            answer = DECLINED
        elif typed.casefold() == TEN_KEY:
            answer = 10
        elif typed.isdecimal():
            # `int` reads the digits of any script.
            answer = int(typed)
        return (lambda: self.give(answer)) if answer is not None and answer in self._scale else None

    def _clear(self) -> None:
        if self.answer is None:
            self.moved.emit(-1)
        else:
            self.give(None)

    def _button(self, text: str, value: Answer, *, size: int = Size.BODY, height: int = 36) -> Button:
        button = Button(text, "secondary", on_click=lambda: self._click(value), size=size, height=height)
        # The card has the keyboard: Tab goes from question to question, not through eleven buttons.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(True)
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
