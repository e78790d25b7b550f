"""A copy of the records of a folder that can only be read."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from models.storage import cipher

if TYPE_CHECKING:
    from contextlib import ExitStack

    from models.folder.folder import ClinicFolder


def private_copy(folder: ClinicFolder, undoing: ExitStack) -> Path:
    """Copy the encrypted records to a temporary folder, deleted by `undoing`.

    SQLite cannot open a database in WAL mode where it cannot make a -shm file beside it.
    """
    copy = Path(tempfile.mkdtemp(prefix="laurel-"))
    undoing.callback(shutil.rmtree, copy)
    for path in (folder.database, cipher.wal_of(folder.database)):
        if path.exists():
            shutil.copyfile(path, copy / path.name)
    return copy
