from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from ceremonies.scenes import award
from ceremonies.scenes.cards import LONG_AGO, Card, Moment
from ceremonies.scenes.curtain import curtain_scene
from ceremonies.scenes.transition import DRAPES, FADE, transition
from ui.ceremony.stage_widget import StageWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ceremonies.scenes.picture import Picture

CARD = Card(
    kicker="For the bravest first step",
    headline="Siân ap Gruffydd",
    line="“I lifted it. Twice.”",
    caption="[fanfare] Please clap.",
    engraving="FIRST STEP",
    seed=5,
)

pytestmark = pytest.mark.usefixtures("qapp")


class Stage:
    """A stage whose clock and picture the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.made = curtain_scene("Summer group graduation", "We begin at 19:00.")

    def frame(self) -> Picture:
        return self.made


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def widget(qtbot: QtBot, stage: Stage) -> StageWidget:
    made = StageWidget(stage.frame, clock=lambda: stage.now)
    qtbot.addWidget(made)
    made.resize(384, 216)
    made.show()
    qtbot.waitExposed(made)
    return made


def trophy(name: str = "Siân") -> Picture:
    return replace(award.trophy_scene(replace(CARD, headline=name), Moment.at(LONG_AGO, gentle=False)), moment=name)


def test_that_a_still_stage_rests(widget: StageWidget, stage: Stage) -> None:
    assert not widget.is_moving()
    assert widget.shown() is stage.made


def test_that_the_curtain_opens_in_its_time_and_then_the_stage_rests(
    widget: StageWidget, stage: Stage, qtbot: QtBot
) -> None:
    stage.made = trophy()
    widget.refresh()
    assert widget.is_moving()
    assert widget.shown().moving
    stage.now = DRAPES + 0.01
    qtbot.waitUntil(lambda: not widget.is_moving())
    assert widget.shown() is stage.made


def test_that_frames_keep_coming_while_the_picture_moves(widget: StageWidget, stage: Stage, qtbot: QtBot) -> None:
    stage.made = replace(trophy(), moving=True)
    widget.refresh()
    stage.now = DRAPES + 1
    for _ in range(3):
        with qtbot.waitSignal(widget.painted):
            pass
    assert widget.is_moving()
    stage.made = replace(stage.made, moving=False)
    qtbot.waitUntil(lambda: not widget.is_moving())


def test_that_a_curtain_pressed_twice_goes_back_from_where_it_is(widget: StageWidget, stage: Stage) -> None:
    closed = stage.made
    stage.made = opened = trophy()
    widget.refresh()
    stage.now = 0.5
    widget.refresh()
    half_way = widget.shown()
    stage.made = closed
    widget.refresh()
    assert widget.shown().moving
    assert widget.shown() == transition(opened, closed, DRAPES - 0.5, gentle=False)
    assert half_way == transition(closed, opened, 0.5, gentle=False)
    stage.now = 1.01
    widget.refresh()
    assert widget.shown() is closed


def test_that_another_press_in_the_middle_of_a_fade_starts_from_what_is_seen(widget: StageWidget, stage: Stage) -> None:
    stage.made = trophy("Siân")
    widget.refresh()
    stage.now = 5.0
    widget.refresh()
    stage.made = trophy("Anna")
    widget.refresh()
    stage.now += FADE / 2
    widget.refresh()
    seen = widget.shown()
    stage.made = trophy("Bo")
    widget.refresh()
    assert widget.shown() == transition(seen, stage.made, 0.0, gentle=False)
    stage.now += FADE
    widget.refresh()
    assert widget.shown() is stage.made


def test_that_a_hidden_stage_rests_and_moves_again_when_shown(widget: StageWidget, stage: Stage) -> None:
    stage.made = replace(trophy(), moving=True)
    widget.refresh()
    widget.hide()
    assert not widget.is_moving()
    widget.refresh()
    assert not widget.is_moving()
    widget.show()
    assert widget.is_moving()
    widget.hide()


def test_that_the_mouse_goes_away_after_a_while(
    widget: StageWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert widget._mouse.interval() == 2000
    widget._mouse.setInterval(30)
    here = QPointF(10, 10)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, here, here, none, none, Qt.KeyboardModifier.NoModifier)
    widget.mouseMoveEvent(event)
    assert widget.cursor().shape() is Qt.CursorShape.ArrowCursor
    qtbot.waitUntil(lambda: widget.cursor().shape() is Qt.CursorShape.BlankCursor)
    widget.mouseMoveEvent(event)
    assert widget.cursor().shape() is Qt.CursorShape.ArrowCursor
    widget.hide()


def test_that_a_prepared_picture_needs_no_new_pixels_when_it_comes(widget: StageWidget, stage: Stage) -> None:
    following = trophy("Đặng Thị Ánh")
    widget.prepare(following)
    kept = len(widget._painter._kept)
    stage.made = following
    widget.refresh()
    stage.now = DRAPES + 1
    widget.refresh()
    widget.grab()
    assert len(widget._painter._kept) == kept


def test_that_what_comes_next_is_made_ready_once_the_stage_rests(qtbot: QtBot, stage: Stage) -> None:
    following = trophy("Łukasz Żółć")
    asked: list[Picture] = []

    def soon() -> Picture:
        asked.append(following)
        return following

    made = StageWidget(stage.frame, clock=lambda: stage.now, following=soon)
    qtbot.addWidget(made)
    made.resize(384, 216)
    made.show()
    qtbot.waitUntil(lambda: bool(asked))
    kept = len(made._painter._kept)
    assert kept > 5
    assert made.shown() is stage.made
    stage.made = following
    made.refresh()
    stage.now = DRAPES + 1
    made.refresh()
    made.grab()
    assert len(made._painter._kept) == kept
