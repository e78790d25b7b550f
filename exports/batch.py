"""A cohort's certificates in one job: who gets one, who does not and why, and what is kept of each."""

from __future__ import annotations

import hashlib
import io
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.certificate import CertificatePage, Printed, needs_review, printed
from exports.issuer import Issuer, IssuerKey, SupersededEntry, VoidEntry, issuer_text, key_id, public_bytes
from exports.page_painter import Signature
from exports.wording import language_for, wording
from models.access import Permission, Role
from models.errors import NotFoundError
from models.folder.storage_errors import DamagedError
from models.people.participant import languages
from models.people.staff import staff
from models.programme.cohort import cohort as cohort_view
from models.recognition.certificate import (
    CertificateStatus,
    IssuedPage,
    certificate_numbered,
    certificates,
    entitlements,
    next_serials,
    record_certificates,
    withdrawn_certificates,
)
from models.recognition.signing_key import keep_signing_key, signing_keys
from models.settings import profile
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from models.programme.cohort import CohortView
    from models.recognition.certificate import CertificateLine, Entitlement
    from models.settings import Profile
    from models.storage.media import Media
    from models.work import Work


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate of the job; an earlier one is the kept PDF, byte by byte."""

    enrolment: UUID
    serial: str
    name: str
    pdf: bytes
    is_new: bool
    certificate: UUID


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A person without a certificate in this job, and the reason in words."""

    enrolment: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A job in roster order: what is printed, who is not entitled, and what a person must look at first."""

    issued: tuple[Issued, ...]
    excluded: tuple[LeftOut, ...]
    review: tuple[LeftOut, ...]

    @property
    def merged(self) -> bytes:
        """All pages as one print job."""
        return joined(each.pdf for each in self.issued)


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing would do: the pages to make, the serials that exist already, and who is left out."""

    pages: tuple[tuple[UUID, CertificatePage], ...]
    again: tuple[tuple[UUID, str], ...]
    excluded: tuple[LeftOut, ...]
    review: tuple[LeftOut, ...]
    roster: tuple[UUID, ...]
    """Every enrolment of the cohort, in roster order."""


def planned_certificates(
    work: Work, cohort: UUID, *, only: Collection[UUID] | None = None, signatures: tuple[Signature, ...] | None = None
) -> Plan:
    """Say what issuing would do, without doing it; `only` narrows it to some enrolments."""
    work.require(Permission.READ_CERTIFICATES, cohort=cohort)
    view, clinic = cohort_view(work, cohort), profile(work)
    signed = signatories(work) if signatures is None else signatures
    pages: list[tuple[UUID, CertificatePage]] = []
    again: list[tuple[UUID, str]] = []
    excluded: list[LeftOut] = []
    review: list[LeftOut] = []
    members = entitlements(work, cohort)
    spoken = languages(work, (line.member.person for line in members))
    for line in members:
        enrolment = line.member.enrolment
        if only is not None and enrolment not in only:
            continue
        if line.serial:
            again.append((enrolment, line.serial))
        elif not line.is_entitled:
            excluded.append(LeftOut(enrolment, line.name, line.reason))
        else:
            page = _page(work, line, view, clinic, signed, spoken[line.member.person])
            doubt = needs_review(page)
            if doubt is None:
                pages.append((enrolment, page))
            else:
                review.append(LeftOut(enrolment, line.name, doubt.sentence()))
    roster = tuple(line.member.enrolment for line in members)
    return Plan(tuple(pages), tuple(again), tuple(excluded), tuple(review), roster)


def issue_certificates(
    work: Work,
    media: Media,
    cohort: UUID,
    *,
    only: Collection[UUID] | None = None,
    signatures: tuple[Signature, ...] | None = None,
) -> Batch:
    """Issue to everyone entitled who has none, and give the kept PDFs of those who have: all of it or nothing."""
    work.require(Permission.ISSUE_CERTIFICATES, cohort=cohort)
    plan = planned_certificates(work, cohort, only=only, signatures=signatures)
    issued = [*_kept(work, media, cohort, plan), *_made(work, media, cohort, plan)]
    place = {enrolment: at for at, enrolment in enumerate(plan.roster)}
    issued.sort(key=lambda each: place[each.enrolment])
    return Batch(tuple(issued), plan.excluded, plan.review)


def reprint(work: Work, media: Media, serial: str) -> bytes:
    """Give the kept PDF of a certificate; one whose bytes are not those that were issued is refused."""
    work.require(Permission.READ_CERTIFICATES)
    return _kept_pdf(media, certificate_numbered(work, serial))


def signatories(work: Work) -> tuple[Signature, ...]:
    """Say who signs: the facilitator (the one at work, else the clinic's first) and the peer-group lead, if any."""
    work.require(Permission.READ_STAFF)
    words = wording(language_for("en"))
    active = [line for line in staff(work) if line.is_active]
    leads = sorted(
        (line for line in active if Role.FACILITATOR in line.roles), key=lambda line: line.id != work.actor.id
    )
    peers = [line for line in active if Role.PEER_LEAD in line.roles]
    signed = [Signature(leads[0].name if leads else "", words.facilitator)]
    return (*signed, *(Signature(line.name, words.peer_lead) for line in peers[:1]))


