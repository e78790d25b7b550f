"""What the Certificates page shows: who meets the rule of a cohort, who does not and why, and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exports.batch import planned_certificates, reprint
from exports.shipped_templates import CERTIFICATE
from models.access import Permission
from models.programme.current_cohort import CohortChoice, cohort_choice
from models.recognition.certificate import Entitlement, certificate_numbered, entitlements

if TYPE_CHECKING:
    from uuid import UUID

    from exports.page_template import PageTemplate
    from models.storage.media import Media
    from models.work import Work


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One member: what they reached, and what stands in the way, if anything."""

    entitlement: Entitlement
    review: str

    @property
    def is_ready(self) -> bool:
        """Whether a certificate would be issued now."""
        return self.entitlement.is_entitled and not self.entitlement.serial and not self.review


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    """All that the page shows."""

    choice: CohortChoice
    rows: tuple[CertificateRow, ...]


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """One issued certificate: its record, and its PDF as it was printed."""

    id: UUID
    serial: str
    pdf: bytes


def certificates_page(work: Work, cohort: UUID | None = None, template: PageTemplate = CERTIFICATE) -> CertificatesPage:
    """Read the certificates of a cohort; unless one of those reached is named, of the current one.

    Who has to be looked at first depends on the template: a name may have room on one and none on another.
    """
    work.require(Permission.READ_CERTIFICATES, cohort=cohort)
    choice = cohort_choice(work, cohort)
    chosen = choice.chosen
    if chosen is None:
        return CertificatesPage(choice, ())
    looked = (
        planned_certificates(work, chosen.id, template=template).review
        if work.actor.may(Permission.READ_CONTACT)
        else ()
    )
    review = {left.enrolment: left.reason for left in looked}
    people = entitlements(work, chosen.id)
    rows = tuple(CertificateRow(each, review.get(each.member.enrolment, "")) for each in people)
    return CertificatesPage(choice, rows)


def kept_certificate(work: Work, media: Media, serial: str) -> KeptCertificate:
    """Give the kept PDF of a certificate, and which record it is of.

    Raises `NotFoundError` where there is none of this number.
    """
    work.require(Permission.READ_CERTIFICATES)
    pdf = reprint(work, media, serial)
    return KeptCertificate(certificate_numbered(work, serial).id, serial, pdf)
