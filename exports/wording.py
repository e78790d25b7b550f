"""The words on certificates in the person's language, and dates as that language writes them."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from models.translation import day_text, mark, tr, written_in
from models.translation import language as spoken

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
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

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
"""Languages whose pages begin at the right."""


def language_for(wanted: str) -> str:
    """Choose the language to write in: the wanted one where all these words are translated, else English."""
    return written_in(wanted, astuple(ENGLISH))


def wording(language: str) -> Wording:
    """Give the words of a language chosen by `language_for`."""
    with spoken(language):
        return Wording(**{field.name: tr(word) for field, word in zip(fields(Wording), astuple(ENGLISH), strict=True)})


def day(value: date, language: str) -> str:
    """Write a day in full: 14 December 2026."""
    with spoken(language):
        return day_text(value)


def months(first: date, last: date, language: str) -> str:
    """Write the months that a programme spanned: September to December 2026."""
    with spoken(language) as said:
        until = format_date(last, "MMMM y", locale=said.formats)
        if (first.year, first.month) == (last.year, last.month):
            return until
        skeleton = "MMMM" if first.year == last.year else "MMMM y"
        return tr(ENGLISH.months, first=format_date(first, skeleton, locale=said.formats), last=until)
