"""An open clinic: locked and unlocked, backed up, and closed with a backup."""

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
"""Laurel itself: the actor of what no person does, such as founding a clinic. Its id, 0, is nobody's account."""


def without_calibration() -> None:
    """Measure nothing: a new slot then costs as much to try as the dearest slot of the key file."""


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
    """Releases the folder's lock when the clinic closes."""
    is_exclusive: bool
    """Whether this Laurel holds the folder's lock; `check` and `backup` also work beside one that does."""
    confirmed: Confirmed
    """The passphrase typed at the sign-in: a headless command has no way to ask for it again."""
    must_choose: bool = False
    """Whether the person signed in with a first passphrase and must choose one of their own before anything else."""
    is_locked: bool = False
    calibrate: Callable[[], Cost | None] = without_calibration
    """Measures how much time and memory one try at a new slot costs on this computer."""
    doubts: tuple[ClinicError, ...] = ()
    """What was found wrong at the opening, and mended."""
    second_place: Path | None = None
    """Where each backup is copied to as well, as the settings of this computer say."""

    @property
    def keyring(self) -> KeyRing:
        """The key slots, with the keys of the person signed in."""
        return KeyRing(self.folder, self.keys)

    def measured_keyring(self) -> KeyRing:
        """Give the key slots, new ones at the cost measured on this computer; that takes seconds the first time."""
        return KeyRing(self.folder, self.keys, self.calibrate())

    def cautions(self) -> tuple[ClinicError, ...]:
        """List what the person signing in should know first: a read-only folder, a wrong clock, mended damage."""
        only_read = ReadOnlyError(
            "This clinic's folder can only be read here. Look at everything; nothing can be saved until the folder can "
            "be written."
        )
        return (*((only_read,) if self.database.is_read_only else ()), *self.doubts)

    def confirm(self, passphrase: str) -> Confirmed:
        """Check the passphrase of the person signed in once more.

        Raises `WrongPassphraseError` and `TooSoonError` as a sign-in does, and a wrong one is audited in the same way.
        It derives a key, so a window calls it off the GUI thread.
        """
        confirm_slot(self.folder, self.actor.id, passphrase, self.clock())
        self.write_failures_down()
        return Confirmed(self.actor.id, self.clock())

    def choose_passphrase(self, current: str, new: str) -> None:
        """Replace the first passphrase, which an administrator knows, by the person's own."""
        keyring = self.measured_keyring()
        with self.database.write(self.actor) as work:
            change_passphrase(work, keyring, current, new)
        self.must_choose = False

    def lock(self, way: Way = Way.LOCK) -> None:
        """Close the records, forget the keys and back up what changed; the folder stays locked to this Laurel."""
        if self.is_locked:
            return
        note_sign_out(self.database, self.actor, way)
        # The backup comes last: it takes seconds, and until then neither records nor keys may stay open.
        self.is_locked, keys = True, self.keys
        self.media.wipe()
        self.media.forget_key()
        self.database.suspend()
        self.keys = Keys(b"", None)
        self.back_up("lock", keys)

    def unlock(self, passphrase: str) -> None:
        """Open the records again for the person who is signed in; another person's passphrase counts as a wrong one."""
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
        """Close the records, make and verify a backup where something changed, and release the folder."""
        with self.holding:
            if not self.is_locked:
                note_sign_out(self.database, self.actor, Way.END)
            self.database.close()
            if not self.is_locked:
                self.back_up("close")
                with suppress(ClinicError):  # the Backups page says that the copy is missing; closing must not wait
                    self.copy_backup()

    def back_up(self, reason: str, keys: Keys | None = None) -> None:
        """Put what has changed into a verified backup; where nothing has, verify the newest one."""
        if self.is_exclusive and not self.database.is_read_only:
            back_up(self.folder, keys or self.keys, clock=self.clock, reason=reason, skip_unchanged=True)

    def copy_backup(self) -> None:
        """Copy the newest backup to the second place, where one is chosen."""
        if self.second_place is not None and self.is_exclusive and not self.database.is_read_only:
            copy_newest(self.folder, self.keys, self.second_place, clock=self.clock)

    def back_up_before(self, reason: str) -> None:
        """Make a verified backup ahead of an import, a merge, an erasure or another change of much at once.

        It takes seconds, so a window calls it off the GUI thread. What is in the newest backup already is not backed
        up again. Raises a `ClinicError` where no backup can be made: the change must then not be made either.
        """
        self.back_up(reason)

    def write_failures_down(self) -> None:
        """Write the sign-ins that failed since the last one into the audit: one entry for each slot, with the times."""
        # A failed sign-in opens no records, so it is kept beside them until somebody can open them.
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
    """Unlock the slot of a passphrase, with a delay after wrong tries.

    Raises `WrongPassphraseError` and `TooSoonError`, and `NotAllowedError` for a first passphrase that has run out.
    """
    unlocked = admit(folder, passphrase, name, now)
    until = unlocked.slot.first_until
    if until is not None and until < now:
        raise NotAllowedError("This first passphrase has run out. Ask an administrator for a new one.")
    return unlocked


def keys_of_roles(actor: Actor, keys: Keys) -> Keys:
    """Give the keys that the actor's roles may hold."""
    # The roles in the records decide, not the slot: the key file is a file of its own and can be the older of the two.
    return keys if actor.is_clinical else Keys(keys.data, None)
