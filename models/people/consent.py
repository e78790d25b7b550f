"""The consent ledger: what a person agreed to, per purpose, appended and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.people.naming import Level
from models.people.participant import Participant
from models.reach import people_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.work import Work


class Purpose(StrEnum):
    """What a person is asked to agree to."""

    BOARD = "board"
    CEREMONY_NAME = "ceremony name"
    CEREMONY_RECORDING = "ceremony recording"
    PHOTO = "photo"
    KEEPSAKE = "keepsake"
    SMS = "sms"
    EMAIL = "email"
    WEARABLE = "wearable data"
    RESEARCH = "research export"


class Source(StrEnum):
    """How the agreement was taken; a list is enough to show a name, never to send a message."""

    SPOKEN = "spoken"
    PAPER = "paper"
    LIST = "list"


TEXT_VERSION: Final = "1"
TEXTS: Final[dict[Purpose, str]] = {
    Purpose.BOARD: "My effort points may stand on the group's board under a made-up name.",
    Purpose.CEREMONY_NAME: "My name may be shown at the group's ceremony as I chose.",
    Purpose.CEREMONY_RECORDING: "The ceremony may be recorded while I am in it.",
    Purpose.PHOTO: "My photo may be shown to the group.",
    Purpose.KEEPSAKE: "I may appear in the keepsake that the group receives.",
    Purpose.SMS: "The clinic may send me text messages about the group.",
    Purpose.EMAIL: "The clinic may send me e-mail about the group.",
    Purpose.WEARABLE: "The clinic may use data of my wearable for my own plan.",
    Purpose.RESEARCH: "My data may leave the clinic for research without my name.",
}


class Consent(Record):
    """One thing that a person said about one purpose at one time."""

    __tablename__ = "consent"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    purpose: Mapped[str]
    is_given: Mapped[bool]
    level: Mapped[str | None]
    source: Mapped[str]
    text: Mapped[str]
    text_version: Mapped[str]
    language: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]
    sequence: Mapped[int]
    """Counts a person's statements: the highest is in force, whatever the clock said."""

    __table_args__ = (Index("ix_consent_participant_purpose", "participant_id", "purpose", "sequence", unique=True),)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says about one purpose, before it is written down."""

    purpose: Purpose
    is_given: bool
    source: Source
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A statement as it is in force, with where it came from."""

    purpose: Purpose
    is_given: bool
    level: Level | None
    source: Source
    recorded_at: datetime
    text: str

    @property
    def allows_messages(self) -> bool:
        """Whether it is enough to send something: never what came from a list."""
        return self.is_given and self.source is not Source.LIST


def record_consent(
    work: Work,
    person: UUID,
    purpose: Purpose,
    *,
    is_given: bool,
    source: Source,
    level: Level | None = None,
    language: str = "en",
) -> None:
    """Append what the person said; it is in force from this moment everywhere."""
    work.require(Permission.RECORD_CONSENT, person=person)
    record_consents(work, person, [Statement(purpose, is_given, source, level)], language=language)


def record_consents(work: Work, person: UUID, said: Iterable[Statement], *, language: str = "en") -> None:
    """Append everything that the person said at one time."""
    work.require(Permission.RECORD_CONSENT, person=person)
    newest = select(Consent.purpose, func.max(Consent.sequence)).where(Consent.participant_id == person)
    last: dict[str, int] = dict(work.session.execute(newest.group_by(Consent.purpose)).all())
    for one in said:
        last[one.purpose.value] = last.get(one.purpose.value, 0) + 1
        work.session.add(
            Consent(
                id=work.new_id(),
                participant_id=person,
                purpose=one.purpose.value,
                is_given=one.is_given,
                level=one.level.value if one.level and one.is_given else None,
                source=one.source.value,
                text=TEXTS[one.purpose],
                text_version=TEXT_VERSION,
                language=language,
                recorded_at=work.now,
                recorded_by=work.actor.id,
                sequence=last[one.purpose.value],
            )
        )
    work.session.flush()


def consents(work: Work, person: UUID) -> dict[Purpose, ConsentLine]:
    """Give what is in force for one person; a purpose never asked about is absent."""
    work.require(Permission.READ_CONSENT, person=person)
    return _in_force(work, [person]).get(person, {})


def consent_history(work: Work, person: UUID) -> tuple[ConsentLine, ...]:
    """List everything that the person ever said, newest first."""
    work.require(Permission.READ_CONSENT, person=person)
    rows = work.session.scalars(select(Consent).where(Consent.participant_id == person))
    return tuple(_line(row) for row in sorted(rows, key=lambda row: (row.recorded_at, row.sequence), reverse=True))


def levels(work: Work, people: Iterable[UUID], purpose: Purpose) -> dict[UUID, Level]:
    """Give for each person how they may be named for this purpose; unasked or refused means unmentioned."""
    work.require(Permission.READ_CONSENT)
    wanted = tuple(people)
    found = _in_force(work, _reached(work, wanted), purpose)
    result = {}
    for person in wanted:
        line = found.get(person, {}).get(purpose)
        result[person] = (line.level or Level.ANONYMOUS) if line and line.is_given else Level.UNMENTIONED
    return result


def agreed(work: Work, people: Iterable[UUID], purpose: Purpose) -> frozenset[UUID]:
    """Give those of the people who agree to this purpose now."""
    work.require(Permission.READ_CONSENT)
    query = (
        select(Consent.participant_id, Consent.is_given)
        .where(Consent.participant_id.in_(_reached(work, people)), Consent.purpose == purpose.value)
        .order_by(Consent.sequence)
    )
    newest = dict(work.session.execute(query).all())
    return frozenset(person for person, is_given in newest.items() if is_given)


def _reached(work: Work, people: Iterable[UUID]) -> tuple[UUID, ...]:
    """Give those of the people whose word is open to the person acting; of the others nothing is known."""
    wanted = tuple(people)
    if work.actor.may_everywhere(Permission.READ_CONSENT):
        return wanted
    reached = people_within(work.actor, Permission.READ_CONSENT, Participant.id)
    return tuple(work.session.scalars(select(Participant.id).where(Participant.id.in_(wanted), reached)))


def _in_force(
    work: Work, people: Iterable[UUID], purpose: Purpose | None = None
) -> dict[UUID, dict[Purpose, ConsentLine]]:
    query = select(Consent).where(Consent.participant_id.in_(tuple(people))).order_by(Consent.sequence)
    if purpose is not None:
        query = query.where(Consent.purpose == purpose.value)
    result: dict[UUID, dict[Purpose, ConsentLine]] = {}
    for row in work.session.scalars(query):
        result.setdefault(row.participant_id, {})[Purpose(row.purpose)] = _line(row)
    return result


def _line(row: Consent) -> ConsentLine:
    return ConsentLine(
        Purpose(row.purpose),
        row.is_given,
        Level(row.level) if row.level else None,
        Source(row.source),
        row.recorded_at,
        row.text,
    )
