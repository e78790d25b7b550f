"""Whether a display is there; asked before Qt is, which would abort the process."""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL: Final = re.compile(r"^(?:unix)?:(\d+)(?:\.\d+)?$")
_REMOTE: Final = re.compile(r"^(?:tcp/)?([\w.\-]+):(\d+)(?:\.\d+)?$")


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether a display is there and answers: always on Windows and macOS, or with a platform set by hand."""
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM", "").split(":")[0] not in {"", "xcb"}:
        return True
    if not environment.get("QT_QPA_PLATFORM") and _wayland_answers(environment):
        return True
    return _x_answers(environment.get("DISPLAY", ""))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", "/")) / name
    return bool(name) and _connects(socket.AF_UNIX, str(path))


def _x_answers(display: str) -> bool:
    if local := _LOCAL.match(display):
        path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108  (where X servers listen)
        return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")
    if remote := _REMOTE.match(display):
        return _connects(socket.AF_INET, (remote[1], 6000 + int(remote[2])))
    return False


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            line.connect(address)
    except OSError:
        return False
    return True
