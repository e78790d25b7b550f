"""A slow job as the window sees it: how far it is, and that it is no longer wanted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable


class CancelledError(ClinicError):
    """A slow job was cancelled by the person waiting for it."""


class Progress:
    """What a slow job is given to say how far it is, and to learn that it is no longer wanted."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        # An Event, since Cancel is pressed on the GUI thread while the job runs on another one.
        self._cancelled = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are done; raise `CancelledError` if the person pressed Cancel."""
        self.check()
        self._report(done, total)

    def check(self) -> None:
        """Raise `CancelledError` if the person pressed Cancel."""
        if self._cancelled.is_set():
            raise CancelledError("This was cancelled. Nothing was kept of it.")

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._cancelled.set()


class Job(QObject):
    """A running job as the window sees it."""

    progressed = Signal(int, int)
    finished = Signal()
    broke = Signal()
    """A bug ended it; the error itself is raised next and reaches the crash reporter."""

    def __init__(self, progress: Progress, parent: QObject) -> None:
        super().__init__(parent)
        self._progress = progress

    def cancel(self) -> None:
        """Ask the job to stop; neither `then` nor `failed` is called afterwards."""
        self._progress.cancel()
