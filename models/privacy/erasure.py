"""Erasing one person from every table, and again where an older backup has brought them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import func, select

from models.access import Permission
from models.errors import InvalidError
from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.consent import Consent
from models.people.erasure import Erasure, Ground
from models.people.naming import PersonLabel, labels
from models.people.participant import Participant
from models.people.retention import Keeping
from models.people.staff import staff
from models.personal_table import Erase, SharedTable, Subject
from models.privacy.declared import (
    ENROLMENT,
    about,
    is_sealed,
    mapped_classes,
    personal_records,
    rows_about,
    rows_where,
    table_of,
    target_of,
)
from models.privacy.mentions import Mentions, mentions_of
from models.privacy.retention import keep_until
from models.privacy.sections import cleared
from models.programme.attendance import Attendance, AttendanceChange
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.recognition.badge import BadgeAward
from models.recognition.certificate import Certificate
from models.recognition.effort import EffortPoint
from models.recognition.erasure import ceremonies_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from models.access import Confirmed
    from models.backup.erasure_ledger import Ledger
    from models.base import Record
    from models.personal_table import PersonalTable
    from models.work import Work


_COUNTED: Final = frozenset({
    Participant, Enrolment, Attendance, AttendanceChange, EffortPoint, QuestionnaireResponse, Consent, BadgeAward,
    Keeping,
})  # fmt: skip
"""Tables that a preview counts by name, or together with another one; rows of all others are counted together."""


class TooEarlyError(InvalidError):
    """The clinic's retention time is not over; `knowing` erases the person all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What an erasure would remove; `version` is given back to `erase_person`."""

    person: UUID
    version: int
    label: PersonLabel
    groups: tuple[str, ...]
    marks: int
    forms: int
    consents: int
    badges: int
    other_entries: int
    """Rows of all other tables that would be deleted."""
    certificates: int
    """These keep their number, kind, day and status."""
    ceremonies: int
    mentions: int
    """Remarks of staff in which the person is mentioned: the mention is taken out."""
    keep_until: date | None
    """Until when the clinic's rule would keep the records; None where that is over."""


def erasure_preview(work: Work, person: UUID) -> ErasurePreview:
    """Count what erasing somebody would remove; nothing is changed, and the reading is audited."""
    work.require(Permission.KEEP_PRIVACY, person=person)
    work.record_read("participant", person, "born", "email", "phone")
    records = _records(work, person)
    kept = records[0]
    memberships = _memberships(work, records)
    mentions = _mentions(work, records)
    subject = Subject(people=tuple(row.id for row in records), enrolments=memberships, clear=mentions.cleared)
    groups = select(Cohort.name).join(Enrolment, Enrolment.cohort_id == Cohort.id)
    return ErasurePreview(
        person=kept.id, version=kept.version, label=_label(work, kept),
        groups=tuple(work.session.scalars(groups.where(Enrolment.id.in_(memberships)).order_by(Cohort.starts_on))),
        marks=_count(work, Attendance, subject), forms=_count(work, QuestionnaireResponse, subject),
        consents=_count(work, Consent, subject), badges=_count(work, BadgeAward, subject),
        other_entries=sum(_count(work, each, subject) for each, rules in personal_records() if _is_other(each, rules)),
        certificates=_count(work, Certificate, subject),
        ceremonies=ceremonies_about(work, memberships, mentions.cleared),
        mentions=sum(1 for _ in _mentioning(work, mentions)), keep_until=keep_until(work, kept.id),
    )  # fmt: skip


def erase_person(
    work: Work,
    ledger: Ledger,
    person: UUID,
    *,
    version: int,
    ground: Ground,
    confirmed: Confirmed,
    knowing: bool = False,
) -> None:
    """Erase a person with every record that was merged into theirs; cannot be undone.

    A certificate keeps its number, kind, day and status. The audit keeps ids, which lead to nobody from now on.
    `models.privacy.sweep.erase` calls this and does what must follow outside this unit of work. Raises `TooEarlyError`
    before the end of the retention time (`knowing` goes on), `NotConfirmedError` and `StaleError`.
    """
    work.require(Permission.KEEP_PRIVACY, person=person)
    work.confirm(confirmed)
    records = _records(work, person, version=version)
    until = keep_until(work, records[0].id)
    if until is not None and not knowing:
        raise TooEarlyError(
            "The clinic keeps these records until {day}. Erase them earlier only where you know that you must.",
            day=until.isoformat(),
        )
    # Before the rows: what a crash leaves between the two is erased again at the next opening, never forgotten.
    ledger.add(work, [row.id for row in records])
    _erase(work, records, ground, is_early=until is not None)


def erase_again(work: Work, person: UUID) -> None:
    """Erase somebody whom a restored backup has brought back, without asking: it was decided before."""
    work.require(Permission.KEEP_PRIVACY)
    if work.session.get(Participant, person) is not None:
        _erase(work, _records(work, person), Ground.RESTORED, is_early=False)


