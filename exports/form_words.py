"""The words on a consent form around its texts, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.people.consent import Channel
from models.people.naming import Level
from models.translation import language as spoken
from models.translation import mark, tr, written_in

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """The sentences of a consent form in one language; braces are filled in."""

    title: str
    name: str
    rules: tuple[str, ...]
    channels: Mapping[Channel, str]
    yes: str
    levels: Mapping[Level, str]
    signature: str
    day: str
    foot: str
    page: str


_ENGLISH: Final = FormWords(
    title=mark("What I agree to"),
    name=mark("Name"),
    rules=(
        mark("Tick what you agree to. Whatever you leave empty means no."),
        mark("Your care does not depend on it. You can change your mind at any time: a word to the team is enough."),
    ),
    channels={
        Channel.ROOM: mark("in the room"),
        Channel.CALL: mark("in a video call"),
        Channel.PAPER: mark("on paper, in files"),
    },
    yes=mark("yes"),
    levels={
        Level.FULL: mark("my full name"),
        Level.FIRST_INITIAL: mark("first name and initial"),
        Level.FIRST: mark("my first name"),
        Level.INITIALS: mark("my initials"),
        Level.NICKNAME: mark("a nickname"),
        Level.ANONYMOUS: mark("without my name"),
    },
    signature=mark("Signature"),
    day=mark("Date"),
    foot=mark("Form {code} · version {version}"),
    page=mark("Page {page} of {pages}"),
)


def form_words(language: str) -> FormWords:
    """Give the words of a language; English where they are not all translated."""
    words = _ENGLISH
    single = (words.title, words.name, words.yes, words.signature, words.day, words.foot, words.page)
    every = (*single, *words.rules, *words.channels.values(), *words.levels.values())
    with spoken(written_in(language, every)):
        return FormWords(
            title=tr(words.title),
            name=tr(words.name),
            rules=tuple(map(tr, words.rules)),
            channels={channel: tr(said) for channel, said in words.channels.items()},
            yes=tr(words.yes),
            levels={level: tr(said) for level, said in words.levels.items()},
            signature=tr(words.signature),
            day=tr(words.day),
            foot=tr(words.foot),
            page=tr(words.page),
        )
