"""The issuer file: a clinic's public keys and its void and superseded certificates, signed."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import InvalidError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = "laurel-issuer-1"
LARGEST_FILE: Final = 8_000_000

Serial = Annotated[str, Field(min_length=1, max_length=40)]


class _Part(BaseModel):
    """A part of the file; fields that a later Laurel adds are ignored."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="ignore")


class IssuerKey(_Part):
    """One public key of the clinic and the day from which it signs."""

    kid: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    public: Annotated[str, Field(max_length=64)]
    since: Annotated[date, Field(alias="from")]

    @classmethod
    def of(cls, public: bytes, since: date) -> IssuerKey:
        """Make the entry of a public key of 32 bytes."""
        return cls(kid=key_id(public).hex(), public=base64.b64encode(public).decode(), since=since)

    def opened(self) -> Ed25519PublicKey:
        """Give the public key; raise `ValueError` where it is none, or its id is another key's."""
        raw = base64.b64decode(self.public, validate=True)
        if key_id(raw).hex() != self.kid:
            message = "the key id does not belong to the key"
            raise ValueError(message)
        return Ed25519PublicKey.from_public_bytes(raw)


class VoidEntry(_Part):
    """A void certificate, with its public reason."""

    serial: Serial
    reason: Annotated[str, Field(max_length=400)] = ""
    on: date | None = None


class SupersededEntry(_Part):
    """A certificate replaced by a corrected one."""

    serial: Serial
    by: Annotated[str, Field(max_length=40)] = ""
    on: date | None = None


class Issuer(_Part):
    """Everything that a stranger needs to verify this clinic's certificates."""

    format: Literal["laurel-issuer-1"] = FORMAT
    clinic: Annotated[str, Field(max_length=400)]
    made_on: date
    keys: Annotated[tuple[IssuerKey, ...], Field(min_length=1, max_length=100)]
    void: tuple[VoidEntry, ...] = ()
    superseded: tuple[SupersededEntry, ...] = ()

    def key(self, kid: bytes) -> Ed25519PublicKey | None:
        """Find the clinic's key of that id, if it has one."""
        return next((key.opened() for key in self.keys if key.kid == kid.hex()), None)


def key_id(public: bytes) -> bytes:
    """Give the id of a public key: the first 8 bytes of its SHA-256."""
    return hashlib.sha256(public).digest()[:8]


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Give the 32 bytes of a signing key's public key."""
    return key.public_key().public_bytes_raw()


def issuer_text(issuer: Issuer, key: Ed25519PrivateKey) -> str:
    """Write the issuer file, signed by the clinic's present key."""
    content = issuer.model_dump(mode="json", by_alias=True, exclude_none=True)
    signature = {
        "kid": key_id(public_bytes(key)).hex(),
        "value": base64.b64encode(key.sign(_canonical(content))).decode(),
    }
    return json.dumps({**content, "signature": signature}, ensure_ascii=False, indent=1) + "\n"


def read_issuer(path: Path) -> Issuer:
    """Read and verify an issuer file; raise `InvalidError` where it is missing, damaged, changed or another file."""
    try:
        size = path.stat().st_size
        text = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError:
        raise InvalidError(
            "The issuer file {file} cannot be read. Choose the file that the clinic gave you.", file=path.name
        ) from None
    try:
        return issuer_from(text)
    except ValueError:
        raise InvalidError(
            "The file {file} is not a clinic's issuer file, or it was changed. Ask the clinic for a new one.",
            file=path.name,
        ) from None


def issuer_from(text: bytes) -> Issuer:
    """Parse and verify an issuer file; raise `ValueError` where it is none, or its signature is wrong."""
    try:
        content = json.loads(text)
    # A file from outside may nest a million brackets.
    except RecursionError:
        raise ValueError(FORMAT) from None
    if not isinstance(content, dict) or not isinstance(content.get("signature"), dict):
        raise ValueError(FORMAT)
    signature = content.pop("signature")
    # The signature is over the content as it was read, with the fields that a later Laurel may have added.
    issuer = _validated(content)
    # Every key, not only the one that signed: a wrong one would be found only with a certificate in hand.
    for each in issuer.keys:
        each.opened()
    key = issuer.key(bytes.fromhex(str(signature.get("kid"))))
    if key is None:
        raise ValueError(FORMAT)
    try:
        key.verify(base64.b64decode(str(signature.get("value")), validate=True), _canonical(content))
    except InvalidSignature:
        raise ValueError(FORMAT) from None
    return issuer


def _validated(content: dict[str, object]) -> Issuer:
    try:
        return Issuer.model_validate(content)
    except ValidationError:
        raise ValueError(FORMAT) from None


def _canonical(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
