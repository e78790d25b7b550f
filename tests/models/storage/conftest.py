"""What the storage tests share: a clinic with the tests' own tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.models.storage.probe import add_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys


@pytest.fixture
def clinic_folder(clinic_folder: ClinicFolder, keys: Keys) -> ClinicFolder:
    """A clinic that also holds the probes."""
    add_tables(clinic_folder, keys)
    return clinic_folder


@pytest.fixture
def fingerprint() -> Callable[[Path], dict[str, str]]:
    """Sum up every file of a folder; the -shm file is scratch that SQLite makes anew."""

    def sum_up(folder: Path) -> dict[str, str]:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm"))
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    return sum_up
