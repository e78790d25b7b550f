"""Work off the GUI thread: the database's one thread, slow jobs, and results handed back on the GUI thread."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from models.errors import ClinicError
from models.folder.storage_errors import clinic_errors
from ui.job import CancelledError, Job, Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.access import Actor
    from models.base import Base
    from models.storage.database import Database
    from models.work import Work

    T = TypeVar("T")
    Failed = Callable[[ClinicError], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for a result. Kept on the GUI thread, so that no widget is ever freed by another one."""

    receiver: QObject
    then: Callable[[Any], None] | None
    failed: Failed | None
    job: Job


class Runner(QObject):
    """Runs callables on an executor and hands results back on the GUI thread, to receivers that still live."""

    failed = Signal(object)
    _ended = Signal(int, object, object)
    _reported = Signal(int, int, int)

    def __init__(self, executor: Executor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor
        self._waiting: dict[int, _Waiting] = {}
        self._last = 0
        self._is_closed = self._is_held = False
        self._kept: list[tuple[int, Callable[[Progress], object], Progress]] = []
        # Queued, or a fast result would arrive inside `start`, before its caller has the job.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_progress_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running and every result was delivered."""
        return not self._waiting

    def start(
        self,
        receiver: QObject,
        job: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        even_held: bool = False,
    ) -> Job:
        """Run the job; hand its result or its `ClinicError` over. Any other error is a bug and reaches the hooks."""
        self._last += 1
        ticket = self._last
        progress = Progress(lambda done, total: self._reported.emit(ticket, done, total))
        handle = Job(progress, self)
        if not self._is_closed:
            self._waiting[ticket] = _Waiting(receiver, then, failed, handle)
            if self._is_held and not even_held:
                self._kept.append((ticket, job, progress))
            else:
                self._executor.submit(self._perform, ticket, job, progress)
        return handle

    def submit(self, job: Callable[[], object]) -> None:
        """Run a callable nobody waits for; an error in it is a bug and reaches the hooks."""
        self.start(self, lambda _progress: job())

    def hold(self) -> None:
        """Keep what is asked from now on for later."""
        self._is_held = True

    def go_on(self) -> None:
        """Run what was kept, and what is asked from now on."""
        self._is_held, kept = False, self._kept
        self._kept = []
        for ticket, job, progress in kept:
            self._executor.submit(self._perform, ticket, job, progress)

    def close(self) -> None:
        """Let running work end, drop its results, and end the thread."""
        self._is_closed = True
        self._executor.shutdown(wait=True)
        self._waiting.clear()

    def _perform(self, ticket: int, job: Callable[[Progress], object], progress: Progress) -> None:
        value: object = None
        error: Exception | None = None
        try:
            with clinic_errors():
                value = job(progress)
        except Exception as raised:  # noqa: BLE001  (sorted into errors and bugs on the GUI thread)
            error = raised
        with suppress(RuntimeError):  # the window was closed and Qt has taken the signal away
            self._ended.emit(ticket, value, error)

    def _pass_progress_on(self, ticket: int, done: int, total: int) -> None:
        waiting = self._waiting.get(ticket)
        if waiting is not None:
            waiting.job.progressed.emit(done, total)

    def _deliver(self, ticket: int, value: object, error: Exception | None) -> None:
        waiting = self._waiting.pop(ticket, None)
        if waiting is None:
            return
        waiting.job.finished.emit()
        waiting.job.deleteLater()
        if error is not None and not isinstance(error, ClinicError):
            waiting.job.broke.emit()
            raise error  # on the GUI thread, from a slot: so the hooks of ui/errors.py take it as any other bug
        # Qt may have deleted the receiver while the job ran; to call into it would end the process.
        if not isValid(waiting.receiver) or isinstance(error, CancelledError):
            return
        if error is not None:
            (waiting.failed or self.failed.emit)(error)
        elif waiting.then is not None:
            waiting.then(value)


class Tasks(QObject):
    """The signed-in person's way to the clinic: queries and actions by `Work`, slow jobs, and news of changes."""

    changed = Signal(object)
    """`frozenset[type[Base]]`: the tables that a commit touched."""
    failed = Signal(object)
    """`ClinicError` that nobody else took; shown as a banner."""
    saved = Signal(object)
    """`datetime` of the last commit."""
    _committed = Signal(object)
    _acted = Signal(object)

    def __init__(self, database: Database, actor: Actor, *, executor: Executor | None = None) -> None:
        super().__init__()
        self.database = database
        self.actor = actor
        self._quick = Runner(executor or ThreadPoolExecutor(1, "laurel-database"), self)
        self._slow = Runner(executor or ThreadPoolExecutor(1, "laurel-slow"), self)
        for runner in (self._quick, self._slow):
            runner.failed.connect(self.failed)
        self._committed.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._acted.connect(self.saved, Qt.ConnectionType.QueuedConnection)
        database.listeners.append(self._tell_change)
        # First of all jobs: with a connection kept, a write takes 0.4 ms instead of 1.9.
        self._quick.submit(database.adopt_thread)

    @property
    def is_idle(self) -> bool:
        """Whether every result was delivered."""
        return self._quick.is_idle and self._slow.is_idle

    def read(
        self, receiver: QObject, query: Callable[[Work], T], then: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Ask the clinic something and hand the answer to `then` on the GUI thread."""
        self._quick.start(receiver, lambda _progress: self._reading(query), then, failed)

    def write(
        self,
        receiver: QObject,
        action: Callable[[Work], T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do something in one transaction and hand its result to `then` on the GUI thread."""
        self._quick.start(receiver, lambda _progress: self._writing(action), then, failed)

    def run(
        self,
        receiver: QObject,
        job: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Job:
        """Run a slow job that needs no database, beside the database thread."""
        return self._slow.start(receiver, job, then, failed)

    def run_reading(
        self,
        receiver: QObject,
        job: Callable[[Work], T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Job:
        """Run a slow job that reads the clinic, beside the database thread."""
        return self._slow.start(receiver, lambda _progress: self._reading(job), then, failed)

    def run_writing(
        self,
        receiver: QObject,
        job: Callable[[Work], T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Job:
        """Run a slow job that changes the clinic in one transaction; cancelled before it begins, it does nothing."""

        def write(progress: Progress) -> T:
            progress.check()
            return self._writing(job)

        return self._slow.start(receiver, write, then, failed)

    def lock(self, receiver: QObject, close: Callable[[], None], then: Callable[[], None], failed: Failed) -> None:
        """Let running work end, keep what is asked from now on for later, and close the records.

        After a bug in closing them `then` is called as well: whatever happened, nothing is shown any more.
        """
        for runner in (self._quick, self._slow):
            runner.hold()

        def end(_progress: Progress) -> None:
            self.database.release_thread()
            close()

        def slow_work_has_ended(_none: object) -> None:
            self._quick.start(receiver, end, lambda _none: then(), failed, even_held=True).broke.connect(then)

        # The slow thread empties first: what runs there may still need the records that `close` closes.
        self._slow.start(receiver, lambda _progress: None, slow_work_has_ended, failed, even_held=True)

    def unlock(self) -> None:
        """Go on with records that are open again."""
        self._quick.start(self, lambda _progress: self.database.adopt_thread(), even_held=True)
        for runner in (self._quick, self._slow):
            runner.go_on()

    def close(self) -> None:
        """Let running work end, release the database thread's connection, and hear no more of changes."""
        self._quick.submit(self.database.release_thread)
        self._slow.close()
        self._quick.close()
        with suppress(ValueError):
            self.database.listeners.remove(self._tell_change)

    def _reading(self, query: Callable[[Work], T]) -> T:
        with self.database.read(self.actor) as work:
            return query(work)

    def _writing(self, action: Callable[[Work], T]) -> T:
        with self.database.write(self.actor) as work:
            now: datetime = work.now
            result = action(work)
        self._acted.emit(now)
        return result

    def _tell_change(self, tables: frozenset[type[Base]]) -> None:
        with suppress(RuntimeError):  # a commit after the window was closed
            self._committed.emit(tables)
