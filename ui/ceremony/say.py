"""The console's panel of words: what to read aloud, as large as it fits, and what to do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.ceremony.panels import Panel
from ui.ceremony.wording import bare, filled, isolated
from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.cards import clear
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

    from models.recognition.script import Cue
    from ui.ceremony.show import Show

_LARGEST: Final = 32
_SMALLEST: Final = 15


class SayText(QWidget):
    """Text as large as it fits, with one name in gold; the wheel scrolls what does not fit at the smallest size."""

    def __init__(self) -> None:
        super().__init__()
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._text, self._name, self._top = "", "", 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Words to say"))

    @property
    def text(self) -> str:
        """The text as shown."""
        return self._document.toPlainText()

    def write(self, text: str, name: str) -> None:
        """Show the text with the name in it marked; both literally."""
        self._text, self._name, self._top = text, name, 0.0
        self.setAccessibleDescription(bare(text))
        self._set()

    def sizeHint(self) -> QSize:
        """Want some lines."""
        return QSize(300, px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll text that does not fit."""
        self._top = min(max(self._top - event.angleDelta().y() / 3, 0.0), self._hidden())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, and how much of it is out of sight."""
        painter = QPainter(self)
        painter.save()
        painter.translate(0, -self._top)
        self._document.drawContents(painter, QRectF(0, self._top, self.width(), self.height()))
        painter.restore()
        if self._hidden() > 0:
            share = self.height() / self._document.size().height()
            thumb = QRectF(self.width() - 5, self._top * share, 5, self.height() * share)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of("faint"))
            painter.drawRoundedRect(thumb, 2.5, 2.5)
        painter.end()

    def _set(self) -> None:
        option = self._document.defaultTextOption()
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(option.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._document.clear()
        cursor = QTextCursor(self._document)
        plain, gold = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(colour_of("ink"))
        gold.setForeground(colour_of("gold"))
        gold.setFontWeight(QFont.Weight.Bold)
        for number, part in enumerate(self._text.split(self._name) if self._name else [self._text]):
            if number:
                cursor.insertText(self._name, gold)
            cursor.insertText(part, plain)
        self._fit()

    def _fit(self) -> None:
        for size in range(_LARGEST, _SMALLEST - 1, -1):
            self._document.setDefaultFont(font_of(size))
            self._document.setTextWidth(max(1, self.width() - (10 if size == _SMALLEST else 0)))
            if self._document.size().height() <= self.height():
                break
        self._top = min(self._top, self._hidden())
        self.update()

    def _hidden(self) -> float:
        return max(0.0, self._document.size().height() - self.height())


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
    def text(self) -> str:
        """The words to read aloud, as shown."""
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
        self.words.write(text, isolated(name.shown) if name is not None and not name.is_anonymous else "")

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
