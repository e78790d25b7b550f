"""Finishing an erasure outside its unit of work: remains in files, a new backup, older backups, the next opening."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from models.backup import erasure_ledger
from models.backup.backup import BACKUP_LOCK, back_up
from models.backup.backup_list import backups_in
from models.backup.erasure_ledger import Erased, Ledger
from models.backup.second_place import copy_newest
from models.errors import ClinicError
from models.folder.lock import lock_folder
from models.folder.storage_errors import DamagedError, InUseError, ReadOnlyError
from models.keys.key_file import read_key_file
from models.people.erasure import finish, recorded, restored_people, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from models.access import Actor, Confirmed
    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.people.erasure import Ground
    from models.storage.database import Database
    from models.storage.media import Media


class OpenRecords(Protocol):
    """What an erasure needs of an open clinic; `models.clinic` imports this module, so it cannot be imported here."""

    @property
    def folder(self) -> ClinicFolder:
        """The clinic's folder."""

    @property
    def keys(self) -> Keys:
        """The keys of the person signed in."""

    @property
    def database(self) -> Database:
        """The records."""

    @property
    def media(self) -> Media:
        """The pictures and papers beside the records."""

    @property
    def actor(self) -> Actor:
        """The person signed in."""

    @property
    def clock(self) -> Clock:
        """What tells the time."""


