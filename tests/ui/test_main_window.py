"""The window: places by role, the way back, what it says."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from models.access import Actor, Confirmed, Permission, Role
from models.clinic.clinic import Clinic
from models.errors import InvalidError
from models.settings import ClinicProfile, profile
from ui.main_window import MainWindow
from ui.navigation import PLACES, Destination, Position, open_to
from ui.screen.screen import Screen
from ui.widgets.labels import Body

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.media import Media
    from models.work import Work
    from tests.factory import MovingClock
    from ui.context import Context
    from ui.tasks import Tasks
    from ui.theme.theme import Theme


class Evening(Screen[None]):
    """A page that can refuse to be left, and remembers one act."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.field = Body("evening")
        self.outer.addWidget(self.field)
        self.is_busy = False
        self.undone = 0

    def may_leave(self) -> bool:
        return not self.is_busy

    def undo(self) -> bool:
        self.undone += 1
        return self.undone == 1


HERE = "tests.ui.test_main_window:Evening"
TABLE = (
    Destination("today", "Today", HERE, Permission.READ_PROFILE, Position.RAIL, "calendar-blank"),
    Destination("outcomes", "Outcomes", HERE, Permission.READ_OUTCOMES, Position.RAIL, "chart-line"),
    Destination("register", "Register", HERE, Permission.READ_PROFILE, within="today"),
    Destination("settings", "Settings", HERE, Permission.READ_PROFILE, Position.FOOT, "gear"),
)


@pytest.fixture
def window(
    tasks: Tasks, theme: Theme, clinic_folder: ClinicFolder, keys: Keys, media: Media, clock: MovingClock, qtbot: QtBot
) -> MainWindow:
    with tasks.database.read(tasks.actor) as work:
        about = profile(work)
    clinic = Clinic(
        folder=clinic_folder, keys=keys, database=tasks.database, media=media, actor=tasks.actor, clock=clock,
        holding=ExitStack(), is_exclusive=False, confirmed=Confirmed(tasks.actor.id, clock()),
    )  # fmt: skip
    made = MainWindow(clinic, about, tasks, theme, TABLE)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    return made


def crumbs(window: MainWindow) -> list[str]:
    bar = window.top_bar
    words = [label.text() for label in bar.findChildren(QLabel) if label.property("type") == "strong" and label.text()]
    return words[-1:]


def test_that_the_first_place_opens_and_is_marked(window: MainWindow) -> None:
    assert isinstance(window.screen_shown, Evening)
    assert crumbs(window) == ["Today"]
    assert window.windowTitle() == "Today · Riverside Community Clinic · Laurel"


def test_that_a_role_sees_only_what_it_may_use() -> None:
    desk = Actor(UUID(int=9), "Jo Ferro", frozenset({Role.FRONT_DESK}))
    assert list(open_to(TABLE, desk)) == ["today", "register", "settings"]


def test_that_a_page_not_open_to_a_role_is_refused_in_a_sentence(window: MainWindow) -> None:
    window.go("reports")
    assert window.banner.isVisible()
    assert "not open to you" in window.banner.text.text()


def test_that_the_way_back_is_remembered(window: MainWindow) -> None:
    window.go("register", meeting=UUID(int=1))
    shown = window.screen_shown
    assert shown is not None
    assert shown.parameter("meeting", UUID) == UUID(int=1)
    assert crumbs(window) == ["Register"]
    window.go("settings")
    window.back()
    assert crumbs(window) == ["Register"]
    window.back()
    window.back()
    assert crumbs(window) == ["Today"]


def test_that_a_busy_page_is_not_left(window: MainWindow) -> None:
    shown = window.screen_shown
    assert isinstance(shown, Evening)
    shown.is_busy = True
    window.go("settings")
    assert window.screen_shown is shown
    assert not window.may_leave()


def test_that_keys_go_to_places(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    with qtbot.waitSignal(window.moved) as moved:
        qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert moved.args == ["outcomes"]
    with qtbot.waitSignal(window.moved) as moved:
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert moved.args == ["today"]


def test_that_locking_is_asked_for_by_key_and_by_the_rail(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.lock_asked):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.lock_asked):
        window.rail.chosen.emit("")


def test_that_an_error_nobody_took_becomes_one_sentence(window: MainWindow, tasks: Tasks) -> None:
    tasks.failed.emit(InvalidError("{name} is on the list already.", name="<b>Anna</b>"))
    assert window.banner.text.text() == "<b>Anna</b> is on the list already."
    window.banner.close_button.click()
    assert not window.banner.isVisible()


def test_that_undo_takes_back_what_the_toast_tells_of_before_the_page_is_asked(window: MainWindow) -> None:
    shown = window.screen_shown
    assert isinstance(shown, Evening)
    taken: list[str] = []
    window.show_toast("12 people marked present", lambda: taken.append("back"))
    window.undo()
    assert (taken, shown.undone) == (["back"], 0)
    window.undo()
    assert (taken, shown.undone) == (["back"], 1)
    window.undo()
    assert window.toast.text.text() == "There is nothing to undo here."


def test_that_a_new_name_of_the_clinic_is_shown(window: MainWindow, tasks: Tasks, qtbot: QtBot) -> None:
    def rename(work: Work) -> None:
        work.get(ClinicProfile, profile(work).id).name = "Harbour Clinic"

    tasks.write(window, rename)
    qtbot.waitUntil(lambda: "Harbour Clinic" in window.windowTitle())
    assert window.context.profile().name == "Harbour Clinic"


def test_that_closing_asks_instead_of_vanishing(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()
    assert window.isVisible()


def test_that_zoom_keys_change_the_size(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert theme.zoom == 90
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.zoom == 100


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_that_every_place_of_the_table_leads_to_a_screen(place: Destination) -> None:
    assert issubclass(place.screen_class(), Screen)
    assert place.spot is Position.INSIDE or place.icon
    assert not place.within or place.within in {other.name for other in PLACES}
