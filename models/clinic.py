"""A clinic as a whole: made new, opened with a passphrase, closed with a backup."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from models.access import Actor, Role
from models.errors import InvalidError
from models.people.staff import actor_of, add_staff
from models.programme.programme import ship_programmes
from models.settings import found_clinic
from models.storage import migrate
from models.storage.backup import back_up
from models.storage.clock import system_clock
from models.storage.database import Database
from models.storage.folder import ClinicFolder, Found
from models.storage.lock import hold
from models.storage.media import Media
from models.storage.vault import add_slot, make_vault, unlock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.storage.clock import Clock
    from models.storage.vault import Cost, Keys

PROGRAM: Final = Actor(UUID(int=0), "Laurel", frozenset({Role.PROGRAM}))
"""Laurel itself: the name under which a clinic is founded and opened."""
FIRST_ROLES: Final = (Role.ADMINISTRATOR, Role.FACILITATOR)
"""The first account of a clinic manages it and may run its groups."""


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

    def close(self) -> None:
        """Close the records, make and verify a backup where something changed, and let the folder go."""
        with self.holding:
            self.database.close()
            if self.is_exclusive and not self.database.is_read_only:
                back_up(self.folder, self.keys, clock=self.clock, reason="close", skip_unchanged=True)


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
    if ClinicFolder(path).look() is not Found.NOTHING:
        raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=path)
    id_, staff_id = new_id(), new_id()
    draft = ClinicFolder(path.with_name(f".{path.name}.{id_.hex}"))
    try:
        keys = make_vault(draft, id_)
        add_slot(draft, keys, staff_id, administrator, passphrase, clinical=True, cost=cost)
        migrate.create(draft, keys.data)
        database = Database.open(draft, keys, clock=clock, new_id=new_id)
        try:
            with database.write(PROGRAM) as work:
                found_clinic(work, id_=id_, name=name, country=country, zone=zone)
                add_staff(work, administrator, FIRST_ROLES, id_=staff_id)
                ship_programmes(work)
        finally:
            database.close()
        if path.exists():
            path.rmdir()
        draft.path.rename(path)
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)


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
        database = Database.open(folder, unlocked.keys, clock=clock, new_id=new_id, accept_loss=accept_loss)
        try:
            with database.read(PROGRAM) as work:
                actor = actor_of(work, unlocked.staff)
        except BaseException:
            database.close()
            raise
        holding = opening.pop_all()
    media = Media(folder, unlocked.keys.data)
    return Clinic(folder, unlocked.keys, database, media, actor, clock, holding, is_exclusive)
