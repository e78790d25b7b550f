"""The console's words: what to read aloud, as large as it fits, and what to do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from ceremonies.script import SOMEBODY
from ui.ceremony.panels import Panel
from ui.ceremony.wording import filled, isolated
from ui.theme import app_theme
from ui.theme_tokens import Space
from ui.translation import tr
from ui.widgets.cards import clear
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtGui import QResizeEvent

    from ceremonies.script import Cue
    from ui.ceremony.show import Show

_LARGEST: Final = 32
_SMALLEST: Final = 15


class SayText(QTextEdit):
    """Text set as large as it fits, with one name in gold; it scrolls where even the smallest does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self._is_fitting = False
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("say")
        self.setStyleSheet("QTextEdit#say { border: none; padding: 0px; background: transparent; }")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Words to say"))
        self.document().setDocumentMargin(0)
        option = self.document().defaultTextOption()
        option.setTextDirection(self.layoutDirection())
        self.document().setDefaultTextOption(option)

    def write(self, text: str, name: str) -> None:
        """Show the words, the name in them marked; both literally."""
        self.clear()
        cursor = QTextCursor(self.document())
        plain, gold = QTextCharFormat(), QTextCharFormat()
        gold.setForeground(app_theme().colour("gold"))
        gold.setFontWeight(QFont.Weight.Bold)
        for number, part in enumerate(text.split(name) if name else [text]):
            if number:
                cursor.insertText(name, gold)
            cursor.insertText(part, plain)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the room there is."""
        super().resizeEvent(event)
        if not self._is_fitting:
            self._fit()

    def _fit(self) -> None:
        self._is_fitting = True  # a scroll bar that comes or goes resizes the text again
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for size in range(_LARGEST, _SMALLEST - 1, -1):
            self.document().setDefaultFont(app_theme().font(size))
            if self.document().size().height() <= self.viewport().height():
                break
        else:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._is_fitting = False


class SayPanel(Panel):
    """The words to read aloud; below them what to do, to be ticked off."""

    def __init__(self, show: Show) -> None:
        super().__init__(tr("SAY"))
        self._show = show
        self.words = SayText()
        self._do = QVBoxLayout()
        self._do.setSpacing(Space.XS)
        self.body.addWidget(self.words, 1)
        self.body.addLayout(self._do)
        self._ticked: set[tuple[UUID, int]] = set()
        self._shown: tuple[str, tuple[str, ...]] = ("", ())

    @property
    def said(self) -> str:
        """The words as they stand."""
        return self._shown[0]

    def refresh(self) -> None:
        """Show the words for what is on stage."""
        cue = self._show.current()
        if self._show.director.cue in self._show.director.absent:
            self._write(None, tr("This part is left out today. GO leads on."), ())
        elif cue is None:
            self._write(None, tr("This part is passed over. GO leads on."), ())
        else:
            self._write(
                cue, filled(self._show, cue, cue.say), tuple(filled(self._show, cue, thing) for thing in cue.do)
            )

    def _write(self, cue: Cue | None, text: str, things: tuple[str, ...]) -> None:
        if (text, things) == self._shown:
            return
        self._shown = (text, things)
        name = None if cue is None or cue.recipient is None else self._show.names.get(cue.recipient)
        clear(self._do)
        if cue is not None:
            for number, thing in enumerate(things):
                self._do.addWidget(self._line((cue.id, number), thing))
        self.words.write(text, isolated(name) if name and name != SOMEBODY else "")

    def _line(self, key: tuple[UUID, int], thing: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        box = QCheckBox()
        box.setObjectName("do")
        box.setStyleSheet("QCheckBox#do { min-height: 20px; spacing: 0px; }")
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.setAccessibleName(thing)
        box.setChecked(key in self._ticked)
        box.toggled.connect(lambda on: self._tick(key, on=on))
        words = Label(thing, tone="soft", wrap=True)
        words.setProperty("type", "small")
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line

    def _tick(self, key: tuple[UUID, int], *, on: bool) -> None:
        if on:
            self._ticked.add(key)
        else:
            self._ticked.discard(key)
