from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ceremonies.director_types import Output
from tests.ui.ceremony.conftest import NONE, begun, go, press
from ui.ceremony.keys import PRESSES, meaning_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.ceremony.conftest import Evening
    from ui.ceremony.console import Console

K = Qt.Key


def output(console: Console) -> Output:
    return console.run.director.output


def armed(console: Console) -> int | None:
    return console.run.director.armed


@pytest.mark.parametrize("key", [K.Key_Space, K.Key_Right, K.Key_PageDown, K.Key_Return, K.Key_Enter])
def test_that_every_key_of_a_clicker_for_forward_is_go(console: Console, evening: Evening, key: Qt.Key) -> None:
    press(console, key)
    assert console.run.director.has_begun
    evening.seconds += 2
    press(console, key)
    assert console.run.director.cue == 1


@pytest.mark.parametrize("key", [K.Key_Left, K.Key_PageUp, K.Key_Backspace])
def test_that_every_key_of_a_clicker_for_backward_goes_back(console: Console, evening: Evening, key: Qt.Key) -> None:
    begun(console, evening)
    go(console.run, evening)
    press(console, key)
    assert console.run.director.cue == 0


@pytest.mark.parametrize("key", [K.Key_B, K.Key_Period])
def test_that_the_curtain_key_lowers_and_raises(console: Console, evening: Evening, key: Qt.Key) -> None:
    press(console, key)
    assert output(console) is Output.CURTAIN
    assert not console.run.director.has_begun
    begun(console, evening)
    press(console, key)
    assert output(console) is Output.CURTAIN
    assert console.controls.curtain_button.isChecked()
    press(console, key)
    assert output(console) is Output.OPEN


def test_that_freeze_mute_hold_and_time_have_their_keys(console: Console, evening: Evening) -> None:
    begun(console, evening)
    press(console, K.Key_F)
    assert output(console) is Output.FROZEN
    evening.seconds += 44
    console.tick()
    assert console.now_panel.chip.text() == "frozen 0:44"
    press(console, K.Key_F)
    press(console, K.Key_M)
    press(console, K.Key_H)
    press(console, K.Key_T)
    director = console.run.director
    assert (director.output, director.is_muted, director.is_on_hold) == (Output.OPEN, True, True)
    assert director.extra[0] == 60
    press(console, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert console.run.director.extra[0] == 0
    press(console, K.Key_H)
    press(console, K.Key_M)
    assert not console.run.director.is_on_hold


def test_that_jump_chooses_privately_and_go_confirms(console: Console, evening: Evening) -> None:
    begun(console, evening)
    press(console, K.Key_J)
    assert console.order.is_jumping
    for _ in range(3):
        press(console, K.Key_Down)
    press(console, K.Key_Up)
    assert console.run.director.cue == 0
    assert armed(console) == 2
    press(console, K.Key_Escape)
    assert armed(console) is None
    assert not console.order.is_jumping
    press(console, K.Key_J)
    press(console, K.Key_Down)
    evening.seconds += 2
    press(console, K.Key_Space)
    assert console.run.director.cue == 1
    assert not console.order.is_jumping
    press(console, K.Key_J)
    press(console, K.Key_Down)
    press(console, K.Key_J)
    assert armed(console) is None


def test_that_a_click_in_the_running_order_only_makes_ready(console: Console, evening: Evening) -> None:
    begun(console, evening)
    rect = console.order.visualItemRect(console.order.item(2))
    QTest.mouseClick(console.order.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center())
    assert console.run.director.armed == 2
    assert console.run.director.cue == 0


def test_that_panic_wants_half_a_second(console: Console, evening: Evening, qtbot: QtBot) -> None:
    begun(console, evening, "Anna")
    press(console, K.Key_P)
    assert output(console) is Output.OPEN
    assert "Hold P" in console.strip.text.accessibleName()
    QTest.keyPress(console.go_button, K.Key_P)
    qtbot.waitUntil(lambda: console.run.director.output is Output.CURTAIN)
    QTest.keyRelease(console.go_button, K.Key_P)
    director = console.run.director
    assert (director.is_muted, director.is_on_hold) == (True, True)
    place = director.place
    evening.seconds += 2
    press(console, K.Key_Space)
    assert (console.run.director.output, console.run.director.place) == (Output.OPEN, place)


def test_that_a_key_held_down_counts_once(console: Console, evening: Evening) -> None:
    for _ in range(5):
        evening.seconds += 2
        repeat = QKeyEvent(QEvent.Type.KeyPress, K.Key_Space, NONE, " ", autorep=True)
        QApplication.sendEvent(console.go_button, repeat)
    assert not console.run.director.has_begun


def test_that_pressed_twice_go_takes_one_and_says_so_on_the_button(console: Console, evening: Evening) -> None:
    press(console, K.Key_Space)
    evening.seconds += 0.3
    press(console, K.Key_Space)
    assert console.run.director.cue == 0
    assert "Pressed twice" in console.strip.text.accessibleName()
    assert "Pressed twice" in console.go_button.note


def test_that_escape_leaves_freeze_and_curtain_and_never_the_ceremony(console: Console, evening: Evening) -> None:
    press(console, K.Key_Escape)
    assert not console.run.director.has_begun
    begun(console, evening)
    press(console, K.Key_F)
    press(console, K.Key_Escape)
    assert output(console) is Output.OPEN
    press(console, K.Key_B)
    press(console, K.Key_Escape)
    assert output(console) is Output.OPEN
    for _ in range(3):
        press(console, K.Key_Escape)
    assert console.isVisible()
    assert console.audience.isVisible()


@pytest.mark.parametrize("modifiers", [NONE, Qt.KeyboardModifier.ShiftModifier])
def test_that_the_start_key_of_a_clicker_does_nothing(
    console: Console, evening: Evening, modifiers: Qt.KeyboardModifier
) -> None:
    press(console, K.Key_F5, modifiers)
    assert len(evening.rows) == 1


def test_that_the_keys_work_in_the_audience_window_too(console: Console, evening: Evening) -> None:
    press(console, K.Key_Space, on=console.audience)
    evening.seconds += 2
    press(console, K.Key_PageDown, on=console.audience.stage)
    assert console.run.director.cue == 1
    press(console, K.Key_B, on=console.audience)
    assert output(console) is Output.CURTAIN


def test_that_another_window_keeps_its_keys(console: Console, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    QTest.keyClick(other, K.Key_Space)
    assert not console.run.director.has_begun


def test_that_a_keyboard_of_another_script_works_by_its_places() -> None:
    cyrillic_i = QKeyEvent(QEvent.Type.KeyPress, 0x418, NONE, 48 + 8, 0, 0, "и")
    assert meaning_of(cyrillic_i) == "curtain"
    greek = QKeyEvent(QEvent.Type.KeyPress, 0x3B1, NONE, 30 + 8, 0, 0, "α")
    assert meaning_of(greek) == "absent"
    for key in PRESSES:
        assert meaning_of(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.AltModifier)) is None


def test_that_enter_presses_the_button_that_tab_went_to(console: Console, evening: Evening) -> None:
    begun(console, evening)
    console.controls.mute_button.setFocus()
    press(console, K.Key_Return, on=console.controls.mute_button)
    assert console.run.director.is_muted
    assert console.run.director.cue == 0
    press(console, K.Key_Space, on=console.controls.mute_button)
    assert console.run.director.cue == 1
