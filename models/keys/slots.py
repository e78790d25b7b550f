"""The clinic's keys, and the slots in which they are wrapped for each person's passphrase."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import InvalidError
from models.folder.storage_errors import WrongPassphraseError
from models.keys.key_file import (
    FORMAT,
    KEY_BYTES,
    Cost,
    KeyFile,
    Kind,
    Slot,
    damaged,
    parse_key_file,
    read_key_file,
    save_key_file,
)
from models.keys.key_transfer import open_with, public_key_of, seal_to
from models.keys.passphrase import SHORTEST_PASSPHRASE, check_passphrase, normal

if TYPE_CHECKING:
    from uuid import UUID

    from models.folder.folder import ClinicFolder

__all__ = [
    "KEY_BYTES",
    "SHORTEST_PASSPHRASE",
    "Cost",
    "KeyFile",
    "Keys",
    "Kind",
    "Slot",
    "Unlocked",
    "add_slot",
    "belong_together",
    "derive",
    "derive_for_nobody",
    "is_named",
    "make_key_file",
    "make_slot",
    "open_recovery",
    "open_slot",
    "parse_key_file",
    "read_key_file",
    "save_key_file",
    "transfer_clinical_key",
    "unlock",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """The 32-byte data key, and the 32-byte clinical key where the slot holds it; empty while a clinic is locked."""

    data: bytes = field(repr=False)
    clinical: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who signed in, and the keys that this person's slot holds."""

    keys: Keys
    slot: Slot

    @property
    def staff(self) -> UUID:
        """Whose slot it is."""
        return self.slot.staff

    @property
    def name(self) -> str:
        """The name in the slot."""
        return self.slot.name


def derive(key: bytes, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose from a clinic key (HKDF-SHA-256)."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"laurel/1/{purpose}".encode()).derive(key)


def make_key_file(folder: ClinicFolder, clinic: UUID) -> Keys:
    """Write the key file of a new clinic, still without slots, and give its new keys."""
    folder.make()
    if folder.keys.exists() or folder.database.exists():
        raise InvalidError("There is already a clinic in {folder}. Choose an empty folder.", folder=folder.path)
    save_key_file(folder, KeyFile(clinic, ()))
    return Keys(os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))


def add_slot(
    folder: ClinicFolder,
    keys: Keys,
    staff: UUID,
    name: str,
    passphrase: str,
    *,
    clinical: bool,
    cost: Cost | None = None,
) -> None:
    """Write a slot for a person and a passphrase, in the place of the person's earlier one."""
    check_passphrase(passphrase, known=(name,))
    key_file = read_key_file(folder)
    slot = make_slot(key_file, keys, staff, name, passphrase, clinical=clinical, cost=cost or Cost())
    save_key_file(folder, key_file.with_slot(slot))


def make_slot(
    key_file: KeyFile,
    keys: Keys,
    staff: UUID,
    name: str,
    passphrase: str,
    *,
    clinical: bool,
    cost: Cost | None = None,
    kind: Kind = Kind.PERSON,
) -> Slot:
    """Wrap the clinic's keys for a passphrase; nothing is written. Raises `InvalidError` without the clinical key."""
    if clinical and keys.clinical is None:
        raise InvalidError("Only a person with a clinical role can give a clinical role's key to somebody else.")
    salt, price = os.urandom(16), cost or key_file.cost
    wrapping = _wrapping_key(passphrase, salt, price)
    sealed = keys.clinical if clinical else None
    box = public_key_of(derive(wrapping, "handover"))
    return Slot(
        staff=staff,
        name=name,
        cost=price,
        salt=salt,
        data=_wrap(wrapping, keys.data, _binding(key_file.clinic, staff, kind, "data")),
        clinical=None
        if sealed is None
        else _wrap(wrapping, sealed, _binding(key_file.clinic, staff, kind, "clinical")),
        kind=kind,
        box=box,
        box_seal=_box_seal(keys.data, key_file.clinic, staff, box),
    )


def transfer_clinical_key(key_file: KeyFile, keys: Keys, staff: UUID) -> KeyFile:
    """Seal the clinical key to a colleague's slot, which opens it at their next sign-in.

    Raises `InvalidError` where `keys` has no clinical key, or the slot was altered.
    """
    slot = key_file.slot_of(staff)
    if keys.clinical is None:
        raise InvalidError("Only a person with a clinical role can give a clinical role's key to somebody else.")
    if slot is None or not hmac.compare_digest(slot.box_seal, _box_seal(keys.data, key_file.clinic, staff, slot.box)):
        raise InvalidError("This person's key cannot take the clinical key. Give them a new first passphrase.")
    binding = _binding(key_file.clinic, staff, slot.kind, "handed")
    return key_file.with_slot(replace(slot, handed=seal_to(slot.box, keys.clinical, binding)))


