"""Replacing the clinic in a folder by a restored one: all or nothing, also where the computer stops on the way."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.folder.file_retry import retry_while_in_use
from models.folder.folder import ClinicFolder, make_private_folder, publish, sync_folder
from models.folder.lock import lock_folder
from models.folder.storage_errors import InUseError, clinic_errors
from models.storage.cipher import wal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.folder.clock import Clock

_READY: Final = ".restored"
_DRAFT: Final = ".restoring-"
_ORDER: Final = "order.json"
_LEFT_OVER: Final = (f"{_DRAFT}*", "backups/.backing-up-*")


@contextmanager
def staging(folder: ClinicFolder) -> Iterator[ClinicFolder]:
    """Give a private folder inside a clinic's folder, on the same disk, in which another clinic can be prepared."""
    with tempfile.TemporaryDirectory(dir=folder.path, prefix=_DRAFT) as temporary:
        staged = ClinicFolder(Path(temporary) / "clinic")
        staged.make()
        yield staged


def replace_clinic(folder: ClinicFolder, staged: ClinicFolder, aside: Path, *, keeps_old: bool) -> None:
    """Replace the clinic of a folder by a prepared one; the old one is moved to `aside`, its -wal too.

    Without `keeps_old` what was moved aside is deleted at the end: it is in a backup.
    """
    coming = [name for name in _names(folder) if (staged.path / name).exists()]
    order = {"aside": aside.name, "coming": coming, "keeps_old": keeps_old}
    publish(staged.path / _ORDER, json.dumps(order).encode())
    sync_folder(staged.media)
    # From this rename on it counts as done: what a kill or a power cut interrupts, `finish_swap` completes.
    staged.path.rename(folder.path / _READY)
    sync_folder(folder.path)
    _finish(folder)


def aside_folder(folder: ClinicFolder, clock: Clock) -> Path:
    """Give the folder to which a clinic that is replaced is moved: inside its own folder, named after this moment."""
    name = f"{clock():%Y-%m-%d %H%M%S}"
    names = (name, *(f"{name} {number}" for number in range(2, 1000)))
    return next(path for each in names if not (path := folder.aside / each).exists())


def finish_swap(folder: ClinicFolder) -> None:
    """Complete a restore that was interrupted, and delete the drafts of interrupted restores and backups.

    Nothing is done where another Laurel has the folder open: it does so itself.
    """
    if not folder.path.is_dir() or not folder.is_writable or not _is_unfinished(folder):
        return
    try:
        with clinic_errors(), lock_folder(folder):
            _finish(folder)
            for pattern in _LEFT_OVER:
                for left in folder.path.glob(pattern):
                    shutil.rmtree(left, ignore_errors=True)
    except InUseError:
        return


def _is_unfinished(folder: ClinicFolder) -> bool:
    return (folder.path / _READY).exists() or any(any(folder.path.glob(pattern)) for pattern in _LEFT_OVER)


def _finish(folder: ClinicFolder) -> None:
    """Move file after file: the old one aside, then the new one in; each step can be repeated."""
    ready = folder.path / _READY
    order = _order(ready)
    if order is not None:
        aside = folder.aside / str(order["aside"])
        for each in (folder.aside, aside):
            make_private_folder(each)
        for name in _names(folder):
            _exchange(folder.path / name, ready / name, aside / name, is_coming=name in order["coming"])
        sync_folder(folder.path)
        if not order["keeps_old"]:
            shutil.rmtree(aside)
            _remove_if_empty(folder.aside)
    if ready.exists():
        (ready / _ORDER).unlink(missing_ok=True)
        shutil.rmtree(ready)
        sync_folder(folder.path)


def _exchange(target: Path, coming: Path, aside: Path, *, is_coming: bool) -> None:
    """Move what is there aside and what is coming to its name, unless that was done already."""
    if is_coming and not coming.exists():
        return
    if target.exists():
        retry_while_in_use(lambda: target.rename(aside))
    if is_coming:
        retry_while_in_use(lambda: coming.rename(target))


def _names(folder: ClinicFolder) -> tuple[str, ...]:
    """Name the files of a clinic in the order in which they are moved."""
    # The database last, its -wal first: an old -wal beside a new database makes it unreadable ("not a database").
    wal = wal_of(folder.database)
    parts = (wal, wal.with_name(f"{folder.database.name}-shm"), wal.with_name(f"{folder.database.name}-journal"),
             folder.head, folder.erased, folder.media, folder.keys, folder.database)  # fmt: skip
    return tuple(part.name for part in parts)


def _order(ready: Path) -> dict[str, Any] | None:
    try:
        document: dict[str, Any] = json.loads((ready / _ORDER).read_bytes())
    except FileNotFoundError:
        return None
    return document


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
