"""The page of the consent texts: those of one language, and the languages to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.people.consent_text import Wording, consent_languages, consent_wordings
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.people.purpose import Purpose
    from models.work import Work


@dataclass(frozen=True, slots=True)
class TextsPage:
    """All that the page shows."""

    language: str
    languages: tuple[str, ...]
    """Those that Laurel ships, and those of the clinic."""
    is_used: bool
    """Whether every purpose has a text, so that forms are shown in this language."""
    texts: Mapping[Purpose, Wording]


def consent_texts_page(work: Work, language: str) -> TextsPage:
    """Read the texts of one language; `language` is a tag such as "en"."""
    work.require(Permission.READ_PROFILE)
    written = consent_languages(work)
    offered = tuple(dict.fromkeys((*profile(work).languages, *written, language)))
    return TextsPage(language, offered, language in written, consent_wordings(work, language))
