"""Folders that other computers write to as well are found by name, by mark and by the kind of disk; no others are."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from models.folder import folder_location
from models.folder.folder_location import (
    Mount,
    confirm_own_disk,
    keeper_by_disk,
    keeper_by_file,
    keeper_by_name,
    keeper_of,
    linux_mounts,
    mac_mounts,
)
from models.folder.storage_errors import UnsafeLocationError

if TYPE_CHECKING:
    from pathlib import PurePath

LINUX = """/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/volume1/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/anna/local ext4 rw 0 0
//server/share /mnt/our\\040share cifs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
me@host: /mnt/far fuse.sshfs rw 0 0
drive /mnt/g fuse.google-drive-ocamlfuse rw 0 0
overlay /var/lib/x overlay rw 0 0
tmpfs /tmp tmpfs rw 0 0
broken
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk4s1 on /Volumes/USB Stick (msdos, local, nodev)
//anna@nas._smb._tcp.local/clinic on /Volumes/clinic (smbfs, nodev, nosuid, mounted by anna)
"""


@pytest.mark.parametrize(
    ("path", "keeper"),
    [
        (PureWindowsPath(r"C:\Users\anna\OneDrive\Clinic"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\anna\OneDrive - Praxis Süd\Clinic"), "OneDrive"),
        (PureWindowsPath(r"D:\Dropbox (Personal)\Clinic"), "Dropbox"),
        (PureWindowsPath(r"C:\Users\anna\iCloudDrive\Clinic"), "iCloud"),
        (PureWindowsPath(r"G:\My Drive\Clinic"), "Google Drive"),
        (PureWindowsPath(r"\\server\share\Clinic"), "a network drive"),
        (PurePosixPath("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/Clinic"), "iCloud"),
        (PurePosixPath("/Users/anna/Library/CloudStorage/OneDrive-Praxis/Clinic"), "OneDrive"),
        (PurePosixPath("/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.org/My Drive/Clinic"), "GoogleDrive"),
        (PurePosixPath("/home/anna/Dropbox/Clinic"), "Dropbox"),
        (PurePosixPath("/home/anna/Nextcloud/Praxis/Clinic"), "Nextcloud"),
        (PurePosixPath("/home/anna/Google Drive/Clinic"), "Google Drive"),
        (PurePosixPath("/home/anna/Laurel/Dropbox alternatives/Clinic"), None),
        (PurePosixPath("/home/anna/Laurel/One Drive Road Clinic"), None),
        (PurePosixPath("/home/anna/Library/Clinic"), None),
        (PureWindowsPath(r"C:\Users\anna\Laurel\Clinic"), None),
        (PurePosixPath("/home/anna/Boxing club"), None),
    ],
)  # fmt: skip
def test_that_a_synced_folder_is_known_by_its_name(path: PurePath, keeper: str | None) -> None:
    assert keeper_by_name(path, {}) == keeper


def test_that_windows_own_word_for_its_folder_counts_whatever_it_is_called() -> None:
    settings = {"OneDriveCommercial": r"D:\Firma"}
    assert keeper_by_name(PureWindowsPath(r"d:\firma\Clinic"), settings) == "OneDrive"
    assert keeper_by_name(PureWindowsPath(r"D:\Firmament\Clinic"), settings) is None
    assert keeper_by_name(PureWindowsPath(r"D:\Clinic"), {"OneDrive": ""}) is None


@pytest.mark.parametrize(
    ("path", "keeper"),
    [
        ("/home/bert/clinic", "a network drive"), ("/home/anna/local/clinic", None), ("/home", "a network drive"),
        ("/mnt/our share/clinic", "a network drive"), ("/run/user/1000/gvfs/smb-share:x", "a network drive"),
        ("/mnt/far/clinic", "a network drive"), ("/mnt/g/clinic", "google-drive-ocamlfuse"), ("/homestead", None),
        ("/var/lib/x/clinic", None), ("/srv/clinic", None),
    ],
)  # fmt: skip
def test_that_the_innermost_disk_decides(path: str, keeper: str | None) -> None:
    assert keeper_by_disk(PurePosixPath(path), linux_mounts(LINUX)) == keeper


def test_that_the_table_of_macos_is_understood() -> None:
    known = mac_mounts(MAC)
    assert [mount.kind for mount in known] == ["apfs", "msdos", "smbfs"]
    assert keeper_by_disk(PurePosixPath("/Volumes/clinic/records"), known) == "a network drive"
    assert keeper_by_disk(PurePosixPath("/Volumes/USB Stick/records"), known) is None


@pytest.mark.parametrize("mark", [".dropbox", ".stfolder", ".nextcloudsync.log"])
def test_that_what_such_a_program_leaves_gives_it_away(tmp_path: Path, mark: str) -> None:
    inside = tmp_path / "shared" / "deep" / "clinic"
    assert keeper_by_file(inside) is None
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / mark).touch()
    assert keeper_by_file(inside)


def test_that_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    assert keeper_of(tmp_path / "plain" / "clinic") == "Dropbox"
    with pytest.raises(
        UnsafeLocationError, match=r"lies on Dropbox, where .*Choose a folder on this computer's own disk"
    ):
        confirm_own_disk(tmp_path / "plain" / "clinic")


def test_that_an_ordinary_folder_is_let_through(tmp_path: Path) -> None:
    confirm_own_disk(tmp_path / "not there yet" / "clinic")
    confirm_own_disk(Path("relative"))


def test_that_a_system_that_says_nothing_of_its_disks_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_location, "mounts", lambda: ())
    confirm_own_disk(tmp_path)
    monkeypatch.setattr(folder_location, "mounts", lambda: (Mount(PurePosixPath("/"), "nfs"),))
    assert keeper_of(tmp_path) == "a network drive"
