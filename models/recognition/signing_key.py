"""The clinic's signing keys; each certificate names the key that it was signed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.personal_table import SharedTable

if TYPE_CHECKING:
    from models.work import Work


class SigningKey(Record):
    """An Ed25519 key of the clinic; the private half never leaves this encrypted file."""

    __tablename__ = "signing_key"
    personal = SharedTable(why="a key of the clinic", other_text=("kid",))

    kid: Mapped[str] = mapped_column(unique=True)
    private: Mapped[bytes] = mapped_column(LargeBinary)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeyView:
    """A signing key as exports need it."""

    kid: str
    private: bytes
    public: bytes
    made_at: datetime


def signing_keys(work: Work) -> tuple[SigningKeyView, ...]:
    """List the clinic's signing keys, the current one last; empty before the first certificate."""
    work.require(Permission.ISSUE_CERTIFICATES)
    rows = work.session.scalars(select(SigningKey).order_by(SigningKey.made_at))
    return tuple(
        SigningKeyView(kid=row.kid, private=row.private, public=row.public, made_at=row.made_at) for row in rows
    )


def keep_signing_key(work: Work, kid: str, private: bytes, public: bytes) -> None:
    """Keep a new signing key (32 raw bytes each half)."""
    work.require(Permission.ISSUE_CERTIFICATES)
    work.session.add(SigningKey(id=work.new_id(), kid=kid, private=private, public=public, made_at=work.now))
    work.session.flush()
