"""Erasing one person: everything about them, everywhere, and again whenever an older backup brings them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from models.access import Permission
from models.errors import InvalidError
from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.consent import Consent
from models.people.erasure import Erasure, Ground
from models.people.naming import distinguished, full_name
from models.people.participant import Participant
from models.people.retention import Keeping
from models.people.staff import staff
from models.privacy.mentions import Mentions, mentions_of
from models.privacy.retention import keep_until
from models.programme.attendance import Attendance, AttendanceChange
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting
from models.recognition.badge import BadgeAward
from models.recognition.certificate import Certificate
from models.recognition.effort import EffortPoint
from models.recognition.erasure import ceremonies_about, forget_in_ceremonies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute

    from models.access import Confirmed
    from models.backup.erasure_ledger import Ledger
    from models.base import Record
    from models.work import Work

REMARKS: Final[tuple[tuple[type[Record], InstrumentedAttribute[str]], ...]] = (
    (AttendanceChange, AttendanceChange.reason), (Enrolment, Enrolment.left_reason),
    (Meeting, Meeting.cancel_reason), (Cohort, Cohort.place), (BadgeAward, BadgeAward.reason),
    (Certificate, Certificate.status_reason),
)  # fmt: skip
"""Where staff write freely, so that somebody may be mentioned in what is kept about the group or about others."""


class TooEarlyError(InvalidError):
    """The clinic's time of keeping is not over; the person may be erased knowingly."""


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure would take away; the version goes back with it."""

    person: UUID
    version: int
    name: str
    distinguisher: str
    groups: tuple[str, ...]
    marks: int
    forms: int
    consents: int
    badges: int
    certificates: int
    """These keep their number, kind, day and status."""
    ceremonies: int
    mentions: int
    """Remarks of staff in which the person is mentioned: the mention is taken out."""
    keep_until: date | None
    """Until when the clinic's rule would keep the records; None where that is over."""


