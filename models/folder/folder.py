"""The folder of a clinic: its files, and writing one of them safely."""

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
    """The folder of one clinic, and the paths of the files in it."""

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
        """How far the audit chain had come: shows whether records went missing."""
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
        """Clinics that were replaced by a restored backup and could not be backed up: never deleted by Laurel."""
        return self.path / "set aside"

    @property
    def may_be_restored(self) -> bool:
        """Whether this is, or was, a clinic's folder, so that a backup may be restored into it."""
        return self.look() is Found.CLINIC or self.backups.is_dir()

    @property
    def reserve(self) -> Path:
        """A file whose room is freed when the disk is full."""
        return self.path / "reserve"

    @property
    def lock(self) -> Path:
        """The file that one running Laurel locks."""
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
    """Make a folder that only this computer account can read, and its parents."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def publish(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, also where the power is cut meanwhile."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # before the rename, or a power cut could leave an empty file under the name
        replace_file(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, so that a rename outlasts a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
