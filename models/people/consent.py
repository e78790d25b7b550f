"""The consent ledger: what each person agreed to, for which purpose and channel; append-only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, select, true
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.clinic_day import first_instant
from models.errors import InvalidError
from models.people.agreement import Agreement, ConsentLine, consent_section, later_words
from models.people.appended import append_only
from models.people.consent_text import consent_form_texts, form_of_code
from models.people.naming import Level
from models.people.participant import Participant
from models.people.purpose import DISPLAY, MESSAGES, Channel, Purpose, Source, channels_of
from models.people.statement import Paper, Statement
from models.personal_table import Erase, PersonalTable
from models.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement

    from models.people.consent_text import Form
    from models.personal_table import ExportSubject, Section
    from models.work import Work

__all__ = [
    "Agreement", "Channel", "Consent", "ConsentLine", "Paper", "Purpose", "Source", "Statement", "agreed",
    "agreements", "carry_consents", "consent_history", "consents", "later_words", "levels", "record_consent",
    "record_consents",
]  # fmt: skip


def _carry(work: Work, keep: UUID, remove: UUID) -> None:
    """Append the removed record's later statements to the kept one; the ledger is append-only, so no row moves."""
    carry_consents(work, keep, later_words(consents(work, keep), consents(work, remove)))


def _exported(work: Work, subject: ExportSubject) -> Iterator[Section]:
    lines = [line for person in subject.people for line in consent_history(work, person)]
    yield consent_section(lines, subject.role, work.zone)


class Consent(Record):
    """One statement of a person about one purpose."""

    __tablename__ = "consent"
    personal = PersonalTable(
        about="participant_id",
        erase=Erase.DELETE,
        merge=_carry,
        free_text=(),
        other_text=("text", "text_version", "language", "form_code", "kept_at"),  # signed, so never altered
        keep=None,
        export=(_exported,),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    purpose: Mapped[Purpose]
    channel: Mapped[Channel]
    is_given: Mapped[bool]
    level: Mapped[Level | None]
    source: Mapped[Source]
    text: Mapped[str]
    """The words that the person was shown; "" where it came from a list, since nobody knows them."""
    text_version: Mapped[str]
    language: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]
    said_on: Mapped[date | None]
    """The day of the signature; None where it was said when it was recorded."""
    expires_at: Mapped[datetime | None]
    form_code: Mapped[str]
    kept_at: Mapped[str]
    """Where the signed paper is kept."""
    sequence: Mapped[int]
    """Counts a person's statements for a purpose: the highest is in force, also after a clock that ran wrong."""

    __table_args__ = (Index("ix_consent_participant_purpose", "participant_id", "purpose", "sequence", unique=True),)


append_only(Consent)


def record_consent(
    work: Work,
    person: UUID,
    purpose: Purpose,
    *,
    is_given: bool,
    source: Source,
    level: Level | None = None,
    channel: Channel = Channel.ANYWHERE,
    language: str = "en",
) -> None:
    """Append one statement; it is in force at once, everywhere in Laurel."""
    work.require(Permission.RECORD_CONSENT, person=person)
    said = Statement(purpose=purpose, is_given=is_given, source=source, level=level, channel=channel)
    record_consents(work, person, [said], language=language)


def record_consents(
    work: Work,
    person: UUID,
    said: Iterable[Statement],
    *,
    language: str = "en",
    shown: Form | None = None,
    paper: Paper | None = None,
) -> None:
    """Append everything that the person said at one time, with the texts that they were shown.

    The texts are those of the signed `paper`, else `shown` (those of the screen, also where somebody has changed them
    meanwhile), else those in force in `language`. Raises `InvalidError` for a paper of tomorrow, of an unknown code, or
    with a yes to a purpose on which the person has made a later statement, and for a last day that is over.
    """
    work.require(Permission.RECORD_CONSENT, person=person)
    statements = tuple(said)
    if paper is not None:
        paper = _checked(work, person, paper, statements)
        form = form_of_code(work, paper.form_code)
    else:
        form = shown or consent_form_texts(work, language)
    _append(work, person, (_line(work, one, form, paper) for one in statements))


