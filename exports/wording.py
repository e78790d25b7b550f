"""The words on certificates, one table per language, and dates as that language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of a certificate in one language; braces are filled in."""

    title: str
    certify: str
    completed: str
    """What stands before the programme's name, which is set in bold."""
    group: str
    group_itself: str
    """The same for a cohort whose name ends with `group_word`."""
    group_word: str
    rule: str
    issued: str
    footer_page: str
    footer_code: str
    facilitator: str
    peer_lead: str
    months: str
    """How two months are joined."""


ENGLISH: Final = Wording(
    title="CERTIFICATE OF COMPLETION",
    certify="This is to certify that",
    completed="completed the programme",
    group="with the {cohort} group, {months}",
    group_itself="with the {cohort}, {months}",
    group_word="group",
    rule="Attended {attended} of {sessions} sessions, {percent} %. Rule: at least {minimum} %.",
    issued="Issued {day}",
    footer_page="{clinic} · check at {page} or with the code",
    footer_code="{clinic} · check with the code",
    facilitator="Facilitator",
    peer_lead="Peer-group lead",
    months="{first} to {last}",
)
_WORDINGS: Final = {"en": ENGLISH}


def language_for(wanted: str) -> str:
    """Choose the language to write in: the one wanted where Laurel has its words, else English."""
    language = wanted.replace("_", "-").partition("-")[0].lower()
    return language if language in _WORDINGS else "en"


def wording(language: str) -> Wording:
    """Give the words of a language chosen by `language_for`."""
    return _WORDINGS[language]


def day(value: date, language: str) -> str:
    """Write a day in full: 14 December 2026."""
    return format_date(value, "d MMMM y" if language == "en" else "long", locale=language)


def months(first: date, last: date, language: str) -> str:
    """Write the months that a programme spanned: September to December 2026."""
    until = format_date(last, "MMMM y", locale=language)
    if (first.year, first.month) == (last.year, last.month):
        return until
    skeleton = "MMMM" if first.year == last.year else "MMMM y"
    return wording(language).months.format(first=format_date(first, skeleton, locale=language), last=until)
