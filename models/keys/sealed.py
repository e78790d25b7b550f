"""Columns that only clinical roles can read: their values are encrypted under the clinical key."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from models.errors import SealedError
from models.folder.storage_errors import DamagedError

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Engine

_FORMAT = b"\x01"
_STEP = 32
"""Bytes; values are padded to a multiple, or the length of a score would tell it."""
_SEALER = "laurel_sealer"


class Sealer:
    """Encrypts and decrypts column values; without the clinical key both raise `SealedError`."""

    def __init__(self, clinical: bytes | None) -> None:
        self._cipher = None if clinical is None else AESGCM(clinical)

    def seal(self, label: str, value: object) -> bytes:
        """Encrypt a JSON value, padded with spaces; `label` is authenticated with it."""
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        padded = text.ljust(-(-len(text) // _STEP) * _STEP)
        nonce = os.urandom(12)
        return _FORMAT + nonce + self._key().encrypt(nonce, padded, label.encode())

    def open(self, label: str, sealed: bytes) -> Any:  # noqa: ANN401  (whatever JSON was sealed)
        """Decrypt a value; raise `DamagedError` where it was altered, or belongs to another column."""
        cipher = self._key()
        try:
            if sealed[:1] != _FORMAT:
                raise InvalidTag
            return json.loads(cipher.decrypt(sealed[1:13], sealed[13:], label.encode()))
        except (InvalidTag, ValueError):
            raise DamagedError(
                "A clinical entry cannot be read: it was altered outside Laurel. Check the clinic before you go on."
            ) from None

    def _key(self) -> AESGCM:
        if self._cipher is None:
            raise SealedError(
                "Answers, scores and notes open only for clinical roles. Ask a facilitator of this clinic."
            )
        return self._cipher


class Sealed(TypeDecorator[Any]):
    """A JSON value sealed under the clinical key; `label` ties it to its column.

    Assign a new value to change it: a change inside a list or dict is not noticed.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def process_bind_param(self, value: object, dialect: Dialect) -> bytes | None:
        """Encrypt what is stored."""
        return None if value is None else _sealer(dialect).seal(self.label, value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ANN401  (JSON)
        """Decrypt what is loaded."""
        return None if value is None else _sealer(dialect).open(self.label, value)


def bind_sealer(engine: Engine, sealer: Sealer) -> None:
    """Set the sealer of the person signed in on an engine."""
    # On the dialect: it is all that a column type is given of the connection.
    setattr(engine.dialect, _SEALER, sealer)


def _sealer(dialect: Dialect) -> Sealer:
    sealer: Sealer = getattr(dialect, _SEALER, None) or Sealer(None)
    return sealer
