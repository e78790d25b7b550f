"""The help is there for every page, can be read, and says what is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence

from ceremonies.director_types import GUARD
from ceremonies.templates import STRETCH, seconds_each
from ceremonies.timing import what_to_cut
from leaderboards.badge_rules import BREAK, FOUR
from leaderboards.points import FOR_COMING, FOR_TELLING_US, points_for
from leaderboards.standings import SMALLEST
from models.imports.import_people import USUAL
from models.keys.slots import SHORTEST_PASSPHRASE
from models.pages.register import LABELS, UNRECOGNISED_WEEKS
from models.pages.today import OVERDUE
from models.programme.mark import ATTENDED, EXCUSED, Mark
from models.programme.programme import BACK_IN_MOTION
from tests import factory
from ui.ceremony.keys import HOLD_SECONDS, PRESSES
from ui.dialogs.help import FIRST, HELP, Help
from ui.main_window import MainWindow
from ui.navigation import PLACES
from ui.screens.register import RegisterScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from ui.context import Context
    from ui.theme.theme import Theme

PAGES: Final = sorted(path.stem for path in HELP.glob("*.md"))
ROOT: Final = Path(__file__).parents[3]
KEYS: Final = ("Key", "What it does")
MARKS: Final = ("Key", "Mark", "Counts as")
FOLDERS: Final = ("models", "leaderboards", "ceremonies", "exports", "ui")


def text_of(page: str) -> str:
    return " ".join((HELP / f"{page}.md").read_text(encoding="utf-8").split())


def title_of(page: str) -> str:
    return (HELP / f"{page}.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def rows_of(page: str, *headings: str) -> list[list[str]]:
    """Give the rows of the table with these headings."""
    for block in (HELP / f"{page}.md").read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("|"):
            head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
            if head == list(headings):
                return rows
    raise LookupError(page)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_that_every_screen_has_a_help_page(place: Any) -> None:
    page = place.screen_class().help_page
    assert page in PAGES, f"{place.name} has no help: write ui/assets/help/{page or place.name}.md"


@pytest.mark.parametrize("page", PAGES)
def test_that_a_page_is_shown_as_it_is_meant(page: str, theme: Theme, qtbot: QtBot) -> None:
    shown = Help(page)
    qtbot.addWidget(shown)
    words = shown.text.toPlainText()
    assert words.splitlines()[0] == title_of(page)
    assert not re.search(r"\*\*|`|\||^#", words, re.MULTILINE)
    assert max(map(len, words.splitlines())) < 900


@pytest.mark.parametrize("page", PAGES)
def test_that_its_links_lead_to_pages(page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (HELP / f"{page}.md").read_text(encoding="utf-8"))
    assert set(links) <= set(PAGES)


def test_that_the_overview_leads_to_every_page(theme: Theme, qtbot: QtBot) -> None:
    links = set(re.findall(r"\]\(([^)]+)\)", (HELP / f"{FIRST}.md").read_text(encoding="utf-8")))
    assert links == set(PAGES) - {FIRST}
    shown = Help(FIRST)
    qtbot.addWidget(shown)
    for page in links:
        shown.text.anchorClicked.emit(QUrl(page))
        assert shown.text.toPlainText().splitlines()[0] == title_of(page)


def test_that_a_sentence_that_help_explains_is_one_that_laurel_says() -> None:
    said = "\n".join(
        node.value
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    for page in PAGES:
        for quoted in re.findall(r"^\* \*([^*]+)\*:", (HELP / f"{page}.md").read_text(encoding="utf-8"), re.MULTILINE):
            for part in quoted.split("…"):
                assert part.strip() in said, f"{page}: nothing says “{quoted}”"


def test_that_the_figures_are_those_of_the_rules() -> None:
    _, sessions, days, minutes, percent = BACK_IN_MOTION
    assert (sessions, days) == (12, 7)
    assert f"has twelve, one a week, of {minutes} minutes" in text_of("cohorts")
    assert f"more than {USUAL} people" in text_of("cohort")
    assert f"at least {percent} %" in text_of("certificates")
    assert SMALLEST == 5
    assert "fewer than **five** people" in text_of("recognition")
    assert f"{OVERDUE.days} days" in text_of("today")
    assert UNRECOGNISED_WEEKS == 3
    assert "three weeks" in text_of("today")
    assert "3 weeks" in text_of("register")
    assert f"at least {SHORTEST_PASSPHRASE} characters" in text_of("start")
    assert f"within {GUARD} seconds" in text_of("console")
    assert HOLD_SECONDS == 0.5
    assert "held for half a second" in text_of("console")
    assert (FOUR, BREAK) == (4, 2)
    assert "came again after two or more missed in a row" in text_of("recognition")
    assert STRETCH == 20 * 60
    assert "about twenty minutes" in text_of("ceremonies")
    assert [seconds_each(people) for people in (6, 7, 25)] == [90, 60, 60]
    assert seconds_each(26) < 60
    assert "late < 120" in Path(what_to_cut.__code__.co_filename).read_text(encoding="utf-8")
    assert "From two minutes on" in text_of("console")


def test_that_what_a_mark_counts_as_is_what_it_counts_as() -> None:
    rows = rows_of("register", *MARKS)
    assert [row[0] for row in rows] == [mark.value for mark in Mark]
    for letter, _, counts in rows:
        kind = "came" if Mark(letter) in ATTENDED else "told us" if Mark(letter) in EXCUSED else "neither"
        assert counts == kind
    points = [int(row[1]) for row in rows_of("recognition", "Mark", "Points")]
    assert points == [FOR_COMING, FOR_TELLING_US, points_for(Mark.NO_SHOW)]


@pytest.fixture
def register(context: Context, clock: MovingClock, show: Callable[..., Any]) -> RegisterScreen:
    clock.to(factory.START)
    with context.tasks.database.write(context.actor) as work:
        them = factory.group(work)
    opened = show(RegisterScreen(context), meeting=them.meetings[0].id)
    assert isinstance(opened, RegisterScreen)
    return opened


def test_that_every_key_of_the_register_does_what_help_says(register: RegisterScreen, qtbot: QtBot) -> None:
    table, tasks = register.table, register.context.tasks

    def press(key: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        if isinstance(key, str):
            qtbot.keyClicks(table, key, modifier)
        else:
            qtbot.keyClick(table, key, modifier)
        qtbot.waitUntil(lambda: tasks.is_idle)

    def marks() -> list[Mark | None]:
        return [row.mark for row in register.rows.rows]

    named = [row[0] for row in rows_of("register", *MARKS)]
    for place, letter in enumerate(named):
        press(letter)
        assert marks()[place] == Mark(letter)
        assert table.currentIndex().row() == place + 1
    for place, label in enumerate(LABELS):
        press(label)
        assert table.currentIndex().row() == place
    press("1")
    press("L")
    assert (marks()[0], table.currentIndex().row()) == (Mark.LATE, 0)
    press("E", Qt.KeyboardModifier.ShiftModifier)
    assert (marks()[0], table.currentIndex().row()) == (Mark.EXCUSED, 0)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert (marks()[1], table.currentIndex().row()) == (None, 1)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Backspace)
    assert (marks()[0], table.currentIndex().row()) == (None, 0)
    press(Qt.Key.Key_Return)
    assert marks().count(Mark.PRESENT) == 2 + named.count("P") - 1 + 12 - len(named)
    register.undo()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert marks()[:2] == [None, None]
    press("/")
    assert register.search.isVisible()
    told = [row[0] for row in rows_of("register", *KEYS)]
    assert told == [
        "1 … 9, 0, - and =", "a letter alone", "Up and Down", "Delete or Backspace", "Enter", "/", "Ctrl+Z",
    ]  # fmt: skip


def test_that_the_console_knows_the_keys_of_its_help_and_help_knows_all_its_keys() -> None:
    named = {
        "Space": Qt.Key.Key_Space, "Right": Qt.Key.Key_Right, "Page Down": Qt.Key.Key_PageDown,
        "Enter": Qt.Key.Key_Return, "Left": Qt.Key.Key_Left, "Page Up": Qt.Key.Key_PageUp,
        "Backspace": Qt.Key.Key_Backspace, "the full stop": Qt.Key.Key_Period, "Esc": Qt.Key.Key_Escape,
    }  # fmt: skip
    told = set()
    for keys, _ in rows_of("console", *KEYS):
        for name in re.split(r", held.*| or |, ", keys):
            if name and name != "Ctrl+Z":
                told.add(PRESSES[named[name] if name in named else Qt.Key(ord(name))])
    assert told | {"previous", "next", "nothing"} == set(PRESSES.values())


def test_that_the_keys_of_the_window_are_those_of_the_overview(context: Context, qtbot: QtBot) -> None:
    window = MainWindow(context.clinic, context.profile(), context.tasks, context.theme)
    qtbot.addWidget(window)
    bound = {keys.toString() for action in window.menu_actions for keys in action.shortcuts()}
    told = " ".join(row[0] for row in rows_of(FIRST, *KEYS))
    for keys in bound - {"Ctrl+="}:
        number = re.fullmatch(r"Ctrl\+([1-7])", keys)
        spaced = keys.replace("Ctrl++", "Ctrl +").replace("Ctrl+-", "Ctrl −").replace("Ctrl+0", "Ctrl −")
        assert number or spaced in told, f"the overview does not name {keys}"
    for keys in re.findall(r"Ctrl\+[A-Z1-7]|Alt\+Left|F\d+", told):
        assert QKeySequence(keys).toString() in bound
