"""Founding a clinic: keys, tables, profile, first account and the shipped programme."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from models.access import Role
from models.backup.opening import open_records
from models.clinic.clinic import PROGRAM
from models.errors import InvalidError
from models.folder.clock import system_clock
from models.folder.file_retry import retry_while_in_use
from models.folder.folder import ClinicFolder, Found
from models.folder.storage_errors import clinic_errors
from models.keys.slots import add_slot, make_key_file
from models.people.staff import add_staff
from models.programme.programme import ship_programmes
from models.settings import found_clinic
from models.storage import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.folder.clock import Clock
    from models.keys.slots import Cost


FIRST_ROLES: Final = (Role.ADMINISTRATOR, Role.FACILITATOR)
"""The first account of a clinic manages it and may run its groups."""


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

    `country` is an ISO 3166 code, `zone` an IANA name; "" takes the country's usual one. Raises `InvalidError` for a
    folder that holds something, and for an impossible name, country or zone. The clinic is made beside the folder and
    moved there in one step, so that a fault leaves nothing half made.
    """
    with clinic_errors():
        place = path.resolve()  # "." has no name, from which that of the draft beside it is made
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


@contextmanager
def _moved_when_done(draft: ClinicFolder, target: Path) -> Iterator[ClinicFolder]:
    """Move a draft folder to its target when the block ends; nothing of it stays after an error."""
    try:
        yield draft
        if target.exists():
            target.rmdir()  # Windows renames onto nothing that exists, not even an empty folder
        # On Windows a virus scanner or the indexer may have a new file open for a moment, which blocks the rename.
        retry_while_in_use(lambda: draft.path.rename(target))
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)
