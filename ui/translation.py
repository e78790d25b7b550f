"""The language of the window and its widgets; the words themselves are in `models/translation.py`."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from models.translation import language_of, mark, plural, speak, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from models.errors import ClinicError

__all__ = ["install_translators", "literal", "mark", "plural", "sentence", "tip_text", "tr"]

WINDOW_LANGUAGES: Final = ("en",)
"""In which the window is written. A catalogue that is only begun serves the papers that it covers, and comes in here
when it is whole: a window half in one language and half in another helps nobody."""


def sentence(error: ClinicError) -> str:
    """Say what went wrong in the language of the window."""
    return str(error)


def literal(text: str) -> str:
    """Keep an ampersand of a name from becoming a shortcut on buttons, tabs and in menus."""
    return text.replace("&", "&&")


def tip_text(text: str) -> str:
    """Make a text safe for a tool tip, which Qt would read as markup."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def install_translators(app: QApplication, locale: QLocale | None = None) -> QLocale:
    """Speak the locale's language, load Qt's own texts and set the reading direction; return the locale used."""
    chosen = locale or QLocale.system()
    if chosen.language() == QLocale.Language.C:
        chosen = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(chosen)
    code = chosen.name().partition("_")[0]
    speak(language_of(code if code in WINDOW_LANGUAGES else WINDOW_LANGUAGES[0]))
    translator = QTranslator(app)
    if translator.load(chosen, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(translator)
    app.setLayoutDirection(chosen.textDirection())
    return chosen
