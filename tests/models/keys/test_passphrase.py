"""What may be a passphrase, and what may not."""

from __future__ import annotations

import pytest

from models.errors import InvalidError
from models.keys.passphrase import check_passphrase, common_passphrases


@pytest.mark.parametrize(
    "passphrase",
    [
        "a lantern on the quay", "eight888", "Größe123", "long words " * 90, "密码学是一门科学", "🐢🐇🐢🐇🦊🐢🐇🐢",
        "correct horse", "ALL LOWER NO DIGITS".lower(), "pass word of the day",
    ],
)  # fmt: skip
def test_that_nothing_but_length_and_being_uncommon_is_asked(passphrase: str) -> None:
    check_passphrase(passphrase)


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("", "too short"), ("seven77", "too short"), ("n" * 1001, "longer than 1000"),
        ("Password1", "first that others"),
        ("PASSWORD123", "first that others"), ("aaaaaaaaaaaa", "first that others"),
        ("abababababab", "first that others"),
        ("12345678", "first that others"), ("0987654321", "first that others"), ("asdfghjkl", "first that others"),
        ("mina okafor", "first that others"), ("Mina-Okafor", "first that others"), ("e\u0301" * 7, "too short"),
    ],
)  # fmt: skip
def test_that_what_others_try_first_is_refused(passphrase: str, why: str) -> None:
    with pytest.raises(InvalidError, match=why):
        check_passphrase(passphrase, known=("Mina Okafor",))


def test_that_the_list_holds_only_what_length_lets_through() -> None:
    assert len(common_passphrases()) > 250
    assert all(word == word.casefold() for word in common_passphrases())
