"""Encrypted files with random names, and readable copies that do not stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.errors import InvalidError, NotFoundError
from models.folder.storage_errors import DamagedError
from models.storage.media import NAME, Media

if TYPE_CHECKING:
    from pathlib import Path

    from models.folder.folder import ClinicFolder


@pytest.mark.parametrize("content", [b"", b"MARKER", bytes(300_000)])
def test_that_a_kept_file_is_read_back_and_unreadable_on_disk(
    media: Media, clinic_folder: ClinicFolder, content: bytes
) -> None:
    name = media.store(content)
    assert NAME.fullmatch(name)
    assert media.read(name) == content
    stored = clinic_folder.media / name
    assert b"MARKER" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0
    assert media.names() == {name}
    assert media.problems([name]) == []


def test_that_the_same_content_twice_has_two_names(media: Media) -> None:
    assert media.store(b"x") != media.store(b"x")


def test_that_files_swapped_altered_or_cut_are_noticed(media: Media, clinic_folder: ClinicFolder) -> None:
    first, second = media.store(b"one"), media.store(b"two")
    (clinic_folder.media / first).replace(clinic_folder.media / second)
    with pytest.raises(DamagedError):
        media.read(second)
    third = clinic_folder.media / media.store(b"three")
    for content in (b"", b"LRM1", third.read_bytes()[:-1], third.read_bytes()[:-1] + b"x", b"plain text"):
        third.write_bytes(content)
        with pytest.raises(DamagedError):
            media.read(third.name)
    assert len(media.problems([first])) == 3


def test_that_another_clinic_cannot_read_it(media: Media, clinic_folder: ClinicFolder) -> None:
    name = media.store(b"one")
    with pytest.raises(DamagedError):
        Media(clinic_folder, bytes(32)).read(name)


@pytest.mark.parametrize("name", ["", "../clinic.db", "/etc/passwd", "0" * 31, "0" * 32, "G" * 32, "0" * 32 + "\n"])
def test_that_a_name_that_is_not_kept_here_is_not_found(media: Media, name: str) -> None:
    with pytest.raises(NotFoundError):
        media.read(name)
    if name != "0" * 32:
        with pytest.raises(NotFoundError):
            media.remove(name)


def test_that_a_removed_file_is_gone(media: Media) -> None:
    name = media.store(b"one")
    media.remove(name)
    assert media.names() == frozenset()


def test_that_a_readable_copy_is_private_and_wiped(media: Media, tmp_path: Path) -> None:
    name = media.store(b"%PDF")
    with media.opened(name, ".pdf") as copy:
        assert copy.read_bytes() == b"%PDF"
        assert copy.suffix == ".pdf"
        assert name not in copy.name
        assert copy.stat().st_mode & 0o077 == 0
        assert copy.parent.stat().st_mode & 0o077 == 0
    assert not copy.exists()
    with media.opened(name, ".pdf") as copy:
        media.wipe()
        assert not copy.exists()
    media.wipe()


@pytest.mark.parametrize("suffix", ["", "pdf", "/../x", ".pdf/", ".PDF;rm"])
def test_that_an_odd_ending_is_refused(media: Media, suffix: str) -> None:
    name = media.store(b"one")
    with pytest.raises(InvalidError), media.opened(name, suffix):
        pass
