"""The words on certificates in the person's language, and dates as that language writes them."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from models.translation import day_text, mark, tr, written_in
from models.translation import language as spoken

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
    title=mark("CERTIFICATE OF COMPLETION"),
    certify=mark("This is to certify that"),
    completed=mark("completed the programme"),
    group=mark("with the {cohort} group, {months}"),
    group_itself=mark("with the {cohort}, {months}"),
    group_word=mark("group"),
    rule=mark("Attended {attended} of {sessions} sessions, {percent} %. Rule: at least {minimum} %."),
    issued=mark("Issued {day}"),
    footer_page=mark("{clinic} · check at {page} or with the code"),
    footer_code=mark("{clinic} · check with the code"),
    facilitator=mark("Facilitator"),
    peer_lead=mark("Peer-group lead"),
    months=mark("{first} to {last}"),
)


def language_for(wanted: str) -> str:
    """Choose the language to write in: the wanted one where all these words are translated, else English."""
    return written_in(wanted, astuple(ENGLISH))


def wording(language: str) -> Wording:
    """Give the words of a language chosen by `language_for`."""
    with spoken(language):
        return Wording(*[tr(template) for template in astuple(ENGLISH)])


def day(value: date, language: str) -> str:
    """Write a day in full: 14 December 2026."""
    with spoken(language):
        return day_text(value)


def months(first: date, last: date, language: str) -> str:
    """Write the months of a programme: September to December 2026."""
    until = format_date(last, "MMMM y", locale=language)
    if (first.year, first.month) == (last.year, last.month):
        return until
    skeleton = "MMMM" if first.year == last.year else "MMMM y"
    return wording(language).months.format(first=format_date(first, skeleton, locale=language), last=until)
