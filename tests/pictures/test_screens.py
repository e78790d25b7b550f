"""One small picture of every screen that the window has, also hours after the sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import Qt

from models.people.participant import find_people
from models.recognition.ceremony import ceremonies
from tests.pictures.album import tonight
from tests.pictures.camera import Look
from tests.pictures.long_ago import bring_long_ago
from tests.pictures.sitting import EARLY, TONIGHT, make_sample, sitting
from ui.navigation import PLACES
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.pictures.sitting import Sitting
    from ui.theme.theme import Theme

WIDTH: Final = 320
LONG: Final = timedelta(hours=3)
"""Longer than a passphrase that was typed counts as typed just now."""
OF_WHAT: Final[dict[str, Callable[[Sitting], dict[str, object]]]] = {
    "register": lambda at: {"meeting": tonight(at)},
    "cohort": lambda at: {"cohort": at.cohort(TONIGHT)},
    "outcomes": lambda at: {"cohort": at.cohort(EARLY)},
    "recognition": lambda at: {"cohort": at.cohort(EARLY)},
    "certificates": lambda at: {"cohort": at.cohort(TONIGHT)},
    "person": lambda at: {"person": at.ask(find_people)[0].id},
    "ceremony": lambda at: {"ceremony": at.ask(ceremonies)[0].id},
}
"""What the screens that show one thing are opened with."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "sample"
    make_sample(folder)
    return folder


@pytest.fixture
def at(session_theme: Theme, template: Path, tmp_path: Path) -> Iterator[Sitting]:
    with sitting(template, tmp_path / "clinic", tmp_path, Look("light", Scheme.LIGHT), session_theme) as opened:
        yield opened


def parameters(at: Sitting, name: str) -> dict[str, object]:
    return OF_WHAT[name](at) if name in OF_WHAT else {}


def test_that_every_screen_of_the_window_can_be_taken_and_shows_something(at: Sitting) -> None:
    seen = set()
    for place in PLACES:
        screen = at.go(place.name, **parameters(at, place.name))
        assert isinstance(screen, place.screen_class())
        assert not at.window.banner.isVisible(), at.window.banner.text.text()
        still = at.camera.still(at.window).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        seen.add(bytes(still.constBits()))
    assert len(seen) == len(PLACES)


def test_that_pictures_which_need_the_passphrase_can_be_taken_long_after_the_sign_in(at: Sitting) -> None:
    at.clock.now += LONG
    bring_long_ago(at)
    assert len(at.go("privacy").people) > 1
