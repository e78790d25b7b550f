"""A language made on the fly: every template longer and accented, so that what is not translated stands out.

`en-XA` and `ar-XB` are the usual codes: the first is read from left to right, the second from right to left.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from unittest import mock

from models import translation
from models.translation import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCENTS: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥíĵķłḿñóþɋŕšţúṽŵẋýžÁɃÇÐÉƑĜĤÍĴĶŁḾÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)
_FIELD: Final = re.compile(r"(\{[^{}]*\}|%\([a-z]+\)s)")
"""Of ours, and of argparse."""
_DATE_PATTERN: Final = re.compile(r"[dMyHhmsa ,./:]+")
_LONGER: Final = 0.35
"""German and Finnish take about a third more room than English."""
_FILLING: Final = "óñé ţŵó ţĥŕéé ƒóúŕ ƒíṽé šíẋ šéṽéñ éíĝĥţ ñíñé ţéñ "


def pseudo(template: str) -> str:
    """Say a template in the language that nobody speaks; what is filled in, and patterns of dates, stay."""
    if _DATE_PATTERN.fullmatch(template) or not any(map(str.isalpha, _FIELD.sub("", template))):
        return template
    parts = _FIELD.split(template)
    accented = "".join(part if at % 2 else part.translate(_ACCENTS) for at, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    more = max(1, round(letters * _LONGER))
    filling = (_FILLING * (more // len(_FILLING) + 1))[:more].strip()
    start, end = re.match(r"\s*", accented), re.search(r"\s*$", accented)
    head, tail = (start.group() if start else ""), (end.group() if end else "")
    return f"{head}‹{accented.strip()} {filling}›{tail}"


class PseudoCatalogue:
    """Translates everything."""

    def gettext(self, message: str, /) -> str:
        """Give the template, accented and longer."""
        return pseudo(message)

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """Give the plural that fits, accented and longer."""
        return pseudo(one if count == 1 else many)


LEFT_TO_RIGHT: Final = Language("en-XA", PseudoCatalogue(), formats="el")
"""Its months and weekdays are Greek: an English one is a finding."""
RIGHT_TO_LEFT: Final = Language("ar-XB", PseudoCatalogue(), formats="ar")


@contextmanager
def spoken_everywhere(spoken: Language) -> Iterator[None]:
    """Let the program, and every paper in whatever language, speak it."""
    before = translation.current_language()
    translation.speak(spoken)
    try:
        with mock.patch.object(translation, "language_of", return_value=spoken):
            yield
    finally:
        translation.speak(before)
