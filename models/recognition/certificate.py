"""Certificates: who is entitled to one, and what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import NotFoundError
from models.people.naming import legal_name
from models.personal_table import Fields, KeptFiles, Merge, PersonalTable
from models.programme.cohort import cohort as cohort_view
from models.programme.enrolment import Member, members
from models.programme.tally import Tally, tallies
from models.translation import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.programme.programme import Rule
    from models.work import Work

CHECK_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXY"
"""23 letters, without I, O and Z: modulo a prime one wrong digit, or two swapped ones, change the check letter."""


class CertificateStatus(StrEnum):
    """Whether a certificate still counts."""

    VALID = "valid"
    VOID = "void"
    SUPERSEDED = "superseded"


def _unname(row: Certificate) -> None:
    """Empty a certificate of an erased person; number, kind, day and status stay, so that the paper can be checked."""
    row.enrolment_id = None
    row.name_as_printed = row.rule_text = row.media = row.sha256 = row.status_reason = ""


class Certificate(Record):
    """One issued certificate; what was printed never changes, only the status does."""

    __tablename__ = "certificate"
    personal = PersonalTable(
        about="enrolment_id",
        erase=_unname,
        merge=Merge.MOVE,
        free_text=("status_reason",),
        other_text=("serial", "kind", "name_as_printed", "rule_text", "key_id", "media", "sha256"),
        keep="issued_on",
        files=KeptFiles(column="media", name="certificates/certificate-{serial}.pdf"),
        export=(Fields(
            name="certificates",
            title=mark("Certificates"),
            fields={
                "number": "serial", "kind": "kind", "name_as_printed": "name_as_printed", "rule": "rule_text",
                "issued_on": "issued_on", "status": "status", "status_reason": "status_reason",
                "status_on": "status_on",
            },
            order=("serial",),
        ),),
    )  # fmt: skip

    serial: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    """None after the person was erased."""
    name_as_printed: Mapped[str]
    rule_text: Mapped[str]
    issued_on: Mapped[date]
    issued_by: Mapped[UUID]
    key_id: Mapped[str]
    media: Mapped[str]
    """Name of the encrypted PDF: a reprint is that file, so it is the same as the paper handed out."""
    sha256: Mapped[str]
    """Of the PDF's bytes, in hexadecimal."""
    status: Mapped[CertificateStatus]
    status_reason: Mapped[str]
    status_on: Mapped[date | None]
    superseded_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("year", "number"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One member, whether the programme's rule is met, and the reason where it is not."""

    member: Member
    name: str
    """As it would be printed."""
    tally: Tally
    statement: str
    is_entitled: bool
    reason: str
    """Why not; "" for an entitled person."""
    serial: str
    """Of the certificate already issued and still valid; "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """An issued certificate as a list shows it."""

    id: UUID
    serial: str
    enrolment: UUID | None
    """None after the person was erased; then there is no name, no sentence and no kept file either."""
    name_as_printed: str
    rule_text: str
    issued_on: date
    media: str
    sha256: str
    status: CertificateStatus
    status_reason: str
    status_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A certificate that no longer counts, as the issuer file lists it."""

    serial: str
    status: CertificateStatus
    reason: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPage:
    """What is recorded about a certificate when it is issued."""

    id: UUID
    serial: str
    enrolment: UUID
    name_as_printed: str
    rule_text: str
    key_id: str
    media: str
    sha256: str


def entitlements(work: Work, cohort: UUID) -> tuple[Entitlement, ...]:
    """List every member in the clinic's sort order: entitled, or why not (yet).

    Decided once the last planned session was held or its day is past. A person who left is not entitled.
    """
    work.require(Permission.READ_CERTIFICATES, cohort=cohort)
    view = cohort_view(work, cohort)
    counts = tallies(work, cohort)
    issued = {
        line.enrolment: line.serial
        for line in certificates(work, cohort)
        if line.enrolment is not None and line.status is CertificateStatus.VALID
    }
    return tuple(
        _entitlement(member, counts[member.enrolment], view.programme.rule, issued, is_decided=view.is_decided)
        for member in members(work, cohort)
    )


def certificates(work: Work, cohort: UUID | None = None) -> tuple[CertificateLine, ...]:
    """List issued certificates by number, of one cohort or of all that are open to the person acting."""
    work.require(Permission.READ_CERTIFICATES, cohort=cohort)
    reached = work.cohorts_within(Permission.READ_CERTIFICATES, Certificate.cohort_id)
    query = select(Certificate).where(reached).order_by(Certificate.year, Certificate.number)
    if cohort is not None:
        query = query.where(Certificate.cohort_id == cohort)
    return tuple(_line(row) for row in work.session.scalars(query))


def certificate_numbered(work: Work, serial: str) -> CertificateLine:
    """Give the certificate with this number.

    Raises `NotFoundError` also where its cohort is not open to the person acting: not even its existence is told.
    """
    work.require(Permission.READ_CERTIFICATES)
    reached = work.cohorts_within(Permission.READ_CERTIFICATES, Certificate.cohort_id)
    row = work.session.scalars(select(Certificate).where(reached, Certificate.serial == serial)).one_or_none()
    if row is None:
        raise NotFoundError("There is no certificate {serial} in this clinic. Check the number.", serial=serial)
    return _line(row)


def withdrawn_certificates(work: Work) -> tuple[Withdrawn, ...]:
    """List by number every certificate of the clinic that no longer counts, without names, for the issuer file."""
    work.require(Permission.ISSUE_CERTIFICATES)
    query = (
        select(Certificate.serial, Certificate.status, Certificate.status_reason, Certificate.status_on)
        .where(Certificate.status != CertificateStatus.VALID)
        .order_by(Certificate.year, Certificate.number)
    )
    return tuple(
        Withdrawn(serial=number, status=status, reason=reason, on=on)
        for number, status, reason, on in work.session.execute(query)
    )


def next_serials(work: Work, count: int) -> tuple[str, ...]:
    """Give the next numbers of the clinic's year, such as "2026-0042-K".

    They are reserved only for the rest of this write, in which `record_certificates` must use them.
    """
    work.require(Permission.ISSUE_CERTIFICATES)
    year = work.today.year
    # Rows of erased people stay, so that no number is given twice.
    last = work.session.scalars(select(func.max(Certificate.number)).where(Certificate.year == year)).one() or 0
    return tuple(serial(year, last + step) for step in range(1, count + 1))


def record_certificates(work: Work, cohort: UUID, pages: Sequence[IssuedPage]) -> None:
    """Store issued certificates, dated today."""
    work.require(Permission.ISSUE_CERTIFICATES, cohort=cohort)
    for page in pages:
        year, number, _ = page.serial.split("-")
        work.session.add(
            Certificate(
                id=page.id, serial=page.serial, year=int(year), number=int(number), kind="completion",
                cohort_id=cohort, enrolment_id=page.enrolment, name_as_printed=page.name_as_printed,
                rule_text=page.rule_text, issued_on=work.today, issued_by=work.actor.id, key_id=page.key_id,
                media=page.media, sha256=page.sha256, status=CertificateStatus.VALID, status_reason="", status_on=None,
                superseded_by=None,
            )
        )  # fmt: skip
    work.session.flush()


def void_certificate(work: Work, id_: UUID, reason: str) -> None:
    """Void a certificate; who verifies it learns that from the next issuer file on."""
    work.require(Permission.ISSUE_CERTIFICATES)
    row = work.get(Certificate, id_)
    work.require(Permission.ISSUE_CERTIFICATES, cohort=row.cohort_id)
    row.status, row.status_reason = CertificateStatus.VOID, reason
    row.status_on = work.today


def serial(year: int, number: int) -> str:
    """Format a certificate's number with its check letter: the year and number as one integer, modulo 23."""
    digits = f"{year}{number:04d}"
    return f"{year}-{number:04d}-{CHECK_LETTERS[int(digits) % len(CHECK_LETTERS)]}"


def _line(row: Certificate) -> CertificateLine:
    return CertificateLine(
        id=row.id, serial=row.serial, enrolment=row.enrolment_id, name_as_printed=row.name_as_printed,
        rule_text=row.rule_text, issued_on=row.issued_on, media=row.media, sha256=row.sha256, status=row.status,
        status_reason=row.status_reason, status_on=row.status_on,
    )  # fmt: skip


def _entitlement(
    member: Member,
    tally: Tally,
    rule: Rule,
    issued: Mapping[UUID, str],
    *,
    is_decided: bool,
) -> Entitlement:
    # E and F stay in the denominator unless the programme says otherwise.
    planned = tally.planned if rule.excused_count else tally.planned - tally.excused
    statement = rule.statement(tally.attended, planned)
    met = rule.is_met(tally.attended, planned)
    reason = ""
    if not is_decided:
        reason = tr("The programme has not ended yet: decided after its last session.")
    elif member.left_on is not None:
        reason = tr("Left the group on {day}; {statement}.", day=member.left_on.isoformat(), statement=statement)
    elif not met:
        reason = tr("Not yet: {statement}.", statement=statement)
    return Entitlement(
        member=member, name=legal_name(member.identity), tally=tally, statement=statement, is_entitled=not reason,
        reason=reason, serial=issued.get(member.enrolment, ""),
    )  # fmt: skip
