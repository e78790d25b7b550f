"""The signed text in a certificate's QR code: `LR1.` and the Base32 of a COSE_Sign1 over a small CBOR map.

What is signed: 1 serial, 2 type code, 3 issue date (days since 1970), 4 salt, 5 digest of the name and, where the
clinic has a page for checking, 6 digest of its address. No name is inside; whoever has the paper can check the
name on it against the digest. Everything is written in exactly one way (RFC 8949 core deterministic encoding, Base32
without padding), and only that way is accepted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

import cbor2
from cryptography.exceptions import InvalidSignature

from exports.issuer import key_id, public_bytes
from exports.wording import day
from models.translation import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from exports.issuer import Issuer

PREFIX: Final = "LR1."
LONGEST_TEXT: Final = 2_000
SALT_LENGTH: Final = 8
DIGEST_LENGTH: Final = 16
"""Bytes; without the salt anybody could try a list of names on a code."""
_EPOCH: Final = date(1970, 1, 1)
_COSE_SIGN1: Final = 18
_ALGORITHM, _KEY_ID, _EDDSA = 1, 4, -8
_BEFORE_KEY_ID: Final = bytes.fromhex("d2844da201270448")
"""Tag 18, an array of four, 13 bytes of protected header: algorithm EdDSA, and an 8-byte key id that follows."""
_SERIAL, _KIND, _ISSUED_ON, _SALT, _DIGEST, _PAGE = range(1, 7)
COMPLETION: Final = 1
"""The type code of a certificate of completion."""
NOT_A_CERTIFICATE: Final = mark(
    "This is not the code of a Laurel certificate. Scan the square code on the paper again."
)
_FOREIGN: Final = mark("This code was not signed with a key of {clinic}: another clinic issued it, or it was changed.")
_NEWER: Final = mark("{clinic} signed this code with a newer Laurel. Check it with a newer Laurel.")


class Status(Enum):
    """The outcome of a verification."""

    VALID = "valid"
    VOID = "void"
    SUPERSEDED = "superseded"
    ALTERED = "altered"
    NOT_OURS = "not ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a verification in one sentence; template and values are apart for translation."""

    status: Status
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    claims: Claims | None = None

    @property
    def reason(self) -> str:
        """The sentence in the language of the moment."""
        return tr(self.template).format(**self.values)

    @property
    def serial(self) -> str:
        """The serial number, where the signature is the clinic's."""
        return self.claims.serial if self.claims else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the clinic signs."""

    serial: str
    kind: int
    issued_on: date
    salt: bytes
    digest: bytes
    page: bytes = b""

    @classmethod
    def about(cls, name: str, *, serial: str, kind: int, issued_on: date, salt: bytes, page: str = "") -> Claims:
        """Make the claims about a name; `salt` is 8 random bytes, new each time."""
        return cls(
            serial=serial,
            kind=kind,
            issued_on=issued_on,
            salt=salt,
            digest=name_digest(name, salt),
            page=page_digest(page),
        )

    def is_for(self, name: str) -> bool:
        """Tell whether this is the name that was printed."""
        return hmac.compare_digest(self.digest, name_digest(name, self.salt))


def name_digest(name: str, salt: bytes) -> bytes:
    """Give the first 16 bytes of SHA-256(salt + name); the name in NFC, single spaces, without invisible characters."""
    if len(salt) != SALT_LENGTH:
        message = f"a salt has {SALT_LENGTH} bytes, not {len(salt)}"
        raise ValueError(message)
    # As people compare names: what cannot be seen, and how accents are composed, makes no difference.
    seen = "".join(char for char in " ".join(name.split()) if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return hashlib.sha256(salt + unicodedata.normalize("NFC", seen).encode()).digest()[:DIGEST_LENGTH]


def page_digest(page: str) -> bytes:
    """Give the first 8 bytes of the SHA-256 of a page's address; nothing for no page."""
    return hashlib.sha256(page.encode()).digest()[:8] if page else b""


def sign(claims: Claims, key: Ed25519PrivateKey) -> str:
    """Sign claims and give the token; the same claims and key give the same text."""
    protected = _protected(key_id(public_bytes(key)))
    stated: dict[int, object] = {
        _SERIAL: claims.serial,
        _KIND: claims.kind,
        _ISSUED_ON: (claims.issued_on - _EPOCH).days,
        _SALT: claims.salt,
        _DIGEST: claims.digest,
    }
    payload = _canonical(stated | ({_PAGE: claims.page} if claims.page else {}))
    signature = key.sign(_to_be_signed(protected, payload))
    return PREFIX + _base32(_canonical(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature])))


