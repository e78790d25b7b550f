"""The look in force, read from the palette and the font that `Theme` gave the application."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import TOKENS, ZOOMS, Scheme, Size, Tokens, scaled

_BY_PAPER: Final = {tokens.paper.upper(): scheme for scheme, tokens in TOKENS.items()}
_BY_BODY_SIZE: Final = {scaled(Size.BODY, zoom): zoom for zoom in ZOOMS}


def scheme_in_force() -> Scheme:
    """Tell whose colours the application's palette holds; the light scheme's before any was set."""
    paper = QApplication.palette().color(QPalette.ColorRole.Window)
    return _BY_PAPER.get(paper.name().upper(), Scheme.LIGHT)


def tokens_in_force() -> Tokens:
    """Give the colours of the scheme in force."""
    return TOKENS[scheme_in_force()]


def colour_of(token: str) -> QColor:
    """Give a token of the scheme in force as a colour: `colour_of("laurel")`."""
    return QColor(getattr(tokens_in_force(), token))


def px(pixels: int) -> int:
    """Scale a distance by the zoom in force, which the size of running text tells; 100 % before any was set."""
    return scaled(pixels, _BY_BODY_SIZE.get(QApplication.font().pixelSize(), 100))


def font_of(size: int = Size.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Give the application's type at a size of the scale, zoomed."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(size))
    font.setWeight(weight)
    return font