def carry_consents(work: Work, person: UUID, lines: Iterable[ConsentLine]) -> None:
    """Append earlier statements again, with the day on which they were said: those of a merged record, for example."""
    work.require(Permission.RECORD_CONSENT, person=person)
    again = (
        replace(line, said_on=line.day_in(work.zone), recorded_at=work.now, recorded_by=work.actor.id) for line in lines
    )
    _append(work, person, again)


def consents(work: Work, person: UUID) -> dict[Purpose, Agreement]:
    """Give what is in force for one person; a purpose never asked about is absent.

    Without the permission to read contact data only the purposes of `DISPLAY` are given.
    """
    work.require(Permission.READ_CONSENT, person=person)
    return _agreements(work, [person]).get(person, {})


def agreements(work: Work, people: Iterable[UUID]) -> dict[UUID, dict[Purpose, Agreement]]:
    """Give what is in force for many people at once; people never asked or out of reach are absent."""
    work.require(Permission.READ_CONSENT)
    return _agreements(work, _reached(work, people))


def consent_history(work: Work, person: UUID) -> tuple[ConsentLine, ...]:
    """List all statements of the person, newest first."""
    work.require(Permission.READ_CONSENT, person=person)
    rows = work.session.scalars(select(Consent).where(Consent.participant_id == person, _open_to(work)))
    ordered = sorted(rows, key=lambda row: (row.recorded_at, row.sequence), reverse=True)
    return tuple(_read(row, work.now) for row in ordered)


def levels(
    work: Work, people: Iterable[UUID], purpose: Purpose, channel: Channel = Channel.ANYWHERE
) -> dict[UUID, Level]:
    """Give by id how each person may be named for this purpose; never asked, refused or expired means unmentioned.

    Where the channel is not known, it is the least that the person allows in any of them.
    """
    work.require(Permission.READ_CONSENT)
    wanted = tuple(people)
    found = _agreements(work, _reached(work, wanted), purpose)
    return {
        person: found[person][purpose].level_in(channel) if person in found else Level.UNMENTIONED for person in wanted
    }


def agreed(
    work: Work, people: Iterable[UUID], purpose: Purpose, channel: Channel = Channel.ANYWHERE
) -> frozenset[UUID]:
    """Give those of the people who agree to this purpose now in this channel, or, where it is not known, in all.

    For messages, an agreement that came from an imported list does not count.
    """
    work.require(Permission.READ_CONSENT)
    found = _agreements(work, _reached(work, people), purpose)
    return frozenset(
        person
        for person, said in found.items()
        if said[purpose].holds_in(channel) and (purpose not in MESSAGES or said[purpose].allows_messages)
    )


def _checked(work: Work, person: UUID, paper: Paper, said: tuple[Statement, ...]) -> Paper:
    """Refuse a paper of tomorrow, and one whose yes would undo a later withdrawal."""
    if paper.signed_on > work.today:
        raise InvalidError("The day of the signature lies in the future. Correct it.")
    known = consents(work, person)
    for last in (known[one.purpose].newest for one in said if one.is_given and one.purpose in known):
        day = last.day_in(work.zone)
        # A paper has a day and no time: of two statements of one day the withdrawal is taken for the later one.
        if day > paper.signed_on or (day == paper.signed_on and not last.holds):
            raise InvalidError(
                "They said something about “{purpose}” on {day}, on or after the day of this signature. Leave it empty "
                "here, or ask the person and record what they say now.",
                purpose=last.purpose.value,
                day=day.isoformat(),
            )
    return replace(paper, kept_at=clean_line(paper.kept_at, "Where the paper is kept"))


