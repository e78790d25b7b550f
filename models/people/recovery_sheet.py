"""The recovery sheet of a clinic: which one is valid, a new one, and an account that it opens again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.access import CLINICAL_ROLES, Permission, Role
from models.errors import InvalidError
from models.keys.passphrase import check_passphrase
from models.keys.slots import Kind, make_slot
from models.people.staff import Staff, confirm_open
from models.storage.changes import note
from models.trail import Action, Change

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.access import Confirmed
    from models.keys.keyring import KeyRing
    from models.keys.recovery_key import RecoveryKey
    from models.work import Work


@dataclass(frozen=True, slots=True)
class ValidRecoverySheet:
    """The recovery sheet that is valid: its number, and when it was made."""

    number: str
    made_at: datetime | None


def valid_recovery_sheet(work: Work, keyring: KeyRing) -> ValidRecoverySheet | None:
    """Give the recovery sheet that is valid; None where none was made."""
    work.require(Permission.READ_STAFF)
    slot = keyring.key_file().recovery
    return None if slot is None else ValidRecoverySheet(slot.name, slot.made_at)


def next_recovery_sheet_number(work: Work, keyring: KeyRing) -> str:
    """Give the number that the next recovery sheet will have."""
    work.require(Permission.MANAGE_STAFF)
    slot = keyring.key_file().recovery
    return str(int(slot.name) + 1) if slot is not None and slot.name.isdecimal() else "1"


def make_recovery_sheet_valid(
    work: Work, keyring: KeyRing, key: RecoveryKey, *, confirmed: Confirmed
) -> ValidRecoverySheet:
    """Make a key slot for a recovery key; it replaces that of the sheet before, which opens nothing any more.

    Raises `InvalidError` where the person acting has no clinical key.
    """
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    if keyring.keys.clinical is None:
        raise InvalidError(
            "A recovery sheet opens answers and scores too, and your key does not. "
            "Somebody who is administrator and has a clinical role can make it."
        )
    key_file, number = keyring.key_file(), next_recovery_sheet_number(work, keyring)
    slot = make_slot(
        key_file,
        keyring.keys,
        work.new_id(),
        number,
        key.passphrase,
        clinical=True,
        cost=keyring.cost,
        kind=Kind.RECOVERY,
    )
    keyring.put(work, key_file.with_slot(replace(slot, made_at=work.now)))
    note(work.session, Change(Action.INSERT, "recovery_key", slot.staff))
    return ValidRecoverySheet(number, work.now)


def recover_account(work: Work, keyring: KeyRing, staff_id: UUID, new: str) -> None:
    """Give an account a new passphrase with the keys of the recovery sheet; the clinical key goes to clinical roles.

    Raises `InvalidError` for a weak passphrase and for an account that is closed.
    """
    work.require(Permission.MANAGE_STAFF)
    row = confirm_open(work.get(Staff, staff_id))
    check_passphrase(new, known=(row.name,))
    key_file = keyring.key_file()
    clinical = not frozenset(map(Role, row.roles)).isdisjoint(CLINICAL_ROLES)
    slot = make_slot(key_file, keyring.keys, row.id, row.name, new, clinical=clinical, cost=keyring.cost)
    keyring.put(work, key_file.with_slot(slot))
    note(work.session, Change(Action.UPDATE, "key", staff_id, ("recovery",)))
