"""From a clinic that does not open, or shall go back, to one that is restored: in the window, with real files."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import select

from models.backup.backup import backups, pack
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.folder import ClinicFolder
from models.keys.recovery_key import new_recovery_key
from models.keys.slots import Kind, make_slot, read_key_file, save_key_file
from models.storage.audit import AuditEntry
from models.trail import Action
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.models.storage.test_opening import flip
from ui.dialogs.backup.choose_backup import ChooseBackup, Offered
from ui.dialogs.backup.confirm_restore import ConfirmRestore
from ui.dialogs.backup.prove_backup import ProveBackup
from ui.dialogs.session.broken_clinic import BrokenClinic
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.welcome import Welcome
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from ui.theme.theme import Theme

P = TypeVar("P")


@pytest.fixture
def folder(tmp_path: Path, clock: MovingClock) -> ClinicFolder:
    """A clinic with two backups: of an empty one, and of a group of three; four marks were made after both."""
    create_clinic(
        tmp_path / "clinic", name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    )  # fmt: skip
    open_clinic(tmp_path / "clinic", PASSPHRASE, clock=clock).close()
    clock.now += timedelta(hours=1)
    opened = open_clinic(tmp_path / "clinic", PASSPHRASE, clock=clock)
    with opened.database.write(opened.actor) as work:
        group = factory.group(work, size=3)
    opened.close()
    clock.now += timedelta(minutes=5)
    later = open_clinic(tmp_path / "clinic", PASSPHRASE, clock=clock)
    with later.database.write(later.actor) as work:
        factory.run_sessions(work, group, ["PLE"])
    later.database.close()
    later.holding.close()
    return ClinicFolder(tmp_path / "clinic")


@pytest.fixture
def controller(theme: Theme, tmp_path: Path, clock: MovingClock, qtbot: QtBot) -> Iterator[AppController]:
    made = AppController(theme, PreferenceFile(tmp_path / "preferences.json"), opener=partial(open_clinic, clock=clock))
    yield made
    with qtbot.waitSignal(made.ended, timeout=20000):
        made.quit()
    made.start_window.deleteLater()
    made.deleteLater()


def panel(controller: AppController, kind: type[P], qtbot: QtBot) -> P:
    """Wait until a panel of this kind is shown."""
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, kind), timeout=20000)
    shown = controller.start_window.panel
    assert isinstance(shown, kind)
    return shown


def sign_in(controller: AppController, qtbot: QtBot) -> None:
    asked = panel(controller, SignIn, qtbot)
    asked.passphrase.setText(PASSPHRASE)
    asked.sign_in()


def go_through(controller: AppController, qtbot: QtBot, *, typed: str = PASSPHRASE) -> ConfirmRestore:
    """Take the backup that is offered, and prove it; give the last panel."""
    choosing = panel(controller, ChooseBackup, qtbot)
    qtbot.waitUntil(choosing.button.isEnabled, timeout=20000)
    choosing.go_on()
    if typed:
        proving = panel(controller, ProveBackup, qtbot)
        proving.passphrase.setText(typed)
        proving.prove()
    return panel(controller, ConfirmRestore, qtbot)


def rows(choosing: ChooseBackup) -> list[Offered]:
    return list(choosing.model.rows)


@pytest.mark.parametrize("damage", ["zero bytes", "first page", "missing", "keys", "lost"])
def test_that_the_door_of_a_damaged_clinic_leads_back_in(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot, damage: str, clock: MovingClock
) -> None:
    content = folder.database.read_bytes()
    break_it: dict[str, Callable[[], object]] = {
        "zero bytes": lambda: folder.database.write_bytes(b""),
        "first page": lambda: folder.database.write_bytes(bytes(4096) + content[4096:]),
        "missing": folder.database.unlink,
        "keys": lambda: folder.keys.write_text("{"),
        "lost": lambda: restore_old_file(folder, clock),
    }
    break_it[damage]()
    controller.begin(folder.path)
    if damage != "keys":
        sign_in(controller, qtbot)
    broken = panel(controller, BrokenClinic, qtbot)
    assert broken.rest.button.isVisible() == (damage == "lost")
    broken.restore.button.click()
    last = go_through(controller, qtbot, typed=PASSPHRASE if damage == "keys" else "")
    assert "moved aside" in last.fate.text()
    last.restore()
    sign_in_again = panel(controller, SignIn, qtbot)
    assert "lies in" in controller.start_window.banner.text.text()
    sign_in_again.passphrase.setText(PASSPHRASE)
    sign_in_again.sign_in()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert list(folder.aside.iterdir())


def restore_old_file(folder: ClinicFolder, clock: MovingClock) -> None:
    """Put yesterday's file in the place of today's."""
    before = folder.database.read_bytes()
    clock.now += timedelta(minutes=1)
    opened = open_clinic(folder.path, PASSPHRASE, clock=clock)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Late")
    opened.database.close()
    opened.holding.close()
    folder.database.write_bytes(before)


def test_that_somebody_may_go_on_with_what_is_left_knowingly(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot, clock: MovingClock
) -> None:
    restore_old_file(folder, clock)
    controller.begin(folder.path)
    sign_in(controller, qtbot)
    panel(controller, BrokenClinic, qtbot).rest.button.click()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert controller.signed_in is not None
    with controller.signed_in.clinic.database.read(controller.signed_in.clinic.actor) as work:
        noted = list(work.session.scalars(select(AuditEntry.actor).where(AuditEntry.action == Action.LOSS.value)))
    assert noted == [controller.signed_in.clinic.actor.id]


def test_that_what_would_be_missing_is_said_before_anything_is_done(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    controller.begin(folder.path)
    panel(controller, SignIn, qtbot).restore_asked.emit()
    last = go_through(controller, qtbot)
    assert "is not in it: 3 marks" in last.missing.text()
    assert "backed up first" in last.fate.text()
    before = folder.database.read_bytes()
    last.back_asked.emit()
    panel(controller, ChooseBackup, qtbot).back_asked.emit()
    panel(controller, SignIn, qtbot)
    assert folder.database.read_bytes() == before


def test_that_backups_are_listed_newest_first_and_unsound_ones_are_greyed_with_the_reason(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot, tmp_path: Path, clock: MovingClock
) -> None:
    newest, oldest = backups(folder)
    flip(newest, newest.stat().st_size // 2)
    second = tmp_path / "stick"
    opened = open_clinic(folder.path, PASSPHRASE, clock=clock)
    clock.now += timedelta(hours=1)
    pack(folder, opened.keys, second / "copy.laurel", clock=clock)
    opened.database.close()
    opened.holding.close()
    (second / "broken.laurel").write_bytes(b"PK")
    from dataclasses import replace

    controller._preferences.save(replace(controller._preferences.now, backup_folder=str(second)))
    controller.begin(folder.path)
    panel(controller, SignIn, qtbot).restore_asked.emit()
    choosing = panel(controller, ChooseBackup, qtbot)
    qtbot.waitUntil(lambda: len(rows(choosing)) == 4, timeout=20000)
    qtbot.waitUntil(lambda: any("not as it was written" in each.unfit for each in rows(choosing)), timeout=20000)
    told = {each.line.path.name: (each.location, each.unfit) for each in rows(choosing)}
    assert told["copy.laurel"] == ("Second place", "")
    assert "Damaged" in told["broken.laurel"][1]
    assert "not as it was written" in told[newest.name][1]
    assert told[oldest.name] == ("This clinic", "")
    times = [each.line.made_at for each in rows(choosing)]
    assert times == sorted(times, reverse=True)
    choosing.table.select_row([each.line.path for each in rows(choosing)].index(newest))
    assert not choosing.button.isEnabled()
    choosing.go_on()
    assert controller.start_window.panel is choosing


def test_that_a_file_can_be_dropped_and_made_a_clinic_on_a_new_computer(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot, tmp_path: Path
) -> None:
    controller.begin(None)
    panel(controller, Welcome, qtbot).restore_asked.emit()
    choosing = panel(controller, ChooseBackup, qtbot)
    assert not choosing.button.isEnabled()
    (tmp_path / "no.laurel").write_text("no backup")
    choosing.zone.chosen.emit(tmp_path / "no.laurel")
    choosing.zone.chosen.emit(backups(folder)[0])
    qtbot.waitUntil(lambda: len(rows(choosing)) == 2, timeout=20000)
    choosing.table.select_row(0)
    choosing.go_on()
    proving = panel(controller, ProveBackup, qtbot)
    proving.folder.line.setText(str(folder.path))
    proving.passphrase.setText(PASSPHRASE)
    proving.prove()
    assert proving.folder_row.has_error
    proving.folder.line.setText(str(tmp_path / "new place"))
    proving.passphrase.setText("something else")
    proving.prove()
    qtbot.waitUntil(lambda: "do not open this clinic" in proving.problem.text(), timeout=20000)
    proving.passphrase.setText(PASSPHRASE)
    proving.prove()
    last = panel(controller, ConfirmRestore, qtbot)
    assert "new place" in last.fate.text()
    last.restore()
    sign_in(controller, qtbot)
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    assert ClinicFolder(tmp_path / "new place").database.exists()


def test_that_the_recovery_key_proves_a_backup_too(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot
) -> None:
    sheet = new_recovery_key()
    key_file = read_key_file(folder)
    opened = open_clinic(folder.path, PASSPHRASE)
    slot = make_slot(
        key_file, opened.keys, UUID(int=9), "1", sheet.passphrase, clinical=True, cost=CHEAP, kind=Kind.RECOVERY
    )
    save_key_file(folder, key_file.with_slot(slot))
    opened.database.close()
    opened.holding.close()
    folder.database.write_bytes(b"")
    controller.begin(folder.path)
    panel(controller, SignIn, qtbot).restore_asked.emit()
    choosing = panel(controller, ChooseBackup, qtbot)
    qtbot.waitUntil(choosing.button.isEnabled, timeout=20000)
    choosing.go_on()
    proving = panel(controller, ProveBackup, qtbot)
    proving.other_way.click()
    assert proving.words.isVisible()
    assert not proving.passphrase.isVisible()
    proving.words.setPlainText("one two three")
    proving.prove()
    assert proving.words_row.has_error
    proving.words.setPlainText(" ".join(" ".join([*words, digits]) for words, digits in sheet.lines))
    proving.prove()
    panel(controller, ConfirmRestore, qtbot)


def test_that_what_goes_wrong_while_it_is_put_in_place_is_said_and_nothing_is_changed(
    controller: AppController, folder: ClinicFolder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.begin(folder.path)
    panel(controller, SignIn, qtbot).restore_asked.emit()
    last = go_through(controller, qtbot)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.backup.restore._make_ready", full)
    last.restore()
    qtbot.waitUntil(lambda: "disk is full" in last.problem.text(), timeout=20000)
    monkeypatch.undo()
    open_clinic(folder.path, PASSPHRASE).close()
