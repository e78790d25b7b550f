"""A file that tells that Laurel is running, outside every clinic; one left behind tells of an unclean end."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from filelock import FileLock, Timeout
from platformdirs import user_state_path

from models.folder.folder import PRIVATE_FILE, make_private_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

_SUFFIX: Final = ".run"
_UNPACKED: Final = "laurel-run-"


class RunMarker:
    """One run of the window: an empty file that it locks, and a private folder for what it unpacks for a moment.

    The system releases the lock when the program ends, however it ends; a clean end removes the file. So a file that
    is there and that nobody locks is of a run that was killed, crashed or lost its power.
    """

    def __init__(self, folder: Path | None = None, *, new_id: Callable[[], UUID] = uuid4) -> None:
        self._folder = folder or user_state_path("Laurel", appauthor=False) / "runs"
        self._name = new_id().hex
        self._lock: FileLock | None = None

    def set(self) -> bool:
        """Note that Laurel runs; tell whether an earlier run ended uncleanly, and wipe what that one left unpacked.

        Where the file cannot be written, Laurel goes on without it.
        """
        with suppress(OSError):
            make_private_folder(self._folder)
            broken = [path for path in self._folder.glob(f"*{_SUFFIX}") if self._is_left(path)]
            self._lock = FileLock(self._folder / f"{self._name}{_SUFFIX}", mode=PRIVATE_FILE)
            self._lock.acquire(timeout=0)
            unpacked = _unpacked_by(self._name)
            unpacked.mkdir(mode=0o700)
            # Everything that this run unpacks goes into one folder, so that a run that was killed can be wiped later.
            tempfile.tempdir = str(unpacked)
            return bool(broken)
        return False

    def remove(self) -> None:
        """Note that Laurel ended as it should."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        tempfile.tempdir = None
        shutil.rmtree(_unpacked_by(self._name), ignore_errors=True)
        lock.release()
        with suppress(OSError):
            (self._folder / f"{self._name}{_SUFFIX}").unlink(missing_ok=True)

    def _is_left(self, path: Path) -> bool:
        """Tell whether nobody locks a file; it is removed then, with what its run unpacked."""
        lock = FileLock(path, mode=PRIVATE_FILE)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        shutil.rmtree(_unpacked_by(path.stem), ignore_errors=True)
        lock.release()
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return True


def _unpacked_by(run: str) -> Path:
    """Give the folder in which one run unpacks things, inside the computer's own folder for temporary files."""
    return Path(_system_temporary()) / f"{_UNPACKED}{run}"


def _system_temporary() -> str:
    """Ask for the computer's folder for temporary files, whatever a run has set."""
    ours, tempfile.tempdir = tempfile.tempdir, None
    try:
        return tempfile.gettempdir()
    finally:
        tempfile.tempdir = ours
