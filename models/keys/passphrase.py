"""The rules for passphrases: long enough, and not among the first guesses (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_PASSPHRASE: Final = 8
LONGEST_PASSPHRASE: Final = 1000
"""Code points; a limit only against pasting a whole document."""
_COMMON: Final = Path(__file__).with_name("common_passphrases.txt")
_ROWS: Final = (  # alphabet, digits, and the keyboards of most of Europe and America
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)


def normal(text: str) -> str:
    """Compose accents, so that the same key presses on another system give the same passphrase."""
    return unicodedata.normalize("NFC", text)


def check_passphrase(passphrase: str, *, known: Iterable[str] = ()) -> None:
    """Raise `InvalidError` for a passphrase that is too short, too long or easy to guess.

    `known` are names that somebody here would try. Length counts code points after composition. Spaces, signs and
    every script are allowed, and none is required.
    """
    wanted = normal(passphrase)
    if len(wanted) < SHORTEST_PASSPHRASE:
        raise InvalidError("The passphrase is too short: use at least {count} characters.", count=SHORTEST_PASSPHRASE)
    if len(wanted) > LONGEST_PASSPHRASE:
        raise InvalidError("The passphrase is longer than {count} characters. Shorten it.", count=LONGEST_PASSPHRASE)
    bare = _bare(wanted)
    if wanted.casefold() in common_passphrases() or _is_a_row(wanted, bare) or bare in {_bare(name) for name in known}:
        raise InvalidError("This passphrase is one of the first that others would try. Choose several words instead.")


@cache
def common_passphrases() -> frozenset[str]:
    """Give the passphrases that are refused because many people use them."""
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _bare(text: str) -> str:
    return "".join(character for character in normal(text).casefold() if character.isalnum())


def _is_a_row(whole: str, bare: str) -> bool:
    """Tell whether a text is one or two characters repeated, or keys in a row, forwards or backwards."""
    if len(set(whole.casefold())) <= 2:
        return True
    return bool(bare) and any(bare in row or bare[::-1] in row for row in _ROWS)
