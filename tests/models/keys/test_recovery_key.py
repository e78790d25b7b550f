"""The recovery key as people type it: read, and each slip found in its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidError
from models.keys.recovery_key import FIRST_LETTERS, RecoveryKey, new_recovery_key, read_recovery_key, words

KEY = RecoveryKey(bytes(range(40, 56)))


def typed(key: RecoveryKey = KEY) -> list[list[str]]:
    return [[*line, digits] for line, digits in key.lines]


def joined(lines: list[list[str]]) -> str:
    return "\n".join(" ".join(line) for line in lines)


def test_that_words_differ_in_their_first_letters() -> None:
    assert len(words()) == len({word[:FIRST_LETTERS] for word in words()}) == 256
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words())


@given(st.binary(min_size=16, max_size=16))
def test_that_every_key_is_read_back_from_words_and_code(secret: bytes) -> None:
    key = RecoveryKey(secret)
    assert read_recovery_key(joined(typed(key))) == key
    assert read_recovery_key(f" {key.code.lower()}\n") == key


def test_that_it_is_read_as_people_type() -> None:
    lines = [f"{number}. {', '.join(line).upper()} {digits}" for number, (line, digits) in enumerate(KEY.lines, 1)]
    assert read_recovery_key("  \n".join(lines)) == KEY
    short = [[*(word[:FIRST_LETTERS] for word in line), digits] for line, digits in KEY.lines]
    assert read_recovery_key(joined(short)) == KEY


@given(st.integers(0, 15), st.integers(0, 255))
def test_that_every_wrong_word_is_found_in_its_line(at: int, other: int) -> None:
    lines = typed()
    if words()[other] == lines[at // 4][at % 4]:
        return
    lines[at // 4][at % 4] = words()[other]
    with pytest.raises(InvalidError, match=f"Line {at // 4 + 1} of the recovery key holds a slip"):
        read_recovery_key(joined(lines))


@given(st.integers(0, 3), st.permutations(range(4)))
def test_that_words_that_changed_places_are_found(line: int, order: list[int]) -> None:
    lines = typed()
    lines[line][:4] = [lines[line][place] for place in order]
    if order == list(range(4)):
        return
    with pytest.raises(InvalidError, match=f"Line {line + 1}"):
        read_recovery_key(joined(lines))


def test_that_lines_that_changed_places_are_found() -> None:
    lines = typed()
    lines[1], lines[2] = lines[2], lines[1]
    with pytest.raises(InvalidError, match="Line 2"):
        read_recovery_key(joined(lines))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 were typed"), ("lantern", "1 were typed"), (joined(typed()[:3]), "3 were typed"),
        (joined([["lanterm", *typed()[0][1:]], *typed()[1:]]), "Line 1 of the recovery key: “lanterm”"),
        (joined([typed()[0], typed()[1][1:], *typed()[2:]]), "Line 2 of the recovery key has four words"),
        (KEY.code[:-1] + ("A" if KEY.code[-1] != "A" else "B"), "not read whole"), (KEY.code[:-3], "not read whole"),
        ("LRK1.", "not read whole"), ("LRK1.!!!", "not read whole"),
    ],
)  # fmt: skip
def test_that_what_is_missing_is_said(text: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        read_recovery_key(text)


def test_that_keys_are_drawn_afresh_and_do_not_show_themselves() -> None:
    first, second = new_recovery_key(), new_recovery_key()
    assert first != second
    assert first.secret.hex() not in repr(first)
