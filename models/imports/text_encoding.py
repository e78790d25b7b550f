"""Detecting the encoding of a text file, without ever replacing a character."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from charset_normalizer import from_bytes

from models.errors import InvalidError
from models.translation import mark

WESTERN: Final = "cp1252"
ENCODINGS: Final[dict[str, str]] = {
    "utf-8": mark("Unicode"),
    "utf-16": mark("Unicode, two bytes"),
    WESTERN: mark("Western European"),
    "cp1250": mark("Central European"),
    "cp1251": mark("Cyrillic"),
    "cp1253": mark("Greek"),
    "cp1254": mark("Turkish"),
    "cp1255": mark("Hebrew"),
    "cp1256": mark("Arabic"),
    "cp1257": mark("Baltic"),
    "cp1258": mark("Vietnamese"),
    "cp874": mark("Thai"),
    "shift_jis": mark("Japanese"),
    "iso2022_jp": mark("Japanese, seven bits"),
    "gb18030": mark("Chinese, simplified"),
    "big5": mark("Chinese, traditional"),
    "euc_kr": mark("Korean"),
    "mac_roman": mark("Western European, old Macintosh"),
    "cp850": mark("Western European, DOS"),
}
"""The encodings that a person can choose where letters look wrong, and what they are for."""
ASSUMED: Final = frozenset(name for name in ENCODINGS if not name.startswith("utf"))
"""Encodings that can only be guessed: the person is asked to check the names."""
_SIGNATURES: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signs that Western texts have besides letters.
_TYPOGRAPHY: Final = frozenset("‘’“”„‚–—…•€°·«»´`\u00a0ªº")
_ESCAPES: Final = (b"\x1b$B", b"\x1b$@", b"\x1b(J")


def decoded(file: str, content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Give the text and the name of the encoding it was read with, or raise `InvalidError`."""
    candidates = (encoding,) if encoding else _candidates(content)
    for name in candidates:
        text = _strictly(content, name)
        if text is not None:
            return text.removeprefix("\ufeff"), name
    if encoding:
        raise InvalidError(
            "{file} cannot be read as {encoding}: some of its letters do not exist there. Choose another one.",
            file=file,
            encoding=encoding,
        )
    raise InvalidError(
        "{file} is not a CSV or Excel file: it holds no text. Save the list as CSV or as an Excel workbook (.xlsx).",
        file=file,
    )


def _candidates(content: bytes) -> tuple[str, ...]:
    signed = next((name for signature, name in _SIGNATURES if content.startswith(signature)), None)
    if signed:
        return (signed,)
    # These bytes are valid UTF-8, which is therefore tried later.
    if any(sign in content for sign in _ESCAPES):
        return ("iso2022_jp",)
    wide = _without_signature(content)
    if wide:
        return (wide,)
    if _strictly(content, "utf-8") is not None:
        return ("utf-8",)
    # Before the statistics, which take short lists of Western names for something else.
    if _looks_western(content):
        return (WESTERN,)
    best = from_bytes(content, cp_isolation=sorted(ASSUMED)).best()
    return (best.encoding,) if best else ()


def _without_signature(content: bytes) -> str | None:
    """Detect UTF-16 without a byte order mark: every other byte of European text is 0."""
    half = max(len(content) // 2, 1)
    if content[1::2].count(0) > 0.4 * half and content[::2].count(0) == 0:
        return "utf-16-le"
    if content[::2].count(0) > 0.4 * half and content[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _strictly(content: bytes, encoding: str) -> str | None:
    """Decode without replacing anything; None where that fails, or control characters show that it is no text."""
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    text = text.rstrip("\x1a")  # the end of a file for DOS programs
    is_binary = any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f\x0b" for sign in set(text))
    return None if is_binary else text


def _looks_western(content: bytes) -> bool:
    """Tell whether cp1252 gives words as Western languages write them: mostly ASCII letters, no odd signs."""
    text = _strictly(content, WESTERN)
    if text is None:
        return False
    special = [sign for sign in text if not sign.isascii() and sign not in _TYPOGRAPHY]
    if not all(sign.isalpha() for sign in special):
        return False
    words = [word for word in text.split() if not word.isascii()]
    plain = sum(sign.isascii() for word in words for sign in word if sign.isalpha())
    return plain >= len(special)
