"""The page of the backups: how it stands in one sentence, both places, the list, and what can be done."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.access import Actor, Role
from models.backup.backup import backups
from models.backup.second_place import copies_in
from models.folder.storage_errors import BackupError
from tests import factory
from tests.conftest import FRONT_DESK
from ui.background.backup_watch import BackupWatch
from ui.navigation import PLACES, open_to
from ui.screens import backups as module
from ui.screens.backups import BackupsScreen
from ui.screens.settings import SettingsScreen
from ui.widgets.backup_notice import BackupNotice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]


@pytest.fixture
def watched(context: Context) -> Iterator[Context]:
    """A screen's context with a watch that makes backups."""
    context.clinic.is_exclusive = True
    watch = BackupWatch(context.clinic, context.tasks, context.preferences, parent=context.tasks)
    yield replace(context, backups=watch)
    context.clinic.is_exclusive = False


@pytest.fixture
def screen(watched: Context, show: Show, qtbot: QtBot) -> BackupsScreen:
    opened = show(BackupsScreen(watched))
    assert isinstance(opened, BackupsScreen)
    settled(opened, qtbot)
    return opened


def settled(screen: BackupsScreen, qtbot: QtBot) -> None:
    watch = screen.watch
    assert watch is not None
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle and watch.job is None and watch.state is not None)


def enter(context: Context, name: str = "Anna") -> None:
    with context.tasks.database.write(context.actor) as work:
        factory.group(work, size=3, name=name)


def column(screen: BackupsScreen, place: int) -> list[str]:
    return [screen.rows.columns[place].text(line) for line in screen.rows.rows]


def test_that_a_new_clinic_is_told_when_the_first_backup_comes(screen: BackupsScreen) -> None:
    assert screen.state.text().startswith("There is no backup yet.")
    assert not screen.frame.isVisible()
    assert not screen.check_button.isEnabled()
    assert "None is chosen" in screen.there_note.text()


def test_that_a_backup_is_made_at_once_and_listed_with_what_is_in_it(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot
) -> None:
    enter(screen.context)
    screen.now_button.click()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    settled(screen, qtbot)
    assert heard.toasts[0][0] == "Backed up and checked."
    assert screen.state.text() == "Everything is in a backup on this computer."
    assert column(screen, 1) == ["When asked"]
    assert column(screen, 2) == ["3 people · 1 group"]
    assert column(screen, 4) == ["this computer"]
    assert screen.now_button.isEnabled()
    assert screen.chosen is not None


def test_that_what_was_entered_since_is_said_and_needs_nothing(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot
) -> None:
    screen.now_button.click()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    enter(screen.context)
    screen.refresh()
    settled(screen, qtbot)
    assert screen.state.text().startswith("In order. What was entered since today, ")


