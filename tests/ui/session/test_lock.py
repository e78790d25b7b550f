"""Locking: nothing is shown, nothing is open, nothing is lost; and a live ceremony holds it off."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from models.access import Role
from models.backup.backup import backups
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.keys.recovery_key import new_recovery_key
from models.keys.sign_in_throttle import failures
from models.pages.audit import AuditSearch, search_audit
from models.people.account import add_account, change_passphrase
from models.people.recovery_sheet import make_recovery_sheet_valid
from models.settings import profile
from models.trail import Action
from tests.conftest import CHEAP, PASSPHRASE
from tests.ui.background.test_idle import Watch, watch
from ui.ceremony import present
from ui.dialogs.base import Confirm, Dialog
from ui.dialogs.session.choose_passphrase import ChoosePassphrase
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.use_recovery_key import UseRecoveryKey
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme

OWN = "seven yellow boats"
__all__ = ["watch"]


@pytest.fixture
def folder(tmp_path: Path) -> ClinicFolder:
    create_clinic(
        tmp_path / "clinic", name="Riverside", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE,
        cost=CHEAP,
    )  # fmt: skip
    return ClinicFolder(tmp_path / "clinic")


@pytest.fixture
def controller(
    theme: Theme, folder: ClinicFolder, tmp_path: Path, watch: Watch, qtbot: QtBot
) -> Iterator[AppController]:
    made = AppController(theme, PreferenceFile(tmp_path / "preferences.json"), seconds=watch, opener=open_clinic)
    made.begin(folder.path)
    yield made
    if made.is_locked:
        made._discard(lambda: None)
    with qtbot.waitSignal(made.ended, timeout=20000):
        made.quit()
    made.start_window.deleteLater()
    made.deleteLater()


def sign_in(controller: AppController, passphrase: str = PASSPHRASE, name: str = "Mina Okafor") -> SignIn:
    panel = controller.start_window.panel
    assert isinstance(panel, SignIn)
    panel.person.setCurrentText(name)
    panel.passphrase.setText(passphrase)
    panel.sign_in()
    return panel


def enter(controller: AppController, qtbot: QtBot) -> None:
    sign_in(controller)
    qtbot.waitUntil(lambda: controller.window is not None and controller.window.isVisible(), timeout=20000)


def lock(controller: AppController, qtbot: QtBot) -> None:
    controller.lock()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)


def shown(controller: AppController) -> list[object]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not controller.start_window]


def test_that_a_locked_laurel_shows_nothing_and_comes_back_as_it_was(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    enter(controller, qtbot)
    assert controller.signed_in is not None
    window, clinic = controller.signed_in.window, controller.signed_in.clinic
    window.go("people")
    asked = Dialog("Add a person", parent=window)
    field = QLineEdit()
    asked.add(field)
    asked.open()
    field.setText("half a sentence")
    QGuiApplication.clipboard().setText("Anna Berg, 1950-03-04")
    clinic.media._temporary.mkdir(parents=True, exist_ok=True)
    (clinic.media._temporary / "left.pdf").write_bytes(b"open")

    lock(controller, qtbot)
    assert shown(controller) == []
    assert controller.start_window.windowTitle() == "Laurel"
    assert QGuiApplication.clipboard().text() == ""
    assert not clinic.media._temporary.exists()
    assert clinic.keys.data == b""
    assert not folder.database.with_name("clinic.db-wal").exists()

    sign_in(controller)
    qtbot.waitUntil(window.isVisible, timeout=20000)
    assert not controller.start_window.isVisible()
    assert window.screen_shown is not None
    assert window.screen_shown.isVisible()
    assert asked.isVisible()
    assert asked.isModal()
    assert field.text() == "half a sentence"
    asked.reject()


def test_that_work_asked_for_behind_the_lock_is_done_afterwards(controller: AppController, qtbot: QtBot) -> None:
    enter(controller, qtbot)
    assert controller.signed_in is not None
    window, tasks = controller.signed_in.window, controller.signed_in.tasks
    lock(controller, qtbot)
    answers: list[object] = []
    tasks.read(window, profile, answers.append)
    qtbot.wait(50)
    assert answers == []
    sign_in(controller)
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=20000)


def test_that_a_wrong_passphrase_leaves_it_locked_and_is_noted(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    enter(controller, qtbot)
    lock(controller, qtbot)
    panel = sign_in(controller, "wrong")
    qtbot.waitUntil(lambda: panel.passphrase_row.has_error, timeout=20000)
    assert shown(controller) == []
    assert len(failures(folder)) == 1
    sign_in(controller)
    qtbot.waitUntil(lambda: not controller.start_window.isVisible(), timeout=20000)
    assert failures(folder) == ()


def test_that_it_locks_after_five_minutes_and_not_before(controller: AppController, watch: Watch, qtbot: QtBot) -> None:
    enter(controller, qtbot)
    assert controller.idle.minutes == 5
    watch.seconds += 300
    controller.idle.look()
    assert controller.window is not None
    assert controller.window.isVisible()
    watch.seconds += 1
    controller.idle.look()
    assert shown(controller) == []
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)
    enter(controller, qtbot)
    assert controller.signed_in is not None
    clinic = controller.signed_in.clinic
    with clinic.database.read(clinic.actor) as work:
        came = search_audit(work, AuditSearch(entity="staff", staff=clinic.actor.id)).lines[:3]
    assert [line.fields for line in came] == [("unlock",), ("idle",), ("window",)]


def test_that_other_minutes_count_at_once_and_after_the_next_start(
    controller: AppController, watch: Watch, tmp_path: Path, qtbot: QtBot
) -> None:
    enter(controller, qtbot)
    assert controller.window is not None
    chosen = controller.window.context.preferences
    chosen.save(replace(chosen.now, lock_minutes=1))
    watch.seconds += 61
    controller.idle.look()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, SignIn), timeout=20000)
    assert controller.is_locked
    assert PreferenceFile(tmp_path / "preferences.json").now.lock_minutes == 1


def test_that_a_live_ceremony_holds_the_lock_off_and_says_so(
    controller: AppController, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    enter(controller, qtbot)
    said: list[str] = []
    running = SimpleNamespace(is_live=True, console=SimpleNamespace(say=said.append))
    monkeypatch.setattr(present, "presentation", lambda _context: running)
    for _ in range(3):
        controller.lock()
    assert controller.window is not None
    assert controller.window.isVisible()
    assert len(said) == 1
    assert "ceremony is live" in said[0]
    controller.quit()
    assert controller.window.isVisible()
    assert "End it in its console" in said[1]
    running.is_live = False
    lock(controller, qtbot)


def test_that_no_backup_is_begun_while_a_ceremony_is_live_or_behind_the_lock(
    controller: AppController, folder: ClinicFolder, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    enter(controller, qtbot)
    assert controller.signed_in is not None
    watched, tasks = controller.signed_in.backups, controller.signed_in.tasks
    qtbot.waitUntil(lambda: tasks.is_idle)
    before = len(backups(folder))
    running = SimpleNamespace(is_live=True, console=SimpleNamespace(say=str))
    monkeypatch.setattr(present, "presentation", lambda _context: running)
    watched._due = 0
    watched.look()
    assert watched.job is None
    running.is_live = False
    lock(controller, qtbot)
    locked = len(backups(folder))
    watched.look()
    assert watched.job is None
    sign_in(controller)
    qtbot.waitUntil(lambda: not controller.is_locked, timeout=20000)
    tasks.database.note(controller.signed_in.clinic.actor, Action.PRINT, "day_sheet")
    watched.look()
    qtbot.waitUntil(lambda: watched.job is None and tasks.is_idle)
    assert len(backups(folder)) == locked + 1 >= before + 1


def test_that_somebody_else_may_sign_in_over_the_lock(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    add(folder, "Jo Ferro")
    enter(controller, qtbot)
    lock(controller, qtbot)
    panel = sign_in(controller, OWN, "Jo Ferro")
    assert "Mina Okafor" in panel.warning.text()
    assert panel.warning.isVisible()
    qtbot.waitUntil(lambda: controller.window is not None and controller.window.isVisible(), timeout=20000)
    assert controller.signed_in is not None
    assert controller.signed_in.clinic.actor.name == "Jo Ferro"
    assert len(shown(controller)) == 1


def test_that_quitting_behind_the_lock_asks_first(controller: AppController, qtbot: QtBot) -> None:
    enter(controller, qtbot)
    lock(controller, qtbot)
    controller.start_window.close()
    asked = next(each for each in controller.start_window.findChildren(Confirm) if each.isVisible())
    assert "not yet saved is lost" in asked.sentence.text()
    asked.reject()
    sign_in(controller)
    qtbot.waitUntil(lambda: controller.window is not None and controller.window.isVisible(), timeout=20000)


def test_that_a_first_passphrase_must_be_changed_before_anything_is_shown(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    first = add(folder, "Jo Ferro", chooses=False)
    controller.sign_in_flow.ask(folder.path)
    sign_in(controller, first, "Jo Ferro")
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, ChoosePassphrase), timeout=20000)
    assert shown(controller) == []
    panel = controller.start_window.panel
    assert isinstance(panel, ChoosePassphrase)
    for typed, again, said in (("short", "short", "too short"), (OWN, "other", "not the same"), (first, first, "now")):
        panel.passphrase.setText(typed)
        panel.again.setText(again)
        panel.choose()
        qtbot.waitUntil(panel.button.isEnabled, timeout=20000)
        assert said in panel.passphrase_row.below.text() + panel.again_row.below.text()
    panel.passphrase.setText(OWN)
    panel.again.setText(OWN)
    panel.choose()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.signed_in is not None
    assert controller.signed_in.clinic.actor.name == "Jo Ferro"


def test_that_a_lost_passphrase_is_replaced_in_the_window(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    key = new_recovery_key()
    clinic = open_clinic(folder.path, PASSPHRASE)
    with clinic.database.write(clinic.actor) as work:
        make_recovery_sheet_valid(work, clinic.keyring, key, confirmed=clinic.confirmed)
    clinic.close()
    controller.sign_in_flow.ask(folder.path)
    panel = controller.start_window.panel
    assert isinstance(panel, SignIn)
    panel.recovery_asked.emit()
    asked = controller.start_window.panel
    assert isinstance(asked, UseRecoveryKey)
    lines = [" ".join([*words, digits]) for words, digits in key.lines]
    asked.words.setPlainText("\n".join([lines[0], lines[2], lines[1], lines[3]]))
    asked.check()
    assert "Line 2" in asked.words_row.below.text()
    asked.words.setPlainText("\n".join(lines))
    asked.check()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, ChoosePassphrase), timeout=20000)
    choosing = controller.start_window.panel
    assert isinstance(choosing, ChoosePassphrase)
    choosing.passphrase.setText("five brown foxes")
    choosing.again.setText("five brown foxes")
    choosing.choose()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.signed_in is not None
    assert controller.signed_in.clinic.keys.clinical is not None


def add(folder: ClinicFolder, name: str, *, chooses: bool = True) -> str:
    clinic = open_clinic(folder.path, PASSPHRASE, "Mina Okafor")
    with clinic.database.write(clinic.actor) as work:
        first = add_account(work, clinic.keyring, name, [Role.FRONT_DESK], confirmed=clinic.confirmed)
    clinic.close()
    if chooses:
        theirs = open_clinic(folder.path, first.passphrase, name)
        with theirs.database.write(theirs.actor) as work:
            change_passphrase(work, theirs.keyring, first.passphrase, OWN)
        theirs.close()
    return first.passphrase


def test_that_a_bug_while_locking_still_asks_for_the_passphrase(
    controller: AppController, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    enter(controller, qtbot)

    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("models.clinic.clinic.back_up", stumble)
    with qtbot.captureExceptions() as caught:
        lock(controller, qtbot)
    assert len(caught) == 1
    assert shown(controller) == []
    assert controller.signed_in is not None
    assert controller.signed_in.clinic.keys.data == b""
    monkeypatch.undo()
    sign_in(controller)
    qtbot.waitUntil(lambda: not controller.start_window.isVisible(), timeout=20000)


def test_that_a_clinic_error_while_locking_still_leaves_it_locked(
    controller: AppController, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    enter(controller, qtbot)

    def fail(*_: object, **__: object) -> None:
        raise ClinicError("There is no room for a backup.")

    monkeypatch.setattr("models.clinic.clinic.back_up", fail)
    lock(controller, qtbot)
    assert "no room" in controller.start_window.banner.text.text()
    monkeypatch.undo()
    sign_in(controller)
    qtbot.waitUntil(lambda: not controller.start_window.isVisible(), timeout=20000)
