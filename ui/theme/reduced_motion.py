"""Whether the system asks for reduced motion, which Qt 6.11 does not tell."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PORTAL: Final = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
    "Read",
)
_ASKED: Final = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
)
_PATIENCE: Final = 300
_CLIENT_AREA_ANIMATION: Final = 0x1042


def wants_reduced_motion(platform: str = sys.platform) -> bool:
    """Tell whether the system asks for less motion; False where it does not say."""
    if platform == "win32":
        return _windows_is_calm()
    return _mac_is_calm() if platform == "darwin" else _desktop_is_calm()


def _windows_is_calm() -> bool:
    is_animated = ctypes.c_int(1)
    library = getattr(ctypes, "windll", None)
    if library is not None:
        library.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(is_animated), 0)
    return not is_animated.value


def _mac_is_calm() -> bool:
    from PySide6.QtCore import QSettings

    return str(QSettings("com.apple", "universalaccess").value("reduceMotion", "0")).lower() in {"1", "true"}


def _desktop_is_calm() -> bool:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    for namespace, key, calm in _ASKED:
        message = QDBusMessage.createMethodCall(*_PORTAL)
        message.setArguments([namespace, key])
        # A desktop that does not answer must not hold up the start.
        answer = bus.call(message, QDBus.CallMode.Block, _PATIENCE)
        if answer.type() == QDBusMessage.MessageType.ReplyMessage and _plain(answer.arguments()[0]) == calm:
            return True
    return False


def _plain(value: object) -> object:
    """Take a value out of the variants that D-Bus wrapped it in."""
    while callable(inner := getattr(value, "variant", None)):
        value = inner()
    return value
