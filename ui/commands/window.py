"""The window: what `main.py` does when no command is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ClinicError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the window."""
    parser.add_argument("--clinic", type=Path, metavar="FOLDER", help="the clinic to open")


def run(arguments: Namespace) -> int:
    """Open the window and give its exit status; a machine without a screen gets a sentence instead."""
    if not has_screen():
        raise ClinicError(
            "Laurel cannot open its window because this machine has no screen. Use a command instead "
            "(main.py --help lists them), or set QT_QPA_PLATFORM=vnc and connect with a VNC viewer."
        )
    try:
        from ui.app import run as open_window  # Qt is loaded only when a window is wanted
    except ImportError as missing:
        if missing.name is not None and not missing.name.startswith("PySide6"):
            raise
        raise ClinicError(
            "Laurel cannot open its window because a system library is missing ({fault}). "
            "Run packaging/system-libraries.sh, which installs it or says how.",
            fault=missing,
        ) from missing
    return open_window(arguments.clinic)


def has_screen() -> bool:
    """Tell whether a window can appear: always on Windows and macOS, elsewhere if a display or a platform is named."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
