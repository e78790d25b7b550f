"""The recovery key: 128 random bits as sixteen words in four lines, each with three check digits."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from models.errors import InvalidError

KEY_BYTES: Final = 16
LINES: Final = 4
WORDS_IN_LINE: Final = 4
FIRST_LETTERS: Final = 4
"""No two words of the list share their first four letters: these are enough to type."""
_PREFIX: Final = "LRK1."
"""Begins the text of the QR code, which the words never do."""
_PRIME: Final = 997
"""Above 256 and below 1000: three digits that show every wrong word and every two words that were swapped."""
_WORDS: Final = Path(__file__).with_name("words.txt")


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The 16 secret bytes that open every record of a clinic."""

    secret: bytes = field(repr=False)

    @property
    def lines(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Give the lines as printed: four words each, and their three check digits."""
        parts = (self.secret[at : at + WORDS_IN_LINE] for at in range(0, KEY_BYTES, WORDS_IN_LINE))
        return tuple((tuple(words()[byte] for byte in part), _digits(part, at)) for at, part in enumerate(parts))

    @property
    def code(self) -> str:
        """Give the text of the QR code; its last two bytes are a checksum."""
        return _PREFIX + base64.b32encode(self.secret + _sum(self.secret)).decode().rstrip("=")

    @property
    def passphrase(self) -> str:
        """Give the passphrase of the key's slot."""
        return self.secret.hex()


def new_recovery_key() -> RecoveryKey:
    """Make a random key."""
    return RecoveryKey(os.urandom(KEY_BYTES))


def random_words(count: int) -> str:
    """Make a first passphrase of random words, eight bits each."""
    return " ".join(words()[byte] for byte in os.urandom(count))


def read_recovery_key(text: str) -> RecoveryKey:
    """Read what was typed from the sheet, or the text of its QR code; raise `InvalidError`, which names the wrong line.

    The first four letters of a word are enough; capitals, commas, line breaks and the numbers before the lines are
    ignored.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_code(plain):
        return _from_code(plain)
    typed = _typed_lines(plain)
    if len(typed) != LINES:
        raise InvalidError(
            "The recovery key has {wanted} lines, each of four words and three digits; {count} were typed. "
            "Look at the sheet again.",
            wanted=LINES, count=len(typed),
        )  # fmt: skip
    return RecoveryKey(b"".join(_line(part, digits, at) for at, (part, digits) in enumerate(typed)))


@cache
def words() -> tuple[str, ...]:
    """Give the 256 words, one for each value of a byte."""
    return tuple(_WORDS.read_text(encoding="utf-8").split())


@cache
def _places() -> dict[str, int]:
    return {word[:FIRST_LETTERS]: place for place, word in enumerate(words())}


def _typed_lines(text: str) -> list[tuple[list[str], str]]:
    """Split what was typed into lines: words up to the three digits that end a line."""
    lines: list[tuple[list[str], str]] = []
    letters: list[str] = []
    for part in "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split():
        if not part.isdecimal():
            letters.append(part)
        elif len(part) == 3:  # one digit is the number before a line of the sheet
            lines.append((letters, part))
            letters = []
    return [*lines, (letters, "")] if letters else lines


def _line(letters: list[str], digits: str, at: int) -> bytes:
    """Read the four bytes of one line; raise `InvalidError`, which says what is wrong."""
    if len(letters) != WORDS_IN_LINE or not digits:
        raise InvalidError(
            "Line {line} of the recovery key has four words and then three digits. Look at the sheet again.",
            line=at + 1,
        )
    found = bytes(_place_of(word, at) for word in letters)
    if _digits(found, at) != digits:
        raise InvalidError(
            "Line {line} of the recovery key holds a slip: its words and its three digits do not belong together.",
            line=at + 1,
        )
    return found


def _place_of(word: str, at: int) -> int:
    place = _places().get(word[:FIRST_LETTERS])
    if place is None or not words()[place].startswith(word):
        raise InvalidError(
            "Line {line} of the recovery key: “{word}” is none of its words. Look at the sheet again.",
            line=at + 1, word=word[:20],
        )  # fmt: skip
    return place


def _digits(part: bytes, line: int) -> str:
    # The number of the line is in them: two whole lines that were swapped do not fit either.
    return f"{(int.from_bytes(part, 'big') + 211 * (line + 1)) % _PRIME:03d}"


def is_code(text: str) -> bool:
    """Tell whether a text is that of the QR code, and not words."""
    return text.strip().upper().startswith(_PREFIX)


def _from_code(text: str) -> RecoveryKey:
    body = text[len(_PREFIX) :].upper()
    try:
        whole = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        whole = b""
    if len(whole) != KEY_BYTES + 2 or _sum(whole[:KEY_BYTES]) != whole[KEY_BYTES:]:
        raise InvalidError("The code of the recovery sheet was not read whole. Scan it again, or type the words.")
    return RecoveryKey(whole[:KEY_BYTES])


def _sum(secret: bytes) -> bytes:
    return hashlib.sha256(b"laurel recovery key" + secret).digest()[:2]