def test_that_a_second_place_is_chosen_and_filled_at_once(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick & co"
    stick.mkdir()
    monkeypatch.setattr(module, "ask_folder", lambda *_: None)
    screen.choose()
    assert not screen.there_path.isVisible()
    monkeypatch.setattr(module, "ask_folder", lambda *_: stick)
    screen.choose_button.click()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    settled(screen, qtbot)
    assert heard.toasts[0][0] == "Backed up and checked, here and in the second place."
    assert screen.there_path.accessibleName() == str(stick)
    assert screen.there.text().startswith("1 backup, made today")
    assert "same disk" in screen.there_note.text()
    assert column(screen, 4) == ["both places"]
    assert screen.state.text() == "Everything is in a backup, on this computer and in the second place."


def test_that_a_disk_that_is_away_is_said_with_what_is_known_of_it(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(screen, heard, qtbot, tmp_path, monkeypatch)
    (tmp_path / "stick").rename(tmp_path / "drawer")
    screen.refresh()
    settled(screen, qtbot)
    assert screen.there_note.text().startswith("It is not there now.")
    assert "The newest copy in it is of today" in screen.there_note.text()
    assert not screen.there.isVisible()


def test_that_giving_the_second_place_up_can_be_undone(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(screen, heard, qtbot, tmp_path, monkeypatch)
    screen.forget_button.click()
    settled(screen, qtbot)
    qtbot.waitUntil(lambda: not screen.there_path.isVisible())
    undo = heard.toasts[-1][1]
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: screen.there_path.isVisible() and screen.context.tasks.is_idle)
    assert screen.context.preferences.now.backup_folder == str(tmp_path / "stick")


def chosen(screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(module, "ask_folder", lambda *_: tmp_path / "stick")
    screen.choose()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    settled(screen, qtbot)


def test_that_a_place_that_cannot_be_used_is_said_on_the_page(
    screen: BackupsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ask_folder", lambda *_: screen.context.clinic.folder.backups)
    screen.choose()
    qtbot.waitUntil(screen.problem.isVisible)
    assert "own folder" in screen.problem.text()


def test_that_a_backup_that_fails_is_said_on_the_page(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BackupError("Everything entered is saved, but there is no room for a backup.")

    monkeypatch.setattr("models.clinic.clinic.back_up", refuse)
    screen.now_button.click()
    qtbot.waitUntil(screen.problem.isVisible)
    settled(screen, qtbot)
    assert "no room" in screen.problem.text()
    assert heard.toasts == []


def test_that_a_sound_backup_is_proven_and_a_damaged_one_named(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot
) -> None:
    enter(screen.context)
    screen.now_button.click()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    settled(screen, qtbot)
    screen.check_button.click()
    qtbot.waitUntil(screen.checked.isVisible)
    assert "is sound: 3 people · 1 group · 12 sessions · 0 marks." in screen.checked.text()
    path = backups(screen.context.clinic.folder)[0]
    path.write_bytes(path.read_bytes()[:-50])
    screen.refresh()
    settled(screen, qtbot)
    qtbot.waitUntil(lambda: column(screen, 2) == ["Damaged, or not one of this clinic's"])
    screen.check_button.click()
    qtbot.waitUntil(lambda: "damaged" in screen.checked.text())


def test_that_a_copy_damaged_there_is_listed_by_itself(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(screen, heard, qtbot, tmp_path, monkeypatch)
    (copy,) = copies_in(tmp_path / "stick", screen.context.clinic.folder).iterdir()
    copy.write_bytes(b"broken")
    screen.refresh()
    settled(screen, qtbot)
    qtbot.waitUntil(lambda: sorted(column(screen, 4)) == ["second place", "this computer"])


def test_that_the_days_are_kept_and_count_at_once(screen: BackupsScreen, clock: MovingClock, qtbot: QtBot) -> None:
    enter(screen.context)
    clock.now += timedelta(days=2)
    screen.refresh()
    settled(screen, qtbot)
    qtbot.waitUntil(lambda: screen.state.text().startswith("There is no backup yet."))
    screen.days.setCurrentIndex(screen.days.findData(1))
    screen.days.activated.emit(0)
    assert screen.context.preferences.now.backup_days == 1
    assert screen.state.text() == "What was entered 2 days ago is in no backup yet. Press “Back up now”."


def test_that_only_who_answers_for_an_evening_finds_the_page_and_only_administrators_choose_places(
    watched: Context, show: Show, heard: Heard
) -> None:
    settings = show(SettingsScreen(watched))
    settings.backup_button.click()
    assert heard.went == [("backups", {})]
    here = {role for role in Role if "backups" in open_to(PLACES, Actor(FRONT_DESK, "Jo", frozenset({role})))}
    assert here == {Role.FACILITATOR, Role.CO_FACILITATOR, Role.FRONT_DESK, Role.ADMINISTRATOR}
    desk = replace(watched, actor=Actor(FRONT_DESK, "Jo", frozenset({Role.FRONT_DESK})))
    assert not show(BackupsScreen(desk)).choose_button.isVisible()


def notice(context: Context, qtbot: QtBot) -> BackupNotice:
    shown = BackupNotice(context)
    qtbot.addWidget(shown)
    assert context.backups is not None
    context.backups.refresh()
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    return shown


def test_that_today_says_when_nothing_was_backed_up_for_days(
    watched: Context, clock: MovingClock, heard: Heard, qtbot: QtBot
) -> None:
    shown = notice(watched, qtbot)
    assert shown.isHidden()
    clock.now += timedelta(days=4)
    assert watched.backups is not None
    watched.backups.refresh()
    qtbot.waitUntil(lambda: not shown.isHidden())
    assert shown.text.text() == "What was entered 4 days ago is in no backup yet."
    shown.button.click()
    assert heard.went == [("backups", {})]
    watched.backups.back_up("asked for")
    qtbot.waitUntil(shown.isHidden)


def test_that_a_missing_second_place_is_told_to_those_who_can_choose_one(
    watched: Context, clock: MovingClock, qtbot: QtBot
) -> None:
    assert watched.backups is not None
    clock.now += timedelta(days=8)
    watched.backups.back_up("asked for")
    qtbot.waitUntil(lambda: watched.tasks.is_idle)
    lead = Actor(watched.actor.id, watched.actor.name, frozenset({Role.FACILITATOR}))
    assert "on this computer alone" in notice(watched, qtbot).text.text()
    assert not notice(watched, qtbot).isHidden()
    assert notice(replace(watched, actor=lead), qtbot).isHidden()
    preferences = watched.preferences
    preferences.save(replace(preferences.now, sample=str(watched.clinic.folder.path.absolute())))
    assert notice(watched, qtbot).isHidden()


def test_that_who_cannot_act_is_not_told(watched: Context, clock: MovingClock, qtbot: QtBot) -> None:
    peer = Actor(watched.actor.id, watched.actor.name, frozenset({Role.PEER_LEAD}))
    clock.now += timedelta(days=40)
    assert notice(replace(watched, actor=peer), qtbot).isHidden()


def test_that_a_copy_is_put_beside_nothing_that_lies_there(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(screen, heard, qtbot, tmp_path, monkeypatch)
    (tmp_path / "stick" / "letter.txt").write_text("dear Anna")
    shutil.rmtree(copies_in(tmp_path / "stick", screen.context.clinic.folder))
    enter(screen.context)
    screen.back_up()
    qtbot.waitUntil(screen.problem.isVisible)
    settled(screen, qtbot)
    assert "is not there now" in screen.problem.text()
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["letter.txt"]


def test_that_a_long_folder_widens_nothing(
    screen: BackupsScreen, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath(*("a folder with a long name" * 4 for _ in range(12)))
    deep.mkdir(parents=True)
    monkeypatch.setattr(module, "ask_folder", lambda *_: deep)
    before = screen.minimumSizeHint().width()
    screen.choose()
    qtbot.waitUntil(lambda: bool(heard.toasts))
    settled(screen, qtbot)
    assert screen.there_path.accessibleName() == str(deep)
    assert screen.there_path.text().endswith("…")
    assert screen.minimumSizeHint().width() == before
    assert screen.check_button.visibleRegion().boundingRect().width() > 100
