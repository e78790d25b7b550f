"""Cleaning and folding of text that people type or import."""

from __future__ import annotations

import unicodedata
from typing import Final

from models.errors import InvalidError
from models.translation import Text

NAME_LIMIT: Final = 120
LINE_LIMIT: Final = 300

# Letters that Unicode does not decompose into a base letter and a mark, so that removing marks does not fold them.
_UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "ng"}
)
_KEPT_FORMAT: Final = frozenset("\u200c\u200d")
"""Zero-width joiner and non-joiner: they belong to the spelling of names and emoji."""
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Characters that Unicode counts as letters or signs and fonts leave blank."""
_CONJUNCTS: Final = frozenset({"BENGALI", "DEVANAGARI", "GUJARATI", "MALAYALAM", "ORIYA", "TELUGU"})
"""Scripts whose virama joins two consonants into one sign."""


def clean_line(value: str, field: str, *, limit: int = LINE_LIMIT) -> str:
    """Give one line of text in NFC without control or direction-override characters, or raise `InvalidError`.

    `field` names the field in the error. A text without a visible character gives ""; `limit` counts code points.
    """
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise InvalidError("{field} holds characters that are not text. Type it again.", field=Text(field))
    composed = unicodedata.normalize("NFC", value)
    kept = "".join(_kept(character) for character in composed)
    cleaned = " ".join(kept.split())
    if not any(_is_seen(character) for character in cleaned):
        return ""
    if len(cleaned) > limit:
        raise InvalidError("{field} is longer than {limit} characters. Shorten it.", field=Text(field), limit=limit)
    return cleaned


def required_line(value: str, field: str, *, limit: int = LINE_LIMIT) -> str:
    """Give the cleaned line, or raise `InvalidError` when nothing is left of it."""
    cleaned = clean_line(value, field, limit=limit)
    if not cleaned:
        raise InvalidError("{field} is missing. Type it in.", field=Text(field))
    return cleaned


def fold(value: str) -> str:
    """Give the text as it is searched: lower case, without accents, ł as l, ß as ss.

    Done here and not by the database, so that every database agrees.
    """
    # Twice, since casefolding can make composed characters again.
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    bare = "".join(
        character
        for character in lowered
        if not unicodedata.combining(character) and unicodedata.category(character) != "Cs"
    )
    return " ".join(unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED).split())


def first_cluster(text: str) -> str:
    """Give the first character as people count them: with its marks, an emoji or flag whole, a conjunct unbroken."""
    end = 1
    while end < len(text) and _continues(text, end):
        end += 1
    return text[:end]


def _continues(text: str, at: int) -> bool:
    before, character = text[at - 1], text[at]
    if unicodedata.category(character).startswith("M") or character in _KEPT_FORMAT or "🏻" <= character <= "🏿":
        return True
    # A joined emoji, and the two letters of a flag.
    if before == "\u200d" or (at == 1 and "🇦" <= before <= "🇿" and "🇦" <= character <= "🇿"):
        return True
    script = unicodedata.name(character, "").partition(" ")[0]
    # 9 is the combining class of a virama.
    return unicodedata.combining(before) == 9 and script in _CONJUNCTS


def _is_seen(character: str) -> bool:
    """Tell whether a character is visible by itself."""
    return unicodedata.category(character)[0] in "LNPS" and character not in _FILLERS


def _kept(character: str) -> str:
    """Keep letters, marks, digits and signs; turn other white space into a space; drop the rest."""
    category = unicodedata.category(character)
    if category.startswith("Z") or character in "\t\n\r\v\f":
        return " "
    if category in {"Cc", "Cf", "Cs", "Cn", "Co"} and character not in _KEPT_FORMAT:
        return ""
    return character
