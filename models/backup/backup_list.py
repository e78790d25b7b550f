"""The backups in a folder with what their manifests say: quick to read, nothing is unpacked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from models.backup import archive
from models.backup.rotation import SUFFIX, time_of
from models.errors import ClinicError
from models.folder.storage_errors import DamagedError, clinic_errors
from models.storage.audit import START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from models.backup.archive import Manifest
    from models.storage.audit import Head

COPIES: Final = "laurel-backups-*"
"""Names of the folders in a second place, one for the copies of each clinic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLine:
    """One backup as a list shows it: when and why it was made, and how much is in it."""

    path: Path
    made_at: datetime
    size: int
    """Bytes of the file."""
    is_sound: bool | None
    """False: damaged, or not the clinic's own. True: sealed with the clinic's key. None: no key was given."""
    reason: str = ""
    clinic: UUID | None = None
    revision: str = ""
    people: int = 0
    groups: int = 0
    marks: int = 0
    head: Head = START
    """How far the audit had come."""

    @property
    def entries(self) -> int:
        """How many entries the audit had: the more, the newer."""
        return self.head.seq


def backups_in(folder: Path, key: bytes | None = None) -> tuple[BackupLine, ...]:
    """List the backups in a folder, and in the folders of copies inside it, newest first.

    The manifests are read, and with the clinic's data key their seals are checked. Whether every byte is as written
    only `confirm_bytes` and `verify` tell. A folder that is not there has none.
    """
    with clinic_errors():
        found = [_line(path, key) for path in _files(folder)]
    return tuple(sorted(found, key=lambda line: line.made_at, reverse=True))


def read_line(path: Path, key: bytes | None = None) -> BackupLine:
    """Read the manifest of one backup; a damaged file gives a line that says so."""
    with clinic_errors():
        return _line(path, key)


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for each in (folder, *sorted(folder.glob(COPIES))):
        if each.is_dir():
            yield from (path for path in each.iterdir() if path.suffix == SUFFIX and path.is_file())


def _line(path: Path, key: bytes | None) -> BackupLine:
    about = path.stat()
    try:
        manifest = archive.read_manifest(path) if key is None else archive.sealed_manifest(path, key)
        # The manifest is at the end of the file: it can be intact where bytes before it are gone.
        if about.st_size < sum(member.size for member in manifest.members.values()):
            raise DamagedError("This backup is shorter than it was.")
    except (ClinicError, OSError):
        written = datetime.fromtimestamp(about.st_mtime, UTC)
        return BackupLine(path=path, made_at=time_of(path) or written, size=about.st_size, is_sound=False)
    return _line_of(path, manifest, about.st_size, is_sound=None if key is None else True)


def _line_of(path: Path, manifest: Manifest, size: int, *, is_sound: bool | None) -> BackupLine:
    counts = manifest.counts
    return BackupLine(
        path=path,
        made_at=manifest.made_at,
        size=size,
        is_sound=is_sound,
        reason=manifest.reason,
        clinic=manifest.clinic,
        revision=manifest.revision,
        people=counts.get("participant", 0),
        groups=counts.get("cohort", 0),
        marks=counts.get("attendance", 0),
        head=manifest.head,
    )
