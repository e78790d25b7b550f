"""Drawing the cells of a table: text, chips, key caps, marks, icons and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPen
from PySide6.QtWidgets import QStyle

from ui.theme.theme import app_theme
from ui.theme.tokens import Size
from ui.widgets.icons import draw_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from ui.tables.rows import Look

PADDING: Final = 8
_TONES: Final = {"on-gold": "on_gold_tint"}
_FILLS: Final = {"laurel": "laurel", "gold": "gold", "info": "info", "neutral": "soft", "care": "care"}


def draw_cell(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    """Draw the content of one cell in its rectangle; nothing for an empty text."""
    if not text:
        return
    padding = app_theme().px(PADDING)
    inner = rect.adjusted(padding, 0, -padding, 0)
    drawn: dict[str, Callable[..., None]] = {
        "chip": _chip, "key": _key, "mark": _mark, "icon": _icon, "bar": _bar,
    }  # fmt: skip
    drawn.get(look.shape, _text)(painter, inner, text, look, align, direction)


def _text(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    theme = app_theme()
    weight = QFont.Weight.DemiBold if look.bold else QFont.Weight.Normal
    font = theme.font(Size.SMALL if look.small else Size.BODY, weight)
    metrics = QFontMetrics(font)
    aside_font = theme.font(Size.SMALL)
    aside = QFontMetrics(aside_font).horizontalAdvance(look.aside) + theme.px(6) if look.aside else 0
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width() - aside)
    flags = QStyle.visualAlignment(direction, align)
    painter.setFont(font)
    painter.setPen(theme.colour(_TONES.get(look.tone, look.tone)))
    painter.drawText(rect, int(flags | Qt.AlignmentFlag.AlignAbsolute), shown)
    if look.aside:
        after = rect.adjusted(metrics.horizontalAdvance(shown) + theme.px(6), 0, 0, 0)
        painter.setFont(aside_font)
        painter.setPen(theme.colour("soft"))
        place = QStyle.visualRect(direction, rect, after)
        painter.drawText(place, int(flags | Qt.AlignmentFlag.AlignAbsolute), look.aside)


def _chip(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    theme = app_theme()
    font = theme.font(Size.SMALL, QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    width = min(rect.width(), metrics.horizontalAdvance(text) + theme.px(16))
    box = QStyle.alignedRect(direction, align, QSize(width, theme.px(23)), rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{look.kind}_tint"))
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font)
    painter.setPen(theme.colour(f"on_{look.kind}_tint"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - theme.px(12))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


def _key(
    painter: QPainter, rect: QRect, text: str, _look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    theme = app_theme()
    font = theme.font(12, QFont.Weight.DemiBold)
    width = max(theme.px(19), QFontMetrics(font).horizontalAdvance(text) + theme.px(10))
    box = QStyle.alignedRect(direction, align, QSize(width, theme.px(20)), rect)
    painter.setPen(theme.colour("cap"))
    painter.setBrush(theme.colour("raised"))
    painter.drawRoundedRect(box, 4, 4)
    painter.fillRect(box.left() + 3, box.bottom(), box.width() - 5, 1, theme.colour("cap"))
    painter.setFont(font)
    painter.setPen(theme.colour("soft"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _mark(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    theme = app_theme()
    font = theme.font(Size.SMALL, QFont.Weight.DemiBold)
    side, gap, height = theme.px(20), theme.px(5), theme.px(28)
    width = min(rect.width(), QFontMetrics(font).horizontalAdvance(text) + side + 2 * gap + theme.px(14))
    box = QStyle.alignedRect(direction, align, QSize(width, height), rect)
    ink = "faint" if look.open else f"on_{look.kind}_tint"
    painter.setPen(QPen(theme.colour("faint"), 1, Qt.PenStyle.DashLine) if look.open else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("raised" if look.open else f"{look.kind}_tint"))
    painter.drawRoundedRect(box, 6, 6)
    square = QStyle.visualRect(direction, box, QRect(box.left() + gap, box.top() + (height - side) // 2, side, side))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("faint" if look.open else _FILLS[look.kind]))
    painter.drawRoundedRect(square, 4, 4)
    painter.setFont(theme.font(Size.SMALL, QFont.Weight.Bold))
    painter.setPen(theme.colour("raised"))
    painter.drawText(square, int(Qt.AlignmentFlag.AlignCenter), look.letter)
    start = side + 2 * gap + theme.px(2)
    word = QStyle.visualRect(direction, box, box.adjusted(start, 0, -gap, 0))
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    flags = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, word.width())
    painter.drawText(word, int(flags | Qt.AlignmentFlag.AlignAbsolute), shown)


def _icon(
    painter: QPainter, rect: QRect, _text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    side = app_theme().px(18)
    box = QStyle.alignedRect(direction, align, QSize(side, side), rect)
    draw_icon(painter, box, look.icon, _TONES.get(look.tone, look.tone))


def _bar(
    painter: QPainter, rect: QRect, _text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    theme = app_theme()
    height = theme.px(10)
    box = QStyle.alignedRect(direction, align, QSize(rect.width(), height), rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("neutral_tint"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    full = QRect(box.left(), box.top(), round(box.width() * max(0.0, min(1.0, look.share))), height)
    if full.width() > 0:
        painter.setBrush(theme.colour("gold_fill" if look.kind == "gold" else _FILLS[look.kind]))
        painter.drawRoundedRect(QStyle.visualRect(direction, box, full), height / 2, height / 2)
