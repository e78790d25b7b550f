"""Nobody touches Laurel, the computer goes to sleep, its screen is locked: what is noticed, and when."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import SLOT, Qt
from PySide6.QtWidgets import QLineEdit

from ui.background.idle import IdleWatch, SystemLock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


class Watch:
    """Seconds that a test lets go by."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_that_a_key_begins_the_count_anew(watch: Watch, theme: Theme, qtbot: QtBot) -> None:
    idle, heard = IdleWatch(1, seconds=watch), []
    idle.idle.connect(lambda: heard.append(watch.seconds))
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    watch.seconds += 60
    window = field.windowHandle()
    assert window is not None
    qtbot.keyClick(window, Qt.Key.Key_A)
    watch.seconds += 60
    idle.look()
    assert heard == []
    watch.seconds += 1
    idle.look()
    assert len(heard) == 1
    idle.deleteLater()


def test_that_after_days_of_sleep_the_first_key_locks_and_types_nothing(
    watch: Watch, theme: Theme, qtbot: QtBot
) -> None:
    idle, field = IdleWatch(5, seconds=watch), QLineEdit()
    idle.idle.connect(field.hide)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    window = field.windowHandle()
    assert window is not None
    watch.seconds += 3 * 86_400
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert not field.isVisible()
    assert field.text() == ""
    idle.deleteLater()


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon to speak over")
def test_that_sleep_and_the_screen_saver_are_heard_over_the_bus(theme: Theme, qtbot: QtBot) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    daemon = shutil.which("dbus-daemon")
    assert daemon is not None
    bus = subprocess.Popen([daemon, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True)
    try:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        ear, mouth = (QDBusConnection.connectToBus(address, name) for name in ("ear", "mouth"))
        heard = SystemLock()
        name = "org.freedesktop.ScreenSaver"
        assert heard.hear_from(ear, name, "ActiveChanged", SLOT("hear(bool)"))
        asked: list[None] = []
        heard.asked.connect(lambda: asked.append(None))

        def tell() -> bool:
            """Say it again until it is heard: the bus may not have noted yet who listens."""
            signal = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", name, "ActiveChanged")
            signal.setArguments([True])
            assert mouth.send(signal)
            return bool(asked)

        qtbot.waitUntil(tell, timeout=20000)
        heard.deleteLater()
    finally:
        for each in ("ear", "mouth"):
            QDBusConnection.disconnectFromBus(each)
        bus.kill()
        bus.communicate()


def test_that_a_computer_without_a_bus_starts_all_the_same(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    partial(SystemLock)().deleteLater()
