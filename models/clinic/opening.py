"""Opening a clinic: whose passphrase it is, what was lost or left undone, and which keys the roles may hold."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from models.access import Actor, Confirmed
from models.backup.opening import open_records
from models.backup.swap import finish_swap
from models.clinic.clinic import PROGRAM, Clinic, admitted, keys_of_roles, without_calibration
from models.folder.clock import clock_warning, system_clock
from models.folder.disk_reserve import keep_reserve, made_room
from models.folder.folder import ClinicFolder
from models.folder.lock import lock_folder
from models.folder.storage_errors import DiskError, DiskFullError
from models.people.staff import actor_of
from models.privacy.sweep import keep_erased
from models.programme.team_access import CohortTeamAccess
from models.storage.audit import latest_entry
from models.storage.last_commit_note import LastCommitNote
from models.storage.media import Media
from models.storage.sign_in_log import Way, note_sign_in
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from models.errors import ClinicError
    from models.folder.clock import Clock
    from models.keys.slots import Cost, Keys, Unlocked
    from models.storage.audit import Head
    from models.storage.database import Database


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
    calibrate: Callable[[], Cost | None] = without_calibration,
) -> Clinic:
    """Open the clinic in a folder for the person whose passphrase this is.

    An exclusive opening locks the folder, or raises `InUseError` naming who has it open; `check` and `backup` open
    without. `accept_loss` goes on after `LostRecordsError` with what is left. Further `ClinicError`s refuse a wrong
    passphrase, a damaged clinic and one of a newer Laurel.
    """
    folder = ClinicFolder(path)
    # A restore that was killed half-way has left no clinic here, or the old one: settled before anything is read.
    finish_swap(folder)
    unlocked = admitted(folder, passphrase, name, clock())
    noted = LastCommitNote(folder.head).read() if accept_loss else None
    with ExitStack() as opening:
        if is_exclusive:
            opening.enter_context(lock_folder(folder, clock=clock))
        database = _open_database(folder, unlocked.keys, clock, new_id, accept_loss=accept_loss)
        lost = _lost_entries(noted, LastCommitNote(folder.head).read())
        try:
            actor, keys = _signed_in(database, unlocked)
            clock_doubts = _clock_doubts(database, clock())  # with the last entry, before the sign-in adds one
            if lost:
                database.note(actor, Action.LOSS, "audit_entry", count=lost)
            media = Media(folder, keys.data)
            doubts = keep_erased(folder, database, media, PROGRAM, is_exclusive=is_exclusive)
        except BaseException:  # also Ctrl+C: nobody else knows of the database yet
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


def _signed_in(database: Database, unlocked: Unlocked) -> tuple[Actor, Keys]:
    """Give the actor who signed in, with the records opened by no more than the keys of their roles."""
    # Which roles somebody has stands in the records, so these are opened once with all keys of the slot to find out.
    with database.read(PROGRAM) as work:
        actor = actor_of(work, unlocked.staff)
    keys = keys_of_roles(actor, unlocked.keys)
    if keys != unlocked.keys:
        database.suspend()
        database.resume(keys)
    return actor, keys


def _clock_doubts(database: Database, now: datetime) -> tuple[ClinicError, ...]:
    """Give the warning that the computer's clock is behind the last audit entry, or far ahead of it."""
    with database.read(PROGRAM) as work:
        last = latest_entry(work.session.connection())
    doubt = None if last is None else clock_warning(last, now)
    return () if doubt is None else (doubt,)


def _lost_entries(noted: Head | None, left: Head | None) -> int:
    """Count the audit entries that are missing from the end of the chain; at least one where its end is another."""
    if noted is None or left is None or noted == left:
        return 0
    return max(1, noted.seq - left.seq)


def _open_database(
    folder: ClinicFolder, keys: Keys, clock: Clock, new_id: Callable[[], UUID], *, accept_loss: bool
) -> Database:
    """Open the records; where the disk is too full even for that, give up the reserve and try once more."""
    opening = partial(
        open_records, folder, keys, clock=clock, new_id=new_id, team_access=CohortTeamAccess, accept_loss=accept_loss
    )
    try:
        return opening()
    except (DiskFullError, DiskError) as fault:
        if not made_room(folder, fault):
            raise
        return opening()