def _erase(work: Work, people: Sequence[Participant], ground: Ground, *, is_early: bool) -> None:
    mentions = _mentions(work, people)
    subject = Subject(
        people=tuple(row.id for row in people), enrolments=_memberships(work, people), clear=mentions.cleared
    )
    files = [name for record, declared in personal_records() for name in _kept_files(work, record, declared, subject)]
    # First: append-only tables let a row go only where the erasure of its person is recorded.
    for number, person in enumerate(subject.people):
        _note(work, person, ground, is_early=is_early, files=[] if number else files)
    work.session.flush()
    for shared in mapped_classes():
        if isinstance(shared.personal, SharedTable) and shared.personal.erase is not None:
            shared.personal.erase(work, subject)
    for record, declared in reversed(personal_records()):  # each before what its foreign keys point at
        _erase_rows(work, record, declared, subject)
    for row, column, text in _mentioning(work, mentions):
        setattr(row, column, cleared(text, mentions.cleared))


def _erase_rows(work: Work, record: type[Record], declared: PersonalTable, subject: Subject) -> None:
    """Erase a table's rows about the subject as the table declares, and empty columns that point at the subject."""
    own = rows_about(work.session, record, subject)
    for name in declared.others:
        column = table_of(record).c[name]
        ids = subject.enrolments if target_of(column) is ENROLMENT else subject.people
        for row in rows_where(work.session, record, column.in_(ids)):
            if row not in own:
                setattr(row, name, None)
    work.session.flush()
    pointing = [column.name for column in table_of(record).c if target_of(column) is table_of(record)]
    for row in sorted(own, key=lambda row: all(getattr(row, name) is None for name in pointing)):
        if callable(declared.erase):
            declared.erase(row)
        else:
            work.session.delete(row)
        if pointing:  # a record that was merged goes before the one that it points at
            work.session.flush()
    work.session.flush()


def _kept_files(work: Work, record: type[Record], declared: PersonalTable, subject: Subject) -> Iterator[str]:
    if declared.files is not None:
        yield from filter(
            None, (getattr(row, declared.files.column) for row in rows_about(work.session, record, subject))
        )


def _note(work: Work, person: UUID, ground: Ground, *, is_early: bool, files: list[str]) -> None:
    """Record the erasure with the files still to be removed; a person erased again keeps the first record."""
    row = work.session.scalars(select(Erasure).where(Erasure.participant_id == person)).one_or_none()
    if row is None:
        row = Erasure(
            id=work.new_id(), participant_id=person, erased_at=work.now, erased_by=work.actor.id, ground=ground,
            is_early=is_early,
        )  # fmt: skip
        work.session.add(row)
    row.files, row.finished_at = files, None


def _records(work: Work, person: UUID, *, version: int | None = None) -> tuple[Participant, ...]:
    """Give the person's kept record, and after it those that were merged into it."""
    asked = work.get(Participant, person)
    kept = work.get(Participant, asked.merged_into or person, version=version)
    merged = select(Participant).where(Participant.merged_into == kept.id).order_by(Participant.id)
    return kept, *work.session.scalars(merged)


def _memberships(work: Work, records: Sequence[Participant]) -> tuple[UUID, ...]:
    people = [row.id for row in records]
    return tuple(work.session.scalars(select(Enrolment.id).where(Enrolment.participant_id.in_(people))))


def _mentions(work: Work, records: Sequence[Participant]) -> Mentions:
    people = [row.id for row in records]
    names = (Participant.given_name, Participant.family_name, Participant.preferred_name, Participant.nickname)
    query = select(*names).where(Participant.id.not_in(people), Participant.merged_into.is_(None))
    others = [name for row in work.session.execute(query) for name in (*row, f"{row[0]} {row[1]}")]
    return mentions_of(records, (*others, *(line.name for line in staff(work))))


def _mentioning(work: Work, mentions: Mentions) -> Iterator[tuple[Record, str, Any]]:
    """Give the rows in which staff mentioned the person, with the name of the field and what stands there.

    Whoever cannot open what is sealed gets a `SealedError` where there is any: a mention there must not stay unseen.
    """
    for record in mapped_classes():
        for name in record.personal.free_text:
            column = table_of(record).c[name]
            written = column.is_not(None) if is_sealed(column) else column != ""
            texts = work.session.execute(select(table_of(record).c.id, column).where(written)).all()
            for id_, text in texts:
                if cleared(text, mentions.cleared) != text:
                    yield work.get(cast("type[Record]", record), id_), name, text


def _label(work: Work, kept: Participant) -> PersonLabel:
    same = select(Participant).where(Participant.folded == kept.folded, Participant.merged_into.is_(None))
    called = labels(row.identity for row in work.session.scalars(same))
    return called.get(kept.id) or labels((kept.identity,))[kept.id]


def _is_other(record: type[Record], declared: PersonalTable) -> bool:
    """Tell whether a preview counts the rows of a table with those of others."""
    return declared.erase is Erase.DELETE and record not in _COUNTED


def _count(work: Work, record: type[Record], subject: Subject) -> int:
    return work.session.scalars(select(func.count()).select_from(table_of(record)).where(about(record, subject))).one()
