from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ceremonies.director_types import Output
from tests.ceremonies.company import UNMENTIONED
from tests.ui.ceremony.conftest import begun, go, press
from ui.ceremony.running_order import order_rows
from ui.ceremony.wording import bare, late_text, left_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.ceremony.conftest import Evening
    from ui.ceremony.console import Console
    from ui.ceremony.show import Show

K = Qt.Key


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
    begun(console, evening, "")
    console.refresh()
    assert bare(console.go_button.words) == "Show: a member of this group"
    assert not console.go_button.shows_name


def test_that_not_here_today_is_one_key_and_can_be_undone(console: Console, evening: Evening) -> None:
    begun(console, evening, "Anna")
    place = console.run.director.cue
    press(console, K.Key_A)
    assert place in console.run.director.absent
    assert "kept for next time" in console.strip.text.accessibleName()
    assert "Anna" in bare(console.strip.text.accessibleName())
    press(console, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert console.run.director.absent == frozenset()


def test_that_words_name_pronunciation_and_consent_are_shown(console: Console, evening: Evening) -> None:
    begun(console, evening, "Đặng Thị Ánh")
    console.refresh()
    assert bare(console.say_panel.text).startswith("Đặng Thị Ánh,")
    assert console.name_panel.name.text == "Đặng Thị Ánh"
    assert "say it so" in console.name_panel.pronunciation.text()
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
    everywhere += [console.go_button.words, console.say_panel.text, console.name_panel.name.text]
    assert not any("Sunflower" in text for text in everywhere)
    assert "asked not to be mentioned" in console.strip.text.accessibleName()
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
    assert "2:00 regained" in console.strip.text.accessibleName()
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
    assert "stays open" in console.strip.text.accessibleName()
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

    book = NameBook(evening.stage_names, evening.reread)
    run: Show = RealShow(
        Director.start(evening.stored),
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
    console.close_windows()
    for one in (audience, console, run, book):
        one.deleteLater()


def test_that_a_small_window_or_large_type_keeps_what_cannot_be_missed(console: Console, evening: Evening) -> None:
    console.resize(900, 560)
    assert console.size().width() == 900
    shown = (console.say_panel, console.name_panel, console.now_panel, console.go_button)
    assert all(part.isVisible() for part in shown)
    assert not console.next_panel.isVisible()
    begun(console, evening)
    press(console, K.Key_J)
    assert console.order_panel.isVisible()
    press(console, K.Key_Escape)
    assert not console.order_panel.isVisible()
    console.resize(1280, 800)
    assert console.next_panel.isVisible()
    assert console.order_panel.isVisible()


def test_that_words_that_do_not_fit_can_be_moved_and_are_never_lost(console: Console, evening: Evening) -> None:
    words = console.say_panel.words
    words.write("A sentence that is read aloud. " * 60, "")
    words.resize(200, 90)
    before = words.grab().toImage()
    wheel = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(words, wheel)
    assert words.grab().toImage() != before