def _line(work: Work, one: Statement, form: Form, paper: Paper | None) -> ConsentLine:
    source = Source.PAPER if paper else one.source
    text, version, language = ("", "", "") if source is Source.LIST else form.texts[one.purpose].shown
    return ConsentLine(
        purpose=one.purpose, channel=one.channel, is_given=one.is_given, holds=one.is_given, level=one.level,
        source=source, text=text, text_version=version, language=language, recorded_at=work.now,
        recorded_by=work.actor.id, said_on=paper.signed_on if paper else None,
        expires_at=_end_of(work, one.until) if one.until and one.is_given else None,
        form_code=form.code if paper else "", kept_at=paper.kept_at if paper else "",
    )  # fmt: skip


def _end_of(work: Work, day: date) -> datetime:
    """Give the instant at which a day ends in the clinic's zone."""
    if day < work.today:
        raise InvalidError("The last day on which it holds is over. Choose a later one, or none.")
    return first_instant(day + timedelta(days=1), work.zone)


def _append(work: Work, person: UUID, lines: Iterable[ConsentLine]) -> None:
    newest = select(Consent.purpose, func.max(Consent.sequence)).where(Consent.participant_id == person)
    last: dict[Purpose, int] = dict(work.session.execute(newest.group_by(Consent.purpose)).all())
    for line in lines:
        last[line.purpose] = last.get(line.purpose, 0) + 1
        # A purpose without channels is stored for anywhere, whatever channel the statement names.
        channel = line.channel if line.channel in channels_of(line.purpose) else Channel.ANYWHERE
        work.session.add(
            Consent(
                id=work.new_id(), participant_id=person, purpose=line.purpose, channel=channel,
                is_given=line.is_given, level=line.level if line.is_given else None, source=line.source,
                text=line.text, text_version=line.text_version, language=line.language, recorded_at=line.recorded_at,
                recorded_by=line.recorded_by, said_on=line.said_on, expires_at=line.expires_at,
                form_code=line.form_code, kept_at=line.kept_at, sequence=last[line.purpose],
            )
        )  # fmt: skip
    work.session.flush()


def _reached(work: Work, people: Iterable[UUID]) -> tuple[UUID, ...]:
    """Give those of the people whose consent the person acting may read."""
    wanted = tuple(people)
    if work.actor.may_everywhere(Permission.READ_CONSENT):
        return wanted
    reached = work.people_within(Permission.READ_CONSENT, Participant.id)
    return tuple(work.session.scalars(select(Participant.id).where(Participant.id.in_(wanted), reached)))


def _open_to(work: Work) -> ColumnElement[bool]:
    """Give the condition that hides purposes of contact and data from those who may not read contact data."""
    if work.actor.may(Permission.READ_CONTACT):
        return true()
    return Consent.purpose.in_(DISPLAY)


def _agreements(
    work: Work, people: Iterable[UUID], purpose: Purpose | None = None
) -> dict[UUID, dict[Purpose, Agreement]]:
    query = select(Consent).where(Consent.participant_id.in_(tuple(people)), _open_to(work)).order_by(Consent.sequence)
    if purpose is not None:
        query = query.where(Consent.purpose == purpose)
    # In the order of their sequence, so that each statement replaces the earlier ones in the channels that it covers.
    found: dict[UUID, dict[Purpose, dict[Channel, ConsentLine]]] = {}
    for row in work.session.scalars(query):
        line = _read(row, work.now)
        covered = channels_of(line.purpose) if line.channel is Channel.ANYWHERE else (line.channel,)
        found.setdefault(row.participant_id, {}).setdefault(line.purpose, {}).update(dict.fromkeys(covered, line))
    return {
        person: {purpose: Agreement(purpose, lines) for purpose, lines in said.items()}
        for person, said in found.items()
    }


def _read(row: Consent, now: datetime) -> ConsentLine:
    return ConsentLine(
        purpose=row.purpose, channel=row.channel, is_given=row.is_given,
        holds=row.is_given and (row.expires_at is None or now < row.expires_at), level=row.level, source=row.source,
        text=row.text, text_version=row.text_version, language=row.language, recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, said_on=row.said_on, expires_at=row.expires_at, form_code=row.form_code,
        kept_at=row.kept_at,
    )  # fmt: skip
