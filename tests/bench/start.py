"""From the start of the process to the first painted Today, against a bare Qt window with SQLAlchemy imported.

Both are whole processes, timed from outside, in turns. The clinic's key derivation is made cheap, so that it is
left out of what is measured; everything else is what a person waits for: sign-in page, opening, checks, Today.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from models.clinic import create_clinic, open_clinic
from models.storage.vault import Cost
from tests.factory import MovingClock, group

if TYPE_CHECKING:
    from ui.visit import Visit

ROUNDS: Final = 9
PASSPHRASE: Final = "a long bench"
_BARE: Final = """
import sys
import sqlalchemy
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("ready", flush=True)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
_LAUREL: Final = "import sys; from tests.bench.start import laurel; laurel(sys.argv[1])"


def laurel(folder: str) -> None:
    """Be the process that is measured: what `ui.app.run` does, with the passphrase typed by a program."""
    from ui.dialogs.sign_in import SignIn
    from ui.preferences import PreferenceFile
    from ui.theme import Theme
    from ui.translation import install_translators
    from ui.visit import Visit

    app = QApplication([])
    install_translators(app)
    preferences = PreferenceFile(Path(folder) / "preferences.json")
    visit = Visit(Theme(app), preferences)
    visit.begin(Path(folder) / "clinic")
    watch = FirstToday(visit)
    app.installEventFilter(watch)
    panel = visit.porch.panel
    assert isinstance(panel, SignIn)
    panel.passphrase.setText(PASSPHRASE)
    panel.sign_in()
    app.exec()


class FirstToday(QObject):
    """Says so once Today has its answer and was painted with it."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each paint of the shown screen."""
        window = self._visit.window
        if window is None or event.type() != QEvent.Type.Paint or watched is not window.screen_shown:
            return False
        if window.context.tasks.is_idle:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
        return False


def started(words: list[str]) -> float:
    """Start a process, wait for its word, end it; give the seconds until the word."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    taken = time.perf_counter() - start
    process.kill()
    process.wait()
    process.stdout.close()
    if said != "ready\n":
        message = "the process ended before its window was painted"
        raise RuntimeError(message)
    return taken


def measure() -> dict[str, float]:
    """Start both in turns; seconds are medians."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        clock = MovingClock()
        cost = Cost(memory_kib=8, time=1, lanes=1)
        create_clinic(
            folder, name="Bench", country="GB", administrator="Mina", passphrase=PASSPHRASE, clock=clock, cost=cost
        )
        clinic = open_clinic(folder, PASSPHRASE, clock=clock)
        with clinic.database.write(clinic.actor) as work:
            group(work, start=date(2026, 9, 7))
        clinic.close()
        pairs = [(started([_LAUREL, place]), started([_BARE])) for _ in range(ROUNDS)][1:]
    ours, bare = (median(each) for each in zip(*pairs, strict=True))
    return {"start_ratio": ours / bare, "start_seconds": ours, "start_bare_seconds": bare}
