"""How the window looks: the scheme and zoom in force, applied to the whole application."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLoggingCategory, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.theme.reduced_motion import wants_reduced_motion
from ui.theme.style import style_sheet
from ui.theme.tokens import TOKENS, ZOOMS, Scheme, Size, Tokens, scaled

if TYPE_CHECKING:
    from collections.abc import Iterable

FONTS: Final = Path(__file__).parents[2] / "ceremonies" / "type" / "fonts"
FAMILY: Final = "Noto Sans"


class Theme(QObject):
    """Sets the look of the whole application; made once, where the application is put together.

    Widgets read what is in force with `ui.theme.appearance`.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, *, scheme: Scheme | None = None, zoom: int = 100, calm: bool | None = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self._wanted = scheme
        self._in_force = scheme or system_scheme(app)
        self.zoom = nearest_zoom(zoom)
        self.calm = calm
        self.families = load_fonts(FONTS)
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def wanted(self) -> Scheme | None:
        """The scheme that was set, or None while the system is followed."""
        return self._wanted

    @property
    def scheme(self) -> Scheme:
        """The scheme in force."""
        return self._in_force

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return TOKENS[self.scheme]

    @property
    def is_calm(self) -> bool:
        """Whether motion is to be left out: as was set, else as the system asks."""
        return wants_reduced_motion() if self.calm is None else self.calm

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Show this scheme from now on; None follows the system."""
        self._wanted = scheme
        self._apply()

    def set_zoom(self, percent: int) -> None:
        """Show everything at the step of the zoom that is nearest to this, 75 to 200 %."""
        self.zoom = nearest_zoom(percent)
        self._apply()

    def zoom_in(self) -> None:
        """Go one step larger."""
        self.set_zoom(next((step for step in ZOOMS if step > self.zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Go one step smaller."""
        self.set_zoom(next((step for step in reversed(ZOOMS) if step < self.zoom), ZOOMS[0]))

    def _apply(self) -> None:
        self._in_force = self._wanted or system_scheme(self._app)
        self._app.setFont(body_font(self.families, self.zoom))
        self._app.setPalette(palette_of(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.scheme, self.zoom))
        self.changed.emit()

    def _follow_system(self) -> None:
        if self._wanted is None:
            self._apply()


def nearest_zoom(percent: int) -> int:
    """Give the step of the zoom that is nearest."""
    return min(ZOOMS, key=lambda step: abs(step - percent))


def body_font(families: list[str], zoom: int) -> QFont:
    """Make the font of running text, which tells every widget the zoom."""
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(scaled(Size.BODY, zoom))
    return font


def system_scheme(app: QApplication) -> Scheme:
    """Give the scheme that the system asks for: high contrast before dark before light."""
    hints = app.styleHints()
    accessibility = hints.accessibility()
    if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Scheme.CONTRAST
    return Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT


def load_fonts(folder: Path) -> list[str]:
    """Load every font of the folder; give the families to try for text, ours before the system's."""
    QLoggingCategory.setFilterRules("qt.text.font.db=false")  # says that Latin has no Devanagari: hence the list
    loaded = [family for file in font_files(folder) for family in _families(file)]
    ordered = dict.fromkeys([FAMILY, *loaded, QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()])
    return list(ordered)


def font_files(folder: Path) -> Iterable[Path]:
    """List the fonts for reading on screen; serifs are for paper."""
    files = sorted([*folder.glob("*.ttf"), *folder.glob("*.otf")])
    return [file for file in files if "Serif" not in file.name]


def _families(file: Path) -> list[str]:
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def palette_of(tokens: Tokens) -> QPalette:
    """Make the palette with which Fusion draws what the style sheet leaves out."""
    colours = {name: QColor(value) for name, value in asdict(tokens).items()}
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in (
        (role.Window, "paper"), (role.WindowText, "ink"), (role.Base, "raised"), (role.AlternateBase, "hover"),
        (role.Text, "ink"), (role.Button, "raised"), (role.ButtonText, "ink"), (role.BrightText, "care"),
        (role.Highlight, "laurel"), (role.HighlightedText, "on_laurel"), (role.Accent, "laurel"),
        (role.Link, "laurel"), (role.LinkVisited, "soft"), (role.PlaceholderText, "soft"),
        (role.ToolTipBase, "ink"), (role.ToolTipText, "paper"),
        (role.Light, "raised"), (role.Midlight, "line"), (role.Mid, "line"), (role.Dark, "edge"), (role.Shadow, "edge"),
    ):  # fmt: skip
        palette.setColor(target, colours[name])
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, colours["faint"])
    return palette
