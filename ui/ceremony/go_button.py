"""The GO button: it says what it will show, and looks different where that is a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import RADIUS
from ui.translation import literal, tr
from ui.widgets.key_cap import draw_key_cap, key_cap_size, on_go

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.ceremony.wording import GoWords

_WRAPPED: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_NOTE_SECONDS: Final = 2.5
"""How long a note stays below the words."""


class GoButton(QPushButton):
    """Green with round corners; gold with pointed ends and a star where it shows a name.

    Shape and star tell the two apart without colour.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._note = ""
        self.shows_name = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(tr("Space"))
        self._quiet = QTimer(self, singleShot=True, interval=round(_NOTE_SECONDS * 1000))
        self._quiet.timeout.connect(lambda: self.say(""))

    def show_words(self, words: GoWords) -> None:
        """Show what GO does now."""
        self._words, self.shows_name = words.text, words.shows_name
        self.setText(literal(words.text))  # for screen readers; an “&” in a name is no shortcut
        self.setAccessibleName(words.text)
        self.update()

    @property
    def words(self) -> str:
        """The text of the button."""
        return self._words

    @property
    def note(self) -> str:
        """The note below the words."""
        return self._note

    def say(self, note: str) -> None:
        """Show a note for 2.5 seconds, such as why a press did nothing."""
        self._note = note
        if note:
            self._quiet.start()
        self.update()

    def sizeHint(self) -> QSize:
        """Prefer to be the largest button of its row."""
        return QSize(px(420), px(84))

    def minimumSizeHint(self) -> QSize:
        """Stay large enough to be hit without looking."""
        return QSize(px(300), px(72))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape, the words, the key and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "gold_fill" if self.shows_name else self._laurel()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour_of(ground))
        shape = self._shape(QRectF(self.rect()))
        painter.drawPath(shape)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour_of(self._ink()), 2))
            painter.drawPath(self._shape(QRectF(self.rect()).adjusted(4, 4, -4, -4)))
        self._draw_words(painter)
        painter.end()

    def _laurel(self) -> str:
        if self.isDown():
            return "laurel_pressed"
        return "laurel_hover" if self.underMouse() else "laurel"

    def _ink(self) -> str:
        return "on_gold" if self.shows_name else "on_laurel"

    def _shape(self, rect: QRectF) -> QPainterPath:
        path = QPainterPath()
        if not self.shows_name:
            path.addRoundedRect(rect, RADIUS, RADIUS)
            return path
        point = rect.height() * 0.36
        middle = rect.center().y()
        for index, corner in enumerate((
            QPointF(rect.left() + point, rect.top()), QPointF(rect.right() - point, rect.top()),
            QPointF(rect.right(), middle), QPointF(rect.right() - point, rect.bottom()),
            QPointF(rect.left() + point, rect.bottom()), QPointF(rect.left(), middle),
        )):  # fmt: skip
            path.lineTo(corner) if index else path.moveTo(corner)
        path.closeSubpath()
        return path

    def _draw_words(self, painter: QPainter) -> None:
        key, style = tr("Space"), on_go(self._ink())
        size = key_cap_size(key, style)
        cap = size.width()
        gap = px(18)
        room = self.width() - cap - gap - 2 * (self.height() * 0.36 if self.shows_name else px(20))
        text = ("★  " if self.shows_name else "") + self._words
        font, needed = self._fitted(text, room)
        left = (self.width() - needed.width() - cap - gap) / 2
        lift = px(9) if self._note else 0
        painter.setFont(font)
        painter.setPen(colour_of(self._ink()))
        box = QRectF(left, -lift, needed.width() + 4, self.height())  # 4: a rounded width must not wrap the last word
        painter.drawText(box, _WRAPPED, text)
        middle = self.height() / 2 - lift
        corner = QPoint(round(left + needed.width() + gap), round(middle) - size.height() // 2)
        draw_key_cap(painter, QRect(corner, size), key, style)
        if self._note:
            painter.setFont(font_of(13, QFont.Weight.DemiBold))
            foot = QRectF(0, self.height() - px(27), self.width(), px(22))
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._note)

    def _fitted(self, text: str, room: float) -> tuple[QFont, QRectF]:
        """Choose the largest font in which the words fit on one line, else on two or three."""
        for size, lines in ((29, 1), (26, 1), (23, 1), (20, 1), (20, 2), (17, 2), (14, 3)):
            font = font_of(size, QFont.Weight.Bold)
            metrics = QFontMetricsF(font)
            needed = metrics.boundingRect(QRectF(0, 0, room, self.height()), _WRAPPED, text)
            if needed.width() <= room and needed.height() < (lines + 0.5) * metrics.lineSpacing():
                break
        return font, needed
