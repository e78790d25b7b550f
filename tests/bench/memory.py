"""Memory after every screen of the window was opened and painted, beside a bare Qt window with SQLAlchemy imported."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import psutil
from PySide6.QtWidgets import QApplication

from tests.bench.window import opened_window, wait_until
from ui.navigation import PLACES

if TYPE_CHECKING:
    from uuid import UUID

    from tests.factory import Group
    from ui.main_window import MainWindow

_BARE: Final = """
import psutil, sqlalchemy.orm
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
print(psutil.Process().memory_info().rss, flush=True)
"""


def parameters(name: str, them: Group) -> dict[str, UUID]:
    """Give what a screen is opened with."""
    return {
        "register": {"meeting": them.meetings[0].id},
        "cohort": {"cohort": them.cohort},
        "person": {"person": them.people[0]},
    }.get(name, {})


def visit(window: MainWindow, them: Group) -> int:
    """Open and paint every screen that shows something in this clinic; give how many."""
    names = [place.name for place in PLACES if place.name != "ceremony"]  # there is none in this clinic
    for name in names:
        window.go(name, **parameters(name, them))
        wait_until(lambda: window.context.tasks.is_idle)
        window.grab()
    QApplication.processEvents()
    return len(names)


def measure() -> dict[str, float]:
    """Count resident memory in MB (10^6 bytes)."""
    bare = subprocess.run([sys.executable, "-c", _BARE], stdout=subprocess.PIPE, check=True, timeout=60).stdout
    with opened_window(PLACES) as (window, them):
        screens = visit(window, them)
        ours = psutil.Process().memory_info().rss
    return {"memory_mb": ours / 1e6, "memory_bare_mb": int(bare) / 1e6, "memory_screens": screens}
