"""Cleaning, folding and sorting of text that people type or import."""

from __future__ import annotations

import unicodedata
from typing import Final

from models.errors import InvalidError

NAME_LIMIT: Final = 120
LINE_LIMIT: Final = 300

_UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "ng"}
)
_KEPT_FORMAT: Final = frozenset("\u200c\u200d")
"""Zero-width joiner and non-joiner: they belong to the spelling of names and emoji."""


def clean_line(value: str, field: str, *, limit: int = LINE_LIMIT) -> str:
    """Give one line of text in NFC without control or direction-override characters, or raise `InvalidError`.

    `field` names what was entered. Blank stays blank; `limit` counts code points.
    """
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise InvalidError("{field} holds characters that are not text. Type it again.", field=field)
    composed = unicodedata.normalize("NFC", value)
    kept = "".join(_kept(character) for character in composed)
    cleaned = " ".join(kept.split())
    if not cleaned.strip("".join(_KEPT_FORMAT) + " "):
        return ""
    if len(cleaned) > limit:
        raise InvalidError("{field} is longer than {limit} characters. Shorten it.", field=field, limit=limit)
    return cleaned


def required_line(value: str, field: str, *, limit: int = LINE_LIMIT) -> str:
    """Give the cleaned line, or raise `InvalidError` when nothing is left of it."""
    cleaned = clean_line(value, field, limit=limit)
    if not cleaned:
        raise InvalidError("{field} is missing. Type it in.", field=field)
    return cleaned


def fold(value: str) -> str:
    """Give the text as it is searched: lower case, without accents, ł as l, ß as ss.

    Done here and not by the database, so that every database agrees.
    """
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    bare = "".join(character for character in lowered if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED).split())


def _kept(character: str) -> str:
    """Keep letters, marks, digits and signs; turn other white space into a space; drop the rest."""
    category = unicodedata.category(character)
    if category.startswith("Z") or character in "\t\n\r\v\f":
        return " "
    if category in {"Cc", "Cf", "Cs", "Cn", "Co"} and character not in _KEPT_FORMAT:
        return ""
    return character
