"""Verifying a backup: unpacked to a private folder, opened, and compared with its manifest."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.backup import archive
from models.folder.folder import ClinicFolder, make_private_folder
from models.folder.storage_errors import (
    BackupError,
    NewerError,
    clinic_errors,
)
from models.keys.slots import belong_together, read_key_file
from models.storage import cipher, migrate
from models.storage.media import Media

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from models.backup.archive import Manifest
    from models.keys.slots import Keys


_STEPS: Final = 1000
"""Instructions of the database engine between two calls of `check`."""


def verify(path: Path, keys: Keys, *, beside: Path | None = None, check: Callable[[], None] | None = None) -> Manifest:
    """Verify a backup by unpacking it, opening it and comparing it with its manifest, which is given.

    It is unpacked into a private folder inside `beside`, else among the computer's temporary files. `check` is called
    repeatedly meanwhile, and cancels by raising a `ClinicError`. Raises `BackupError` where anything differs.
    """
    with clinic_errors(), tempfile.TemporaryDirectory(prefix="laurel-", dir=beside) as temporary:
        unpacked = ClinicFolder(Path(temporary) / "clinic")
        make_private_folder(unpacked.path)
        archive.confirm_signature(path, keys.data)
        manifest = archive.unpack(path, unpacked.path, is_kept=False)
        prove(unpacked, keys, manifest, check=check)
    return manifest


def prove(unpacked: ClinicFolder, keys: Keys, manifest: Manifest, *, check: Callable[[], None] | None = None) -> None:
    """Compare an unpacked backup with its manifest: clinic, key slots, every page, row counts, audit head, media.

    Raises `BackupError` where they differ, and `NewerError` where a newer Laurel made it.
    """
    if manifest.revision not in migrate.known_revisions():
        raise NewerError("A newer Laurel made this backup. Install that version to restore it.")
    key_file = read_key_file(unpacked)
    with (
        clinic_errors(cipher.DriverError),
        cipher.confirmed(unpacked.database, keys.data, manifest.clinic) as connection,
        _cancellable(check, connection),
    ):
        said = (cipher.counts(connection), cipher.audit_head(connection), cipher.revision_of(connection))
        found = cipher.broken(connection)
    is_other = said != (manifest.counts, manifest.head, manifest.revision) or key_file.clinic != manifest.clinic
    # Slots of another key would leave a backup that is whole and that nobody can open.
    if found or is_other or not belong_together(key_file, keys):
        raise BackupError("The backup could not be read back as it should be. Look at the disk, and make another one.")
    broken = Media(unpacked, keys.data).broken() - manifest.broken
    if broken:
        raise BrokenMediaError(
            "A file of the clinic's media could not be read back from the backup. Look at the disk, and make another "
            "one.",
            files=broken,
        )


@contextmanager
def _cancellable(check: Callable[[], None] | None, connection: sqlite3.Connection) -> Iterator[None]:
    """Call `check` while the engine reads, so that a long check can be cancelled."""
    if check is None:
        yield
        return
    connection.set_progress_handler(check, _STEPS)  # what it raises interrupts the driver, which says only that
    try:
        yield
    except cipher.DriverError:
        check()
        raise


class BrokenMediaError(BackupError):
    """Files of the media in a backup cannot be opened."""

    def __init__(self, template: str, *, files: frozenset[str]) -> None:
        super().__init__(template)
        self.files = files
