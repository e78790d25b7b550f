"""Every screen and dialog in a language that nobody speaks: no English is left, and nothing is clipped."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Final, cast

import pytest

import ui.dialogs
from tests.pictures.album import PAGES, new_clinic
from tests.pictures.proofreader import RUNS, Proofreader
from tests.pictures.restore_flow import restore_flow
from tests.pictures.sitting import EVENING, make_empty, make_sample, sitting
from tests.pictures.stage import stage
from tests.pictures.studio import LOOKS
from tests.pictures.way_in import CLINIC, way_in
from tests.pictures.words import known_words
from ui.dialogs.base import Dialog
from ui.dialogs.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pictures.camera import Look
    from ui.theme.theme import Theme

IN_THE_ALBUM: Final = (
    "anchor willow seven copper lantern tide",
    "Erase this person? Their answers, marks and awards are taken out of the clinic. Erase",
    "There is already a cohort called Autumn evening. Choose another name.",
    "C:\\Clinic\\Laurel\\Riverside\\backups",
)
"""What the album itself puts into dialogs."""


@pytest.fixture(params=["longer", "longer-mirrored"])
def proof(request: pytest.FixtureRequest, session_theme: Theme, tmp_path: Path) -> Iterator[list[str]]:
    """Read every page of the album, or enough of it."""
    try:
        with LOOKS[request.param].spoken_in():
            yield _read(LOOKS[request.param], session_theme, tmp_path)
    finally:
        LOOKS["light"].put_on(session_theme)


def _read(look: Look, theme: Theme, place: Path) -> list[str]:
    """Give what is not right on the pages of the album."""
    make_sample(place / "sample")
    with sitting(place / "sample", place / look.name, place, look, theme, Proofreader) as at:
        readers = [cast("Proofreader", at.camera)]
        known = at.ask(known_words)
        for page in (*PAGES, stage):
            at.clock.now = EVENING  # some pages move it on
            page(at)
        known |= at.ask(known_words) | {run.casefold() for text in IN_THE_ALBUM for run in RUNS.findall(text)}
    make_empty(place / CLINIC)
    flows = (flow(place, place, look, theme, Proofreader) for flow in (way_in, restore_flow))
    readers.extend(cast("Proofreader", camera) for camera in flows)
    with sitting(place / CLINIC, place / f"new {look.name}", place, look, theme, Proofreader) as at:
        readers.append(cast("Proofreader", at.camera))
        new_clinic(at)
    shown = set[type]().union(*(reader.shown for reader in readers))
    unread = sorted(f"{kind.__name__} is never read" for kind in dialogs_and_panels() - shown)
    return [
        *(one for reader in readers for one in reader.english(known)),
        *(one for reader in readers for one in sorted(reader.clipped.values())),
        *unread,
    ]


def dialogs_and_panels() -> set[type]:
    """Give the classes of every dialog, and of every panel of the start window, that the product has."""
    for module in pkgutil.walk_packages(ui.dialogs.__path__, "ui.dialogs."):
        importlib.import_module(module.name)
    return {kind for base in (Dialog, Panel) for kind in base.__subclasses__() if kind.__module__.startswith("ui.")}


def test_that_no_screen_says_english_and_nothing_is_clipped(proof: list[str]) -> None:
    assert not proof, "\n".join(proof)
