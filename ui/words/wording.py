"""Dates, times, spans and names in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import QDate, QLocale, QTime

from models.access import Role
from models.people.naming import shown_name
from models.translation import current_language
from ui.translation import tr

if TYPE_CHECKING:
    from datetime import date, datetime, time, tzinfo

    from models.people.naming import Identity, Level


def day_text(day: date) -> str:
    """Format a day without its year: "Monday 23 November"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("dddd d MMMM"))


def day_and_year_text(day: date) -> str:
    """Format a day with its year: "23 November 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("d MMMM yyyy"))


def short_day_text(day: date) -> str:
    """Format a day for a column: "23 Nov 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("d MMM yyyy"))


def time_text(moment: datetime | time, zone: tzinfo | None = None) -> str:
    """Format a time of day: "18:04"; an instant needs the zone, which is the clinic's."""
    local = moment if not hasattr(moment, "astimezone") or zone is None else moment.astimezone(zone)
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def span_text(start: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """Format a span: "18:00 – 19:30"."""
    return tr("{start} – {end}", start=time_text(start, zone), end=time_text(end, zone))


def joined_text(names: list[str]) -> str:
    """Join names in a sentence: "Anna, Bo and Siân"."""
    return QLocale().createSeparatedList([isolated(name) for name in names])


def isolated(name: str) -> str:
    """Isolate a right-to-left name from the direction of the sentence; other names stay as they are."""
    turns = any(bidirectional(letter) in {"R", "AL"} for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def role_text(role: Role) -> str:
    """Say what a member of staff does here: "Peer lead"."""
    return {
        Role.FACILITATOR: tr("Facilitator"),
        Role.CO_FACILITATOR: tr("Co-facilitator"),
        Role.DIGITAL_COACH: tr("Digital coach"),
        Role.PEER_LEAD: tr("Peer lead"),
        Role.FRONT_DESK: tr("Front desk"),
        Role.ADMINISTRATOR: tr("Administrator"),
        Role.PROGRAM: tr("Laurel"),
    }[role]


def language_text(code: str) -> str:
    """Give the name of a language, "Welsh"; an unknown code as it is."""
    from babel import Locale, UnknownLocaleError

    try:
        named = Locale.parse(code, sep="-").get_language_name(current_language().formats)
    except (UnknownLocaleError, ValueError):
        return code
    return named[:1].upper() + named[1:] if named else code


def initials(name: str) -> str:
    """Give at most two letters that stand for a name, in reading order."""
    letters = [part[0] for part in name.split() if part[0].isalpha()]
    return "".join(letters if len(letters) < 2 else (letters[0], letters[-1])).upper()


def level_text(identity: Identity, level: Level) -> str:
    """Show what a display level shows of this person."""
    shown = shown_name(identity, level)
    if shown is None:
        return tr("not mentioned")
    return shown or somebody_text()


def somebody_text() -> str:
    """Say, within a sentence, a member who is not to be named."""
    return tr("a member of this group")
