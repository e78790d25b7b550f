"""Every text that people read: translated without Qt, then filled in.

One way for the whole program: gettext catalogues, read by the standard library. What `models/` to `exports/` say must
be said without Qt (a headless command, a paper made in another thread) and in a participant's language while the
window keeps its own; Qt's translators can do neither. gettext brings the plural rule of each language in its catalogue,
translators have tools for it, and Babel, which extracts and compiles it, need not be imported to read it. Qt's
translators remain for Qt's own dialogs.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

CATALOGUES: Final = Path(__file__).parent / "catalogues"
SOURCE: Final = "en"
"""The language in which the templates stand in the code."""


class Catalogue(Protocol):
    """What gives the translation of a template, or the template itself where it has none."""

    def gettext(self, message: str, /) -> str:
        """Translate a template."""

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """Translate the template that fits the count."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its catalogue of translations, and its formats of dates and numbers."""

    code: str
    """Its BCP 47 tag."""
    catalogue: Catalogue
    formats: str
    """The CLDR locale of dates, numbers and lists, as Babel takes it: "de", "en_GB"."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that is translated when it is shown, not when it is made: an item of a table, a value of an error."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.template, **self.values)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


_language: ContextVar[Language] = ContextVar("language")
# A context variable is not inherited by threads that an executor makes: the program's language is therefore kept
# beside it, and the variable has only that of a `language` block.
_default: list[Language] = []


def tr(template: str, /, **values: object) -> str:
    """Translate the template, then fill the values in: `tr("Saved {time}", time="18:04")`."""
    translated = current_language().catalogue.gettext(template) if template else ""
    return translated.format(**values) if values else translated


def mark(template: str, /) -> str:
    """Mark a template for translation where it is written down and not yet shown; `tr` it when showing it."""
    return template


def plural(count: int, one: str, many: str, /, **values: object) -> str:
    """Translate with a count in the right plural form: `plural(n, "{count} person", "{count} people")`."""
    translated = current_language().catalogue.ngettext(one, many, count)
    return translated.format(count=number_text(count), **values)


def number_text(number: int) -> str:
    """Write a whole number with the language's separators: 1,200."""
    if -1000 < number < 1000:
        return str(number)  # no separators: and Babel, slow to import, stays out of a start
    from babel.numbers import format_decimal

    return format_decimal(number, locale=current_language().formats)


def day_text(day: date) -> str:
    """Write a day in full as the language does: 14 December 2026."""
    from babel.dates import format_date

    formats = current_language().formats
    return format_date(day, "d MMMM y" if formats.startswith("en") else "long", locale=formats)


def current_language() -> Language:
    """Give the language in use: that of an enclosing `language` block, else the program's."""
    return _language.get(_default[-1] if _default else language_of(SOURCE))


def speak(chosen: Language) -> None:
    """Set the language of the whole program, in every thread."""
    _default[:] = [chosen]


@contextmanager
def language(chosen: str | Language) -> Iterator[Language]:
    """Use another language inside the block, in this thread only."""
    used = chosen if isinstance(chosen, Language) else language_of(chosen)
    token = _language.set(used)
    try:
        yield used
    finally:
        _language.reset(token)


@cache
def language_of(code: str) -> Language:
    """Give a language by its code; one without a catalogue is said in English words and forms."""
    tag = code.replace("_", "-")
    file = CATALOGUES / f"{tag.partition('-')[0].lower()}.mo"
    if not file.is_file():
        return Language(tag, gettext.NullTranslations(), SOURCE)
    with file.open("rb") as stream:
        return Language(tag, gettext.GNUTranslations(stream), tag.replace("-", "_"))


@cache
def written_in(wanted: str, templates: tuple[str, ...]) -> str:
    """Choose the language of a paper: the one wanted where each of its templates is translated to it, else the source.

    A paper that a person signs or keeps is never half in one language and half in another.
    """
    code = wanted.replace("_", "-").partition("-")[0].lower()
    if code == SOURCE or not (CATALOGUES / f"{code}.mo").is_file():
        return SOURCE
    with (CATALOGUES / f"{code}.mo").open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)
    lacking = _Lacking()
    catalogue.add_fallback(lacking)  # a translation may be the same word ("Name"): only what falls through is lacking
    for template in templates:
        catalogue.gettext(template)
    return SOURCE if lacking.templates else code


class _Lacking(gettext.NullTranslations):
    """Notes which templates a catalogue has no translation of."""

    def __init__(self) -> None:
        super().__init__()
        self.templates: list[str] = []

    def gettext(self, message: str) -> str:
        """Note the template, and give it back."""
        self.templates.append(message)
        return message
