"""The window when the computer lets it down: it says so, stays alive, and lets go of the clinic."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from models.clinic import clinic as clinic_module
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.storage_errors import DiskFullError, OutOfResourcesError
from tests.conftest import CHEAP, PASSPHRASE
from tests.inline import InlineExecutor
from ui.dialogs.session.sign_in import SignIn
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController
from ui.tasks import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.errors import ClinicError
    from tests.factory import MovingClock
    from ui.theme.theme import Theme


@pytest.fixture
def clinic_path(tmp_path: Path, clock: MovingClock) -> Path:
    create_clinic(
        tmp_path / "clinic", name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    )  # fmt: skip
    return tmp_path / "clinic"


@pytest.fixture
def controller(theme: Theme, tmp_path: Path, clock: MovingClock, qtbot: QtBot) -> Iterator[AppController]:
    made = AppController(theme, PreferenceFile(tmp_path / "preferences.json"), opener=partial(open_clinic, clock=clock))
    yield made
    with qtbot.waitSignal(made.ended, timeout=20000):
        made.quit()
    made.start_window.deleteLater()
    made.deleteLater()


def sign_in(controller: AppController, clinic_path: Path, qtbot: QtBot) -> str:
    controller.begin(clinic_path)
    panel = controller.start_window.panel
    assert isinstance(panel, SignIn)
    panel.passphrase.setText(PASSPHRASE)
    panel.sign_in()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.window is not None
    return controller.window.banner.text.text() if controller.window.banner.isVisible() else ""


def test_that_a_sound_clinic_opens_without_a_word(controller: AppController, clinic_path: Path, qtbot: QtBot) -> None:
    assert sign_in(controller, clinic_path, qtbot) == ""


def test_that_a_folder_that_can_only_be_read_is_told_in_the_window(
    controller: AppController, clinic_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "can only be read here" in sign_in(controller, clinic_path, qtbot)


def test_that_a_clock_set_back_is_told_at_the_start_and_on_the_way(
    controller: AppController, clinic_path: Path, qtbot: QtBot, clock: MovingClock
) -> None:
    clock.now -= timedelta(days=2)
    assert "If the clock is wrong" in sign_in(controller, clinic_path, qtbot)
    window = controller.window
    assert window is not None
    window.banner.hide()
    for hours in (0, 1, -48):
        clock.now += timedelta(hours=hours)
        window.context.tasks.saved.emit(clock.now)
        assert window.banner.isVisible() == (hours < 0)


@pytest.mark.parametrize("kind", ["full", "bug"])
def test_that_a_clinic_that_cannot_be_backed_up_is_let_go_all_the_same(
    controller: AppController, clinic_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    sign_in(controller, clinic_path, qtbot)

    def refuse(*_arguments: object, **_named: object) -> None:
        if kind == "bug":
            raise ZeroDivisionError
        raise OSError(errno.ENOSPC, "No space left on device", str(clinic_path))

    monkeypatch.setattr(clinic_module, "back_up", refuse)
    with qtbot.captureExceptions() as caught:
        controller.quit()
        qtbot.waitUntil(lambda: controller.window is None, timeout=20000)
        qtbot.wait(20)
    assert bool(caught) == (kind == "bug")
    if kind == "full":
        assert "disk is full" in controller.start_window.banner.text.text()
    assert controller.start_window.isVisible()
    assert isinstance(controller.start_window.panel, SignIn)
    monkeypatch.undo()
    open_clinic(clinic_path, PASSPHRASE).close()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(OSError(errno.ENOSPC, "No space left on device"), DiskFullError), (MemoryError(), OutOfResourcesError)],
)
def test_that_what_the_system_refuses_reaches_whoever_asked(
    theme: Theme, qtbot: QtBot, fault: Exception, kind: type[ClinicError]
) -> None:
    def job(_progress: object) -> None:
        raise fault

    runner = Runner(InlineExecutor())
    told: list[ClinicError] = []
    runner.start(runner, job, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], kind)
    runner.close()


def test_that_an_account_without_a_name_can_ring_and_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    from models.folder.lock import account
    from ui.session.single_instance import call_running

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 65534")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert account() == "?"
    assert not call_running(tmp_path)