def belong_together(key_file: KeyFile, keys: Keys) -> bool:
    """Tell whether the slots are of this data key, as their seals show without any passphrase."""
    return any(
        hmac.compare_digest(slot.box_seal, _box_seal(keys.data, key_file.clinic, slot.staff, slot.box))
        for slot in key_file.people
    )


def unlock(folder: ClinicFolder, passphrase: str, name: str | None = None) -> Unlocked:
    """Open the slot of the person named, else the first that fits, with a passphrase; raise `WrongPassphraseError`."""
    key_file = read_key_file(folder)
    wanted = [slot for slot in key_file.people if name is None or is_named(slot, name)]
    if not wanted:
        # An unknown name takes as long as a wrong passphrase, so that nobody learns which names have an account.
        _wrapping_key(passphrase, os.urandom(16), key_file.cost)
    for slot in wanted:
        opened = open_slot(key_file, slot, passphrase)
        if opened is not None:
            return opened
    raise WrongPassphraseError("The name and passphrase do not open this clinic. Check Caps Lock and try again.")


def open_recovery(folder: ClinicFolder, passphrase: str) -> Unlocked:
    """Open the slot of the recovery sheet; raise `WrongPassphraseError`, which says why it does not open."""
    key_file = read_key_file(folder)
    slot = key_file.recovery
    if slot is None:
        raise WrongPassphraseError("No recovery sheet was made for this clinic, so a recovery key cannot open it.")
    opened = open_slot(key_file, slot, passphrase)
    if opened is None:
        raise WrongPassphraseError(
            "The recovery key is typed without a slip, but it does not open this clinic: it stands on an older sheet, "
            "or on another clinic's. The sheet that counts is number {number}, made on {day}.",
            number=slot.name,
            day=f"{slot.made_at:%Y-%m-%d} UTC" if slot.made_at else "?",
        )
    return opened


def open_slot(key_file: KeyFile, slot: Slot, passphrase: str) -> Unlocked | None:
    """Try a passphrase on one slot; None where it is not the right one."""
    wrapping = _wrapping_key(passphrase, slot.salt, slot.cost)
    try:
        data = _unwrap(wrapping, slot.data, _binding(key_file.clinic, slot.staff, slot.kind, "data"))
    except InvalidTag:
        return None
    try:
        return Unlocked(Keys(data, _clinical_key(wrapping, key_file.clinic, slot)), slot)
    except InvalidTag:
        raise damaged() from None


def derive_for_nobody(cost: Cost) -> None:
    """Derive a key that is thrown away, to measure a cost on this computer."""
    _wrapping_key("", bytes(16), cost)


def is_named(slot: Slot, name: str) -> bool:
    """Tell whether a slot is that of the person named, in whatever capitals."""
    return normal(slot.name).casefold() == normal(name).casefold()


def _clinical_key(wrapping: bytes, clinic: UUID, slot: Slot) -> bytes | None:
    """Unwrap the clinical key of a slot that opened, where it holds one."""
    if slot.clinical is not None:
        return _unwrap(wrapping, slot.clinical, _binding(clinic, slot.staff, slot.kind, "clinical"))
    if slot.handed is not None:
        binding = _binding(clinic, slot.staff, slot.kind, "handed")
        return open_with(derive(wrapping, "handover"), slot.handed, binding)
    return None


def _wrapping_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        normal(passphrase).encode(
            "utf-8", "surrogatepass"
        ),  # a lone surrogate, which Windows lets through, is no error
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _binding(clinic: UUID, staff: UUID, kind: Kind, which: str) -> bytes:
    """Give the data that is authenticated with a wrapped key: it opens in its own slot of its own clinic only."""
    return f"laurel/{FORMAT}/{clinic}/{staff}/{kind}/{which}".encode()


def _box_seal(data: bytes, clinic: UUID, staff: UUID, box: bytes) -> bytes:
    # The purpose is part of the stored format: another word would make every seal foreign.
    return hmac.digest(derive(data, "letter box"), clinic.bytes + staff.bytes + box, "sha256")


def _wrap(wrapping: bytes, key: bytes, binding: bytes) -> bytes:
    nonce = os.urandom(12)  # random is safe: a wrapping key encrypts two keys and nothing else
    return nonce + AESGCM(wrapping).encrypt(nonce, key, binding)


def _unwrap(wrapping: bytes, wrapped: bytes, binding: bytes) -> bytes:
    return AESGCM(wrapping).decrypt(wrapped[:12], wrapped[12:], binding)
