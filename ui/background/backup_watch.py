"""Backups while a clinic is open: every half hour or when asked, and copied to the second place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from models.backup.archive import Reason
from models.backup.backup_state import BackupState, backup_state
from models.backup.second_place import SecondPlaceMissingError, choose_second_place
from models.backup.verify import verify
from models.errors import ClinicError
from ui.background.idle import seconds_awake_or_not

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.backup.archive import Manifest
    from models.backup.backup_list import BackupLine
    from models.clinic.clinic import Clinic
    from ui.job import Job, Progress
    from ui.preferences import KeptPreferences
    from ui.tasks import Tasks

EVERY: Final = 30 * 60
"""Seconds between two backups, where something has changed."""
SOON: Final = 60
"""Seconds from the sign-in to the first backup: a second place that was missing gets its copy soon."""
AGAIN: Final = 5 * 60
"""Seconds from a failed backup to the next try."""
_LOOK_EVERY: Final = 20_000
"""Milliseconds; one timer of half an hour would stand still while the computer sleeps."""


@dataclass(frozen=True, slots=True)
class Round:
    """The result of one round of backup and copy."""

    state: BackupState
    problem: ClinicError | None = None
    """Why the clinic could not be backed up."""
    copy_problem: ClinicError | None = None
    """Why the second place holds no copy of it."""


class BackupWatch(QObject):
    """Runs backups off the GUI thread; none begins while a ceremony is live."""

    found = Signal(object)
    """`BackupState`: the backups found just now."""
    began = Signal(object)
    """`Job`: a round began."""
    troubled = Signal(object)
    """`ClinicError`: why a backup or a copy failed; emitted once until one succeeds."""

    def __init__(
        self, clinic: Clinic, tasks: Tasks, preferences: KeptPreferences, *,
        is_busy: Callable[[], bool] = lambda: False, seconds: Callable[[], float] = seconds_awake_or_not,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._clinic, self._tasks, self._preferences = clinic, tasks, preferences
        self._is_busy, self._seconds = is_busy, seconds
        self._due = seconds() + SOON
        self._said: set[str] = set()
        self.state: BackupState | None = None
        self.job: Job | None = None
        """The round that is running."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        clinic.second_place = self.second_place

    @property
    def second_place(self) -> Path | None:
        """The second place that is chosen on this computer."""
        chosen = self._preferences.now.backup_folder
        return Path(chosen) if chosen else None

    @property
    def is_able(self) -> bool:
        """Whether backups can be made: not where another window has the clinic open, or it can only be read."""
        return self._clinic.is_exclusive and not self._clinic.database.is_read_only

    def begin(self) -> None:
        """Find the backups, and start the timer."""
        self._timer.start(_LOOK_EVERY)
        self.refresh()

    def look(self) -> None:
        """Back up where the next backup is due and nothing prevents it; time asleep counts."""
        if self.job is None and self.is_able and self._seconds() >= self._due and not self._is_busy():
            self.back_up(Reason.TIMED)

    def back_up(self, reason: str, then: Callable[[Round], object] | None = None) -> Job:
        """Back up what has changed, and copy the newest backup to the second place."""

        def ended(made: Round) -> None:
            self._finish_round(made)
            if then is not None:
                then(made)

        self._clinic.second_place = self.second_place
        job = partial(_round, clinic=self._clinic, reason=reason, last_there=self._last_there())
        self.job = self._tasks.run(self, job, ended, self._troubled)
        self.job.finished.connect(self._clear_job)
        self.began.emit(self.job)
        return self.job

    def refresh(self) -> None:
        """Find the backups without making one."""
        if self.is_able:
            look = partial(_state, self._clinic, self.second_place, self._last_there())
            self._tasks.run(self, lambda _progress: look(), self._show, self._troubled)

    def check(self, line: BackupLine, then: Callable[[Manifest], None], failed: Callable[[ClinicError], None]) -> Job:
        """Verify a backup by unpacking and opening it."""
        keys = self._clinic.keys
        return self._tasks.run(self, lambda progress: verify(line.path, keys, check=progress.check), then, failed)

    def choose(
        self, second_place: Path, then: Callable[[Round], object], failed: Callable[[ClinicError], None]
    ) -> None:
        """Set the second place, and copy the newest backup there at once."""

        def ready(_none: None) -> None:
            self._keep_second_place(str(second_place))
            self.back_up(Reason.ASKED, then)

        action = partial(choose_second_place, folder=self._clinic.folder, second_place=second_place)
        self._tasks.run_writing(self, action, ready, failed)

    def forget_second_place(self) -> None:
        """Stop copying; the copies that there are stay."""
        self._keep_second_place("")
        self.refresh()

    def _keep_second_place(self, second_place: str) -> None:
        self._preferences.save(replace(self._preferences.now, backup_folder=second_place))
        self._clinic.second_place = self.second_place
        self._said.clear()

    def _last_there(self) -> datetime | None:
        return self._preferences.now.copied_at(self._clinic.folder.path)

    def _clear_job(self) -> None:
        self.job = None

    def _finish_round(self, made: Round) -> None:
        self._due = self._seconds() + (AGAIN if made.problem else EVERY)
        if made.problem is None:
            self._said -= {"", *(() if made.copy_problem else ("copy",))}
        for kind, problem in (("", made.problem), ("copy", made.copy_problem)):
            # A disk that is not plugged in is no error: Today warns of it after some days.
            if problem is not None and not isinstance(problem, SecondPlaceMissingError) and kind not in self._said:
                self._said.add(kind)
                self.troubled.emit(problem)
        self._show(made.state)

    def _show(self, state: BackupState) -> None:
        self.state = state
        # Remembered on this computer: while the second place is unplugged, it tells what is in it.
        newest, before = state.newest_there, self._last_there()
        if newest is not None and newest.made_at != before:
            self._preferences.save(self._preferences.now.with_copy(self._clinic.folder.path, newest.made_at))
        self.found.emit(state)

    def _troubled(self, error: ClinicError) -> None:
        """Try again later where a round could not begin."""
        self._due = self._seconds() + AGAIN
        if str(error) not in self._said:
            self._said.add(str(error))
            self.troubled.emit(error)


def backed_up_first(
    clinic: Clinic,
    tasks: Tasks,
    receiver: QObject,
    reason: Reason,
    then: Callable[[], None],
    failed: Callable[[ClinicError], None],
) -> None:
    """Back up, and call `then` once that is done; `failed` without a backup.

    For changes of many records at once, such as an import.
    """
    tasks.run(receiver, lambda _progress: clinic.back_up_before(reason), lambda _none: then(), failed)


def _round(progress: Progress, clinic: Clinic, reason: str, last_there: datetime | None) -> Round:
    problem = copy_problem = None
    try:
        clinic.back_up(reason)
    except ClinicError as fault:
        problem = fault
    progress.check()  # the copy may take long: it does not begin once the round was cancelled
    try:
        clinic.copy_backup()
    except ClinicError as fault:
        copy_problem = fault
    return Round(_state(clinic, clinic.second_place, last_there), problem, copy_problem)


def _state(clinic: Clinic, second_place: Path | None, last_there: datetime | None) -> BackupState:
    return backup_state(clinic.folder, clinic.keys, second_place, last_there=last_there, clock=clinic.clock)
