"""Drawing the cells of a table: text, chips, key caps, marks, icons and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPen
from PySide6.QtWidgets import QStyle

from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Size
from ui.widgets.icons import draw_icon
from ui.widgets.key_cap import PRINTED, draw_key_cap, key_cap_size

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
    padding = px(PADDING)
    inner = rect.adjusted(padding, 0, -padding, 0)
    drawn: dict[str, Callable[..., None]] = {
        "chip": _chip, "key": _key, "mark": _mark, "icon": _icon, "bar": _bar,
    }  # fmt: skip
    drawn.get(look.shape, _text)(painter, inner, text, look, align, direction)


def _text(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    weight = QFont.Weight.DemiBold if look.bold else QFont.Weight.Normal
    font = font_of(Size.SMALL if look.small else Size.BODY, weight)
    metrics = QFontMetrics(font)
    aside_font = font_of(Size.SMALL)
    aside = QFontMetrics(aside_font).horizontalAdvance(look.aside) + px(6) if look.aside else 0
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width() - aside)
    flags = QStyle.visualAlignment(direction, align)
    painter.setFont(font)
    painter.setPen(colour_of(_TONES.get(look.tone, look.tone)))
    painter.drawText(rect, int(flags | Qt.AlignmentFlag.AlignAbsolute), shown)
    if look.aside:
        after = rect.adjusted(metrics.horizontalAdvance(shown) + px(6), 0, 0, 0)
        painter.setFont(aside_font)
        painter.setPen(colour_of("soft"))
        place = QStyle.visualRect(direction, rect, after)
        painter.drawText(place, int(flags | Qt.AlignmentFlag.AlignAbsolute), look.aside)


def _chip(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    font = font_of(Size.SMALL, QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    width = min(rect.width(), metrics.horizontalAdvance(text) + px(16))
    box = QStyle.alignedRect(direction, align, QSize(width, px(23)), rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(f"{look.kind}_tint"))
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font)
    painter.setPen(colour_of(f"on_{look.kind}_tint"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - px(12))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


def _key(
    painter: QPainter, rect: QRect, text: str, _look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    box = QStyle.alignedRect(direction, align, key_cap_size(text, PRINTED), rect)
    draw_key_cap(painter, box, text, PRINTED)


def _mark(
    painter: QPainter, rect: QRect, text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    font = font_of(Size.SMALL, QFont.Weight.DemiBold)
    side, gap, height = px(20), px(5), px(28)
    width = min(rect.width(), QFontMetrics(font).horizontalAdvance(text) + side + 2 * gap + px(14))
    box = QStyle.alignedRect(direction, align, QSize(width, height), rect)
    ink = "faint" if look.open else f"on_{look.kind}_tint"
    painter.setPen(QPen(colour_of("faint"), 1, Qt.PenStyle.DashLine) if look.open else Qt.PenStyle.NoPen)
    painter.setBrush(colour_of("raised" if look.open else f"{look.kind}_tint"))
    painter.drawRoundedRect(box, 6, 6)
    square = QStyle.visualRect(direction, box, QRect(box.left() + gap, box.top() + (height - side) // 2, side, side))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of("faint" if look.open else _FILLS[look.kind]))
    painter.drawRoundedRect(square, 4, 4)
    painter.setFont(font_of(Size.SMALL, QFont.Weight.Bold))
    painter.setPen(colour_of("raised"))
    painter.drawText(square, int(Qt.AlignmentFlag.AlignCenter), look.letter)
    start = side + 2 * gap + px(2)
    word = QStyle.visualRect(direction, box, box.adjusted(start, 0, -gap, 0))
    painter.setFont(font)
    painter.setPen(colour_of(ink))
    flags = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, word.width())
    painter.drawText(word, int(flags | Qt.AlignmentFlag.AlignAbsolute), shown)


def _icon(
    painter: QPainter, rect: QRect, _text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    side = px(18)
    box = QStyle.alignedRect(direction, align, QSize(side, side), rect)
    draw_icon(painter, box, look.icon, _TONES.get(look.tone, look.tone))


def _bar(
    painter: QPainter, rect: QRect, _text: str, look: Look, align: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    height = px(10)
    box = QStyle.alignedRect(direction, align, QSize(rect.width(), height), rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of("neutral_tint"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    full = QRect(box.left(), box.top(), round(box.width() * max(0.0, min(1.0, look.share))), height)
    if full.width() > 0:
        painter.setBrush(colour_of("gold_fill" if look.kind == "gold" else _FILLS[look.kind]))
        painter.drawRoundedRect(QStyle.visualRect(direction, box, full), height / 2, height / 2)
