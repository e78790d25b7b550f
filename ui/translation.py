"""Every text shown to people: translated, then filled in."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from models.errors import ClinicError

CONTEXT: Final = "Laurel"
FOLDER: Final = Path(__file__).parent / "translations"


def tr(text: str, /, **values: object) -> str:
    """Translate the template, then fill the values in: `tr("Saved {time}", time="18:04")`."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """Mark a text for translation where it is written down and not yet shown; `tr` it when showing it."""
    return text


def plural(count: int, one: str, many: str, /, **values: object) -> str:
    """Say a count in the right grammatical number: `plural(n, "{count} person", "{count} people")`."""
    translated = QCoreApplication.translate(CONTEXT, many, None, count)
    if translated == many and count == 1:
        translated = one
    return translated.format(count=QLocale().toString(count), **values)


def sentence(error: ClinicError) -> str:
    """Say what went wrong in the language of the window."""
    return tr(error.template).format(**error.values)


def literal(text: str) -> str:
    """Keep an ampersand of a name from becoming a shortcut on buttons, tabs and in menus."""
    return text.replace("&", "&&")


def tip_text(text: str) -> str:
    """Make a text safe for a tool tip, which Qt would read as markup."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def install_translators(app: QApplication, locale: QLocale | None = None) -> QLocale:
    """Load Laurel's and Qt's own texts for the locale and set the reading direction; return the locale used."""
    chosen = locale or QLocale.system()
    if chosen.language() == QLocale.Language.C:
        chosen = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(chosen)
    qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_texts), ("laurel", str(FOLDER))):
        translator = QTranslator(app)
        if translator.load(chosen, name, "_", folder):
            QCoreApplication.installTranslator(translator)
    app.setLayoutDirection(chosen.textDirection())
    return chosen
