"""Ctrl+K: a few letters find people, cohorts and actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ceremonies.script_editing import draft_ceremony
from models.people.participant import add_person
from models.people.person_form import PersonForm
from tests import factory
from ui.dialogs.find import Find
from ui.dialogs.help import HELP, Help

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.work import Work
    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.theme.theme import Theme


def add_people(work: Work) -> None:
    for given, family in (("Łukasz", "Żółć"), ("Anna", "<b>Berg</b>"), ("Zoë", "O'Brien-Ó Súilleabháin")):
        add_person(work, PersonForm(given_name=given, family_name=family), country="GB")


class Home(QWidget):
    """A window with one action."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = 0
        self.lock = QAction("Lock", self)
        self.lock.setShortcut(QKeySequence("Ctrl+L"))
        self.lock.triggered.connect(self.count)

    def count(self) -> None:
        self.locked += 1


@pytest.fixture
def home(theme: Theme, qtbot: QtBot) -> Home:
    made = Home()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def find(context: Context, home: Home, qtbot: QtBot) -> Find:
    with context.tasks.database.write(context.actor) as work:
        add_people(work)
    dialog = Find(context, [home.lock], home)
    dialog.open()
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    return dialog


def texts(find: Find) -> list[str]:
    return [line.text for line in find.model.lines]


def test_that_actions_are_offered_before_anything_is_typed(find: Find) -> None:
    assert "Lock" in texts(find)


def test_that_letters_without_accents_find_a_person_and_enter_opens_the_page(
    find: Find, heard: Heard, qtbot: QtBot
) -> None:
    qtbot.keyClicks(find.box, "zolc")
    qtbot.waitUntil(lambda: texts(find) == ["Łukasz Żółć"])
    qtbot.keyClick(find.box, Qt.Key.Key_Return)
    assert heard.went[0][0] == "person"


def test_that_a_name_is_shown_literally(find: Find, qtbot: QtBot) -> None:
    qtbot.keyClicks(find.box, "berg")
    qtbot.waitUntil(lambda: texts(find) == ["Anna <b>Berg</b>"])
    assert not find.list.grab().isNull()


def test_that_a_ceremony_is_found_with_its_day_in_the_clinics_zone(context: Context, home: Home, qtbot: QtBot) -> None:
    auckland = replace(context.profile(), zone="Pacific/Auckland")
    with context.tasks.database.write(context.actor) as work:
        them = factory.group(work, size=1)
        draft_ceremony(work, them.cohort, "Graduation", datetime(2026, 12, 1, 18, tzinfo=UTC), auckland.time_zone)
    dialog = Find(replace(context, profile=lambda: auckland), [], home)
    dialog.open()
    qtbot.keyClicks(dialog.box, "gradu")
    qtbot.waitUntil(lambda: texts(dialog) == ["Graduation"])
    assert dialog.model.lines[0].aside == "Ceremony · Wednesday 2 December"


def test_that_an_action_is_found_and_done(find: Find, home: Home, qtbot: QtBot) -> None:
    qtbot.keyClicks(find.box, "loc")
    qtbot.waitUntil(lambda: texts(find) == ["Lock"])
    qtbot.keyClick(find.box, Qt.Key.Key_Return)
    assert home.locked == 1


def test_that_arrows_move_and_stop_at_the_ends(find: Find, qtbot: QtBot) -> None:
    qtbot.keyClicks(find.box, "o")
    qtbot.waitUntil(lambda: len(texts(find)) >= 3)
    for _ in range(20):
        qtbot.keyClick(find.box, Qt.Key.Key_Down)
    assert find.list.currentIndex().row() == len(texts(find)) - 1
    qtbot.keyClick(find.box, Qt.Key.Key_Up)
    assert find.list.currentIndex().row() == len(texts(find)) - 2


def test_that_nothing_found_is_said(find: Find, qtbot: QtBot) -> None:
    qtbot.keyClicks(find.box, "qqq")
    qtbot.waitUntil(lambda: "Nothing found" in find.count.text())
    qtbot.keyClick(find.box, Qt.Key.Key_Return)
    assert find.isVisible()


@pytest.mark.parametrize("page", ["laurel", "no_such_page", "../../../etc/passwd", ""])
def test_that_help_shows_our_own_text_only(page: str, theme: Theme, qtbot: QtBot) -> None:
    dialog = Help(page)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "Getting around" in dialog.text.toPlainText()


@pytest.mark.parametrize("file", sorted(HELP.glob("*.md")), ids=lambda file: file.stem)
def test_that_every_help_text_can_be_shown(file: Path, theme: Theme, qtbot: QtBot) -> None:
    dialog = Help(file.stem)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText().strip()
