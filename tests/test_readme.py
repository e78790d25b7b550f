"""The README and the list of faults are true: what they name is there, and what is there the README names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from ui.commands import COMMANDS

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
FAULTS: Final = (ROOT / "tests" / "faults.md").read_text(encoding="utf-8")
MADE_LATER: Final = ("backups/", "media/", "screenshots/", "build/", "/other/", "~")
"""Begin the paths that lie in a clinic, or appear when something is run."""
MOST_BYTES: Final = 2_000_000
SHARP: Final = 1200
"""Pixels across, at the least: a page shows a picture on 600 points, and a fine screen has two pixels a point."""


def paths() -> list[str]:
    quoted = re.findall(r"`([\w./-]+)`", README) + re.findall(r"\]\(([\w./-]+)\)", README)
    return sorted({path for path in quoted if "/" in path and not path.startswith(MADE_LATER)})


@pytest.mark.parametrize("path", paths())
def test_that_a_path_of_the_map_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([\w./]+\.py)`", FAULTS))))
def test_that_a_path_of_the_list_of_faults_exists(path: str) -> None:
    assert (ROOT / "tests" / path).exists() or (ROOT / path).exists()


@pytest.mark.parametrize("folder", ["ui/screens", "ui/dialogs", "ui/commands"])
def test_that_the_map_names_every_file_of_what_is_seen(folder: str) -> None:
    building_blocks = {"__init__", "base", "panel", "output", "sign_in"}
    there = {path.stem for path in (ROOT / folder).glob("*.py")} - building_blocks
    missing = {name for name in there if f"`{folder}/{name}.py`" not in README}
    assert not missing


def test_that_every_command_is_told_of() -> None:
    told = set(re.findall(r"^\| `main\.py ([\w-]+)", README, re.MULTILINE))
    assert told == set(COMMANDS)


def test_that_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)\b(?=[` ]|$)", "".join(re.findall(r"`make [^`]+`", README)))) <= targets


def test_that_the_pictures_are_light_and_each_is_shown() -> None:
    pictures = sorted((ROOT / "packaging" / "pictures").glob("*"))
    assert all(f"packaging/pictures/{path.name}" in README for path in pictures)
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES


@pytest.mark.parametrize("path", sorted((ROOT / "packaging" / "pictures").glob("*")), ids=lambda path: path.name)
def test_that_a_picture_is_in_full_colour_and_sharp(path: Path) -> None:
    with Image.open(path) as picture:
        assert picture.mode == "RGB", "a palette bands the light of the stage"
        assert picture.width >= SHARP
