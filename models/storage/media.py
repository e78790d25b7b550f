"""Photos, voice clips, logos and issued PDFs: encrypted files with random names."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import platformdirs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import ClinicError, InvalidError, NotFoundError
from models.folder.folder import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder, publish
from models.folder.storage_errors import DamagedError, clinic_errors
from models.keys.slots import derive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from models.folder.folder import ClinicFolder

NAME: Final = re.compile(r"[0-9a-f]{32}")
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}")
_FORMAT: Final = b"LRM1"
"""The first four bytes of a file; a 12-byte nonce and the encrypted content follow (AES-GCM)."""


class Media:
    """The encrypted files of one clinic; a file under the name of another one does not open."""

    def __init__(self, folder: ClinicFolder, data_key: bytes, *, temporary: Path | None = None) -> None:
        self._folder = folder.media
        self._unlocked: AESGCM | None = AESGCM(derive(data_key, "media"))
        # Outside the clinic's folder, which may be backed up by others; named after it, so that two never share one.
        base = temporary or platformdirs.user_cache_path("laurel")
        self._temporary = base / derive(os.fsencode(folder.path.resolve()), "opened").hex()[:16]

    def store(self, content: bytes) -> str:
        """Store a file and give its random name."""
        # The name is authenticated with the content, so that two stored files cannot be swapped.
        name = uuid4().hex
        nonce = os.urandom(12)
        with clinic_errors():
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            publish(self._folder / name, _FORMAT + nonce + self._cipher.encrypt(nonce, content, name.encode()))
        return name

    def read(self, name: str) -> bytes:
        """Give the content of a stored file, or raise `NotFoundError` or `DamagedError`."""
        if not NAME.fullmatch(name):
            raise NotFoundError("This file is not in the clinic's media.")
        with clinic_errors():
            stored = self._stored(name)
        try:
            if not stored.startswith(_FORMAT):
                raise InvalidTag
            return self._cipher.decrypt(stored[4:16], stored[16:], name.encode())
        except (InvalidTag, ValueError):
            raise DamagedError(
                "A file of the clinic's media is damaged or was altered. It may be whole in a backup."
            ) from None

    def _stored(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            raise NotFoundError("A file of the clinic's media is missing. It may be in a backup.") from None

    def remove(self, name: str) -> None:
        """Delete a stored file; older backups have it until the rotation rule deletes them."""
        if not NAME.fullmatch(name):
            raise NotFoundError("This file is not in the clinic's media.")
        (self._folder / name).unlink(missing_ok=True)

    def names(self) -> frozenset[str]:
        """List every stored file."""
        if not self._folder.exists():
            return frozenset()
        return frozenset(path.name for path in self._folder.iterdir() if NAME.fullmatch(path.name))

    def problems(self, expected: Iterable[str] = (), go_on: Callable[[], object] = bool) -> list[ClinicError]:
        """Decrypt every stored file, and every file that a record names; give what is wrong.

        `go_on` is called before each; what it raises ends the check.
        """
        found: list[ClinicError] = []
        for name in sorted(self.names() | set(expected)):
            go_on()
            try:
                self.read(name)
            except ClinicError as problem:
                found.append(problem)
        return found

    def broken(self) -> frozenset[str]:
        """List every stored file that cannot be decrypted."""
        found = set()
        for name in self.names():
            try:
                self.read(name)
            except ClinicError:
                found.add(name)
        return frozenset(found)

    @contextmanager
    def opened(self, name: str, suffix: str) -> Iterator[Path]:
        """Give a readable copy in a private temporary folder, for another program to show; deleted afterwards."""
        if not _SUFFIX.fullmatch(suffix):
            raise InvalidError("{suffix} is not the ending of a file that Laurel opens.", suffix=suffix)
        content = self.read(name)
        make_private_folder(self._temporary)
        copy = self._temporary / f"{uuid4().hex}{suffix}"
        try:
            with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
                file.write(content)
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    def forget_key(self) -> None:
        """Forget the data key while the clinic is locked."""
        self._unlocked = None

    def take_key(self, data_key: bytes) -> None:
        """Use the data key again after the lock."""
        self._unlocked = AESGCM(derive(data_key, "media"))

    @property
    def _cipher(self) -> AESGCM:
        if self._unlocked is None:
            raise ClinicError("The clinic is locked. Sign in to go on.")
        return self._unlocked

    def wipe(self) -> None:
        """Delete every readable copy that is left over."""
        shutil.rmtree(self._temporary, ignore_errors=True)