def at_page(page: str, token: str) -> str:
    """Append a token to the address of the clinic's verification page, as the fragment.

    A browser does not send the fragment to the server.
    """
    return f"{page}#{token}" if page else token


def read(text: str, issuer: Issuer) -> Verdict:
    """Check the text of a QR code with the clinic's issuer file alone."""
    page, _, token = text.rpartition("#")
    clinic = {"clinic": issuer.clinic}
    if len(text) > LONGEST_TEXT or not token.startswith(PREFIX):
        return Verdict(Status.UNREADABLE, NOT_A_CERTIFICATE)
    parts = _split(token)
    if parts is None:
        return Verdict(
            Status.ALTERED, mark("Part of this code is missing or was changed after {clinic} signed it."), clinic
        )
    verdict = _judged(parts, issuer)
    # The address is signed too: a copied code behind another address would lead to a page that says "valid".
    if verdict.claims and text != token and not (page and page_digest(page) == verdict.claims.page):
        return Verdict(Status.ALTERED, mark("The address in this code is not the one that {clinic} signed."), clinic)
    return verdict


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a token, not verified yet."""

    kid: bytes
    payload: bytes
    signature: bytes


def _split(token: str) -> _Parts | None:
    """Split a token into its parts; None where it is not in the one accepted encoding."""
    text = token.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    start = len(_BEFORE_KEY_ID) + 8
    # Cut by position, and not parsed: what comes from outside is written again from its parts, and must be the same.
    parts = _Parts(raw[len(_BEFORE_KEY_ID) : start], raw[start + 3 : -66], raw[-64:])
    again = cbor2.CBORTag(_COSE_SIGN1, [_protected(parts.kid), {}, parts.payload, parts.signature])
    return parts if token == PREFIX + _base32(_canonical(again)) else None


def _judged(parts: _Parts, issuer: Issuer) -> Verdict:
    clinic = {"clinic": issuer.clinic}
    key = issuer.key(parts.kid)
    if key is None:
        return Verdict(Status.NOT_OURS, _FOREIGN, clinic)
    try:
        key.verify(parts.signature, _to_be_signed(_protected(parts.kid), parts.payload))
    except InvalidSignature:
        return Verdict(Status.ALTERED, mark("This code was changed after {clinic} signed it."), clinic)
    claims = _claims(parts.payload)
    if claims is None:
        return Verdict(Status.UNREADABLE, _NEWER, clinic)
    return _listed(claims, issuer)


def _listed(claims: Claims, issuer: Issuer) -> Verdict:
    """Look an authentic token up in the lists of void and superseded certificates."""
    known: dict[str, object] = {"clinic": issuer.clinic, "serial": claims.serial}
    void = next((entry for entry in issuer.void if entry.serial == claims.serial), None)
    if void is not None:
        why = f": {void.reason.rstrip('.')}" if void.reason else ""
        return Verdict(
            Status.VOID, mark("{clinic} has made certificate {serial} void{why}."), {**known, "why": why}, claims
        )
    old = next((entry for entry in issuer.superseded if entry.serial == claims.serial), None)
    if old is not None:
        by, alone = mark("Certificate {serial} was replaced by {by}."), mark("Certificate {serial} was replaced.")
        template = by if old.by else alone
        return Verdict(Status.SUPERSEDED, template, {**known, "by": old.by}, claims)
    issued = day(claims.issued_on, "en")
    return Verdict(
        Status.VALID, mark("{clinic} issued certificate {serial} on {day}."), {**known, "day": issued}, claims
    )


def _claims(payload: bytes) -> Claims | None:
    """Read a verified payload; None where a newer Laurel wrote it."""
    match cbor2.loads(payload):
        case {1: str(serial), 2: int(kind), 3: int(days), 4: bytes(salt), 5: bytes(digest), **rest}:
            page = rest.pop(_PAGE, b"")
            if rest or not isinstance(page, bytes) or len(salt) != SALT_LENGTH or not 0 <= days < 100_000:
                return None
            return Claims(
                serial=serial, kind=kind, issued_on=_EPOCH + timedelta(days=days), salt=salt, digest=digest, page=page
            )
        case _:
            return None


def _protected(kid: bytes) -> bytes:
    return _canonical({_ALGORITHM: _EDDSA, _KEY_ID: kid})


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return _canonical(["Signature1", protected, b"", payload])


def _canonical(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")
