"""Finding out whether a folder is synced or on a network drive, where a clinic's records could be damaged."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from models.folder.storage_errors import UnsafeLocationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SYNCED: Final = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "icloud drive": "iCloud", "iclouddrive": "iCloud",
    "mobile documents": "iCloud", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "nextcloud": "Nextcloud", "owncloud": "ownCloud", "pcloud": "pCloud",
    "pcloud drive": "pCloud", "pclouddrive": "pCloud", "box sync": "Box", "megasync": "MEGA", "mega sync": "MEGA",
    "synologydrive": "Synology Drive", "seafile": "Seafile", "tresorit": "Tresorit", "proton drive": "Proton Drive",
    "kdrive": "kDrive", "magentacloud": "MagentaCLOUD", "yandex.disk": "Yandex.Disk", "syncthing": "Syncthing",
}  # fmt: skip
"""Names of folders, in lower case, and the sync programs that make them."""
_SYNC_FILES: Final = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".stfolder": "Syncthing", ".seafile-data": "Seafile",
}  # fmt: skip
"""Files that a sync program leaves in a folder that it syncs, whatever the folder's name."""
_SETTINGS: Final = {"OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive"}
"""Environment variables in which Windows gives the synced folder."""
# Types of file systems as the systems' own tables of mounts name them.
_NETWORK: Final = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs", "coda",
    "ceph", "glusterfs", "lustre", "beegfs", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs",
    "fuse.davfs2", "fuse.curlftpfs", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.smbnetfs", "fuse.juicefs",
})  # fmt: skip
_CLOUD: Final = re.compile(
    r"fuse\.(google-drive-ocamlfuse|onedriver|onedrive|dropbox|dbxfs|pcloud|insync|kdrive)", re.IGNORECASE
)
_REMOTE_DRIVE: Final = 4
"""DRIVE_REMOTE of GetDriveTypeW."""
_NETWORK_DRIVE: Final = "a network drive"
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_MAC_LINE: Final = re.compile(r"^.+ on (?P<point>/.*) \((?P<kind>\w+)")


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: its folder, and its type as the system names it."""

    point: PurePath
    kind: str


def confirm_own_disk(folder: Path) -> None:
    """Raise `UnsafeLocationError`, which names the program or drive, where another computer may write to a folder."""
    keeper = keeper_of(folder)
    if keeper is not None:
        raise UnsafeLocationError(
            "{folder} lies on {keeper}, where two computers or a copy in mid-write can spoil a clinic's records. Choose"
            " a folder on this computer's own disk.",
            folder=folder, keeper=keeper,
        )  # fmt: skip


def keeper_of(folder: Path) -> str | None:
    """Name what else writes to a folder: "Dropbox", "a network drive"; None on this computer's own disk."""
    known = mounts()
    # The path as given may name the sync folder, and as resolved the disk behind a link: either is enough.
    for path in dict.fromkeys((folder.absolute(), _resolved(folder))):
        keeper = keeper_by_name(path, os.environ) or keeper_by_file(path) or keeper_by_disk(path, known)
        if keeper is not None:
            return keeper
    return _NETWORK_DRIVE if _is_remote_drive(folder) else None


def keeper_by_name(path: PurePath, settings: Mapping[str, str]) -> str | None:
    """Name the sync program by the names in a path, or by the environment variables `settings`."""
    if path.drive.startswith("\\\\"):
        return _NETWORK_DRIVE
    for name, keeper in _SETTINGS.items():
        told = settings.get(name, "")
        if told and path.is_relative_to(told):
            return keeper
    parts = [part.casefold() for part in path.parts]
    if "cloudstorage" in parts[1:] and "library" in parts:  # where macOS keeps them all
        named = path.parts[parts.index("cloudstorage") + 1 :]
        return named[0].partition("-")[0] if named else None
    # "OneDrive - Clinic" and "Dropbox (Personal)": the account follows the name.
    found = (_SYNCED.get(part.partition(" - ")[0].partition(" (")[0].strip()) for part in parts)
    return next((keeper for keeper in found if keeper), None)


def keeper_by_file(path: Path) -> str | None:
    """Name the sync program by files that it leaves in the folder or in a parent."""
    for folder in (path, *path.parents):
        for name, keeper in _SYNC_FILES.items():
            if os.path.lexists(folder / name):  # some of them are links to nothing
                return keeper
    return None


def keeper_by_disk(path: PurePath, known: Iterable[Mount]) -> str | None:
    """Name what else writes to the file system that a path is on, by its type."""
    around = [mount for mount in known if path.is_relative_to(mount.point)]
    if not around:
        return None
    # The innermost mount counts, and of two at one folder the later one, which hides the other.
    kind = max(reversed(around), key=lambda mount: len(mount.point.parts)).kind
    if kind.casefold() in _NETWORK:
        return _NETWORK_DRIVE
    cloud = _CLOUD.match(kind)
    return cloud[1] if cloud else None


def mounts() -> tuple[Mount, ...]:
    """Ask the system for its mounts; none where it does not tell."""
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5).stdout
        return mac_mounts(told)
    try:
        return linux_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ()


def linux_mounts(text: str) -> tuple[Mount, ...]:
    """Parse /proc/self/mounts: "server:/home /home nfs4 rw 0 0", with white space in a name written in octal."""
    words = (line.split(" ") for line in text.splitlines())
    return tuple(
        Mount(PurePath(_OCTAL.sub(lambda found: chr(int(found[1], 8)), line[1])), line[2])
        for line in words
        if len(line) >= 3
    )


def mac_mounts(text: str) -> tuple[Mount, ...]:
    """Parse the output of macOS's mount: "//me@server/share on /Volumes/share (smbfs, nodev)"."""
    found = map(_MAC_LINE.match, text.splitlines())
    return tuple(Mount(PurePath(line["point"]), line["kind"]) for line in found if line)


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder.absolute()


def _is_remote_drive(folder: Path) -> bool:
    """Ask Windows whether a drive letter is a network drive."""
    library = getattr(ctypes, "windll", None)
    drive = folder.absolute().drive
    return bool(library and drive and library.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE)
