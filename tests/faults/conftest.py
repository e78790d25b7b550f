"""A clinic that is made once and copied; and what the tests of the window share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.places import new_clinic
from tests.ui.conftest import theme

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["theme"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed clinic with a group of four, to copy."""
    return new_clinic(tmp_path_factory.mktemp("made") / "clinic")


@pytest.fixture
def clinic_path(made: Path, tmp_path: Path) -> Path:
    """The folder of a closed clinic."""
    return shutil.copytree(made, tmp_path / "clinic")
