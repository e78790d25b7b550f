"""A clinic in a synced folder: the window and the commands warn, and go on for somebody who knows better."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from models.folder.folder import ClinicFolder, Found
from tests.faults.places import SIGN_IN, new_clinic
from tests.inline import InlineExecutor
from ui import commands
from ui.dialogs.base import Confirm
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.welcome import NewClinic, Welcome
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController
from ui.tasks import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_clinic(tmp_path_factory.mktemp("made") / "clinic")


@pytest.fixture
def synced(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "Dropbox" / "Clinic")


@pytest.fixture
def controller(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[AppController]:
    opened = AppController(theme, PreferenceFile(tmp_path / "preferences.json"))
    yield opened
    with qtbot.waitSignal(opened.ended, timeout=20000):
        opened.quit()
    opened.start_window.deleteLater()
    opened.deleteLater()


def asked(controller: AppController) -> Any:
    return next(iter(controller.start_window.findChildren(Confirm)), None)


def test_that_a_clinic_in_a_synced_folder_opens_only_for_who_knows_better(
    controller: AppController, synced: Path, tmp_path: Path
) -> None:
    controller.begin(synced)
    assert isinstance(controller.start_window.panel, Welcome)
    dialog = asked(controller)
    assert "lies on Dropbox" in dialog.sentence.text()
    assert dialog.act_button.text() == "Open it anyway"
    dialog.act_button.click()
    assert isinstance(controller.start_window.panel, SignIn)
    assert PreferenceFile(tmp_path / "preferences.json").now.anyway == (str(synced),)
    controller.welcome()
    controller.sign_in_flow.ask(synced)
    assert isinstance(controller.start_window.panel, SignIn)


def test_that_thinking_better_of_it_stays_at_the_welcome(controller: AppController, synced: Path) -> None:
    controller.sign_in_flow.ask(synced)
    asked(controller).reject()
    assert isinstance(controller.start_window.panel, Welcome)


def test_that_a_clinic_on_the_own_disk_is_not_asked_about(controller: AppController, made: Path) -> None:
    controller.sign_in_flow.ask(made)
    assert asked(controller) is None
    assert isinstance(controller.start_window.panel, SignIn)


def test_that_a_new_clinic_there_takes_a_second_press(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    wanted: list[object] = []
    runner = Runner(InlineExecutor())
    panel = NewClinic(runner, lambda folder, **_: wanted.append(folder), tmp_path)
    qtbot.addWidget(panel)
    panel.name.setText("Quayside")
    panel.administrator.setText("Mina")
    panel.passphrase.setText("a lantern on the quay")
    panel.again.setText("a lantern on the quay")
    panel.folder.line.setText(str(tmp_path / "OneDrive - Praxis" / "Clinic"))
    panel.make()
    assert wanted == []
    assert "lies on OneDrive" in panel.folder_row.below.text()
    assert "press once more" in panel.folder_row.below.text()
    panel.make()
    qtbot.waitUntil(lambda: bool(wanted))
    runner.deleteLater()


PLAN = ["--name", "X", "--programme", "Back in Motion", "--start", "2031-09-01", "--at", "18:00"]


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["new", "{new}", "--name", "X"], True),
        (["demo", "{new}", "--cohorts", "1", "--people", "1"], True),
        (["cohort", "{there}", *PLAN], True),
        (["cohorts", "{there}"], False),
        (["check", "{there}"], False),
        (["backup", "{there}", "--out", "{new}"], False),
    ],
)
def test_that_commands_that_write_there_are_refused_and_anyway_does_it(
    words: list[str], changes: bool, synced: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    filled = [word.format(new=synced.parent / "New", there=synced) for word in words]
    assert commands.run(filled) == int(changes)
    if changes:
        complaint = capsys.readouterr().err
        assert "lies on Dropbox" in complaint
        assert complaint.endswith("say --anyway.\n")
        assert ClinicFolder(synced.parent / "New").look() is Found.NOTHING
        assert commands.run([*filled, "--anyway"]) == 0
