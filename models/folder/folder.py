"""One folder per clinic: what lies where, and writing a file there safely."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from uuid import uuid4

from models.folder.file_retry import replace_file

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class Found(Enum):
    """What a look at a folder found."""

    NOTHING = auto()
    CLINIC = auto()
    SOMETHING_ELSE = auto()


@dataclass(frozen=True, slots=True)
class ClinicFolder:
    """The places inside the folder of one clinic."""

    path: Path

    @property
    def database(self) -> Path:
        """The encrypted records."""
        return self.path / "clinic.db"

    @property
    def keys(self) -> Path:
        """The key slots, one per person."""
        return self.path / "keys.json"

    @property
    def failures(self) -> Path:
        """Wrong passphrases since somebody last signed in: when and at whose slot, never what was typed."""
        return self.path / "failures.json"

    @property
    def head(self) -> Path:
        """How far the audit chain had come: notices records that went missing."""
        return self.path / "head.json"

    @property
    def erased(self) -> Path:
        """Who was erased, by id: applied again to whatever is restored here."""
        return self.path / "erased.json"

    @property
    def media(self) -> Path:
        """Encrypted photos, voice clips, logos and issued PDFs."""
        return self.path / "media"

    @property
    def backups(self) -> Path:
        """Verified copies of all of it."""
        return self.path / "backups"

    @property
    def checked(self) -> Path:
        """When all of it was checked last."""
        return self.path / "checked.json"

    @property
    def aside(self) -> Path:
        """What a restored backup took the place of and what could not be backed up: never deleted by Laurel."""
        return self.path / "set aside"

    @property
    def may_be_restored(self) -> bool:
        """Whether this is, or was, a clinic's folder, so that a backup may take its place there."""
        return self.look() is Found.CLINIC or self.backups.is_dir()

    @property
    def reserve(self) -> Path:
        """Room that is given up when the disk is full."""
        return self.path / "reserve"

    @property
    def lock(self) -> Path:
        """The file that one running Laurel holds."""
        return self.path / "laurel.lock"

    def look(self) -> Found:
        """Tell whether there is a clinic here, nothing at all, or something else."""
        if self.keys.exists() or self.database.exists():
            return Found.CLINIC
        if not self.path.exists() or (self.path.is_dir() and not any(self.path.iterdir())):
            return Found.NOTHING
        return Found.SOMETHING_ELSE

    def make(self) -> None:
        """Make the folder and its parts, open to this computer account alone."""
        for path in (self.path, self.media, self.backups):
            make_private_folder(path)

    @property
    def is_writable(self) -> bool:
        """Whether this computer account may save here."""
        files = [file for file in (self.database, self.keys) if file.exists()]
        return all(os.access(path, os.W_OK) for path in (self.path, *files))


def make_private_folder(path: Path) -> None:
    """Make a folder (and its parents) that only this computer account can look into."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def publish(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, even through a power cut."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_file(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder have reached the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
