"""The clinic's records: opening them, and the only place that commits."""

from __future__ import annotations

import shutil
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.storage_errors import ReadOnlyError, clinic_errors
from models.keys.slots import Keys, derive
from models.storage import cipher, migrate
from models.storage.audit import Head, turned_back, verify
from models.storage.backup_port import UnsafeUpgradeError
from models.storage.changes import Changes, WatchedSession, audited, beside, note
from models.storage.connections import Connections
from models.storage.database_errors import database_errors, making_room
from models.storage.file_check import confirm_file
from models.storage.last_commit_note import LastCommitNote
from models.storage.private_copy import private_copy
from models.storage.work_opener import WorkOpener
from models.trail import Action, Change, Trail
from models.work import NoTeamAccess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from models.access import Actor
    from models.base import Base
    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.storage.backup_port import Backups
    from models.work import TeamAccess, Work


class Database:
    """One clinic's open records; a thread that works a lot keeps its own connection with `adopt_thread`."""

    def __init__(
        self,
        folder: ClinicFolder,
        keys: Keys,
        *,
        clock: Clock,
        opener: WorkOpener,
        copy: Path | None,
        backups: Backups | None,
    ) -> None:
        self.folder = folder
        self._backups = backups
        self.listeners: list[Callable[[frozenset[type[Base]]], None]] = []
        self._clock = clock
        self._opener = opener
        self._copy = copy
        self._file = folder.database if copy is None else copy / folder.database.name
        self._connections = Connections(self._file, keys)
        self._owed: dict[UUID, tuple[Change, ...]] = {}
        """By account: what was seen or refused and could not be written into the audit yet."""
        # Writers of this program wait for each other here: waiting on the file, SQLite polls, and gives up in the end.
        self._turn = threading.RLock()
        self._begin(keys)

    def _begin(self, keys: Keys) -> None:
        self.keys = keys
        self._audit_key = derive(keys.data, "audit")
        self._last_commit = LastCommitNote(self.folder.head)

    @classmethod
    def open(
        cls,
        folder: ClinicFolder,
        keys: Keys,
        *,
        clock: Clock = system_clock,
        new_id: Callable[[], UUID] = uuid4,
        team_access: Callable[[], TeamAccess] = NoTeamAccess,
        accept_loss: bool = False,
        backups: Backups | None = None,
    ) -> Database:
        """Open a clinic's records, brought up to this Laurel after a verified backup.

        A file that is not this clinic's, damaged, newer, or has lost records is refused with its own `ClinicError`
        and stays as it is; `accept_loss` goes on with what is left after `LostRecordsError`. A folder that cannot be
        written is opened for reading only. Without `backups` an older clinic is not brought up to date
        (`UnsafeUpgradeError`): `models.backup.opening.open_records` gives them.
        """
        last_commit = LastCommitNote(folder.head)
        with clinic_errors(cipher.DriverError, DBAPIError), ExitStack() as undoing:
            copy = None if folder.is_writable else private_copy(folder, undoing)
            is_old, head = confirm_file(folder, copy or folder.path, keys, None if accept_loss else last_commit.read())
            if accept_loss and copy is None:
                last_commit.reset(head)
            if is_old and copy is not None:
                raise ReadOnlyError(
                    "This clinic is from an earlier Laurel and its folder can only be read here, so it cannot be "
                    "brought up to date. Copy the folder to a place where you may save, and open it there."
                )
            if is_old:
                if backups is None:
                    raise UnsafeUpgradeError("an older clinic is opened with its backups at hand")
                backups.before_upgrade(folder, keys, clock)
                migrate.upgrade(folder.database, keys.data)
            undoing.pop_all()
            opener = WorkOpener(new_id, team_access)
            return cls(folder, keys, clock=clock, opener=opener, copy=copy, backups=backups)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be saved here."""
        return self._copy is not None

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Work]:
        """Open a unit of work whose changes are thrown away; what it saw or was refused is audited at its end."""
        trail = Trail()
        try:
            with (
                database_errors(),
                WatchedSession(self._connections.engines().reading, autoflush=False, expire_on_commit=False) as session,
            ):
                yield self._opener.opened(session, actor, self._clock(), trail)
        finally:
            self.remember(actor, trail)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Work]:
        """Open a unit of work that is committed whole at the end, with its audit entries, or not at all.

        Afterwards the listeners are called, in this thread, with the tables that changed. Of one that fails, what it
        saw or was refused is audited all the same. Raises `ReadOnlyError`, `DiskFullError`, `DiskError` and
        `StaleError`; nothing is saved then.
        """
        trail = Trail()
        try:
            with self._writing(actor, trail) as work:
                yield work
        finally:
            self.remember(actor, trail)

    @contextmanager
    def _writing(self, actor: Actor, trail: Trail) -> Iterator[Work]:
        if self.is_read_only:
            raise ReadOnlyError(
                "NOT saved: this clinic folder can only be read here. Ask who looks after this computer."
            )
        now = self._clock()
        changes = Changes(self._audit_key, actor.id, now)
        with (
            self._turn,
            making_room(self.folder),
            database_errors(),
            WatchedSession(self._connections.engines().writing, expire_on_commit=False) as session,
            beside(session),
        ):
            with audited(session, changes):
                yield self._opener.opened(session, actor, now, trail)
                session.flush()
                trail.precede(*self._owed.pop(actor.id, ()))
                changes.note(session.connection(), trail.changes)
            # The last moment: nothing after it may fail and make a saved change look refused.
            self._connections.confirm_in_place()
            session.commit()
        trail.take()
        if changes.head is not None:
            self._last_commit.rise(changes.head)
        if changes.tables:
            changed = frozenset(changes.tables)
            for listener in (self._opener.hear, *self.listeners):
                listener(changed)

    def note(self, actor: Actor, action: Action, entity: str, row: UUID | None = None, *, count: int = 1) -> None:
        """Write into the audit what was done outside the tables, in a short write of its own."""
        with self.write(actor) as work:
            note(work.session, Change(action, entity, row, count=count))

    def remember(self, actor: Actor, trail: Trail, *, at_once: bool = True) -> None:
        """Write into the audit what was seen or refused, or who signed in or out, in a short write of its own.

        Where nothing can be written now (a full disk, another program that holds the file) it is kept for this
        person's next write: what was asked for does not fail because of it.
        """
        if not trail.changes or self.is_read_only:
            return
        if at_once:
            with suppress(ClinicError), self._writing(actor, trail):
                pass
        if trail.changes:
            self._owed[actor.id] = (*self._owed.get(actor.id, ()), *trail.take())

    def adopt_thread(self) -> None:
        """Keep one connection for the calling thread: a write takes a quarter of the time that a fresh one takes."""
        self._connections.adopt_thread()

    def release_thread(self) -> None:
        """Close the connection that the calling thread kept."""
        self._connections.release_thread()

    def checkpoint(self) -> bool:
        """Move everything from the -wal into the file; False while somebody else still reads or writes."""
        if self.is_read_only:
            return True
        with database_errors(), self._connections.raw() as connection:
            return cipher.checkpoint(connection)

    def compact(self) -> bool:
        """Write the file anew, without the pages of deleted rows, and empty the -wal; False while somebody reads."""
        with self._turn, database_errors(), self._connections.raw() as connection:
            connection.execute("VACUUM")
            return cipher.checkpoint(connection)

    def problems(self, go_on: Callable[[], object] = bool) -> list[ClinicError]:
        """Check every page, key and audit entry; give a sentence for each thing that is wrong.

        `go_on` is called between the steps; what it raises ends the check.
        """
        self.checkpoint()
        found: list[ClinicError] = []
        for part in (partial(self._broken_pages, go_on), self._broken_audit):
            go_on()
            try:
                with database_errors():
                    found.extend(part())
            except ClinicError as problem:
                go_on()
                found.append(problem)
        return found

    def verify_audit(self, *on_paper: Head) -> Verified:
        """Verify the whole audit chain, and its end as noted beside the file, in the newest backup and on paper.

        Raises `AuditError` naming the first entry that is not as it was written, or is missing.
        """
        noted = self._last_commit.read()
        kept = None if self._backups is None else self._backups.newest(self.folder, self.keys)
        with self._connections.engines().reading.begin() as connection:
            since = turned_back(connection)
            # After an older backup was restored, the chain has left the one that newer backups hold.
            if kept is not None and since is not None and kept.made_at <= since:
                kept = None
            anchors = [head for head in (noted, kept.head if kept else None) if head is not None]
            head = verify(connection, self._audit_key, *anchors, *on_paper)
        return Verified(head, kept.head.seq if kept else 0, kept.made_at if kept else None)

    def suspend(self) -> None:
        """Move everything from the -wal into the file, close it and forget the keys, until `resume`."""
        self._let_go()
        self._connections.forget_keys()
        self.keys, self._audit_key = Keys(b"", None), b""

    def resume(self, keys: Keys) -> None:
        """Open the file again; raise as `open` does where it was changed or damaged meanwhile."""
        with clinic_errors(cipher.DriverError, DBAPIError):
            confirm_file(self.folder, self._file.parent, keys, LastCommitNote(self.folder.head).read())
            self._connections.open(keys)
            self._begin(keys)

    def close(self) -> None:
        """Move everything from the -wal into the file and close it; other threads must have ended their work."""
        self._let_go()
        if self._copy is not None:
            shutil.rmtree(self._copy, ignore_errors=True)

    def _let_go(self) -> None:
        if not self.keys.data:
            return
        with suppress(ClinicError):  # loses nothing, since the -wal stays, and must not keep the file open
            self.checkpoint()
        self._connections.close()
        self._last_commit.close()

    def _broken_pages(self, go_on: Callable[[], object]) -> list[ClinicError]:
        with self._connections.raw() as connection:
            return cipher.problems(connection, go_on)

    def _broken_audit(self) -> list[ClinicError]:
        self.verify_audit()
        return []


@dataclass(frozen=True, slots=True)
class Verified:
    """An audit chain without a fault: its end, and where a backup last anchored it (entry 0 and None before one)."""

    head: Head
    anchored: int
    anchored_at: datetime | None
