"""What a test of the window needs: the look, a real clinic behind real tasks, and a window around a screen."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale

from models.access import Confirmed
from models.clinic.clinic import Clinic
from models.settings import profile
from tests.inline import InlineExecutor
from ui.context import Context
from ui.tasks import Tasks
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database
    from models.storage.media import Media
    from tests.factory import MovingClock
    from ui.screen.screen import Screen
    from ui.theme.theme import Theme


@pytest.fixture
def theme(session_theme: Theme) -> Theme:
    """The light scheme at its normal size, and English words."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    if session_theme.wanted is not Scheme.LIGHT or session_theme.zoom != 100:
        session_theme.set_scheme(Scheme.LIGHT)
        session_theme.set_zoom(100)
    return session_theme


@pytest.fixture(params=["inline", "threaded"])
def executor(request: pytest.FixtureRequest) -> Executor:
    """Each test of a screen runs with its work done at once and with a real thread."""
    return InlineExecutor() if request.param == "inline" else ThreadPoolExecutor(1)


@pytest.fixture
def tasks(clinic: Database, actor: Actor, executor: Executor, theme: Theme, qtbot: QtBot) -> Iterator[Tasks]:
    """The way to a clinic with its profile and the shipped programme."""
    made = Tasks(clinic, actor, executor=executor)
    yield made
    qtbot.waitUntil(lambda: made.is_idle)
    made.close()
    made.deleteLater()


@dataclass
class Heard:
    """What a screen told the window."""

    went: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    banners: list[tuple[str, str]] = field(default_factory=list)
    toasts: list[tuple[str, Callable[[], None] | None]] = field(default_factory=list)
    backs: int = 0

    def go(self, name: str, /, **parameters: object) -> None:
        self.went.append((name, parameters))

    def back(self) -> None:
        self.backs += 1

    def show_banner(self, text: str, kind: str = "info", /) -> None:
        self.banners.append((kind, text))

    def toast(self, text: str, undo: Callable[[], None] | None = None, /) -> None:
        self.toasts.append((text, undo))


@pytest.fixture
def heard() -> Heard:
    """What the screen under test told the window."""
    return Heard()


@pytest.fixture
def context(
    tasks: Tasks, clinic_folder: ClinicFolder, keys: Keys, media: Media, clock: MovingClock, theme: Theme, heard: Heard
) -> Context:
    """What a screen is given, with a window that only listens."""
    with tasks.database.read(tasks.actor) as work:
        about = profile(work)
    opened = Clinic(
        folder=clinic_folder, keys=keys, database=tasks.database, media=media, actor=tasks.actor, clock=clock,
        holding=ExitStack(), is_exclusive=False, confirmed=Confirmed(tasks.actor.id, clock()),
    )  # fmt: skip
    return Context(
        tasks=tasks, actor=tasks.actor, clinic=opened, profile=lambda: about, theme=theme, go=heard.go, back=heard.back,
        show_banner=heard.show_banner, toast=heard.toast,
    )  # fmt: skip


@pytest.fixture
def show(qtbot: QtBot, tasks: Tasks) -> Callable[..., Screen[Any]]:
    """Open a screen with parameters, and wait until it shows what it asked for."""

    kept: list[Screen[Any]] = []  # or Python frees a screen when its test ends, in whichever thread that happens

    def opened(screen: Screen[Any], **parameters: object) -> Screen[Any]:
        kept.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1104, 744)
        screen.open(parameters)
        screen.show()
        screen.take_keyboard()
        qtbot.waitUntil(lambda: tasks.is_idle)
        return screen

    return opened
