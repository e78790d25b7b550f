"""The lock of a clinic's folder: one running Laurel has it, and says who that is."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from models.folder.clock import system_clock
from models.folder.folder import PRIVATE_FILE, publish
from models.folder.storage_errors import InUseError, clinic_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the clinic open: computer account, computer, process and since when (as written, UTC)."""

    user: str
    computer: str
    process: int
    since: str


@contextmanager
def lock_folder(folder: ClinicFolder, *, clock: Clock = system_clock) -> Iterator[None]:
    """Lock the clinic's folder meanwhile; raise `InUseError`, which says who has it, where it is locked.

    A folder that cannot be written is not locked: nobody can change anything there.
    """
    if not folder.is_writable:
        yield
        return
    # A lock of the system and no mere file: it ends with the process, however that ends.
    lock, note = FileLock(folder.lock, mode=PRIVATE_FILE), _note(folder)
    try:
        with clinic_errors():
            lock.acquire(timeout=0)
    except Timeout:
        raise _in_use(holder(folder)) from None
    try:
        with suppress(OSError):  # the note is a courtesy: a full disk must not keep the clinic from opening
            publish(note, json.dumps(_myself(clock)).encode())
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def holder(folder: ClinicFolder) -> Holder | None:
    """Give who noted down that they have the clinic open; None without a note."""
    try:
        note = json.loads(_note(folder).read_bytes())
        return Holder(
            user=str(note["user"]),
            computer=str(note["computer"]),
            process=int(note["process"]),
            since=str(note["since"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _note(folder: ClinicFolder) -> Path:
    return folder.lock.with_suffix(".json")


def _myself(clock: Clock) -> dict[str, object]:
    return {
        "user": account(),
        "computer": socket.gethostname(),
        "process": os.getpid(),
        "since": f"{clock():%Y-%m-%d %H:%M}",
    }


def _in_use(holder: Holder | None) -> InUseError:
    if holder is None:
        return InUseError("This clinic is already open in another Laurel. Close it there first.")
    return InUseError(
        "This clinic is already open: {user} has it open on {computer} since {since} (UTC). Close it there first.",
        user=holder.user,
        computer=holder.computer,
        since=holder.since,
    )


def account() -> str:
    """Give the name of the computer account; "?" on a computer that keeps no names."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
