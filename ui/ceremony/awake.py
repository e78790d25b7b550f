"""Keeping the screens on during a ceremony."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_DISPLAY_AND_SYSTEM: Final = 0x80000000 | 0x00000002 | 0x00000001
"""ES_CONTINUOUS, ES_DISPLAY_REQUIRED and ES_SYSTEM_REQUIRED of SetThreadExecutionState."""
_AS_BEFORE: Final = 0x80000000
"""ES_CONTINUOUS alone ends it."""


class Awake(Protocol):
    """The release of the screens, which are kept on until it is called."""

    def __call__(self) -> None:
        """Allow the screens to sleep again."""


def keep_awake(reason: str) -> Awake | None:
    """Keep the screens on for a reason that the system may show; None where the system refuses."""
    if sys.platform == "win32":
        return _on_windows()
    if sys.platform == "darwin":
        return _on_macos()
    return _on_desktop_bus(reason)


def _on_windows() -> Awake | None:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (only there on Windows)
    if not kernel.SetThreadExecutionState(_DISPLAY_AND_SYSTEM):
        return None
    return _release(lambda: kernel.SetThreadExecutionState(_AS_BEFORE))


def _on_macos() -> Awake | None:
    try:
        running = subprocess.Popen(["/usr/bin/caffeinate", "-di"])
    except OSError:
        return None
    return _release(running.terminate)


def _on_desktop_bus(reason: str) -> Awake | None:
    """Ask the desktop through the freedesktop.org screen saver service."""
    from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    saver = QDBusInterface("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "", bus)
    answer = saver.call("Inhibit", "Laurel", reason)
    if answer.type() != QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
        return None
    cookie = answer.arguments()[0]  # the desktop releases it by itself when the program ends
    return _release(lambda: saver.call("UnInhibit", cookie))


def _release(act: Callable[[], object]) -> Awake:
    def release() -> None:
        act()

    return release
