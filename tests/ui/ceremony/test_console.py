from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from ceremonies.state import Output
from tests.ceremonies.company import UNMENTIONED
from tests.ui.ceremony.conftest import go
from ui.ceremony.keys import PRESSES, meaning_of
from ui.ceremony.running_order import order_rows
from ui.ceremony.wording import bare, late_text, left_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.ceremony.conftest import Evening
    from ui.ceremony.console import Console
    from ui.ceremony.show import Show

K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def _no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog in the middle of a ceremony would stand between the presenter and the room."""

    def refuse(*_arguments: object) -> None:
        pytest.fail("a dialog was opened during a ceremony")

    for kind in (QDialog, QMessageBox):
        for name in ("exec", "open", "show"):
            monkeypatch.setattr(kind, name, refuse, raising=False)


def press(console: Console, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, on: QWidget | None = None) -> None:
    QTest.keyClick(on or console.go_button, key, modifiers)


def begun(console: Console, evening: Evening, name: str = "") -> None:
    """Open the curtain; with a name, bring this person's kicker on."""
    go(console.run, evening)
    if name:
        console.run.arm(evening.place_of(name))
        go(console.run, evening)
    evening.seconds += 2


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
    assert console.run.director.output is Output.CURTAIN
    assert not console.run.director.has_begun
    begun(console, evening)
    press(console, key)
    assert console.run.director.output is Output.CURTAIN
    assert console.controls.curtain_button.isChecked()
    press(console, key)
    assert console.run.director.output is Output.OPEN


