"""Files that leave Laurel, written as a whole or not at all, and the audit entry of each."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from models.access import Permission
from models.errors import ClinicError
from models.folder.file_retry import replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.trail import Action
    from models.work import Work


def note_taken(work: Work, action: Action, counts: Mapping[tuple[str, UUID | None], int]) -> None:
    """Audit what was printed or saved: the number of each (kind of record, its id)."""
    work.require(Permission.LEAVE_TRACE)
    for (entity, row), count in counts.items():
        work.record_export(action, entity, row, count=count)


def deliver(path: Path, content: bytes) -> None:
    """Write or replace a file; raise `ClinicError` where that cannot be done."""
    if path.exists() and not path.is_file():
        raise ClinicError("{file} is no file that could be replaced. Choose another name.", file=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, since a rename across disks is a copy that can be interrupted.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".laurel-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                # Before the rename: after a power cut the new name must not stand for an empty file.
                os.fsync(file.fileno())
            replace_file(Path(draft), path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as fault:
        raise ClinicError(
            "{file} cannot be written ({fault}). Choose a folder with room where you may save.",
            file=path, fault=fault.strerror or type(fault).__name__,
        ) from fault  # fmt: skip
