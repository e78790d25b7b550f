"""A clinic as a whole: made new, opened with a passphrase, closed with a backup."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.access import Actor, Confirmed, Role
from models.backup.backup import back_up
from models.backup.second_place import copy_newest
from models.errors import ClinicError, NotAllowedError
from models.folder.storage_errors import ReadOnlyError, WrongPassphraseError
from models.keys.keyring import KeyRing
from models.keys.sign_in_throttle import admit, confirm_slot, failures, forget_failures
from models.keys.slots import Keys
from models.people.account import change_passphrase
from models.storage.changes import note
from models.storage.sign_in_log import Way, note_sign_in, note_sign_out
from models.trail import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Cost, Unlocked
    from models.storage.database import Database
    from models.storage.media import Media

PROGRAM: Final = Actor(UUID(int=0), "Laurel", frozenset({Role.PROGRAM}))
"""Laurel itself: the name under which a clinic is founded and opened."""


def without_calibration() -> None:
    """Leave it to the dearest slot that is there what a new one costs."""


@dataclass(slots=True, kw_only=True)
class Clinic:
    """An open clinic and the person signed in to it."""

    folder: ClinicFolder
    keys: Keys
    database: Database
    media: Media
    actor: Actor
    clock: Clock
    holding: ExitStack
    """The hold on the folder, let go when the clinic closes."""
    is_exclusive: bool
    """Whether this is the one Laurel that has the clinic open, and not a visit beside it."""
    confirmed: Confirmed
    """That the passphrase was right at the sign-in: what a headless command acts on."""
    must_choose: bool = False
    """Whether the person signed in with a first passphrase and must choose one of their own before anything else."""
    is_locked: bool = False
    calibrate: Callable[[], Cost | None] = without_calibration
    """Says what a new slot shall cost to try on this computer."""
    doubts: tuple[ClinicError, ...] = ()
    """What was found wrong at the opening, and mended."""
    second_place: Path | None = None
    """Where each backup is copied to as well, as the settings of this computer say."""

    @property
    def keyring(self) -> KeyRing:
        """The key slots, with the keys of the person signed in."""
        return KeyRing(self.folder, self.keys)

    def measured_keyring(self) -> KeyRing:
        """Give the key slots as new ones are made on this computer; measuring takes seconds, the first time."""
        return KeyRing(self.folder, self.keys, self.calibrate())

    def cautions(self) -> tuple[ClinicError, ...]:
        """Say what the person signing in should know first: a folder that cannot be written, a clock gone wrong."""
        only_read = ReadOnlyError(
            "This clinic's folder can only be read here. Look at everything; nothing can be saved until the folder can "
            "be written."
        )
        return (*((only_read,) if self.database.is_read_only else ()), *self.doubts)

    def confirm(self, passphrase: str) -> Confirmed:
        """Take the passphrase of the person signed in once more; a wrong one is noted, and held back, as at the door.

        It derives a key, so a window calls it off the GUI thread.
        """
        confirm_slot(self.folder, self.actor.id, passphrase, self.clock())
        self.write_failures_down()
        return Confirmed(self.actor.id, self.clock())

    def choose_passphrase(self, current: str, new: str) -> None:
        """Put a passphrase of one's own in the place of the first one."""
        keyring = self.measured_keyring()
        with self.database.write(self.actor) as work:
            change_passphrase(work, keyring, current, new)
        self.must_choose = False

    def lock(self, way: Way = Way.LOCK) -> None:
        """Close the records, backed up where something changed, and forget the keys; the folder stays held."""
        if self.is_locked:
            return
        note_sign_out(self.database, self.actor, way)
        self.is_locked, keys = True, self.keys
        self.media.wipe()
        self.media.forget_key()
        self.database.suspend()
        self.keys = Keys(b"", None)
        self.back_up("lock", keys)

    def unlock(self, passphrase: str) -> None:
        """Open the records again for the person who is signed in."""
        unlocked = admitted(self.folder, passphrase, self.actor.name, self.clock())
        if unlocked.staff != self.actor.id:
            raise WrongPassphraseError(
                "The name and passphrase do not open this clinic. Check Caps Lock and try again."
            )
        self.keys = keys_of_roles(self.actor, unlocked.keys)
        self.database.resume(self.keys)
        self.media.take_key(self.keys.data)
        self.is_locked = False
        self.write_failures_down()
        note_sign_in(self.database, self.actor, Way.UNLOCK)

    def close(self) -> None:
        """Close the records, make and verify a backup where something changed, and let the folder go."""
        with self.holding:
            if not self.is_locked:
                note_sign_out(self.database, self.actor, Way.END)
            self.database.close()
            if not self.is_locked:
                self.back_up("close")
                with suppress(ClinicError):  # told where backups are looked at; nobody is kept here for it
                    self.copy_backup()

    def back_up(self, reason: str, keys: Keys | None = None) -> None:
        """Put what has changed into a verified backup; where nothing has, the newest is proven to be whole."""
        if self.is_exclusive and not self.database.is_read_only:
            back_up(self.folder, keys or self.keys, clock=self.clock, reason=reason, skip_unchanged=True)

    def copy_backup(self) -> None:
        """See to it that the newest backup lies in the second place too, where one is chosen."""
        if self.second_place is not None and self.is_exclusive and not self.database.is_read_only:
            copy_newest(self.folder, self.keys, self.second_place, clock=self.clock)

    def back_up_before(self, reason: str) -> None:
        """Make sure of a verified backup ahead of an import, a merge, an erasure or another change of much at once.

        It takes a moment, so a window calls it off the GUI thread. What is in the newest backup already is not backed
        up again; where no backup can be made, the change must not be made either.
        """
        self.back_up(reason)

    def write_failures_down(self) -> None:
        """Put the sign-ins that failed since the last one into the audit, when they were and at whose slot."""
        noted = failures(self.folder)
        if not noted or not self.is_exclusive or self.database.is_read_only:
            return
        with self.database.write(self.actor) as work:
            for slot in dict.fromkeys(failure.slot for failure in noted):
                mine = [failure for failure in noted if failure.slot == slot]
                times = (mine[0].at.isoformat(), mine[-1].at.isoformat())
                note(work.session, Change(Action.FAILED, "staff", mine[0].staff, times, count=len(mine)))
        forget_failures(self.folder)


def admitted(folder: ClinicFolder, passphrase: str, name: str | None, now: datetime) -> Unlocked:
    """Let somebody in, slowly after wrong tries; a first passphrase that has run out opens nothing."""
    unlocked = admit(folder, passphrase, name, now)
    until = unlocked.slot.first_until
    if until is not None and until < now:
        raise NotAllowedError("This first passphrase has run out. Ask an administrator for a new one.")
    return unlocked


def keys_of_roles(actor: Actor, keys: Keys) -> Keys:
    """Leave the clinical key to clinical roles alone, whatever the slot holds."""
    return keys if actor.is_clinical else Keys(keys.data, None)
