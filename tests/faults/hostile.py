"""Strings that break programs: a dozen that are always here, and the long list where this computer has it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest

from models.errors import InvalidError
from models.text import clean_line

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

LIST: Final = Path(__file__).parents[3] / "shared" / "data" / "naughty_strings.json"
ALWAYS: Final = (
    "<b>Anna</b>",
    "<img src='file:///etc/passwd' width=20000 height=20000>",
    "Tom & Jerry, R&D",
    '=HYPERLINK("http://127.0.0.1/x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "O'Brien\"); DROP TABLE participant;--",
    "%s %n %1 {0} {name} ${x} {{7*7}} %(a)s",
    "Łukasz Żółć Nguyễn Thị Hoa İı ß",
    "محمد \u202eevil\u202c عبد الله",
    "👨\u200d👩\u200d👧\u200d👦🏳️\u200d🌈🇩🇪",
    "李 𠮷 कृष्णा ไทย ﷺ",
    "Z\u0300\u0301\u0302\u0303\u0304a\u0310\u0311lgo",
    "NUL\x00 and \x07 and \ufffe and \u200b",
    "../../CON. nul:aux?*|",
    "\\N{SNOWMAN} \\u0041 \\",
    "x" * 119,
)
"""Inline, so that these always run."""


def long_list() -> tuple[str, ...]:
    """Read the list of naughty strings, or skip the test where it is absent."""
    if not LIST.exists():
        pytest.skip("the list of naughty strings is not on this computer")
    return tuple(cast("list[str]", json.loads(LIST.read_text(encoding="utf-8"))))


def corpora() -> tuple[ParameterSet, ...]:
    """Name the two collections for `parametrize`."""
    return (pytest.param(lambda: ALWAYS, id="always"), pytest.param(long_list, id="long list"))


def stored(text: str, *, limit: int = 120) -> str | None:
    """Give what Laurel keeps of a name, None where it is refused: blank, too long or no text."""
    try:
        return clean_line(text, "The name", limit=limit) or None
    except InvalidError:
        return None


def is_only_cleaned(text: str, kept: str) -> bool:
    """Tell whether nothing visible was changed: only spacing, composition and characters that leave no ink."""
    composed = unicodedata.normalize("NFC", text)
    return _ink(composed) == _ink(kept)


def _ink(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMNPS")
