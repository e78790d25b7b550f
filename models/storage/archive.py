"""The one file that a backup is: what lies in it, and proof that it is whole."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, Final
from uuid import UUID

from models.audit import Head
from models.storage.faults import BackupError, NewerError
from models.storage.folder import PRIVATE_FILE, make_private_folder
from models.storage.vault import derive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "clinic.db"
KEYS: Final = "keys.json"
ERASED: Final = "erased.json"
_MEMBER: Final = re.compile(r"manifest\.json|clinic\.db|keys\.json|erased\.json|media/[0-9a-f]{32}")
_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 1 << 26


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its size in bytes and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    clinic: UUID
    made_at: datetime
    reason: str
    revision: str
    head: Head
    counts: dict[str, int]
    members: dict[str, Member]

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
        }

    def says_the_same_as(self, other: Manifest) -> bool:
        """Tell whether the clinic has not changed between two backups."""
        mine, theirs = ({name: m for name, m in each.members.items() if name != DATABASE} for each in (self, other))
        return (self.revision, self.head, self.counts, mine) == (other.revision, other.head, other.counts, theirs)


def write(target: IO[bytes], manifest: Manifest, sources: dict[str, Path], key: bytes) -> None:
    """Write the archive; its parts are encrypted already and are stored as they are."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.writestr(_info(MANIFEST), _signed(manifest, key))
        for name in manifest.members:
            with sources[name].open("rb") as source, archive.open(_info(name), "w", force_zip64=True) as member:
                for piece in pieces(source):
                    member.write(piece)


def member_of(path: Path) -> Member:
    """Measure a file for the manifest."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        for piece in pieces(source):
            digest.update(piece)
            size += len(piece)
    return Member(size, digest.hexdigest())


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """Read a file a mebibyte at a time."""
    while piece := source.read(_PIECE):
        yield piece


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says of itself; nothing of it is proven yet."""
    return _parse(_document(path))


def unpack(path: Path, place: Path) -> Manifest:
    """Write every part of a backup into an empty folder, refusing anything that is not a sound backup.

    Only the names that Laurel writes are accepted, so nothing can land outside the folder; sizes and SHA-256 are
    checked before a part is used.
    """
    manifest = read_manifest(path)
    with _opened(path) as archive:
        _refuse_tricks(archive, manifest)
        try:
            for name, member in manifest.members.items():
                make_private_folder((place / name).parent)
                _unpack_member(archive, name, member, place / name)
        except (zipfile.BadZipFile, EOFError):
            raise _damaged() from None
    return manifest


def confirm_signature(path: Path, key: bytes) -> None:
    """Refuse a manifest that was not written with the clinic's data key."""
    document = _document(path)
    given = document.pop("seal", "")
    if not hmac.compare_digest(str(given), _seal(document, key)):
        raise BackupError("The backup {file} was altered after it was made, or is another clinic's.", file=path.name)


def _unpack_member(archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    with archive.open(name) as source, target.open("xb") as copy:
        target.chmod(PRIVATE_FILE)
        for piece in pieces(source):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    if member_of(target) != member:
        raise _damaged()


def _refuse_tricks(archive: zipfile.ZipFile, manifest: Manifest) -> None:
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
    """Name a part without the time of this computer."""
    return zipfile.ZipInfo(name)


def _damaged() -> BackupError:
    return BackupError("This backup is damaged or is not one of Laurel's. Nothing was changed; try an older one.")
