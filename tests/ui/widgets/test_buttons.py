"""Buttons are pressed by mouse, Space and Enter alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from ui.widgets.buttons import primary

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
