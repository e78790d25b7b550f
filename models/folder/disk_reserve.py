"""A reserve of disk space beside the records, freed when the disk is full."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from models.folder.folder import PRIVATE_FILE
from models.folder.storage_errors import DiskError, DiskFullError

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder

RESERVE: Final = 2 << 20
"""Bytes: enough for all that is entered in an evening."""
_PLENTY: Final = 16
"""The reserve is kept only where this many times its size is free."""
_FULL: Final = 256 << 10
"""Bytes: a disk with less than this is full."""


def keep_reserve(folder: ClinicFolder) -> None:
    """Reserve the space where plenty is free; a disk that refuses it is ignored."""
    with suppress(OSError):
        if folder.reserve.exists() or shutil.disk_usage(folder.path).free < RESERVE * _PLENTY:
            return
        handle = os.open(folder.reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            if hasattr(os, "posix_fallocate"):  # a file that is only made longer takes no room
                os.posix_fallocate(handle, 0, RESERVE)
            else:
                os.write(handle, os.urandom(RESERVE))  # zeros might be compressed away
        finally:
            os.close(handle)


def made_room(folder: ClinicFolder, fault: DiskFullError | DiskError) -> bool:
    """Free the reserve where an error comes from a full disk; tell whether there is room now."""
    # SQLite does not always say "full": a file that cannot grow is an I/O error to it.
    try:
        if isinstance(fault, DiskError) and shutil.disk_usage(folder.path).free > _FULL:
            return False
        folder.reserve.unlink()
    except OSError:
        return False
    return True
