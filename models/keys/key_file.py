"""The key file as it is stored: the clinic, and its key slots; nothing here opens one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.folder.folder import publish
from models.folder.storage_errors import DamagedError, NewerError, NoClinicError, clinic_errors

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder

FORMAT: Final = 1
KEY_BYTES: Final = 32
_SEALED_BYTES: Final = 12 + KEY_BYTES + 16
"""Nonce, key and tag of a wrapped key."""
_HANDED_BYTES: Final = 32 + KEY_BYTES + 16
"""The sender's public key, the key and the tag of one that a colleague passed on."""
_MOST_MEMORY_KIB: Final = 4 * 1024 * 1024
"""A file that asks for more was altered, and would end the program for want of memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of Argon2id; the default is the lower limit (RFC 9106, section 4, second recommended option)."""

    memory_kib: int = 64 * 1024
    time: int = 3
    lanes: int = 4


class Kind(StrEnum):
    """What opens a slot."""

    PERSON = "person"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The clinic's keys, wrapped for one person or for the recovery sheet, as the key file has them."""

    staff: UUID
    """The person's id; of a recovery slot: an id of its own."""
    name: str
    cost: Cost
    salt: bytes
    data: bytes
    clinical: bytes | None
    kind: Kind = Kind.PERSON
    box: bytes = b""
    """The X25519 public key to which a colleague can seal the clinical key; the passphrase gives the private one."""
    box_seal: bytes = b""
    """MAC of `box` under the data key: without it, anybody who can write the file could put their own key there."""
    handed: bytes | None = None
    """The clinical key that a colleague sealed to `box`."""
    first_until: datetime | None = None
    """Of a first passphrase, which the person must change: until when it opens."""
    made_at: datetime | None = None
    """Of a recovery slot: when its sheet was made."""

    @property
    def is_clinical(self) -> bool:
        """Whether this slot holds the clinical key too."""
        return self.clinical is not None or self.handed is not None


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key file: which clinic, and its slots."""

    clinic: UUID
    slots: tuple[Slot, ...]

    @property
    def people(self) -> tuple[Slot, ...]:
        """The slots of people."""
        return tuple(slot for slot in self.slots if slot.kind is Kind.PERSON)

    @property
    def recovery(self) -> Slot | None:
        """The slot of the recovery sheet, where one was made."""
        return next((slot for slot in self.slots if slot.kind is Kind.RECOVERY), None)

    @property
    def cost(self) -> Cost:
        """The cost of a new slot: the highest among the slots."""
        return max((slot.cost for slot in self.slots), key=lambda cost: cost.memory_kib * cost.time, default=Cost())

    def slot_of(self, staff: UUID) -> Slot | None:
        """Give a person's slot; None where they hold no key."""
        return next((slot for slot in self.people if slot.staff == staff), None)

    def with_slot(self, slot: Slot) -> KeyFile:
        """Replace the person's slot, or the one recovery slot."""
        is_recovery = slot.kind is Kind.RECOVERY
        rest = (o for o in self.slots if not (o.kind is Kind.RECOVERY if is_recovery else o.staff == slot.staff))
        return replace(self, slots=(*rest, slot))

    def without(self, staff: UUID) -> KeyFile:
        """Remove a person's slot."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.staff != staff))


def read_key_file(folder: ClinicFolder) -> KeyFile:
    """Read the key file; raise `NoClinicError`, `DamagedError` or `NewerError` where that cannot be done."""
    try:
        with clinic_errors():
            content = _content(folder)
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged() from None
    return parse_key_file(document)


def _content(folder: ClinicFolder) -> bytes:
    try:
        return folder.keys.read_bytes()
    except FileNotFoundError:
        raise _missing(folder) from None


def parse_key_file(document: Any) -> KeyFile:  # noqa: ANN401  (JSON from a file that anybody may have edited)
    """Check the content of a key file; raise `DamagedError` or `NewerError`."""
    try:
        if document["format"] > FORMAT:
            raise NewerError("A newer Laurel wrote this clinic's key file. Install that version to open the clinic.")
        return KeyFile(UUID(document["clinic"]), tuple(_slot(entry) for entry in document["slots"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise damaged() from None


def save_key_file(folder: ClinicFolder, key_file: KeyFile) -> None:
    """Write the key file, as a whole or not at all."""
    document = {"format": FORMAT, "clinic": str(key_file.clinic), "slots": [_entry(slot) for slot in key_file.slots]}
    with clinic_errors():
        publish(folder.keys, json.dumps(document, indent=1, ensure_ascii=True).encode())


def _entry(slot: Slot) -> dict[str, Any]:
    optional = {
        "handed": None if slot.handed is None else slot.handed.hex(),
        "first_until": None if slot.first_until is None else slot.first_until.isoformat(),
        "made_at": None if slot.made_at is None else slot.made_at.isoformat(),
    }
    return {
        "staff": str(slot.staff),
        "name": slot.name,
        "kind": slot.kind.value,
        "argon2": {"memory_kib": slot.cost.memory_kib, "time": slot.cost.time, "lanes": slot.cost.lanes},
        "salt": slot.salt.hex(),
        "data": _split(slot.data),
        "clinical": _split(slot.clinical),
        "box": slot.box.hex(),
        "box_seal": slot.box_seal.hex(),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _missing(folder: ClinicFolder) -> NoClinicError | DamagedError:
    if folder.database.exists():
        return DamagedError(
            "The clinic's key file is missing, and without it nobody can open the records. "
            "Put keys.json back from a backup; do not change anything else in the folder."
        )
    return NoClinicError("There is no clinic in {folder}. Choose its folder, or make a new clinic.", folder=folder.path)


def damaged() -> DamagedError:
    """Give the error of a key file that is not as Laurel writes it."""
    return DamagedError(
        "The clinic's key file is damaged. Put keys.json back from a backup; the records were not touched."
    )


def _slot(entry: dict[str, Any]) -> Slot:
    price = Cost(int(entry["argon2"]["memory_kib"]), int(entry["argon2"]["time"]), int(entry["argon2"]["lanes"]))
    # Parameters that Argon2 refuses, or that would take minutes, can only come from a changed file.
    if not (8 <= price.memory_kib <= _MOST_MEMORY_KIB and 1 <= price.time <= 1000 and 1 <= price.lanes <= 64):
        raise damaged()
    return Slot(
        staff=UUID(entry["staff"]),
        name=str(entry["name"]),
        cost=price,
        salt=bytes.fromhex(entry["salt"]),
        data=_joined(entry["data"]),
        clinical=None if entry["clinical"] is None else _joined(entry["clinical"]),
        kind=Kind(entry["kind"]),
        box=bytes.fromhex(entry.get("box", "")),
        box_seal=bytes.fromhex(entry.get("box_seal", "")),
        handed=_handed(entry.get("handed")),
        first_until=_instant(entry.get("first_until")),
        made_at=_instant(entry.get("made_at")),
    )


def _handed(text: str | None) -> bytes | None:
    sealed = None if text is None else bytes.fromhex(text)
    if sealed is not None and len(sealed) != _HANDED_BYTES:
        raise damaged()
    return sealed


def _instant(text: str | None) -> datetime | None:
    instant = None if text is None else datetime.fromisoformat(text)
    if instant is not None and instant.tzinfo is None:  # could not be compared with the clock
        raise damaged()
    return instant


def _joined(part: dict[str, str]) -> bytes:
    wrapped = bytes.fromhex(part["nonce"]) + bytes.fromhex(part["ct"])
    if len(wrapped) != _SEALED_BYTES:
        raise damaged()
    return wrapped


def _split(wrapped: bytes | None) -> dict[str, str] | None:
    return None if wrapped is None else {"nonce": wrapped[:12].hex(), "ct": wrapped[12:].hex()}
