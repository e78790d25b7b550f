"""A window opens as large as it wants to be, and never larger than the screen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.widgets.window_size import WANTED, open_within_screen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("room", [QSize(1366, 728), QSize(1024, 768), QSize(3840, 2160)])
def test_that_a_window_opens_within_its_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, room: QSize) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(window, "screen", lambda: SimpleNamespace(availableSize=lambda: room))
    open_within_screen(window)
    assert window.width() == min(WANTED.width(), room.width())
    assert window.height() <= min(WANTED.height(), room.height())
    assert room.height() < WANTED.height() or window.height() == WANTED.height()
    assert room.height() >= WANTED.height() or window.height() < room.height()
