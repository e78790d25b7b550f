"""From the first start to the window, and back to sign-in: with real keys and a real clinic."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError, InvalidError
from models.folder.folder import ClinicFolder
from models.keys.slots import read_key_file
from tests.conftest import CHEAP, PASSPHRASE
from tests.inline import InlineExecutor
from tests.ui.screens.conftest import texts
from ui.dialogs.base import Confirm
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.welcome import NewClinic, Welcome
from ui.dialogs.staff.recovery_sheet import OfferRecoverySheet
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController
from ui.session.single_instance import SingleInstance, call_running
from ui.tasks import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


@pytest.fixture
def preferences(tmp_path: Path) -> PreferenceFile:
    return PreferenceFile(tmp_path / "preferences.json")


@pytest.fixture
def controller(theme: Theme, preferences: PreferenceFile, qtbot: QtBot) -> Iterator[AppController]:
    made = AppController(theme, preferences, create=partial(create_clinic, cost=CHEAP), opener=open_clinic)
    yield made  # its windows are not given to qtbot, which would close them before the clinic is closed
    with qtbot.waitSignal(made.ended, timeout=20000):
        made.quit()
    made.start_window.deleteLater()
    made.deleteLater()


@pytest.fixture
def runner(executor: Executor, theme: Theme) -> Iterator[Runner]:
    made = Runner(executor)
    yield made
    made.close()


def fill(panel: NewClinic, folder: Path) -> None:
    panel.name.setText("Riverside Community Clinic")
    panel.folder.line.setText(str(folder))
    panel.administrator.setText("Mina Okafor")
    panel.passphrase.setText(PASSPHRASE)
    panel.again.setText(PASSPHRASE)


def confirm(controller: AppController) -> None:
    """Press the button of what is asked over the lock."""
    asked = next(each for each in controller.start_window.findChildren(Confirm) if each.isVisible())
    assert asked.act_button is not None
    asked.act_button.click()


def test_that_a_new_clinic_is_made_opened_locked_and_opened_again(
    controller: AppController, preferences: PreferenceFile, tmp_path: Path, qtbot: QtBot
) -> None:
    assert controller.begin(None)
    assert isinstance(controller.start_window.panel, Welcome)
    controller.offer_new()
    panel = controller.start_window.panel
    assert isinstance(panel, NewClinic)
    fill(panel, tmp_path / "clinic")
    panel.make()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.window is not None
    assert controller.window.isVisible()
    assert not controller.start_window.isVisible()
    assert preferences.now.clinics == (str(tmp_path / "clinic"),)

    (offer,) = controller.window.findChildren(OfferRecoverySheet)
    assert offer.isVisible()
    controller.lock()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)
    assert not controller.window.isVisible()
    assert not offer.isVisible()
    again = controller.start_window.panel
    assert isinstance(again, SignIn)
    assert again.person.currentText() == "Mina Okafor"
    assert again.passphrase.text() == ""
    assert list((tmp_path / "clinic" / "backups").iterdir())
    again.passphrase.setText(PASSPHRASE)
    again.sign_in()
    qtbot.waitUntil(controller.window.isVisible, timeout=20000)


def test_that_a_new_clinic_offers_its_first_recovery_sheet_once_and_never_insists(
    controller: AppController, tmp_path: Path, qtbot: QtBot
) -> None:
    controller.offer_new()
    panel = controller.start_window.panel
    assert isinstance(panel, NewClinic)
    fill(panel, tmp_path / "clinic")
    panel.make()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    window = controller.window
    assert window is not None
    (offer,) = window.findChildren(OfferRecoverySheet)
    assert offer.make_button.hasFocus()
    offer.make_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(PrintPreviewDialog)), timeout=20000)
    assert read_key_file(ClinicFolder(tmp_path / "clinic")).recovery is not None
    (preview,) = window.findChildren(PrintPreviewDialog)
    preview.reject()
    assert window.screen_shown is not None
    today = window.screen_shown
    qtbot.waitUntil(lambda: "There is no recovery sheet" not in texts(today))
    controller.lock()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)
    again = controller.start_window.panel
    assert isinstance(again, SignIn)
    again.passphrase.setText(PASSPHRASE)
    again.sign_in()
    qtbot.waitUntil(window.isVisible, timeout=20000)
    assert not [one for one in window.findChildren(OfferRecoverySheet) if one.isVisible()]


def test_that_a_second_start_brings_the_first_window_forward(tmp_path: Path, qtbot: QtBot) -> None:
    single_instance = SingleInstance()
    assert not call_running(tmp_path)
    single_instance.listen(tmp_path)
    with (
        ThreadPoolExecutor(1) as elsewhere,
        qtbot.waitSignal(single_instance.called),
    ):
        answer = elsewhere.submit(call_running, tmp_path)
    assert answer.result()
    single_instance.leave()
    assert not call_running(tmp_path)


def test_that_a_folder_without_a_clinic_is_told_so(controller: AppController, tmp_path: Path) -> None:
    assert controller.begin(tmp_path)
    assert isinstance(controller.start_window.panel, Welcome)
    assert controller.start_window.banner.isVisible()


def test_that_settings_that_cannot_be_read_are_said_so(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "preferences.json").write_text("{", encoding="utf-8")
    controller = AppController(theme, PreferenceFile(tmp_path / "preferences.json"), executor=InlineExecutor())
    controller.begin(None)
    assert "could not be read" in controller.start_window.banner.text.text()
    with qtbot.waitSignal(controller.ended):
        controller.start_window.close()
    controller.start_window.deleteLater()


def test_that_the_form_says_what_is_missing_before_anything_is_made(
    runner: Runner, tmp_path: Path, qtbot: QtBot
) -> None:
    made: list[object] = []
    panel = NewClinic(runner, lambda *args, **kwargs: made.append(args), tmp_path)
    qtbot.addWidget(panel)
    panel.make()
    assert made == []
    assert panel.name_row.has_error
    assert panel.administrator_row.has_error
    assert panel.passphrase_row.has_error
    fill(panel, tmp_path / "clinic")
    panel.again.setText("something else")
    panel.make()
    assert made == []
    assert panel.again_row.has_error
    assert not panel.name_row.has_error


def test_that_the_folder_follows_the_name_until_it_is_typed(runner: Runner, tmp_path: Path, qtbot: QtBot) -> None:
    panel = NewClinic(runner, lambda *args, **kwargs: None, tmp_path)
    qtbot.addWidget(panel)
    qtbot.keyClicks(panel.name, "Harbour/Clinic")
    assert panel.folder.path == tmp_path / "HarbourClinic"
    panel.folder.line.selectAll()
    qtbot.keyClicks(panel.folder.line, str(tmp_path / "own"))
    qtbot.keyClicks(panel.name, " West")
    assert panel.folder.path == tmp_path / "own"


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", "At least 8"),
        ("short", "3 more"),
        ("eight888", "Fair"),
        ("a lantern on the quay", "Strong"),
        ("a" * 40, "Fair"),
    ],
)
def test_that_strength_is_told_by_length_and_without_rules(
    passphrase: str, said: str, runner: Runner, qtbot: QtBot
) -> None:
    panel = NewClinic(runner, lambda *args, **kwargs: None)
    qtbot.addWidget(panel)
    panel.passphrase.setText("x")
    panel.passphrase.setText(passphrase)
    assert said in panel.passphrase_row.below.text()


def test_that_a_folder_in_use_is_told_at_its_field(runner: Runner, tmp_path: Path, qtbot: QtBot) -> None:
    def refuse(folder: Path, **_asked: str) -> None:
        raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=folder)

    panel = NewClinic(runner, refuse, tmp_path)
    qtbot.addWidget(panel)
    fill(panel, tmp_path / "clinic")
    panel.make()
    qtbot.waitUntil(lambda: panel.folder_row.has_error)
    assert "already holds something" in panel.folder_row.below.text()
    assert panel.make_button.isEnabled()


def test_that_a_wrong_passphrase_is_one_sentence_at_the_field(
    runner: Runner, clinic_folder: object, tmp_path: Path, qtbot: QtBot
) -> None:
    def refuse(_folder: Path, _passphrase: str, _name: str | None) -> object:
        raise ClinicError("The name and passphrase do not open this clinic. Check Caps Lock and try again.")

    panel = SignIn(tmp_path / "clinic", runner, refuse, person="Jo Ferro")
    qtbot.addWidget(panel)
    assert panel.person.currentText() == "Jo Ferro"
    assert panel.passphrase.echoMode() is QLineEdit.EchoMode.Password
    panel.passphrase.setText("wrong")
    panel.sign_in()
    qtbot.waitUntil(lambda: panel.passphrase_row.has_error)
    assert "Check Caps Lock" in panel.passphrase_row.below.text()
    assert panel.button.isEnabled()


def test_that_signing_in_twice_at_once_is_one_attempt(
    runner: Runner, clinic_folder: object, tmp_path: Path, qtbot: QtBot
) -> None:
    tried: list[str | None] = []
    panel = SignIn(tmp_path / "clinic", runner, lambda _folder, _passphrase, name: tried.append(name))
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.signed_in):
        panel.sign_in()
        panel.sign_in()
    assert tried == ["Mina Okafor"]


def test_that_the_sample_clinic_is_made_opened_and_deleted_in_one_press(
    theme: Theme, preferences: PreferenceFile, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    def sample(folder: Path, report: Callable[[int, int], None]) -> str:
        report(1, 2)
        create_clinic(
            folder, name="Sample", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, cost=CHEAP
        )
        return PASSPHRASE

    controller = AppController(theme, preferences, sample=sample)
    controller.begin(None)
    panel = controller.start_window.panel
    assert isinstance(panel, Welcome)
    panel.sample.button.click()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.window is not None
    assert PASSPHRASE in controller.window.banner.text.text()
    folder = tmp_path / "Laurel" / "Sample clinic"
    assert preferences.now.sample == str(folder)
    controller.lock()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)
    controller.welcome()
    confirm(controller)
    assert controller.window is None
    panel = controller.start_window.panel
    assert isinstance(panel, Welcome)
    panel.sample_unwanted.emit()
    qtbot.waitUntil(lambda: not folder.exists())
    qtbot.waitUntil(lambda: "deleted" in controller.start_window.banner.text.text())
    assert preferences.now.clinics == ()
    with qtbot.waitSignal(controller.ended):
        controller.quit()
    controller.start_window.deleteLater()
