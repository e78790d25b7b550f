"""A screen asks when it is shown, and again when what it shows has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from models.errors import ClinicError, NotFoundError
from models.settings import ClinicProfile, profile
from ui.screen.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.work import Work
    from ui.context import Context


def clinic_name(work: Work) -> str:
    return profile(work).name


def rename(work: Work) -> None:
    work.get(ClinicProfile, profile(work).id).name = "Harbour Clinic"


class NameScreen(Screen[str]):
    """Shows the clinic's name."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shown: list[str] = []

    def query(self) -> Callable[[Work], str]:
        return clinic_name

    def show_result(self, result: str) -> None:
        self.shown.append(result)


def test_that_a_screen_asks_once_when_it_is_shown(context: Context, show: Callable[..., Any]) -> None:
    screen = show(NameScreen(context))
    assert screen.shown == ["Riverside Community Clinic"]


def test_that_a_change_makes_a_visible_screen_ask_again(
    context: Context, show: Callable[..., Any], qtbot: QtBot
) -> None:
    screen = show(NameScreen(context))
    screen.act(rename)
    qtbot.waitUntil(lambda: screen.shown[-1] == "Harbour Clinic")


class ListScreen(NameScreen):
    """Shows its list once there is something to list."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = QLineEdit()
        self.list.hide()
        self.outer.addWidget(self.list)

    def show_result(self, result: str) -> None:
        super().show_result(result)
        after = self.parameters.get("after", 0)
        assert isinstance(after, int)
        self.list.setVisible(len(self.shown) > after)

    def first_focus(self) -> QWidget:
        return self.list


def test_that_the_keyboard_comes_to_what_appears_with_the_answer(
    context: Context, show: Callable[..., Any], qtbot: QtBot
) -> None:
    screen = show(ListScreen(context))
    qtbot.waitUntil(screen.list.hasFocus)


def test_that_the_keyboard_is_on_the_screen_while_there_is_nothing_to_list(
    context: Context, show: Callable[..., Any], qtbot: QtBot
) -> None:
    screen = show(ListScreen(context), after=1)
    assert screen.hasFocus()
    screen.refresh()
    qtbot.waitUntil(screen.list.isVisible)
    assert screen.hasFocus()


def test_that_a_hidden_screen_waits_until_it_is_shown(context: Context, show: Callable[..., Any], qtbot: QtBot) -> None:
    screen = show(NameScreen(context))
    screen.hide()
    screen.act(rename)
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    assert screen.shown == ["Riverside Community Clinic"]
    screen.show()
    qtbot.waitUntil(lambda: screen.shown[-1] == "Harbour Clinic")


def test_that_only_the_last_answer_is_shown(context: Context, show: Callable[..., Any], qtbot: QtBot) -> None:
    screen = show(NameScreen(context))
    screen.refresh()
    screen.refresh()
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    assert len(screen.shown) == 2


def test_that_an_error_of_the_query_is_announced(context: Context, qtbot: QtBot) -> None:
    class Lost(NameScreen):
        """Asks for what is not there."""

        def query(self) -> Callable[[Work], str]:
            def fail(_work: Work) -> str:
                raise NotFoundError("This record is no longer in the clinic.")

            return fail

    screen = Lost(context)
    qtbot.addWidget(screen)
    told: list[ClinicError] = []
    context.tasks.failed.connect(told.append)
    screen.show()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], NotFoundError)


def test_that_a_missing_parameter_is_a_bug(context: Context, qtbot: QtBot) -> None:
    screen = NameScreen(context)
    qtbot.addWidget(screen)
    screen.open({"meeting": 7})
    assert screen.parameter("meeting", int) == 7
    with pytest.raises(TypeError):
        screen.parameter("meeting", str)
    with pytest.raises(KeyError):
        screen.parameter("cohort", str)


def test_that_the_context_tells_the_clinics_zone(context: Context) -> None:
    assert str(context.zone) == "Europe/London"