def erasure_preview(work: Work, person: UUID) -> ErasurePreview:
    """Say what erasing somebody would take away; nothing is changed."""
    work.require(Permission.KEEP_PRIVACY, person=person)
    work.record_read("participant", person, "born", "email", "phone")
    records = _records(work, person)
    whole = records[0]
    memberships = _memberships(work, records)
    rows = {kind: _count(work, query) for kind, query in _rows(records, memberships)}
    mentions = _mentions(work, records)
    groups = select(Cohort.name).join(Enrolment, Enrolment.cohort_id == Cohort.id)
    return ErasurePreview(
        person=whole.id, version=whole.version, name=full_name(whole.identity),
        distinguisher=_distinguisher(work, whole),
        groups=tuple(work.session.scalars(groups.where(Enrolment.id.in_(memberships)).order_by(Cohort.starts_on))),
        marks=rows[Attendance], forms=rows[QuestionnaireResponse], consents=rows[Consent], badges=rows[BadgeAward],
        certificates=len(_certificates(work, memberships)),
        ceremonies=ceremonies_about(work, memberships, mentions.cleared),
        mentions=sum(1 for _ in _mentioning(work, mentions)), keep_until=keep_until(work, whole.id),
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

    A certificate keeps its number, kind, day and status. The audit keeps ids, which name nobody from now on. `knowing`
    goes on although the clinic's time of keeping is not over. `finish_erasures` must follow outside this unit of work.
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
    ledger.add(work, [row.id for row in records])
    _erase(work, records, ground, is_early=until is not None)


def erase_again(work: Work, person: UUID) -> None:
    """Erase somebody whom a restored backup has brought back, without asking: it was decided before."""
    work.require(Permission.KEEP_PRIVACY)
    if work.session.get(Participant, person) is not None:
        _erase(work, _records(work, person), Ground.RESTORED, is_early=False)


def _erase(work: Work, records: Sequence[Participant], ground: Ground, *, is_early: bool) -> None:
    memberships = _memberships(work, records)
    mentions = _mentions(work, records)
    files = [row.media for row in _certificates(work, memberships) if row.media]
    for number, row in enumerate(records):  # first: what is only ever appended to gives way to an erasure alone
        _note(work, row.id, ground, is_early=is_early, files=[] if number else files)
    work.session.flush()
    for certificate in _certificates(work, memberships):
        _unname(certificate)
    forget_in_ceremonies(work, memberships, mentions.cleared)
    for _, query in _rows(records, memberships):
        for row in work.session.scalars(query).all():
            work.session.delete(row)
        work.session.flush()
    for remark, column in _mentioning(work, mentions):
        setattr(remark, column, mentions.cleared(getattr(remark, column)))
    for row in reversed(records):
        work.session.delete(row)
        work.session.flush()


def _note(work: Work, person: UUID, ground: Ground, *, is_early: bool, files: list[str]) -> None:
    """Note the erasure, or once more the one that was noted before, with what is still to be removed."""
    row = work.session.scalars(select(Erasure).where(Erasure.participant_id == person)).one_or_none()
    if row is None:
        row = Erasure(
            id=work.new_id(), participant_id=person, erased_at=work.now, erased_by=work.actor.id, ground=ground,
            is_early=is_early,
        )  # fmt: skip
        work.session.add(row)
    row.files, row.finished_at = files, None


def _records(work: Work, person: UUID, *, version: int | None = None) -> tuple[Participant, ...]:
    """Give the record that is kept of somebody, and after it those that were merged into it."""
    asked = work.get(Participant, person)
    whole = work.get(Participant, asked.merged_into or person, version=version)
    merged = select(Participant).where(Participant.merged_into == whole.id).order_by(Participant.id)
    return whole, *work.session.scalars(merged)


def _memberships(work: Work, records: Sequence[Participant]) -> tuple[UUID, ...]:
    people = [row.id for row in records]
    return tuple(work.session.scalars(select(Enrolment.id).where(Enrolment.participant_id.in_(people))))


def _rows(records: Sequence[Participant], memberships: Sequence[UUID]) -> Iterator[tuple[type[Record], Select[Any]]]:
    """Give what is deleted, table by table, each before what it points at; nothing sealed is opened."""
    people = [row.id for row in records]
    marks = select(Attendance.id).where(Attendance.enrolment_id.in_(memberships))
    sealed = (defer(QuestionnaireResponse.answers), defer(QuestionnaireResponse.scores))
    yield AttendanceChange, select(AttendanceChange).where(AttendanceChange.attendance_id.in_(marks))
    for table in (Attendance, EffortPoint, BadgeAward):
        yield table, select(table).where(table.enrolment_id.in_(memberships))
    forms = select(QuestionnaireResponse).where(QuestionnaireResponse.participant_id.in_(people))
    yield QuestionnaireResponse, forms.options(*sealed)
    for kept in (Consent, Keeping, Enrolment):
        yield kept, select(kept).where(kept.participant_id.in_(people))


def _certificates(work: Work, memberships: Sequence[UUID]) -> tuple[Certificate, ...]:
    query = select(Certificate).where(Certificate.enrolment_id.in_(memberships)).order_by(Certificate.serial)
    return tuple(work.session.scalars(query))


def _unname(row: Certificate) -> None:
    """Leave of a certificate what its paper is checked by: number, kind, day and status."""
    row.enrolment_id = None
    row.name_as_printed = row.rule_text = row.media = row.sha256 = row.status_reason = ""


def _mentions(work: Work, records: Sequence[Participant]) -> Mentions:
    people = [row.id for row in records]
    names = (Participant.given_name, Participant.family_name, Participant.preferred_name, Participant.nickname)
    query = select(*names).where(Participant.id.not_in(people), Participant.merged_into.is_(None))
    others = [name for row in work.session.execute(query) for name in (*row, f"{row[0]} {row[1]}")]
    return mentions_of(records, (*others, *(line.name for line in staff(work))))


def _mentioning(work: Work, mentions: Mentions) -> Iterator[tuple[Record, str]]:
    """Give the rows in which staff mentioned the person, and the name of the field."""
    for table, column in REMARKS:
        texts = work.session.execute(select(table.id, column).where(column != ""))
        for id_ in [id_ for id_, text in texts if mentions.cleared(text) != text]:
            yield work.get(table, id_), column.key


def _distinguisher(work: Work, whole: Participant) -> str:
    same = select(Participant).where(Participant.folded == whole.folded, Participant.merged_into.is_(None))
    return distinguished(row.identity for row in work.session.scalars(same)).get(whole.id, "")


def _count(work: Work, query: Select[Any]) -> int:
    return work.session.scalars(select(func.count()).select_from(query.subquery())).one()
