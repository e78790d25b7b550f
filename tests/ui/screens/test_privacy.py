"""The privacy page and its dialogs: a rule, a list to decide from, and an erasure that is a knowing one."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from models.access import Confirmed
from models.backup.backup import back_up, backups
from models.people.erasure import Ground
from models.people.participant import find_people
from models.people.retention import Need
from models.privacy.retention import overdue, retention_years
from models.programme.enrolment import end_enrolment
from tests import factory
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.privacy import export_person as export_dialog
from ui.dialogs.privacy.erase_person import ErasePersonDialog
from ui.dialogs.privacy.export_person import ExportPersonDialog
from ui.dialogs.privacy.keep_longer import KeepLongerDialog
from ui.screens.person import PersonScreen
from ui.screens.privacy import PrivacyScreen
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.screen.screen import Screen
    from ui.tasks import Tasks


@pytest.fixture
def them(tasks: Tasks, clock: MovingClock) -> factory.Group:
    """Two people, of whom one left ten years ago."""
    clock.to(factory.START)
    with tasks.database.write(tasks.actor) as work:
        made = factory.group(work, size=2)
        end_enrolment(work, made.enrolments[0], on=factory.START, reason="moved")
    clock.to(date(2036, 9, 8))
    return made


def texts(screen: Screen[Any]) -> str:
    return "\n".join(label.text() for label in screen.findChildren(Label) if label.isVisible())


def confirmed(dialog: QDialog, context: Context, qtbot: QtBot, tasks: Tasks) -> None:
    """Answer the question for the passphrase as if it was right."""
    (asked,) = [one for one in dialog.findChildren(ConfirmIdentity) if one.isVisible()]
    asked.accept()
    asked._then(Confirmed(context.actor.id, context.clinic.clock()))
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)


def named(tasks: Tasks, text: str) -> int:
    with tasks.database.read(tasks.actor) as work:
        return len(find_people(work, text))


def test_that_the_page_says_whose_time_is_over_and_that_nothing_goes_by_itself(
    context: Context, them: factory.Group, show: Callable[..., PrivacyScreen], qtbot: QtBot, tasks: Tasks
) -> None:
    screen = show(PrivacyScreen(context))
    assert screen.years.value() == 10
    qtbot.waitUntil(lambda: "kept until 7 September 2036" in texts(screen))
    assert "Nothing is deleted by itself" in texts(screen)
    assert len(screen.people) == 1
    assert named(tasks, "") == 2


def test_that_the_years_are_saved_when_the_field_is_left_and_taken_back(
    context: Context, them: factory.Group, show: Callable[..., PrivacyScreen], heard: Heard, qtbot: QtBot, tasks: Tasks
) -> None:
    screen = show(PrivacyScreen(context))
    assert screen.years.hasFocus()
    screen.years.selectAll()
    qtbot.keyClicks(screen.years, "20")
    qtbot.keyClick(screen.years, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard.toasts))
    qtbot.waitUntil(lambda: tasks.is_idle and not screen.people)
    with tasks.database.read(tasks.actor) as work:
        assert retention_years(work) == 20
    undo = heard.toasts[-1][1]
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: len(screen.people) == 1)


def test_that_somebody_is_kept_longer_for_a_reason(
    context: Context, them: factory.Group, show: Callable[..., PrivacyScreen], qtbot: QtBot, tasks: Tasks
) -> None:
    screen = show(PrivacyScreen(context))
    screen.keep(screen.people[0])
    (dialog,) = screen.findChildren(KeepLongerDialog)
    qtbot.waitUntil(dialog.need.hasFocus)
    dialog.need.setCurrentIndex(dialog.need.findData(Need.CLAIM.value))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.people)
    qtbot.waitUntil(lambda: "1 more is kept longer" in texts(screen))
    with tasks.database.read(tasks.actor) as work:
        assert overdue(work).postponed == 1


def test_that_an_erasure_asks_why_shows_what_goes_and_is_listed_without_a_name(
    context: Context, them: factory.Group, show: Callable[..., PrivacyScreen], heard: Heard, qtbot: QtBot, tasks: Tasks
) -> None:
    back_up(context.clinic.folder, context.clinic.keys, clock=context.clinic.clock)
    screen = show(PrivacyScreen(context))
    name = screen.people[0].label.name
    screen.erase(screen.people[0])
    (dialog,) = screen.findChildren(ErasePersonDialog)
    qtbot.waitUntil(lambda: tasks.is_idle and dialog.backups_box.isVisible())
    assert not dialog.early_box.isVisible()
    assert not dialog.erase_button.isEnabled()
    assert "1 older backup still holds the person, until about 8 September 2038" in dialog.backups_told.text()
    dialog.ground.setCurrentIndex(dialog.ground.findData(Ground.RETENTION.value))
    dialog.ground.activated.emit(2)
    dialog.backups_box.setChecked(True)
    assert dialog.erase_button.isEnabled()
    dialog.ask()
    confirmed(dialog, context, qtbot, tasks)
    qtbot.waitUntil(lambda: bool(heard.toasts), timeout=20_000)
    assert heard.went[-1] == ("people", {})
    assert heard.toasts[-1][0] == "Erased. A new backup is verified, and 1 older one is deleted."
    assert named(tasks, "") == 1
    assert len(backups(context.clinic.folder)) == 1
    qtbot.waitUntil(lambda: not screen.people)
    qtbot.waitUntil(lambda: "The time of keeping is over" in texts(screen))
    assert name not in texts(screen)


def test_that_an_early_erasure_needs_a_box_ticked(
    context: Context, them: factory.Group, show: Callable[..., PrivacyScreen], qtbot: QtBot, tasks: Tasks
) -> None:
    screen = show(PrivacyScreen(context))
    dialog = ErasePersonDialog(screen, context, them.people[1], "Somebody")
    dialog.open()
    qtbot.waitUntil(dialog.early_box.isVisible)
    dialog.ground.setCurrentIndex(1)
    dialog.ground.activated.emit(1)
    assert "kept until" in dialog.early.text()
    assert not dialog.erase_button.isEnabled()
    dialog.early_box.setChecked(True)
    assert dialog.erase_button.isEnabled()
    qtbot.waitUntil(lambda: tasks.is_idle)
    dialog.reject()


def test_that_everything_about_a_person_is_saved_from_their_page(
    context: Context, them: factory.Group, show: Callable[..., PersonScreen], heard: Heard, qtbot: QtBot, tasks: Tasks,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out = tmp_path / "out.zip"
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kind: str) -> Path:
        proposed.append(name)
        return out

    monkeypatch.setattr(export_dialog, "ask_where_to_save", choose)
    screen = show(PersonScreen(context), person=them.people[1])
    screen.export()
    (dialog,) = screen.findChildren(ExportPersonDialog)
    dialog.save()
    confirmed(screen, context, qtbot, tasks)  # type: ignore[arg-type]  # (only its dialogs are looked for)
    qtbot.waitUntil(lambda: bool(heard.toasts), timeout=20_000)
    assert proposed == ["laurel-person-2036-09-08.zip"]
    with zipfile.ZipFile(out) as archive:
        assert "data.json" in archive.namelist()
    page = show(PrivacyScreen(context))
    qtbot.waitUntil(lambda: "Samir Rahimi" in texts(page))


def test_that_the_page_of_somebody_who_is_gone_is_left(
    context: Context, them: factory.Group, show: Callable[..., PersonScreen], heard: Heard, qtbot: QtBot
) -> None:
    gone: UUID = context.clinic.actor.id
    show(PersonScreen(context), person=gone)
    qtbot.waitUntil(lambda: bool(heard.went))
    assert heard.went == [("people", {})]
    assert heard.banners == []
