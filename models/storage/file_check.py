"""Checking a clinic's file before it is opened: the right one, whole, and with its newest records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.folder.storage_errors import LostRecordsError
from models.keys.slots import read_key_file
from models.storage import cipher, migrate

if TYPE_CHECKING:
    from pathlib import Path

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.audit import Head


def confirm_file(folder: ClinicFolder, readable: Path, keys: Keys, noted: Head | None) -> tuple[bool, Head]:
    """Tell whether the file needs an upgrade, and give the end of its audit chain; it is only read.

    Raises an error of `storage_errors` for a file that is not this clinic's, newer or damaged, and `LostRecordsError`
    where it is behind `noted`.
    """
    with cipher.confirmed(readable / folder.database.name, keys.data, read_key_file(folder).clinic) as connection:
        is_old, head = migrate.needs_upgrade(cipher.revision_of(connection)), cipher.audit_head(connection)
        if noted is not None and not cipher.has_entry(connection, noted):
            raise LostRecordsError(
                "The newest records of this clinic are missing: its file is older than it was, or the -wal file beside "
                "it was removed. Nothing was changed; restore the newest backup, or go on with what is left.",
                first_lost=min(head.seq + 1, noted.seq),
            )
        return is_old, head
