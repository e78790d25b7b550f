"""The clinic's signing key, and its issuer file for those who check certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.issuer import Issuer, IssuerKey, SupersededEntry, VoidEntry, issuer_text, key_id, public_bytes
from models.access import Permission
from models.recognition.certificate import CertificateStatus, withdrawn_certificates
from models.recognition.signing_key import keep_signing_key, signing_keys
from models.settings import profile
from models.trail import Action

if TYPE_CHECKING:
    from models.work import Work


def issuer_file(work: Work) -> str:
    """Write the clinic's issuer file: its public keys and which certificates no longer count."""
    work.require(Permission.ISSUE_CERTIFICATES)
    work.record_export(Action.EXPORT, "signing_key", None)
    key = signing_key(work)
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


def signing_key(work: Work) -> Ed25519PrivateKey:
    """Open the clinic's present key, or make its first."""
    work.require(Permission.ISSUE_CERTIFICATES)
    known = signing_keys(work)
    if known:
        return Ed25519PrivateKey.from_private_bytes(known[-1].private)
    key = Ed25519PrivateKey.generate()
    keep_signing_key(work, key_id(public_bytes(key)).hex(), key.private_bytes_raw(), public_bytes(key))
    return key
