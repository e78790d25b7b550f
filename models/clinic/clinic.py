"""A clinic as a whole: made new, opened with a passphrase, closed with a backup."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from models.access import Actor, Confirmed, Role
from models.backup.backup import back_up
from models.backup.opening import open_records
from models.backup.second_place import copy_newest
from models.backup.swap import finish_swap
from models.errors import ClinicError, InvalidError, NotAllowedError
from models.folder.clock import clock_warning, system_clock
from models.folder.disk_reserve import keep_reserve, made_room
from models.folder.file_retry import retry_while_in_use
from models.folder.folder import ClinicFolder, Found
from models.folder.lock import lock_folder
from models.folder.storage_errors import DiskError, DiskFullError, ReadOnlyError, WrongPassphraseError, clinic_errors
from models.keys.keyring import KeyRing
from models.keys.sign_in_throttle import admit, confirm_slot, failures, forget_failures
from models.keys.slots import Keys, add_slot, make_key_file
from models.people.account import change_passphrase
from models.people.staff import actor_of, add_staff
from models.privacy.sweep import keep_erased
from models.programme.programme import ship_programmes
from models.programme.team_access import CohortTeamAccess
from models.settings import found_clinic
from models.storage import migrate
from models.storage.audit import latest_entry
from models.storage.changes import note
from models.storage.last_commit_note import LastCommitNote
from models.storage.media import Media
from models.storage.sign_in_log import Way, note_sign_in, note_sign_out
from models.trail import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from models.folder.clock import Clock
    from models.keys.slots import Cost, Unlocked
    from models.storage.audit import Head
    from models.storage.database import Database

PROGRAM: Final = Actor(UUID(int=0), "Laurel", frozenset({Role.PROGRAM}))
"""Laurel itself: the name under which a clinic is founded and opened."""
FIRST_ROLES: Final = (Role.ADMINISTRATOR, Role.FACILITATOR)
"""The first account of a clinic manages it and may run its groups."""


def _as_dear_as_the_others() -> None:
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
    calibrate: Callable[[], Cost | None] = _as_dear_as_the_others
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
        unlocked = _admitted(self.folder, passphrase, self.actor.name, self.clock())
        if unlocked.staff != self.actor.id:
            raise WrongPassphraseError(
                "The name and passphrase do not open this clinic. Check Caps Lock and try again."
            )
        self.keys = _keys_for(self.actor, unlocked.keys)
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


def create_clinic(
    path: Path,
    *,
    name: str,
    country: str,
    administrator: str,
    passphrase: str,
    zone: str = "",
    clock: Clock = system_clock,
    new_id: Callable[[], UUID] = uuid4,
    cost: Cost | None = None,
) -> None:
    """Make a clinic in a new or empty folder: keys, tables, profile, first account, shipped programme.

    It is made beside the folder and moved there whole, so that a fault leaves nothing half made.
    """
    with clinic_errors():
        place = path.resolve()  # "." has no name of its own
        if ClinicFolder(place).look() is not Found.NOTHING:
            raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=path)
        id_, staff_id = new_id(), new_id()
        with _moved_when_done(ClinicFolder(place.with_name(f".laurel-{id_.hex}")), place) as draft:
            keys = make_key_file(draft, id_)
            add_slot(draft, keys, staff_id, administrator, passphrase, clinical=True, cost=cost)
            migrate.create(draft, keys.data)
            with (
                closing(open_records(draft, keys, clock=clock, new_id=new_id)) as database,
                database.write(PROGRAM) as work,
            ):
                found_clinic(work, id_=id_, name=name, country=country, zone=zone)
                add_staff(work, administrator, FIRST_ROLES, id_=staff_id)
                ship_programmes(work)


def open_clinic(
    path: Path,
    passphrase: str,
    name: str | None = None,
    *,
    clock: Clock = system_clock,
    new_id: Callable[[], UUID] = uuid4,
    is_exclusive: bool = True,
    accept_loss: bool = False,
    way: Way = Way.WINDOW,
    calibrate: Callable[[], Cost | None] = _as_dear_as_the_others,
) -> Clinic:
    """Open the clinic in a folder for the person whose passphrase this is.

    An exclusive opening holds the folder, or raises `InUseError` with who holds it; `check` and `backup` visit
    without. `accept_loss` goes on after `LostRecordsError` with what is left.
    """
    folder = ClinicFolder(path)
    finish_swap(folder)
    unlocked = _admitted(folder, passphrase, name, clock())
    noted = LastCommitNote(folder.head).read() if accept_loss else None
    with ExitStack() as opening:
        if is_exclusive:
            opening.enter_context(lock_folder(folder, clock=clock))
        database = _opened(folder, unlocked.keys, clock, new_id, accept_loss=accept_loss)
        lost = _lost(noted, LastCommitNote(folder.head).read())
        try:
            actor, keys = _taken_in(database, unlocked)
            clock_doubts = _clock_doubts(database, clock())  # before coming in is an entry itself
            if lost:
                database.note(actor, Action.LOSS, "audit_entry", count=lost)
            media = Media(folder, keys.data)
            doubts = keep_erased(folder, database, media, PROGRAM, is_exclusive=is_exclusive)
        except BaseException:
            database.close()
            raise
        if is_exclusive:
            media.wipe()  # what a killed Laurel left readable
        if is_exclusive and not database.is_read_only:
            keep_reserve(folder)
        holding = opening.pop_all()
    must_choose = unlocked.slot.first_until is not None
    confirmed = Confirmed(actor.id, clock())
    clinic = Clinic(
        folder=folder,
        keys=keys,
        database=database,
        media=media,
        actor=actor,
        clock=clock,
        holding=holding,
        is_exclusive=is_exclusive,
        confirmed=confirmed,
        must_choose=must_choose,
        calibrate=calibrate,
        doubts=(*clock_doubts, *doubts),
    )
    clinic.write_failures_down()
    note_sign_in(database, actor, way, is_visit=not is_exclusive)
    return clinic


def _admitted(folder: ClinicFolder, passphrase: str, name: str | None, now: datetime) -> Unlocked:
    """Let somebody in, slowly after wrong tries; a first passphrase that has run out opens nothing."""
    unlocked = admit(folder, passphrase, name, now)
    until = unlocked.slot.first_until
    if until is not None and until < now:
        raise NotAllowedError("This first passphrase has run out. Ask an administrator for a new one.")
    return unlocked


def _taken_in(database: Database, unlocked: Unlocked) -> tuple[Actor, Keys]:
    """Give who signed in, and open the records with no more than the keys of their roles."""
    with database.read(PROGRAM) as work:
        actor = actor_of(work, unlocked.staff)
    keys = _keys_for(actor, unlocked.keys)
    if keys != unlocked.keys:
        database.suspend()
        database.resume(keys)
    return actor, keys


def _clock_doubts(database: Database, now: datetime) -> tuple[ClinicError, ...]:
    with database.read(PROGRAM) as work:
        last = latest_entry(work.session.connection())
    doubt = None if last is None else clock_warning(last, now)
    return () if doubt is None else (doubt,)


def _keys_for(actor: Actor, keys: Keys) -> Keys:
    """Leave the clinical key to clinical roles alone, whatever the slot holds."""
    return keys if actor.is_clinical else Keys(keys.data, None)


def _lost(noted: Head | None, left: Head | None) -> int:
    """Count the entries of the audit that somebody goes on without; at least one where the chain is another."""
    if noted is None or left is None or noted == left:
        return 0
    return max(1, noted.seq - left.seq)


@contextmanager
def _moved_when_done(draft: ClinicFolder, target: Path) -> Iterator[ClinicFolder]:
    """Move a draft folder to its target once it is whole; nothing of it stays after an error."""
    try:
        yield draft
        if target.exists():
            target.rmdir()
        retry_while_in_use(lambda: draft.path.rename(target))
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)


def _opened(
    folder: ClinicFolder, keys: Keys, clock: Clock, new_id: Callable[[], UUID], *, accept_loss: bool
) -> Database:
    """Open the records; on a disk too full even for that, with the room kept in reserve."""
    opening = partial(
        open_records, folder, keys, clock=clock, new_id=new_id, team_access=CohortTeamAccess, accept_loss=accept_loss
    )
    try:
        return opening()
    except (DiskFullError, DiskError) as fault:
        if not made_room(folder, fault):
            raise
        return opening()
