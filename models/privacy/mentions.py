"""Mentions of a person in free text: found whatever their case and accents, and replaced by a gap."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from models.people.participant import Participant

GAP: Final = "…"
"""What stands where somebody was mentioned."""
_SHORT: Final = 4
"""Letters up to which a name may be another word too (Will, Hope, Mark): it counts only with a capital."""
_PHONE_END: Final = 7
"""Digits at the end of a phone number that are compared: the beginning is written with or without a country code."""
# Seven digits or more, with what people write between them.
_PHONE: Final = re.compile(r"\+?\d(?:[\s()./-]*\d){6,}")
_UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
"""Scripts that put no space between words."""
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """A person's names, dates, addresses and numbers, prepared for a search."""

    phrases: frozenset[Words]
    """Sequences of folded words."""
    parts: tuple[str, ...]
    """Names in scripts without spaces, as they are written."""
    phones: frozenset[str]

    def cleared(self, text: str) -> str:
        """Give the text with a gap for each mention; a placeholder in braces stays, so that a script keeps its form."""
        if self.phones:
            text = _PHONE.sub(lambda match: GAP if _end(match.group()) in self.phones else match.group(), text)
        for part in self.parts:
            text = text.replace(part, GAP)
        return self._without_phrases(text)

    def _without_phrases(self, text: str) -> str:
        tokens = list(_tokens(text))
        kept: list[str] = []
        at = done = 0
        while at < len(tokens):
            length = self._length(tokens, at, text)
            if length:
                kept += [text[done : tokens[at][0]], GAP]
                done = tokens[at + length - 1][1]
            at += length or 1
        return "".join((*kept, text[done:])) if kept else text

    def _length(self, tokens: list[tuple[int, int, str]], at: int, text: str) -> int:
        """Give the number of words from here on that are a mention, the longest one; 0 for none."""
        start, end, word = tokens[at]
        if text[:start].endswith("{") and text[end:].startswith("}"):
            return 0
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            words = tuple(token[2] for token in tokens[at : at + length])
            if words in self.phrases and not (length == 1 and len(word) <= _SHORT and text[start].islower()):
                return length
        return 0

    @property
    def _longest(self) -> int:
        return max(map(len, self.phrases), default=0)


def mentions_of(people: Iterable[Participant], others: Iterable[str]) -> Mentions:
    """Prepare a search for a person under all their records.

    A name that is also in `others`, names of other people, is left out: it would be cleared where it means somebody
    else. Given and family name together are left out only where somebody else has both.
    """
    theirs = {words for name in others for words in _parts(name)}
    phrases: set[Words] = set()
    parts: set[str] = set()
    phones: set[str] = set()
    for one in people:
        names = _names(one)
        found = {words for name in names for words in _parts(name)}
        # Whole only: the words of “Morning Tide” stand in the name of a group as well, and say nothing of anybody.
        found |= {words for words in (_words(one.nickname),) if len("".join(words)) > 1}
        phrases |= {words for words in found | set(_dates(one.born)) if words not in theirs}
        phrases |= {words for words in (_words(one.email), _words(one.pronunciation)) if words}
        parts |= {
            name
            for name in (*names, one.nickname.strip())
            if len(name) > 1 and _is_unspaced(name) and _words(name) not in theirs
        }
        phones |= {_end(one.phone)} if one.phone else set()
    return Mentions(frozenset(phrases), tuple(sorted(parts, key=len, reverse=True)), frozenset(phones))


def mentions_of_names(names: Iterable[str], others: Iterable[str]) -> Mentions:
    """Prepare a search for people by their names alone, without names that are also in `others`."""
    theirs = {words for name in others for words in _parts(name)}
    found = {words for name in names for words in _parts(name)}
    return Mentions(frozenset(found - theirs), (), frozenset())


def _names(one: Participant) -> tuple[str, ...]:
    """List what somebody is called, but for the nickname."""
    first = {one.given_name, one.preferred_name}
    whole = {f"{name} {one.family_name}" for name in first} | {f"{one.family_name} {name}" for name in first}
    # Chinese, Japanese and Korean names: the family name first, without a space.
    whole |= {f"{one.family_name}{name}" for name in first if name and _is_unspaced(name)}
    alone = {one.given_name, one.family_name, one.preferred_name}
    return tuple(sorted(name.strip() for name in whole | alone if name.strip()))


def _parts(name: str) -> Iterator[Words]:
    """Give the words of a name, and of several also the first and the last alone: “Maria José” may be called Maria."""
    words = _words(name)
    for phrase in {words, words[:1], words[-1:]}:
        if phrase and (len(phrase) > 1 or len(phrase[0]) > 1):
            yield phrase


def _words(text: str) -> Words:
    return tuple(word for _, _, word in _tokens(text))


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, folded word) of each word; combining marks belong to their letters."""
    start: int | None = None
    # The space ends the last word.
    for at, character in enumerate(f"{text} "):
        if character.isalnum() or unicodedata.category(character).startswith("M"):
            start = at if start is None else start
        elif start is not None:
            yield start, at, fold(text[start:at])
            start = None


def _dates(born: date | None) -> Iterator[Words]:
    """Give the ways of writing a birth date, as words."""
    if born is None:
        return
    year, month = str(born.year), _MONTHS[born.month - 1]
    for m, d in ((f"{born.month:02}", f"{born.day:02}"), (str(born.month), str(born.day))):
        yield from ((year, m, d), (d, m, year), (m, d, year), (d, month, year), (month, d, year))


def _is_unspaced(name: str) -> bool:
    return unicodedata.name(name[0], "").startswith(_UNSPACED)


def _end(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdigit())[-_PHONE_END:]
