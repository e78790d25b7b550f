"""Text direction: the embedding level of each character, and the visual order of runs (UAX #9)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from bidi import algorithm

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINERS = frozenset("\u200c\u200d")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "（": "）", "「": "」", "『": "』", "【": "】"}
_PAIRED = {opener: closer for opener, closer in _BRACKETS.items() if unicodedata.bidirectional(opener) == "ON"}
_CLOSERS = frozenset(_PAIRED.values())
_OVERRIDES = frozenset("\u061c\u200e\u200f\ufeff\u00ad\u2060\ufffc") | {
    chr(code)
    for first, last in ((0x202A, 0x202E), (0x2061, 0x206F), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F), (0xD800, 0xDFFF))
    for code in range(first, last + 1)
}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Compose the text (NFC), without controls, overrides and isolates, and with single spaces."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_writing(char))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _is_writing(char: str) -> bool:
    """Tell characters of the text from controls, overrides and boundary neutrals such as a zero-width space."""
    if char in _JOINERS:  # Persian and Indic names are spelled with them
        return True
    return not (char in _OVERRIDES or unicodedata.category(char) == "Cc" or unicodedata.bidirectional(char) == "BN")


def is_right_to_left(text: str) -> bool:
    """Tell whether the first strong letter runs from right to left."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


def _strong(kind: str) -> str:
    """Give the strong direction that a resolved type has for brackets and neutrals; digits count as R."""
    return "R" if kind in {"EN", "AN", "R"} else "L" if kind == "L" else ""


def _pairs(chars: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Match opening with closing brackets, in order of the opening one."""
    stack: list[tuple[str, int]] = []
    pairs = []
    for at, char in enumerate(chars):
        if char["type"] != "ON":
            continue
        if char["ch"] in _PAIRED:
            stack.append((_PAIRED[char["ch"]], at))
        elif char["ch"] in _CLOSERS:
            depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == char["ch"]), None)
            if depth is not None:
                pairs.append((stack[depth][1], at))
                del stack[depth:]
    return sorted(pairs)


def _resolve_brackets(chars: Sequence[dict[str, Any]], base: str) -> None:
    """Resolve the direction of paired brackets (rule N0, which python-bidi leaves out)."""
    for opening, closing in _pairs(chars):
        inside = {_strong(char["type"]) for char in chars[opening + 1 : closing]} - {""}
        if base in inside:
            direction = base
        elif inside:
            direction = next((kind for char in reversed(chars[:opening]) if (kind := _strong(char["type"]))), base)
        else:
            continue
        chars[opening]["type"] = chars[closing]["type"] = direction


def levels(text: str) -> tuple[int, ...]:
    """Resolve the embedding level of each character of a plain line (even runs right, odd runs left)."""
    base = int(is_right_to_left(text))
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    # Joiners have no direction of their own and get the level of the character before them.
    seen = [at for at, char in enumerate(text) if char not in _JOINERS]
    algorithm.get_embedding_levels("".join(text[at] for at in seen), storage)
    chars = cast("list[dict[str, Any]]", storage["chars"])
    for char in chars:
        char["type"] = char["type"] or "L"  # a character that Python's Unicode does not know yet
    algorithm.calc_level_runs(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(chars, "LR"[base])
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    resolved = [base] * len(text)
    for at, char in zip(seen, chars, strict=True):
        resolved[at] = char["level"]
    for before, at in pairwise(range(len(text))):
        if text[at] in _JOINERS:
            resolved[at] = resolved[before]
    return tuple(resolved)


def visual_order(run_levels: Sequence[int]) -> tuple[int, ...]:
    """Return the indices of the runs from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    odd = [level for level in run_levels if level % 2]
    for floor in range(max(run_levels, default=0), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and run_levels[order[end]] >= floor:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end + 1
    return tuple(order)
