"""Accounts of the staff with their key slots: added, given roles, given a passphrase, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from models.access import CLINICAL_ROLES, Permission, Role
from models.errors import InvalidError
from models.keys.passphrase import check_passphrase, normal
from models.keys.recovery_key import random_words
from models.keys.sign_in_throttle import confirm_slot
from models.keys.slots import make_slot, transfer_clinical_key
from models.people.staff import Staff, add_staff, confirm_open, staff
from models.storage.changes import note
from models.trail import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.access import Confirmed
    from models.keys.keyring import KeyRing
    from models.keys.slots import KeyFile, Slot
    from models.people.staff import StaffLine
    from models.work import Work


FIRST_LASTS: Final = timedelta(days=14)
"""How long a first passphrase can be used."""
_FIRST_WORDS: Final = 6
"""48 bits, for two weeks at most."""


class LastClinicalKeyError(InvalidError):
    """Nobody else could read answers and scores afterwards; `knowing` does the action all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A member of staff, and the state of their key slot."""

    line: StaffLine
    has_key: bool
    first_until: datetime | None
    """Set while the person has not yet chosen a passphrase of their own."""
    holds_clinical: bool

    @property
    def waits_for_clinical(self) -> bool:
        """Whether the role is clinical and the slot lacks the clinical key, which a clinical colleague must pass on."""
        return self.line.is_active and self.has_key and self.line.is_clinical and not self.holds_clinical


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPassphrase:
    """A first passphrase: an administrator tells it a colleague once, and it must be changed before `until`."""

    staff: UUID
    name: str
    passphrase: str
    until: datetime


def accounts(work: Work, keyring: KeyRing) -> tuple[Account, ...]:
    """List the accounts with the state of their keys."""
    work.require(Permission.READ_STAFF)
    key_file = keyring.key_file()
    found = []
    for line in staff(work):
        slot = key_file.slot_of(line.id)
        until = None if slot is None else slot.first_until
        holds = slot is not None and slot.is_clinical
        found.append(Account(line=line, has_key=slot is not None, first_until=until, holds_clinical=holds))
    return tuple(found)


def add_account(
    work: Work, keyring: KeyRing, name: str, roles: Iterable[Role], *, confirmed: Confirmed
) -> FirstPassphrase:
    """Open an account with a key slot and a random first passphrase, which the person must change.

    Raises `InvalidError` for a name that is taken and for no role, `NotConfirmedError` without a fresh passphrase.
    """
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    chosen = _roles(roles)
    id_ = add_staff(work, name, chosen)
    return _give_first(work, keyring, work.get(Staff, id_))


def give_first_passphrase(
    work: Work, keyring: KeyRing, staff_id: UUID, *, confirmed: Confirmed, knowing: bool = False
) -> FirstPassphrase:
    """Give somebody a new first passphrase in the place of a forgotten one.

    Where the person acting does not hold the clinical key, it is not in the new slot either: a colleague must pass it
    on. `knowing` goes on after `LastClinicalKeyError`.
    """
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    if staff_id == work.actor.id:
        raise InvalidError("Change your own passphrase instead.")
    row, key_file = confirm_open(work.get(Staff, staff_id)), keyring.key_file()
    slot = key_file.slot_of(staff_id)
    if slot is not None and keyring.keys.clinical is None:
        _warn_of_last_clinical(key_file, slot, knowing=knowing)
    return _give_first(work, keyring, row)


def change_passphrase(work: Work, keyring: KeyRing, current: str, new: str) -> None:
    """Change the passphrase of the person acting; the slot's clinical key stays only with a clinical role.

    Raises `WrongPassphraseError` and `TooSoonError` as a sign-in does, and `InvalidError` for a weak passphrase.
    """
    work.require(Permission.KEEP_OWN_ACCOUNT)
    # The keys come from the slot that the passphrase opens, which proves it, and not from memory.
    opened = confirm_slot(keyring.folder, work.actor.id, current, work.now)
    if normal(new) == normal(current):
        raise InvalidError("The new passphrase is the one that you have now. Choose another one.")
    check_passphrase(new, known=(work.actor.name,))
    clinical = opened.keys.clinical is not None and work.actor.is_clinical
    key_file = keyring.key_file()
    fresh = make_slot(key_file, opened.keys, opened.staff, opened.name, new, clinical=clinical, cost=keyring.cost)
    keyring.put(work, key_file.with_slot(fresh))
    note(work.session, Change(Action.UPDATE, "key", work.actor.id, ("passphrase",)))


def change_roles(
    work: Work, keyring: KeyRing, staff_id: UUID, roles: Iterable[Role], *, version: int, confirmed: Confirmed,
    knowing: bool = False,
) -> None:  # fmt: skip
    """Give a person these roles and no others; the clinical key follows the roles.

    It is removed from the slot at once. It is added by sealing it to the slot where the person acting has it; else the
    account waits until a clinical colleague passes it on. `knowing` goes on after `LastClinicalKeyError`. Raises
    `InvalidError` for the last administrator.
    """
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    row = confirm_open(work.get(Staff, staff_id, version=version))
    before, chosen = row.roles, _roles(roles)
    key_file = keyring.key_file()
    if Role.ADMINISTRATOR in before - chosen:
        _refuse_last_administrator(work, key_file, staff_id)
    row.roles = chosen
    slot = key_file.slot_of(staff_id)
    is_clinical = not chosen.isdisjoint(CLINICAL_ROLES)
    if slot is None or is_clinical == slot.is_clinical:
        return
    if not is_clinical:
        _warn_of_last_clinical(key_file, slot, knowing=knowing)
        keyring.put(work, key_file.with_slot(replace(slot, clinical=None, handed=None)))
    elif keyring.keys.clinical is not None:
        keyring.put(work, transfer_clinical_key(key_file, keyring.keys, staff_id))


def pass_clinical_key(work: Work, keyring: KeyRing, staff_id: UUID, *, confirmed: Confirmed) -> None:
    """Pass the clinical key on to a colleague whose clinical role was given by somebody without it."""
    work.require(Permission.PASS_CLINICAL_KEY)
    work.confirm(confirmed)
    row = confirm_open(work.get(Staff, staff_id))
    if row.roles.isdisjoint(CLINICAL_ROLES):
        raise InvalidError("{name} has no clinical role. An administrator can give one.", name=row.name)
    keyring.put(work, transfer_clinical_key(keyring.key_file(), keyring.keys, staff_id))
    note(work.session, Change(Action.UPDATE, "key", staff_id, ("clinical",)))


def leave(
    work: Work, keyring: KeyRing, staff_id: UUID, *, version: int, confirmed: Confirmed, knowing: bool = False
) -> None:
    """Close the account of somebody who leaves: the key slot is removed, the account stays, since the audit names it.

    Raises `InvalidError` for the last administrator; `knowing` goes on after `LastClinicalKeyError`.
    """
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    row = confirm_open(work.get(Staff, staff_id, version=version))
    key_file = keyring.key_file()
    if Role.ADMINISTRATOR in row.roles:
        _refuse_last_administrator(work, key_file, staff_id)
    slot = key_file.slot_of(staff_id)
    row.is_active = False
    if slot is not None:
        _warn_of_last_clinical(key_file, slot, knowing=knowing)
        keyring.put(work, key_file.without(staff_id))


def _give_first(work: Work, keyring: KeyRing, row: Staff) -> FirstPassphrase:
    """Make a slot with a random passphrase; it has the clinical key where the person acting has it."""
    key_file, passphrase, until = keyring.key_file(), random_words(_FIRST_WORDS), work.now + FIRST_LASTS
    is_clinical = not row.roles.isdisjoint(CLINICAL_ROLES)
    # Without the clinical key of the person acting, a colleague passes it on later.
    clinical = is_clinical and keyring.keys.clinical is not None
    slot = make_slot(key_file, keyring.keys, row.id, row.name, passphrase, clinical=clinical, cost=keyring.cost)
    keyring.put(work, key_file.with_slot(replace(slot, first_until=until)))
    note(work.session, Change(Action.INSERT, "key", row.id, ("first_passphrase",)))
    return FirstPassphrase(staff=row.id, name=row.name, passphrase=passphrase, until=until)


def _roles(roles: Iterable[Role]) -> frozenset[Role]:
    chosen = frozenset(roles)
    if not chosen or Role.PROGRAM in chosen:
        raise InvalidError("Choose at least one role for this person.")
    return chosen


def _refuse_last_administrator(work: Work, key_file: KeyFile, staff_id: UUID) -> None:
    """Refuse to leave the clinic without an administrator who can sign in."""
    # A first passphrase that was never used does not count: it may run out, or never reach the person.
    for line in staff(work):
        slot = key_file.slot_of(line.id)
        able = line.is_active and Role.ADMINISTRATOR in line.roles and slot is not None and slot.first_until is None
        if able and line.id != staff_id:
            return
    raise InvalidError(
        "This is the last administrator who can sign in. Give somebody else that role first, and let them sign in once."
    )


def _warn_of_last_clinical(key_file: KeyFile, slot: Slot, *, knowing: bool) -> None:
    """Refuse to remove the last slot with the clinical key; beside a recovery sheet it can be done knowingly."""
    others = [other for other in key_file.people if other.staff != slot.staff and other.is_clinical]
    if not slot.is_clinical or others:
        return
    if key_file.recovery is None:
        raise InvalidError(
            "Nobody else here can read answers, scores and notes, and there is no recovery sheet: they would be "
            "lost for good. Make a recovery sheet, or give a colleague a clinical role first."
        )
    if not knowing:
        raise LastClinicalKeyError(
            "Nobody else here can read answers, scores and notes. Afterwards only the recovery sheet opens them."
        )