@dataclass(frozen=True, slots=True)
class OlderBackups:
    """The backups that were made while a person was still in the records."""

    paths: tuple[Path, ...]
    newest: datetime | None
    aside: tuple[Path, ...] = ()
    """Folders with the records that a restored backup replaced."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class ErasedPerson:
    """The result of an erasure."""

    backup: Path
    """The verified backup made afterwards."""
    is_swept: bool
    """False where somebody else still reads the file: it is then swept at the next opening."""
    removed: int
    """Older backups that were deleted."""


def older_backups(folder: ClinicFolder, data_key: bytes, backup_folders: Iterable[Path] = ()) -> OlderBackups:
    """List every backup of this clinic in its own folder and in `backup_folders`, and what restores set aside."""
    # A damaged backup in the clinic's own folder says no clinic's id; it is taken for one of this clinic.
    clinic = read_key_file(folder).clinic
    own = [line for line in backups_in(folder.backups, data_key) if line.is_sound is False or line.clinic == clinic]
    others = [line for place in backup_folders for line in backups_in(place, data_key) if line.is_sound]
    lines = [*own, *(line for line in others if line.clinic == clinic)]
    aside = tuple(sorted(folder.aside.iterdir())) if folder.aside.is_dir() else ()
    return OlderBackups(tuple(line.path for line in lines), max((line.made_at for line in lines), default=None), aside)


def erase(
    clinic: OpenRecords,
    person: UUID,
    *,
    version: int,
    ground: Ground,
    confirmed: Confirmed,
    knowing: bool = False,
    forget_backups: bool = False,
    backup_folders: Iterable[Path] = (),
) -> ErasedPerson:
    """Erase a person for good: the records, the kept files, what the database file still holds, and a fresh backup.

    With `forget_backups` the backups made before, and what restores set aside, are deleted once the new one is
    verified. Stopped at any point, the rest is done at the next opening. It takes seconds, so a window calls it off the
    GUI thread. Raises as `erase_person` does.
    """
    # Loaded when somebody is erased: this module is imported at every opening.
    from models.privacy.erasure import erase_person

    others = tuple(backup_folders)
    older = older_backups(clinic.folder, clinic.keys.data, others)
    with clinic.database.write(clinic.actor) as work:
        ledger = Ledger(clinic.folder, clinic.keys.data)
        erase_person(work, ledger, person, version=version, ground=ground, confirmed=confirmed, knowing=knowing)
    is_swept = sweep(clinic.database, clinic.media, clinic.actor)
    made = back_up(clinic.folder, clinic.keys, clock=clinic.clock, reason="erasure")
    renewed = {made.parent, *_copied(clinic, others)}
    removed = [path for path in older.paths if path.parent in renewed and path != made] if forget_backups else []
    with BACKUP_LOCK:
        for path in removed:
            path.unlink(missing_ok=True)
        for path in older.aside if forget_backups else ():
            shutil.rmtree(path, ignore_errors=True)
    return ErasedPerson(made, is_swept, len(removed))


def _copied(clinic: OpenRecords, backup_folders: Iterable[Path]) -> Iterator[Path]:
    """Copy the new backup to the other folders and give those that have it now: only there may older ones go."""
    for place in backup_folders:
        with suppress(ClinicError, OSError):  # a disk that is not plugged in gets its copy later
            copy = copy_newest(clinic.folder, clinic.keys, place, clock=clinic.clock)
            if copy is not None:
                yield copy.parent


def sweep(database: Database, media: Media, actor: Actor) -> bool:
    """Remove what erasures left: kept files, readable copies, and old pages of the database file and its -wal.

    False where somebody else still reads the file; the erasures stay unfinished until the next opening.
    """
    with database.read(actor) as work:
        left = unfinished(work)
    for name in chain(*left.values()):
        media.remove(name)
    media.wipe()
    if not database.compact():
        return False
    with database.write(actor) as work:
        finish(work, left)
    return True


def keep_erased(
    folder: ClinicFolder, database: Database, media: Media, actor: Actor, *, is_exclusive: bool
) -> tuple[ClinicError, ...]:
    """Erase people whom an older backup has brought back, and finish erasures that were interrupted.

    Called at every opening, before anything is shown. Gives the errors found in the list of erased people, which is
    mended. Raises `ReadOnlyError` for a copy that cannot be written and still has somebody who was erased.
    """
    with database.read(actor) as work:
        known, is_unfinished = recorded(work), bool(unfinished(work))
    ledger = Ledger(folder, database.keys.data)
    listed, doubts = _listed(ledger, known, may_write=not database.is_read_only)
    with database.read(actor) as work:
        returned = restored_people(work, [one.person for one in listed]) if listed else ()
    if not returned and not is_unfinished:
        return doubts
    if database.is_read_only:
        if returned:
            raise ReadOnlyError(
                "This older copy of the clinic holds people who were erased since, and it cannot be written here. "
                "Copy the folder to a place where you may save, and open it there."
            )
        return doubts
    with ExitStack() as holding:
        if not is_exclusive:
            try:
                holding.enter_context(lock_folder(folder))
            except InUseError:  # whoever holds it has done this at its opening
                return doubts
        _erase_all(database, returned, actor)
        sweep(database, media, actor)
    return doubts


def _erase_all(database: Database, people: Iterable[UUID], actor: Actor) -> None:
    from models.privacy import erasure

    for person in people:
        with database.write(actor) as work:
            erasure.erase_again(work, person)


def _listed(
    ledger: Ledger, known: dict[UUID, datetime], *, may_write: bool
) -> tuple[tuple[Erased, ...], tuple[ClinicError, ...]]:
    """Give everybody who was erased, by the list, by the records or by the list beside the backups; mend the list."""
    # Three sources, since a restore turns the records back and a hand can remove the files.
    folder, doubts = ledger.folder, list[ClinicError]()
    own: tuple[Erased, ...] = ()
    try:
        own = ledger.people()
    except DamagedError:
        doubts.append(
            DamagedError(
                "The list of people who were erased (erased.json) was altered or damaged. Laurel has written it anew "
                "from its records and from the list beside the backups."
            )
        )
    in_records = [Erased(at, person) for person, at in known.items()]
    beside: tuple[Erased, ...] = ()
    with suppress(ClinicError):
        beside = erasure_ledger.read(folder.backups / folder.erased.name, read_key_file(folder).clinic, ledger.key)
    everybody = erasure_ledger.union(own, beside, in_records)
    if not doubts and known.keys() - {one.person for one in own}:
        doubts.append(
            DamagedError(
                "The list of people who were erased (erased.json) had lost entries. Laurel has put them back from its "
                "records; nobody came back."
            )
        )
    if may_write and everybody != own:
        erasure_ledger.write(folder.erased, read_key_file(folder).clinic, ledger.key, everybody)
    return everybody, tuple(doubts)
