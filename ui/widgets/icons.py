"""Icons from the Phosphor set that qtawesome carries, drawn in the colours in force when they are painted."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.theme.appearance import colour_of


class _GlyphEngine(QIconEngine):
    """Paints one glyph; the colour is looked up at each painting, so that a change of scheme recolours it."""

    def __init__(self, name: str, colour: str, checked: str) -> None:
        super().__init__()
        self._name, self._colour, self._checked = name, colour, checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the glyph into the rectangle."""
        colour = self._checked if state == QIcon.State.On else self._colour
        draw_icon(painter, rect, self._name, "faint" if mode == QIcon.Mode.Disabled else colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw the glyph on nothing."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802  (Qt's name)
        """Fit any size."""
        return size

    def clone(self) -> QIconEngine:
        """Make another one, as Qt asks for copies of an icon."""
        return _GlyphEngine(self._name, self._colour, self._checked)


def icon(name: str, colour: str = "soft", checked: str = "laurel") -> QIcon:
    """Make an icon of this Phosphor name; colours are names of tokens. Always show a word beside it."""
    return QIcon(_GlyphEngine(name, colour, checked))


def light(name: str) -> str:
    """Give the name of the icon's thin cut, for drawing it large; the icon itself where it has none."""
    return f"{name}-light" if f"{name}-light" in _glyphs()[1] else name


def draw_icon(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Draw a glyph centred in the rectangle, as tall as it; `colour` is the name of a token."""
    family, letters = _glyphs()
    font = QFont(family)
    font.setPixelSize(max(1, round(rect.height())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(colour_of(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters[name])
    painter.restore()


@lru_cache(maxsize=1)
def _glyphs() -> tuple[str, dict[str, str]]:
    """Load the font and its names from qtawesome's files; importing all of qtawesome would cost 0.2 s at the start."""
    spec = find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        message = "qtawesome, which carries the icons, is not installed"
        raise ImportError(message)
    fonts = Path(folders[0]) / "fonts"
    number = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-*.ttf"))))
    names = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    return family, {name: chr(int(code, 16)) for name, code in names.items()}
