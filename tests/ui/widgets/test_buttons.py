"""Buttons are pressed by mouse, Space and Enter alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import primary, secondary

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_that_a_button_with_the_keyboard_is_pressed_once(qtbot: QtBot, theme: Theme, key: Qt.Key) -> None:
    pressed: list[int] = []
    button = primary("Open", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == [1]


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_that_a_button_in_a_narrow_place_takes_two_lines_and_loses_no_word(
    qtbot: QtBot, theme: Theme, *, is_mirrored: bool
) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    if is_mirrored:
        frame.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button = secondary("Choose a passphrase of your own", list, key="P")
    box = QVBoxLayout(frame)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(button)
    box.addStretch()
    wide = button.sizeHint()
    frame.setFixedSize(wide.width() * 2 // 3, 200)
    frame.show()
    qtbot.waitUntil(lambda: button.height() > wide.height())
    assert button.width() < wide.width()
    assert not button.is_cut_off
    frame.setFixedSize(wide.width() // 4, 200)
    qtbot.waitUntil(lambda: button.is_cut_off)
    frame.setFixedSize(wide.width() + 20, 200)
    qtbot.waitUntil(lambda: button.height() == wide.height())
    assert not button.is_cut_off
