"""Keeps backups made while the clinic is open: every half hour, when asked, and copied to the second place."""

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
    from models.work import Work
    from ui.context import Context
    from ui.preferences import KeptPreferences
    from ui.tasks import Job, Progress, Tasks

EVERY: Final = 30 * 60
"""Seconds between two backups, of an evening on which something changes."""
SOON: Final = 60
"""Seconds after the sign-in until the first look: what a disk that was away has missed is caught up then."""
AGAIN: Final = 5 * 60
"""Seconds after a backup that failed until it is tried again."""
_LOOK_EVERY: Final = 20_000


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of backing up came to."""

    state: BackupState
    problem: ClinicError | None = None
    """Why the clinic could not be backed up."""
    copy_problem: ClinicError | None = None
    """Why the second place holds no copy of it."""


class BackupWatch(QObject):
    """Works beside the window: the database goes on meanwhile, and nothing is begun while a ceremony is live."""

    found = Signal(object)
    """`BackupState`: what lies where, newly looked at."""
    began = Signal(object)
    """`Job`: a round that takes a moment."""
    troubled = Signal(object)
    """`ClinicError`: what kept a backup or a copy from being made, said once until one succeeds."""

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
        """Whether backups are made from here: not of a clinic that is only visited, or can only be read."""
        return self._clinic.is_exclusive and not self._clinic.database.is_read_only

    def begin(self) -> None:
        """Look what lies where, and go on looking at the time."""
        self._timer.start(_LOOK_EVERY)
        self.refresh()

    def look(self) -> None:
        """Back up where half an hour has gone by, those of a suspended computer too, and nothing holds it off."""
        if self.job is None and self.is_able and self._seconds() >= self._due and not self._is_busy():
            self.back_up(Reason.TIMED)

    def back_up(self, reason: str, then: Callable[[Round], object] | None = None) -> Job:
        """Put what has changed into a backup, and copy the newest one to the second place."""

        def ended(made: Round) -> None:
            self._take(made)
            if then is not None:
                then(made)

        self._clinic.second_place = self.second_place
        job = partial(_round, clinic=self._clinic, reason=reason, last_there=self._last_there())
        self.job = self._tasks.run(self, job, ended, self._troubled)
        self.job.finished.connect(self._let_go)
        self.began.emit(self.job)
        return self.job

    def refresh(self) -> None:
        """Look what lies where; nothing is made."""
        if self.is_able:
            look = partial(_state, self._clinic, self.second_place, self._last_there())
            self._tasks.run(self, lambda _progress: look(), self._show, self._troubled)

    def check(self, line: BackupLine, then: Callable[[Manifest], None], failed: Callable[[ClinicError], None]) -> Job:
        """Unpack a backup, open it and compare it with what it says."""
        keys = self._clinic.keys
        return self._tasks.run(self, lambda progress: verify(line.path, keys, check=progress.check), then, failed)

    def choose(
        self, second_place: Path, then: Callable[[Round], object], failed: Callable[[ClinicError], None]
    ) -> None:
        """Take a folder as the second place, and copy the newest backup there at once."""

        def ready(_none: None) -> None:
            self._keep_second_place(str(second_place))
            self.back_up(Reason.ASKED, then)

        action = partial(choose_second_place, folder=self._clinic.folder, second_place=second_place)
        self._tasks.run_writing(self, partial(_in_turn, action), ready, failed)

    def forget_second_place(self) -> None:
        """Copy nowhere from now on; what lies there is left."""
        self._keep_second_place("")
        self.refresh()

    def _keep_second_place(self, second_place: str) -> None:
        self._preferences.save(replace(self._preferences.now, backup_folder=second_place))
        self._clinic.second_place = self.second_place
        self._said.clear()

    def _last_there(self) -> datetime | None:
        return self._preferences.now.copied_at(self._clinic.folder.path)

    def _let_go(self) -> None:
        self.job = None

    def _take(self, made: Round) -> None:
        self._due = self._seconds() + (AGAIN if made.problem else EVERY)
        if made.problem is None:
            self._said -= {"", *(() if made.copy_problem else ("copy",))}
        for kind, problem in (("", made.problem), ("copy", made.copy_problem)):
            if problem is not None and not isinstance(problem, SecondPlaceMissingError) and kind not in self._said:
                self._said.add(kind)
                self.troubled.emit(problem)
        self._show(made.state)

    def _show(self, state: BackupState) -> None:
        self.state = state
        newest, before = state.newest_there, self._last_there()
        if newest is not None and newest.made_at != before:
            self._preferences.save(self._preferences.now.with_copy(self._clinic.folder.path, newest.made_at))
        self.found.emit(state)

    def _troubled(self, error: ClinicError) -> None:
        """Try again later what could not even be begun."""
        self._due = self._seconds() + AGAIN
        if str(error) not in self._said:
            self._said.add(str(error))
            self.troubled.emit(error)


def backed_up_first(
    context: Context,
    receiver: QObject,
    reason: Reason,
    then: Callable[[], None],
    failed: Callable[[ClinicError], None],
) -> None:
    """Make sure of a backup, and only then go on with a change of much at once; without one it is not made."""
    context.tasks.run(receiver, lambda _progress: context.clinic.back_up_before(reason), lambda _none: then(), failed)


def _round(progress: Progress, clinic: Clinic, reason: str, last_there: datetime | None) -> Round:
    problem = copy_problem = None
    try:
        clinic.back_up(reason)
    except ClinicError as fault:
        problem = fault
    progress.check()
    try:
        clinic.copy_backup()
    except ClinicError as fault:
        copy_problem = fault
    return Round(_state(clinic, clinic.second_place, last_there), problem, copy_problem)


def _state(clinic: Clinic, second_place: Path | None, last_there: datetime | None) -> BackupState:
    return backup_state(clinic.folder, clinic.keys, second_place, last_there=last_there, clock=clinic.clock)


def _in_turn(action: Callable[[Work], None], work: Work, _progress: Progress) -> None:
    action(work)
