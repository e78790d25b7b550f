"""A clinic as a whole: made new, opened with a passphrase, closed with a backup."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from models.access import Actor, Role
from models.audit import latest_entry
from models.errors import ClinicError, InvalidError
from models.people.staff import actor_of, add_staff
from models.programme.programme import ship_programmes
from models.settings import found_clinic
from models.storage import migrate
from models.storage.backup import back_up
from models.storage.clock import system_clock
from models.storage.database import Database
from models.storage.faults import ClockError, DiskFullError, ReadOnlyError, spoken
from models.storage.folder import ClinicFolder, Found
from models.storage.lock import hold
from models.storage.media import Media
from models.storage.reserve import give_up_reserve, keep_reserve
from models.storage.vault import add_slot, make_vault, unlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from models.storage.clock import Clock
    from models.storage.vault import Cost, Keys

PROGRAM: Final = Actor(UUID(int=0), "Laurel", frozenset({Role.PROGRAM}))
"""Laurel itself: the name under which a clinic is founded and opened."""
FIRST_ROLES: Final = (Role.ADMINISTRATOR, Role.FACILITATOR)
"""The first account of a clinic manages it and may run its groups."""
_BACKWARDS: Final = timedelta(hours=1)
_IDLE: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
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

    def cautions(self) -> tuple[ClinicError, ...]:
        """Say what the person signing in should know first: a folder that cannot be written, a clock gone wrong."""
        with self.database.read(PROGRAM) as work:
            last, now = latest_entry(work.session.connection()), work.now
        clock = None if last is None else clock_doubt(last, now)
        only_read = ReadOnlyError(
            "This clinic's folder can only be read here. Look at everything; nothing can be saved until the folder can "
            "be written."
        )
        return (*((only_read,) if self.database.is_read_only else ()), *((clock,) if clock else ()))

    def close(self) -> None:
        """Close the records, make and verify a backup where something changed, and let the folder go."""
        with self.holding:
            self.database.close()
            if self.is_exclusive and not self.database.is_read_only:
                back_up(self.folder, self.keys, clock=self.clock, reason="close", skip_unchanged=True)


def clock_doubt(last: datetime, now: datetime) -> ClockError | None:
    """Doubt a computer's clock that stands before the last entry, or more than a year after it."""
    if last - _BACKWARDS <= now <= last + _IDLE:
        return None
    return ClockError(
        "This computer's clock says {now}, and the last entry was made on {last}. If the clock is wrong, set it right "
        "before you go on.",
        now=f"{now:%Y-%m-%d %H:%M} UTC",
        last=f"{last:%Y-%m-%d %H:%M} UTC",
    )


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
    with spoken():
        place = path.resolve()  # "." has no name of its own
        if ClinicFolder(place).look() is not Found.NOTHING:
            raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=path)
        id_, staff_id = new_id(), new_id()
        with _moved_when_done(ClinicFolder(place.with_name(f".laurel-{id_.hex}")), place) as draft:
            keys = make_vault(draft, id_)
            add_slot(draft, keys, staff_id, administrator, passphrase, clinical=True, cost=cost)
            migrate.create(draft, keys.data)
            with (
                closing(Database.open(draft, keys, clock=clock, new_id=new_id)) as database,
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
) -> Clinic:
    """Open the clinic in a folder for the person whose passphrase this is.

    An exclusive opening holds the folder, or raises `InUseError` with who holds it; `check` and `backup` visit
    without. `accept_loss` goes on after `LostRecordsError` with what is left.
    """
    folder = ClinicFolder(path)
    unlocked = unlock(folder, passphrase, name)
    with ExitStack() as opening:
        if is_exclusive:
            opening.enter_context(hold(folder, clock=clock))
        database = _opened(folder, unlocked.keys, clock, new_id, accept_loss=accept_loss)
        try:
            with database.read(PROGRAM) as work:
                actor = actor_of(work, unlocked.staff)
        except BaseException:
            database.close()
            raise
        if is_exclusive and not database.is_read_only:
            keep_reserve(folder)
        holding = opening.pop_all()
    media = Media(folder, unlocked.keys.data)
    return Clinic(folder, unlocked.keys, database, media, actor, clock, holding, is_exclusive)


@contextmanager
def _moved_when_done(draft: ClinicFolder, place: Path) -> Iterator[ClinicFolder]:
    """Move a folder to its place once it is whole; nothing of it stays after a fault."""
    try:
        yield draft
        if place.exists():
            place.rmdir()
        draft.path.rename(place)
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)


def _opened(
    folder: ClinicFolder, keys: Keys, clock: Clock, new_id: Callable[[], UUID], *, accept_loss: bool
) -> Database:
    """Open the records; on a disk too full even for that, with the room kept in reserve."""
    try:
        return Database.open(folder, keys, clock=clock, new_id=new_id, accept_loss=accept_loss)
    except DiskFullError:
        if not give_up_reserve(folder):
            raise
        return Database.open(folder, keys, clock=clock, new_id=new_id, accept_loss=accept_loss)
