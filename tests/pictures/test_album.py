"""The album misses no screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.pictures import album
from ui.navigation import PLACES, Destination

SOURCE: Final = Path(album.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_that_a_screen_is_photographed(place: Destination) -> None:
    assert place.name in re.findall(r'at\.go\("(\w+)"', SOURCE)


def test_that_every_page_is_in_the_album() -> None:
    written = re.findall(r"^def (\w+)\(at: Sitting\) -> None", SOURCE, re.MULTILINE)
    taken = {page.__name__ for page in (*album.PAGES, album.new_clinic)}
    assert set(written) == taken
    assert set(album.SOME) <= set(album.PAGES)
