"""The file format of a backup: its parts, its manifest, and the checks that it is whole."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, Final
from uuid import UUID

from models.folder.folder import PRIVATE_FILE, make_private_folder
from models.folder.storage_errors import BackupError, NewerError
from models.keys.slots import derive
from models.storage.audit import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "clinic.db"
KEYS: Final = "keys.json"
ERASED: Final = "erased.json"
_MEMBER: Final = re.compile(r"manifest\.json|clinic\.db|keys\.json|erased\.json|media/[0-9a-f]{32}")
"""The only names that Laurel writes: none of them can lead out of the folder that a backup is unpacked into."""
_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 1 << 26
"""Bytes; a larger one is refused unread, since a forged size would fill the memory."""


class Reason(StrEnum):
    """Why a backup was made, as its manifest says."""

    ASKED = "asked for"
    TIMED = "every half hour"
    LOCK = "lock"
    CLOSE = "close"
    UPGRADE = "upgrade"
    IMPORT = "import"
    MERGE = "merge"
    ERASURE = "erasure"
    BEFORE_RESTORE = "before a restore"
    AFTER_RESTORE = "after a restore"


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its size in bytes and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The description in a backup: clinic, time, reason, row counts, and the measures of its parts."""

    clinic: UUID
    made_at: datetime
    reason: str
    revision: str
    head: Head
    counts: dict[str, int]
    members: dict[str, Member]
    broken: frozenset[str] = frozenset()
    """Files of the media that were damaged in the clinic already, and are in the backup as they were."""

    def document(self) -> dict[str, Any]:
        """Give the manifest as JSON values."""
        return {
            "format": FORMAT,
            "clinic": str(self.clinic),
            "made_at": self.made_at.isoformat(),
            "reason": self.reason,
            "revision": self.revision,
            "head": {"seq": self.head.seq, "mac": self.head.mac.hex()},
            "counts": self.counts,
            "members": {name: {"size": member.size, "sha256": member.sha256} for name, member in self.members.items()},
            **({"broken": sorted(self.broken)} if self.broken else {}),
        }


def write(
    target: IO[bytes], sources: dict[str, Path], key: bytes, describe: Callable[[dict[str, Member]], Manifest]
) -> Manifest:
    """Write the archive, and give its manifest, which `describe` makes from the measures of what was written."""
    members = {}
    # Stored, not compressed: what is encrypted does not get smaller. The manifest comes last, since each part is read
    # once, measured while it is copied.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, path in sources.items():
            with path.open("rb") as source, archive.open(_info(name), "w", force_zip64=True) as member:
                members[name] = _measured(source, member)
        manifest = describe(members)
        archive.writestr(_info(MANIFEST), _signed(manifest, key))
    return manifest


def member_of(path: Path) -> Member:
    """Measure a file for the manifest."""
    with path.open("rb") as source:
        return _measured(source)


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """Read a file a mebibyte at a time."""
    while piece := source.read(_PIECE):
        yield piece


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a backup; its seal is not checked. Raises `BackupError`, `NewerError`."""
    return _parse(_document(path))


def unpack(path: Path, folder: Path, *, is_kept: bool = True) -> Manifest:
    """Write every part of a backup into an empty folder, refusing anything that is not a sound backup.

    Sizes and SHA-256 are checked before a part is used. Without `is_kept` the files are only looked at, and need not
    reach the disk. Raises `BackupError`.
    """
    manifest = read_manifest(path)
    with _opened(path) as archive, _whole():
        _refuse_unexpected_parts(archive, manifest)
        for name, member in manifest.members.items():
            make_private_folder((folder / name).parent)
            _unpack_member(archive, name, member, folder / name, is_kept=is_kept)
    return manifest


def sealed_manifest(path: Path, key: bytes) -> Manifest:
    """Read the manifest of a backup; raise `BackupError` where it was not sealed with the clinic's data key."""
    document = _document(path)
    manifest, given = _parse(document), str(document.pop("seal", ""))
    # As bytes: compare_digest refuses text that is not ASCII, which a changed file may have.
    if not hmac.compare_digest(given.encode(), _seal(document, key).encode()):
        raise BackupError("The backup {file} was altered after it was made, or is another clinic's.", file=path.name)
    return manifest


