"""`main.py` without a command: open the window."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.errors import ClinicError
from models.translation import tr

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

COLLECT_AFTER: Final = 50_000
"""New objects until the garbage collector runs (Python's default is 700)."""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the window."""
    parser.add_argument("--clinic", type=Path, metavar="FOLDER", help=tr("the clinic to open"))


def run(arguments: Namespace) -> int:
    """Open the window and give its exit status; print one sentence where a library of it is missing."""
    load_records()
    from ui.app import run as open_window  # Qt is loaded only when a window is wanted

    try:
        return open_window(arguments.clinic)
    except ImportError as missing:
        if "shared object" not in str(missing):
            raise
        raise ClinicError(
            "Laurel cannot open its window because a system library is missing ({fault}). "
            "Run packaging/system-libraries.sh, which installs it or says how.",
            fault=missing,
        ) from missing
    finally:
        gc.enable()


def load_records() -> None:
    """Load the records' modules before Qt, and pause the garbage collector until the window is built."""
    # Importing PySide6 slows each later import, since it reads the source of every module. Starting makes many objects
    # that stay, so that collecting is a waste; later it is rarer, for neither a mark nor a frame should wait for it.
    gc.disable()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    for module in ("models.clinic.opening", "models.pages.today", "leaderboards.awards"):
        import_module(module)
