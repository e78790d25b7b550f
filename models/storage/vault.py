"""The clinic's keys, and the slots that open them with a person's passphrase."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import InvalidError, NotFoundError
from models.storage.faults import DamagedError, NewerError, NoClinicError, WrongPassphraseError, spoken
from models.storage.folder import publish

if TYPE_CHECKING:
    from models.storage.folder import ClinicFolder

FORMAT: Final = 1
KEY_BYTES: Final = 32
SHORTEST_PASSPHRASE: Final = 8
_MOST_MEMORY_KIB: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Keys:
    """The 32-byte data key, and the 32-byte clinical key where the slot holds it."""

    data: bytes = field(repr=False)
    clinical: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (Argon2id); the default is the least for a real clinic (RFC 9106)."""

    memory_kib: int = 64 * 1024
    time: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who signed in, and the keys that this person's slot holds."""

    keys: Keys
    staff: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's wrapped keys, as they stand in the key file."""

    staff: UUID
    name: str
    cost: Cost
    salt: bytes
    data: bytes
    clinical: bytes | None

    @property
    def is_clinical(self) -> bool:
        """Whether this slot holds the clinical key too."""
        return self.clinical is not None


@dataclass(frozen=True, slots=True)
class Vault:
    """The key file: which clinic, and its slots."""

    clinic: UUID
    slots: tuple[Slot, ...]


def derive(key: bytes, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose from a clinic key (HKDF-SHA-256)."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"laurel/1/{purpose}".encode()).derive(key)


def make_vault(folder: ClinicFolder, clinic: UUID) -> Keys:
    """Write the key file of a new clinic, still without slots, and give its fresh keys."""
    folder.make()
    if folder.keys.exists() or folder.database.exists():
        raise InvalidError("There is already a clinic in {folder}. Choose an empty folder.", folder=folder.path)
    _save(folder, Vault(clinic, ()))
    return Keys(os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))


def look_into(folder: ClinicFolder) -> Vault:
    """Read the key file without opening any slot."""
    try:
        with spoken():
            content = _content(folder)
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise _damaged() from None
    return parse_vault(document)


def _content(folder: ClinicFolder) -> bytes:
    try:
        return folder.keys.read_bytes()
    except FileNotFoundError:
        raise _missing(folder) from None


