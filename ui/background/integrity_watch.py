"""Checking all records in the background, once a week."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from models.folder.folder import publish

if TYPE_CHECKING:
    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from models.folder.folder import ClinicFolder
    from ui.job import Job, Progress
    from ui.tasks import Tasks

EVERY: Final = timedelta(days=7)
"""A check is due when the last one is older."""
_LOOK: Final = 10 * 60 * 1000
"""Milliseconds between two looks whether a check is due; the first comes as late, so that signing in is fast."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The time of the last check, and the number of problems."""

    at: datetime
    problems: int


class IntegrityWatch(QObject):
    """Checks pages, keys, audit, media and records off the GUI thread."""

    found = Signal(object)
    """`tuple[ClinicError, ...]`: the problems, after a check that found any."""
    checked = Signal(object)
    """`tuple[ClinicError, ...]`: the problems, after every check; empty where there are none."""

    def __init__(self, clinic: Clinic, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._clinic, self._tasks = clinic, tasks
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)

    def begin(self, *, now: bool) -> None:
        """Start the timer; with `now`, after an unclean end, check at once."""
        self._timer.start()
        if now:
            self.check()

    def look(self) -> None:
        """Check where a check is due."""
        last = last_check(self._clinic.folder)
        # A last check in the future, made while the clock was wrong, would otherwise put off all further ones.
        if last is None or not timedelta() <= self._clinic.clock() - last.at < EVERY:
            self.check()

    def check(self) -> Job | None:
        """Start a check; None while one is running."""
        # Qt deletes a job that has ended, while Python still refers to it.
        if self._job is not None and isValid(self._job):
            return None
        clinic = self._clinic

        def look_over(progress: Progress) -> tuple[ClinicError, ...]:
            from leaderboards.integrity import clinic_problems  # long after the window is there

            return tuple(clinic_problems(clinic.database, clinic.media, clinic.actor, progress.check))

        self._job = self._tasks.run(self, look_over, self._tell, lambda _error: None)
        self._job.finished.connect(self._forget)
        return self._job

    def stop(self) -> None:
        """Cancel a running check: the clinic is locked or closed."""
        if self._job is not None and isValid(self._job):
            self._job.cancel()

    def _forget(self) -> None:
        self._job = None

    def _tell(self, problems: tuple[ClinicError, ...]) -> None:
        note_check(self._clinic.folder, Checked(self._clinic.clock(), len(problems)))
        self.checked.emit(problems)
        if problems:
            self.found.emit(problems)


def last_check(folder: ClinicFolder) -> Checked | None:
    """Give when the clinic was checked last; None before the first time."""
    try:
        document = json.loads(folder.checked.read_bytes())
        return Checked(datetime.fromisoformat(document["at"]), int(document["problems"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def note_check(folder: ClinicFolder, checked: Checked) -> None:
    """Note a check in the clinic's folder, where it can be written."""
    try:
        publish(folder.checked, json.dumps({"at": checked.at.isoformat(), "problems": checked.problems}).encode())
    except OSError:
        return
