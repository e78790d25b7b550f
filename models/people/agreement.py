"""Consent in force: of all statements of a person the last one for each purpose and channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from models.people.naming import Level
from models.people.purpose import Channel, Purpose, Source, channels_of
from models.personal_table import Section
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime, tzinfo
    from uuid import UUID

_ORDER: Final = {level: place for place, level in enumerate(Level)}
"""Rank of each level: the higher, the less it reveals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One statement of the ledger; `holds` tells whether it is given and has not expired."""

    purpose: Purpose
    channel: Channel
    is_given: bool
    holds: bool
    level: Level | None
    source: Source
    text: str
    text_version: str
    language: str
    recorded_at: datetime
    recorded_by: UUID
    said_on: date | None = None
    expires_at: datetime | None = None
    form_code: str = ""
    kept_at: str = ""

    @property
    def shown(self) -> Level:
        """How much of the name it lets be shown."""
        return (self.level or Level.ANONYMOUS) if self.holds else Level.UNMENTIONED

    def day_in(self, zone: tzinfo) -> date:
        """Give the day on which it was said, in the clinic's zone."""
        return self.said_on or self.recorded_at.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Consent in force for one purpose: the last statement for each channel; a channel never asked about is absent."""

    purpose: Purpose
    lines: Mapping[Channel, ConsentLine]

    def level_in(self, channel: Channel = Channel.ANYWHERE) -> Level:
        """Give how much may be shown in a channel; for anywhere, the least that any channel allows."""
        own = channels_of(self.purpose)
        asked = (channel,) if channel in own else own
        return max((self.lines[one].shown if one in self.lines else Level.UNMENTIONED for one in asked), key=_reserve)

    def holds_in(self, channel: Channel = Channel.ANYWHERE) -> bool:
        """Tell whether it is agreed to in a channel; for anywhere, whether in every channel."""
        return self.level_in(channel) is not Level.UNMENTIONED

    @property
    def level(self) -> Level:
        """How much may be shown where nobody knows the channel: the least of all."""
        return self.level_in()

    @property
    def is_given(self) -> bool:
        """Whether it is agreed to everywhere now."""
        return self.holds_in()

    @property
    def is_given_somewhere(self) -> bool:
        """Whether there is anything to withdraw."""
        return any(line.holds for line in self.lines.values())

    @property
    def words(self) -> tuple[ConsentLine, ...]:
        """The statements in force, each with its channel; one that holds for every channel is listed once."""
        # A statement for anywhere is the same object in every channel.
        if len(self.lines) == len(channels_of(self.purpose)) and len({id(line) for line in self.lines.values()}) == 1:
            return (replace(self.newest, channel=Channel.ANYWHERE),)
        return tuple(replace(line, channel=channel) for channel, line in self.lines.items())

    @property
    def newest(self) -> ConsentLine:
        """The last of the statements in force."""
        return max(self.lines.values(), key=lambda line: line.recorded_at)

    @property
    def source(self) -> Source:
        """How the last statement was taken."""
        return self.newest.source

    @property
    def allows_messages(self) -> bool:
        """Whether messages may be sent: agreed to everywhere, and no statement came from an imported list."""
        return self.is_given and all(line.source is not Source.LIST for line in self.lines.values())


def later_words(mine: Mapping[Purpose, Agreement], theirs: Mapping[Purpose, Agreement]) -> tuple[ConsentLine, ...]:
    """Give the other record's statements in force that are later than this record's, channel by channel.

    Of two statements at the same moment the one that reveals less counts.
    """
    found: list[ConsentLine] = []
    for purpose, agreement in theirs.items():
        own = mine[purpose].lines if purpose in mine else {}
        later = {channel: line for channel, line in agreement.lines.items() if _is_later(line, own.get(channel))}
        found += Agreement(purpose, later).words if later else ()
    return tuple(found)


def consent_section(lines: Iterable[ConsentLine], role: Callable[[UUID], str], zone: tzinfo) -> Section:
    """List statements in the order in which they were written down, for the person's export."""
    headings = (
        "purpose", "where", "agreed", "name_shown", "how", "text", "text_version", "language", "said_on",
        "recorded_at", "recorded_by", "holds_until",
    )  # fmt: skip
    rows = tuple(
        (
            line.purpose.value, line.channel.value, "yes" if line.is_given else "no",
            line.level.value if line.level else "", line.source.value, line.text, line.text_version, line.language,
            line.day_in(zone), line.recorded_at.isoformat(timespec="seconds"), role(line.recorded_by),
            line.expires_at.isoformat(timespec="seconds") if line.expires_at else "",
        )
        for line in sorted(lines, key=lambda line: line.recorded_at)
    )  # fmt: skip
    return Section(name="consents", title=tr("What you agreed to"), headings=headings, rows=rows)


def _is_later(line: ConsentLine, other: ConsentLine | None) -> bool:
    if other is None:
        return True
    if line.recorded_at != other.recorded_at:
        return line.recorded_at > other.recorded_at
    return _reserve(line.shown) > _reserve(other.shown)


def _reserve(level: Level) -> int:
    return _ORDER[level]