def read_keys(path: Path) -> Any:  # noqa: ANN401  (JSON from a file that anybody may have edited)
    """Read the key slots in a backup, as JSON; they are not checked. Raises `BackupError`."""
    with _opened(path) as archive, _whole():
        try:
            if archive.getinfo(KEYS).file_size > _LARGEST_MANIFEST:
                raise _damaged()
            return json.loads(archive.read(KEYS))
        except (KeyError, ValueError, RecursionError):
            raise _damaged() from None


def confirm_signature(path: Path, key: bytes) -> None:
    """Raise `BackupError` for a manifest that was not sealed with the clinic's data key."""
    sealed_manifest(path, key)


def confirm_bytes(path: Path, key: bytes | None = None) -> Manifest:
    """Read every byte of a backup; raise `BackupError` where any has changed since it was sealed.

    Nothing is unpacked. Without the clinic's data key it is compared with its manifest alone, unsealed.
    """
    manifest = read_manifest(path) if key is None else sealed_manifest(path, key)
    with _opened(path) as archive, _whole():
        _refuse_unexpected_parts(archive, manifest)
        for name, member in manifest.members.items():
            with archive.open(name) as source:
                if _measured(source) != member:
                    raise _damaged()
    return manifest


def _measured(source: IO[bytes], copy: IO[bytes] | None = None) -> Member:
    """Measure a part while it is read, and write it to `copy` where one is given."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces(source):
        digest.update(piece)
        size += len(piece)
        if copy is not None:
            copy.write(piece)
    return Member(size, digest.hexdigest())


@contextmanager
def _whole() -> Iterator[None]:
    """Turn the errors of an archive that ends too early, or whose checksums do not fit, into a `BackupError`."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, OverflowError):
        raise _damaged() from None


def _unpack_member(archive: zipfile.ZipFile, name: str, member: Member, target: Path, *, is_kept: bool) -> None:
    with archive.open(name) as source, target.open("xb") as copy:
        target.chmod(PRIVATE_FILE)
        found = _measured(source, copy)
        copy.flush()
        if is_kept:
            os.fsync(copy.fileno())
    if found != member:
        raise _damaged()


def _refuse_unexpected_parts(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    # ZIP allows one name twice, compressed bombs and encrypted parts; Laurel writes none of them.
    inside = [info.filename for info in archive.infolist()]
    expected = [MANIFEST, *manifest.members]
    odd = [info for info in archive.infolist() if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1]
    if odd or sorted(inside) != sorted(expected) or not {DATABASE, KEYS} <= manifest.members.keys():
        raise _damaged()


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BackupError("There is no backup at {file}.", file=path) from None
    except (zipfile.BadZipFile, ValueError, IsADirectoryError):
        raise _damaged() from None


def _document(path: Path) -> dict[str, Any]:
    with _opened(path) as archive:
        try:
            info = archive.getinfo(MANIFEST)
            if info.file_size > _LARGEST_MANIFEST or info.compress_type != zipfile.ZIP_STORED:
                raise _damaged()
            document = json.loads(archive.read(info))
        except (KeyError, ValueError, zipfile.BadZipFile, RecursionError):
            raise _damaged() from None
    if not isinstance(document, dict):
        raise _damaged()
    return document


def _parse(document: dict[str, Any]) -> Manifest:
    try:
        if document["format"] > FORMAT:
            raise NewerError("A newer Laurel made this backup. Install that version to restore it.")
        manifest = Manifest(
            clinic=UUID(document["clinic"]),
            made_at=datetime.fromisoformat(document["made_at"]),
            reason=str(document["reason"]),
            revision=str(document["revision"]),
            head=Head(int(document["head"]["seq"]), bytes.fromhex(document["head"]["mac"])),
            counts={str(name): int(count) for name, count in document["counts"].items()},
            members={
                str(name): Member(int(member["size"]), str(member["sha256"]))
                for name, member in document["members"].items()
            },
            broken=frozenset(str(name) for name in document.get("broken", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged() from None
    if not all(_MEMBER.fullmatch(name) for name in manifest.members):
        raise _damaged()
    return manifest


def _signed(manifest: Manifest, key: bytes) -> bytes:
    document = manifest.document()
    return json.dumps({**document, "seal": _seal(document, key)}, indent=1).encode()


def _seal(document: dict[str, Any], key: bytes) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(derive(key, "backup"), text, "sha256").hex()


def _info(name: str) -> zipfile.ZipInfo:
    """Describe a part without a time: the same records give the same bytes."""
    return zipfile.ZipInfo(name)


def _damaged() -> BackupError:
    return BackupError("This backup is damaged or is not one of Laurel's. Nothing was changed; try an older one.")
