"""Consent in words, for the person's page, the history and the forms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.people.consent import Channel, Purpose, Source
from models.people.purpose import MESSAGES
from models.recognition.ceremony import Venue
from ui.translation import tr
from ui.words.wording import level_text, short_day_text

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from models.people.consent import Agreement, ConsentLine
    from models.people.naming import Identity


def purpose_text(purpose: Purpose) -> str:
    """Name what was asked for: "Name at ceremonies"."""
    return {
        Purpose.CEREMONY_NAME: tr("Name at ceremonies"),
        Purpose.BOARD: tr("Group board"),
        Purpose.CEREMONY_RECORDING: tr("Recording of ceremonies"),
        Purpose.PHOTO: tr("Photo"),
        Purpose.KEEPSAKE: tr("Keepsake"),
        Purpose.SMS: tr("Text messages"),
        Purpose.EMAIL: tr("E-mail"),
        Purpose.WEARABLE: tr("Wearable data"),
        Purpose.RESEARCH: tr("Research export"),
    }[purpose]


def channel_text(channel: Channel) -> str:
    """Name where it is shown: "in the room"."""
    return {
        Channel.ANYWHERE: tr("everywhere"),
        Channel.ROOM: tr("in the room"),
        Channel.CALL: tr("in a video call"),
        Channel.PAPER: tr("on paper and in files"),
    }[channel]


def channel_title(channel: Channel) -> str:
    """Name where it is shown, at the beginning of a line: "In the room"."""
    return {
        Channel.ANYWHERE: tr("Everywhere"),
        Channel.ROOM: tr("In the room"),
        Channel.CALL: tr("In a video call"),
        Channel.PAPER: tr("On paper and in files"),
    }[channel]


def venue_text(venue: Venue) -> str:
    """Say where a ceremony is shown."""
    return {
        Venue.ANYWHERE: tr("In the room and in a video call"),
        Venue.ROOM: tr("In the room only"),
        Venue.CALL: tr("In a video call only"),
    }[venue]


def source_text(source: Source) -> str:
    """Say how it was taken."""
    return {Source.SPOKEN: tr("said"), Source.PAPER: tr("on paper"), Source.LIST: tr("from a list")}[source]


def answer_text(line: ConsentLine, identity: Identity) -> str:
    """Say what was answered: "yes, as “Anna”", "no"."""
    if not line.is_given:
        return tr("no")
    return tr("yes, as “{name}”", name=level_text(identity, line.level)) if line.level else tr("yes")


def until_text(line: ConsentLine, zone: tzinfo) -> str:
    """Say how long it holds, "" for something without an end."""
    if not line.is_given or line.expires_at is None:
        return ""
    day = short_day_text(last_day(line.expires_at, zone))
    return tr("until {day}", day=day) if line.holds else tr("ended on {day}", day=day)


def last_day(ends: datetime, zone: tzinfo) -> date:
    """Give the last day of something that ends at an instant."""
    # It ends at midnight, which is already the next day.
    return (ends.astimezone(zone) - timedelta(seconds=1)).date()


def agreement_text(agreement: Agreement, identity: Identity, zone: tzinfo) -> str:
    """Say in one line what is in force, where, since when and how it was taken."""
    parts = [_word_text(line, identity, zone, is_whole=len(agreement.words) == 1) for line in agreement.words]
    newest = agreement.newest
    parts.append(f"{short_day_text(newest.day_in(zone))}, {source_text(newest.source)}")
    if agreement.purpose in MESSAGES and agreement.is_given and not agreement.allows_messages:
        parts.append(tr("ask before sending"))
    return " · ".join(filter(None, parts))


def state_text(agreement: Agreement | None) -> tuple[str, str]:
    """Give the word for the state of a consent, and the kind of its chip."""
    if agreement is None:
        return tr("not asked"), "neutral"
    if agreement.is_given:
        return tr("yes"), "laurel"
    if agreement.is_given_somewhere:
        return tr("in part"), "laurel"
    return (tr("ended"), "neutral") if agreement.newest.is_given else (tr("no"), "neutral")


def _word_text(line: ConsentLine, identity: Identity, zone: tzinfo, *, is_whole: bool) -> str:
    named = tr("as “{name}”", name=level_text(identity, line.level)) if line.is_given and line.level else ""
    answer = named if is_whole else answer_text(line, identity)
    where = "" if is_whole else channel_text(line.channel)
    text = tr("{where}: {answer}", where=where, answer=answer) if where else answer
    return ", ".join(filter(None, (text, until_text(line, zone))))