def issuer_file(work: Work) -> str:
    """Write the clinic's issuer file: its public keys and which certificates no longer count."""
    work.require(Permission.ISSUE_CERTIFICATES)
    work.record_export(Action.EXPORT, "signing_key", None)
    key = _signing_key(work)
    clinic = profile(work)
    lines = withdrawn_certificates(work)
    zone = work.zone
    keys = tuple(IssuerKey.of(each.public, each.made_at.astimezone(zone).date()) for each in signing_keys(work))
    issuer = Issuer(
        clinic=clinic.name,
        made_on=work.today,
        keys=keys,
        void=tuple(
            VoidEntry(serial=line.serial, reason=line.reason, on=line.on)
            for line in lines
            if line.status is CertificateStatus.VOID
        ),
        superseded=tuple(
            SupersededEntry(serial=line.serial, on=line.on)
            for line in lines
            if line.status is CertificateStatus.SUPERSEDED
        ),
    )
    return issuer_text(issuer, key)


def joined(pdfs: Iterable[bytes]) -> bytes:
    """Join issued PDFs, page by page as they are, into one print job."""
    out = io.BytesIO()
    with pikepdf.new() as job:
        for each in pdfs:
            with pikepdf.open(io.BytesIO(each)) as one:
                job.pages.extend(one.pages)
        job.docinfo["/Producer"] = "Laurel"
        job.save(out, deterministic_id=True)
    return out.getvalue()


def _page(
    work: Work, line: Entitlement, view: CohortView, clinic: Profile, signatures: tuple[Signature, ...], language: str
) -> CertificatePage:
    rule = view.programme.rule
    return CertificatePage(
        name=line.name,
        programme=view.programme.name,
        cohort=view.name,
        first_day=view.meetings[0].day,
        last_day=view.meetings[-1].day,
        attended=line.tally.attended,
        sessions=line.tally.planned if rule.excused_count else line.tally.planned - line.tally.excused,
        minimum_percent=rule.threshold_percent,
        clinic=clinic.name,
        country=clinic.country,
        issued_on=work.today,
        signatures=signatures,
        verification_page=clinic.verification_page,
        language=language,
    )


def _kept_pdf(media: Media, line: CertificateLine) -> bytes:
    """Read the kept PDF; raises `NotFoundError` after an erasure, `DamagedError` where it is not what was issued."""
    if line.enrolment is None:
        raise NotFoundError(
            "The person of certificate {serial} was erased. Its number still counts, but there is no page to print.",
            serial=line.serial,
        )
    content = media.read(line.media)
    if hashlib.sha256(content).hexdigest() != line.sha256:
        raise DamagedError("The kept PDF of certificate {serial} is not the one that was issued.", serial=line.serial)
    return content


def _kept(work: Work, media: Media, cohort: UUID, plan: Plan) -> list[Issued]:
    """Give the earlier certificates of the job from what was kept."""
    if not plan.again:
        return []
    known = {line.serial: line for line in certificates(work, cohort)}
    return [
        Issued(
            person,
            serial,
            known[serial].name_as_printed,
            _kept_pdf(media, known[serial]),
            is_new=False,
            certificate=known[serial].id,
        )
        for person, serial in plan.again
    ]


def _made(work: Work, media: Media, cohort: UUID, plan: Plan) -> list[Issued]:
    """Draw everything first, then keep and write down; what was kept goes again when anything fails."""
    if not plan.pages:
        return []
    key = _signing_key(work)
    serials = next_serials(work, len(plan.pages))
    drawn = [
        (enrolment, printed(page, serial=serial, salt=work.new_id().bytes[-8:], key=key))
        for (enrolment, page), serial in zip(plan.pages, serials, strict=True)
    ]
    records: list[IssuedPage] = []
    with ExitStack() as undo:
        for enrolment, page in drawn:
            name = media.store(page.pdf)
            undo.callback(media.remove, name)
            records.append(_record(work, enrolment, page, key, name))
        record_certificates(work, cohort, records)
        undo.pop_all()
    return [
        Issued(enrolment, page.serial, page.name_as_printed, page.pdf, is_new=True, certificate=record.id)
        for (enrolment, page), record in zip(drawn, records, strict=True)
    ]


def _record(work: Work, enrolment: UUID, page: Printed, key: Ed25519PrivateKey, media: str) -> IssuedPage:
    kid = key_id(public_bytes(key)).hex()
    return IssuedPage(
        id=work.new_id(),
        serial=page.serial,
        enrolment=enrolment,
        name_as_printed=page.name_as_printed,
        rule_text=page.rule_text,
        key_id=kid,
        media=media,
        sha256=page.sha256,
    )


def _signing_key(work: Work) -> Ed25519PrivateKey:
    """Open the clinic's present key, or make its first."""
    known = signing_keys(work)
    if known:
        return Ed25519PrivateKey.from_private_bytes(known[-1].private)
    key = Ed25519PrivateKey.generate()
    keep_signing_key(work, key_id(public_bytes(key)).hex(), key.private_bytes_raw(), public_bytes(key))
    return key