def parse_vault(document: Any) -> Vault:  # noqa: ANN401  (JSON from a file that anybody may have edited)
    """Check the content of a key file and give it as values."""
    try:
        if document["format"] > FORMAT:
            raise NewerError("A newer Laurel wrote this clinic's key file. Install that version to open the clinic.")
        return Vault(UUID(document["clinic"]), tuple(_slot(entry) for entry in document["slots"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged() from None


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
    """Let a person open the clinic with a passphrase; an earlier slot of the same person is replaced."""
    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise InvalidError("The passphrase is too short: use at least {count} characters.", count=SHORTEST_PASSPHRASE)
    if clinical and keys.clinical is None:
        raise InvalidError("Only a person with a clinical role can give a clinical role's key to somebody else.")
    vault = look_into(folder)
    salt, price = os.urandom(16), cost or Cost()
    wrapping = _wrapping_key(passphrase, salt, price)
    sealed = keys.clinical if clinical else None
    slot = Slot(
        staff=staff,
        name=name,
        cost=price,
        salt=salt,
        data=_wrap(wrapping, keys.data, _binding(vault.clinic, staff, "data")),
        clinical=None if sealed is None else _wrap(wrapping, sealed, _binding(vault.clinic, staff, "clinical")),
    )
    _save(folder, Vault(vault.clinic, (*(other for other in vault.slots if other.staff != staff), slot)))


def remove_slot(folder: ClinicFolder, staff: UUID) -> None:
    """Take a person's slot away; the last slot stays, or nobody could ever open the clinic."""
    vault = look_into(folder)
    rest = tuple(slot for slot in vault.slots if slot.staff != staff)
    if len(rest) == len(vault.slots):
        raise NotFoundError("This person has no key to the clinic.")
    if not rest:
        raise InvalidError(
            "This is the last key to the clinic and cannot be taken away. Give somebody else a key first."
        )
    _save(folder, Vault(vault.clinic, rest))


def unlock(folder: ClinicFolder, passphrase: str, name: str | None = None) -> Unlocked:
    """Open the slot of the person named (or the first that fits) with a passphrase.

    An unknown name takes as long and says the same as a wrong passphrase.
    """
    vault = look_into(folder)
    wanted = [slot for slot in vault.slots if name is None or _normal(slot.name).casefold() == _normal(name).casefold()]
    if not wanted:
        _wrapping_key(passphrase, os.urandom(16), Cost())
    for slot in wanted:
        wrapping = _wrapping_key(passphrase, slot.salt, slot.cost)
        try:
            data = _unwrap(wrapping, slot.data, _binding(vault.clinic, slot.staff, "data"))
        except InvalidTag:
            continue
        return Unlocked(Keys(data, _clinical_key(wrapping, vault.clinic, slot)), slot.staff, slot.name)
    raise WrongPassphraseError("The name and passphrase do not open this clinic. Check Caps Lock and try again.")


def _clinical_key(wrapping: bytes, clinic: UUID, slot: Slot) -> bytes | None:
    """Unwrap the clinical key of a slot that opened, where it holds one."""
    if slot.clinical is None:
        return None
    try:
        return _unwrap(wrapping, slot.clinical, _binding(clinic, slot.staff, "clinical"))
    except InvalidTag:
        raise _damaged() from None


def _normal(text: str) -> str:
    """Compose accents, so that the same key presses on another system give the same passphrase."""
    return unicodedata.normalize("NFC", text)


def _wrapping_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        _normal(passphrase).encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _binding(clinic: UUID, staff: UUID, which: str) -> bytes:
    """Tie a wrapped key to its clinic, person, kind of slot and name of key."""
    return f"laurel/{FORMAT}/{clinic}/{staff}/person/{which}".encode()


def _wrap(wrapping: bytes, key: bytes, binding: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(wrapping).encrypt(nonce, key, binding)


def _unwrap(wrapping: bytes, wrapped: bytes, binding: bytes) -> bytes:
    return AESGCM(wrapping).decrypt(wrapped[:12], wrapped[12:], binding)


def _slot(entry: dict[str, Any]) -> Slot:
    price = Cost(int(entry["argon2"]["memory_kib"]), int(entry["argon2"]["time"]), int(entry["argon2"]["lanes"]))
    if not (8 <= price.memory_kib <= _MOST_MEMORY_KIB and 1 <= price.time <= 1000 and 1 <= price.lanes <= 64):
        raise _damaged()
    return Slot(
        staff=UUID(entry["staff"]),
        name=str(entry["name"]),
        cost=price,
        salt=bytes.fromhex(entry["salt"]),
        data=_joined(entry["data"]),
        clinical=None if entry["clinical"] is None else _joined(entry["clinical"]),
    )


def _joined(part: dict[str, str]) -> bytes:
    wrapped = bytes.fromhex(part["nonce"]) + bytes.fromhex(part["ct"])
    if len(wrapped) != 12 + KEY_BYTES + 16:
        raise _damaged()
    return wrapped


def _parted(wrapped: bytes | None) -> dict[str, str] | None:
    return None if wrapped is None else {"nonce": wrapped[:12].hex(), "ct": wrapped[12:].hex()}


def _save(folder: ClinicFolder, vault: Vault) -> None:
    document = {
        "format": FORMAT,
        "clinic": str(vault.clinic),
        "slots": [
            {
                "staff": str(slot.staff),
                "name": slot.name,
                "kind": "person",
                "argon2": {"memory_kib": slot.cost.memory_kib, "time": slot.cost.time, "lanes": slot.cost.lanes},
                "salt": slot.salt.hex(),
                "data": _parted(slot.data),
                "clinical": _parted(slot.clinical),
            }
            for slot in vault.slots
        ],
    }
    with spoken():
        publish(folder.keys, json.dumps(document, indent=1, ensure_ascii=True).encode())


def _missing(folder: ClinicFolder) -> NoClinicError | DamagedError:
    if folder.database.exists():
        return DamagedError(
            "The clinic's key file is missing, and without it nobody can open the records. "
            "Put keys.json back from a backup; do not change anything else in the folder."
        )
    return NoClinicError("There is no clinic in {folder}. Choose its folder, or make a new clinic.", folder=folder.path)


def _damaged() -> DamagedError:
    return DamagedError(
        "The clinic's key file is damaged. Put keys.json back from a backup; the records were not touched."
    )
