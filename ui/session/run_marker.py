"""A note that Laurel runs, on this computer and outside every clinic: one that stays behind tells of an unclean end."""

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
_PLACE: Final = "laurel-run-"


class RunMarker:
    """One run of the window: an empty file that it holds, and a private place for what it unpacks for a moment.

    The system lets go of the file when the program ends, however it ends; a clean end removes it. So a file that is
    there and that nobody holds is of a run that was killed, crashed or lost its power.
    """

    def __init__(self, folder: Path | None = None, *, new_id: Callable[[], UUID] = uuid4) -> None:
        self._folder = folder or user_state_path("Laurel", appauthor=False) / "runs"
        self._name = new_id().hex
        self._lock: FileLock | None = None

    def set(self) -> bool:
        """Note that Laurel runs; tell whether an earlier run ended uncleanly, and wipe what that one left unpacked.

        A computer that lets nothing be noted is no reason to stop.
        """
        with suppress(OSError):
            make_private_folder(self._folder)
            broken = [path for path in self._folder.glob(f"*{_SUFFIX}") if self._is_left(path)]
            self._lock = FileLock(self._folder / f"{self._name}{_SUFFIX}", mode=PRIVATE_FILE)
            self._lock.acquire(timeout=0)
            place = _place_of(self._name)
            place.mkdir(mode=0o700)
            tempfile.tempdir = str(place)
            return bool(broken)
        return False

    def take_away(self) -> None:
        """Note that Laurel ended as it should."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        tempfile.tempdir = None
        shutil.rmtree(_place_of(self._name), ignore_errors=True)
        lock.release()
        with suppress(OSError):
            (self._folder / f"{self._name}{_SUFFIX}").unlink(missing_ok=True)

    def _is_left(self, path: Path) -> bool:
        """Tell whether nobody holds a file; it is removed then, with what its run unpacked."""
        lock = FileLock(path, mode=PRIVATE_FILE)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        shutil.rmtree(_place_of(path.stem), ignore_errors=True)
        lock.release()
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return True


def _place_of(run: str) -> Path:
    """Give where one run unpacks things, always in the computer's own place for temporary files."""
    return Path(_system_place()) / f"{_PLACE}{run}"


def _system_place() -> str:
    """Ask for the computer's place for temporary files, whatever a run has set."""
    ours, tempfile.tempdir = tempfile.tempdir, None
    try:
        return tempfile.gettempdir()
    finally:
        tempfile.tempdir = ours