def test_that_freeze_mute_hold_and_time_have_their_keys(console: Console, evening: Evening) -> None:
    begun(console, evening)
    press(console, K.Key_F)
    assert console.run.director.output is Output.FROZEN
    evening.seconds += 44
    console.tick()
    assert console.now_panel.chip.text() == "frozen 0:44"
    press(console, K.Key_F)
    press(console, K.Key_M)
    press(console, K.Key_H)
    press(console, K.Key_T)
    director = console.run.director
    assert (director.output, director.is_muted, director.is_held) == (Output.OPEN, True, True)
    assert director.extra[0] == 60
    press(console, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert console.run.director.extra[0] == 0
    press(console, K.Key_H)
    press(console, K.Key_M)
    assert not console.run.director.is_held


def test_that_jump_chooses_privately_and_go_confirms(console: Console, evening: Evening) -> None:
    begun(console, evening)
    press(console, K.Key_J)
    assert console.order.is_jumping
    for _ in range(3):
        press(console, K.Key_Down)
    press(console, K.Key_Up)
    assert console.run.director.armed == 2
    assert console.run.director.cue == 0
    press(console, K.Key_Escape)
    assert (console.run.director.armed, console.order.is_jumping) == (None, False)
    press(console, K.Key_J)
    press(console, K.Key_Down)
    evening.seconds += 2
    press(console, K.Key_Space)
    assert console.run.director.cue == 1
    assert not console.order.is_jumping
    press(console, K.Key_J)
    press(console, K.Key_Down)
    press(console, K.Key_J)
    assert console.run.director.armed is None


def test_that_a_click_in_the_running_order_only_makes_ready(console: Console, evening: Evening) -> None:
    begun(console, evening)
    rect = console.order.visualItemRect(console.order.item(2))
    QTest.mouseClick(console.order.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center())
    assert console.run.director.armed == 2
    assert console.run.director.cue == 0


def test_that_panic_wants_half_a_second(console: Console, evening: Evening, qtbot: QtBot) -> None:
    begun(console, evening, "Anna")
    press(console, K.Key_P)
    assert console.run.director.output is Output.OPEN
    assert "Hold P" in console.strip.text.whole_text()
    QTest.keyPress(console.go_button, K.Key_P)
    qtbot.waitUntil(lambda: console.run.director.output is Output.CURTAIN)
    QTest.keyRelease(console.go_button, K.Key_P)
    director = console.run.director
    assert (director.is_muted, director.is_held) == (True, True)
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
    assert "Pressed twice" in console.strip.text.whole_text()
    assert "Pressed twice" in console.go_button.note


def test_that_escape_leaves_freeze_and_curtain_and_never_the_ceremony(console: Console, evening: Evening) -> None:
    press(console, K.Key_Escape)
    assert not console.run.director.has_begun
    begun(console, evening)
    press(console, K.Key_F)
    press(console, K.Key_Escape)
    assert console.run.director.output is Output.OPEN
    press(console, K.Key_B)
    press(console, K.Key_Escape)
    assert console.run.director.output is Output.OPEN
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
    assert console.run.director.output is Output.CURTAIN


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


def test_that_go_says_what_it_shows_and_looks_different_for_a_name(console: Console, evening: Evening) -> None:
    button = console.go_button
    assert button.words == "Open the curtain: welcome"
    assert not button.shows_name
    begun(console, evening, "Siân ap Gruffydd")
    console.refresh()
    assert bare(button.words) == "Show the name: Siân ap Gruffydd"
    assert button.shows_name
    gold = console.grab().toImage().pixelColor(button.mapTo(console, QPoint(60, 12)))
    corner = button.grab().toImage().pixelColor(2, 4)
    go(console.run, evening)
    laurel = button.grab().toImage().pixelColor(60, 12)
    assert not button.shows_name
    assert gold != laurel
    assert corner != button.grab().toImage().pixelColor(2, 12)


def test_that_showing_a_member_of_this_group_is_not_called_a_name(console: Console, evening: Evening) -> None:
    begun(console, evening, "A member of this group")
    console.refresh()
    assert bare(console.go_button.words) == "Show: a member of this group"
    assert not console.go_button.shows_name


def test_that_not_here_today_is_one_key_and_can_be_undone(console: Console, evening: Evening) -> None:
    begun(console, evening, "Anna")
    place = console.run.director.cue
    press(console, K.Key_A)
    assert place in console.run.director.absent
    assert "kept for next time" in console.strip.text.whole_text()
    assert "Anna" in bare(console.strip.text.whole_text())
    press(console, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert console.run.director.absent == frozenset()


def test_that_words_name_pronunciation_and_consent_are_shown(console: Console, evening: Evening) -> None:
    begun(console, evening, "Đặng Thị Ánh")
    console.refresh()
    assert bare(console.say_panel.said).startswith("Đặng Thị Ánh,")
    assert console.name_panel.name.text == "Đặng Thị Ánh"
    assert "say it so" in console.name_panel.spoken.text()
    assert console.name_panel.shows_as.text() == "full name, agreed"
    assert left_text(59.6) == "1:00"


def test_that_markup_in_a_name_stays_what_it_is(console: Console, evening: Evening) -> None:
    begun(console, evening, "{name} & <b>")
    console.refresh()
    assert "{name} & <b>" in bare(console.go_button.words)
    assert bare(console.say_panel.words.text).startswith("{name} & <b>,")


def test_that_a_withdrawn_person_is_nowhere_in_the_console(console: Console, evening: Evening) -> None:
    begun(console, evening, "Sunflower")
    evening.withdraw("Sunflower")
    console.run.book.refresh()
    everywhere = [row.title for every in (True, False) for row in order_rows(console.run, every_cue=every)]
    everywhere += [console.go_button.words, console.say_panel.said, console.name_panel.name.text]
    assert not any("Sunflower" in text for text in everywhere)
    assert "asked not to be mentioned" in console.strip.text.whole_text()
    assert console.run.audience_picture().is_curtain


def test_that_the_running_order_counts_people_and_marks_where_it_is(console: Console, evening: Evening) -> None:
    begun(console, evening, "Anna")
    rows = order_rows(console.run, every_cue=False)
    assert [row.state for row in rows].count("current") == 1
    assert sum(int(row.title.split("·")[1].split()[0]) for row in rows if "people" in row.title) == 11
    assert not any(hidden in row.title for hidden in UNMENTIONED for row in order_rows(console.run, every_cue=True))


def test_that_being_late_is_said_in_words_and_a_part_to_leave_out_is_offered(
    console: Console, evening: Evening
) -> None:
    begun(console, evening)
    assert console.controls.cut_button.isHidden()
    evening.seconds += 400
    console.tick()
    assert console.header.late.text() == "4 min late"
    assert console.name_panel.left.text().startswith("+")
    assert console.controls.cut_button.label == "Late: leave out “Movement break”?"
    press(console, K.Key_C)
    assert len(console.run.director.absent) == 1
    assert "2:00 regained" in console.strip.text.whole_text()
    assert late_text(30) == "on time"
    assert late_text(-130) == "2 min early"


def test_that_closing_a_window_asks_within_the_console(console: Console, evening: Evening) -> None:
    begun(console, evening)
    console.close()
    assert console.isVisible()
    assert console.run.director.output is Output.CURTAIN
    assert console.strip.button.label == "End the ceremony"
    console.audience.close()
    assert console.audience.isVisible()
    assert "stays open" in console.strip.text.whole_text()
    console.close()
    ended: list[int] = []
    console.ended.connect(lambda: ended.append(1))
    console.strip.button.click()
    assert ended == [1]
    assert not console.isVisible()
    assert not console.audience.isVisible()


def test_that_a_whole_evening_runs_by_one_key_without_a_dialog_and_ends_with_one_button(
    console: Console, evening: Evening
) -> None:
    names = 0
    for _ in range(200):
        if console.run.director.output is Output.CURTAIN and console.run.director.has_begun:
            break
        names += console.go_button.shows_name
        evening.seconds += 30
        press(console, K.Key_Space)
    assert names == 9
    assert console.strip.button.isVisible()
    assert console.run.director.reached[-1] == 0
    console.strip.button.click()
    assert console.run.director.is_finished


def test_that_the_mirror_is_what_the_audience_sees(console: Console, evening: Evening, qtbot: QtBot) -> None:
    begun(console, evening)
    qtbot.waitUntil(lambda: not console.audience.stage.shown().is_curtain)
    assert console.now_view.picture() is console.audience.stage.shown()
    console.audience.hide()
    console.tick()
    assert "nobody sees it" in console.now_panel.chip.text()


def test_that_every_control_has_a_name_for_those_who_do_not_see_it(console: Console) -> None:
    from ui.widgets.buttons import Button

    for button in console.findChildren(Button):
        assert button.accessibleName() or button.isHidden()
    assert console.go_button.accessibleName()
    assert console.go_button.hasFocus() or console.focusWidget() is console.go_button


def test_that_a_rehearsal_says_so_in_both_windows(evening: Evening, theme: object, qtbot: QtBot) -> None:
    from zoneinfo import ZoneInfo

    from ceremonies.director import Director
    from ui.ceremony.audience import Audience
    from ui.ceremony.console import Console as RealConsole
    from ui.ceremony.names import NameBook
    from ui.ceremony.show import Show as RealShow
    from ui.ceremony.show import record_nothing

    book = NameBook(evening.billings, evening.reread)
    run: Show = RealShow(
        Director.start(evening.script),
        book,
        record_nothing,
        evening.clock,
        is_rehearsal=True,
        monotonic=lambda: evening.seconds,
    )
    audience = Audience(run)
    console = RealConsole(run, audience, ZoneInfo("UTC"))
    audience.show()
    console.show()
    go(run, evening, times=3)
    assert run.director.cue > 0
    assert console.header.state.text() == "REHEARSAL"
    assert audience.windowTitle() == "Ceremony - rehearsal"
    assert evening.rows == []
    console.vanish()
    for one in (audience, console, run, book):
        one.deleteLater()
