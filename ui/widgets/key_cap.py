"""The cap of a key: on a button, in a cell of a table, and by itself on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPen

from ui.theme.appearance import colour_of, font_of, px

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPainter

_CORNER: Final = 4
_OPAQUE: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCapStyle:
    """How a cap is drawn: tokens of the scheme, opacities from 0 to 255, and lengths in pixels before zoom."""

    ink: str = "soft"
    rim: str = "cap"
    ground: str = "raised"
    rim_opacity: int = _OPAQUE
    ground_opacity: int = _OPAQUE
    has_foot: bool = False
    """Whether the rim is thicker below, as on a keyboard."""
    size: int = 12
    """Of the type."""
    height: int = 20
    padding: int = 11
    """Left and right of the key, together."""

    @property
    def font(self) -> QFont:
        """The type on the cap, zoomed."""
        return font_of(self.size, QFont.Weight.DemiBold)


PRINTED: Final = KeyCapStyle(has_foot=True)
"""On a page and in a table."""
ON_BUTTON: Final = KeyCapStyle()
"""On a button without a fill."""


def on_fill(ink: str) -> KeyCapStyle:
    """Give the cap on a filled button, in tints of the token that its words are written in."""
    return KeyCapStyle(ink=ink, rim=ink, ground=ink, rim_opacity=120, ground_opacity=38)


def on_go(ink: str) -> KeyCapStyle:
    """Give the larger cap on the GO button, an outline in the token that its words are written in."""
    return KeyCapStyle(ink=ink, rim=ink, ground=ink, rim_opacity=150, ground_opacity=0, size=13, height=24, padding=18)


def key_cap_size(key: str, style: KeyCapStyle) -> QSize:
    """Give the room that a cap takes, in pixels of the screen; it is never narrower than high."""
    width = QFontMetrics(style.font).horizontalAdvance(key) + px(style.padding)
    return QSize(max(px(style.height), width), px(style.height))


def draw_key_cap(painter: QPainter, rect: QRect, key: str, style: KeyCapStyle) -> None:
    """Draw a cap that fills the rectangle, its rim upon whole pixels so that it is sharp."""
    cap = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    rim = _tint(style.rim, style.rim_opacity)
    painter.setPen(QPen(rim, 1))
    painter.setBrush(_tint(style.ground, style.ground_opacity))
    painter.drawRoundedRect(cap, _CORNER, _CORNER)
    if style.has_foot:
        painter.fillRect(rect.left() + _CORNER - 1, rect.bottom() - 1, rect.width() - 2 * (_CORNER - 1), 1, rim)
    painter.setFont(style.font)
    painter.setPen(colour_of(style.ink))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), key)


def _tint(token: str, opacity: int) -> QColor:
    colour = colour_of(token)
    colour.setAlpha(opacity)
    return colour
