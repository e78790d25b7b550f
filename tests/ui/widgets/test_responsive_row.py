"""Parts stand beside each other only where each has the room that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.pictures.proofreader import is_clipped
from ui.widgets.cards import Card, TopBox
from ui.widgets.labels import Soft
from ui.widgets.responsive_row import ResponsiveRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LONG = "Has not signed in yet, and the first passphrase opens until the seventh of December. " * 3
WIDTH = 800


class Shown:
    """A page with two cards beside each other; on the second a text wraps above something of a certain width."""

    def __init__(self, needs: int) -> None:
        self.page, self.text, self.below = QWidget(), Soft(LONG, wrap=True), QWidget()
        self.below.setMinimumWidth(needs)
        card = Card("People")
        card.add(self.text, self.below)
        self.row = ResponsiveRow((1, Card("Clinic")), (1, card), narrow=300)
        TopBox(self.page).addWidget(self.row)
        self.page.resize(WIDTH, 900)
        self.page.show()
        QApplication.processEvents()


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(("needs", "is_stacked"), [(100, False), (300, False), (450, True), (700, True)])
def test_that_a_part_with_too_little_room_stands_below_and_its_text_is_whole(*, needs: int, is_stacked: bool) -> None:
    shown = Shown(needs)
    assert shown.row.is_stacked is is_stacked
    assert not is_clipped(shown.text)


@pytest.mark.usefixtures("theme")
def test_that_the_row_follows_a_part_that_grows_and_shrinks_while_it_is_shown(qtbot: QtBot) -> None:
    shown = Shown(100)
    shown.below.setMinimumWidth(450)
    qtbot.waitUntil(lambda: shown.row.is_stacked)
    assert not is_clipped(shown.text)
    shown.below.setMinimumWidth(100)
    qtbot.waitUntil(lambda: not shown.row.is_stacked)
    assert not is_clipped(shown.text)
