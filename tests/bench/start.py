"""From the start of the process to the first painted Today, against a bare Qt window with SQLAlchemy imported.

Both are whole processes, timed from outside, in turns. The clinic's key derivation is made cheap, so that it is
left out of what is measured; everything else is what a person waits for: sign-in page, opening, checks, Today.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from tests.factory import MovingClock, group

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
_LAUREL: Final = """
import sys
from ui import commands
from ui.commands import window
window.load_records()
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from ui.session.app_controller import AppController
class FirstToday(QObject):
    def eventFilter(self, watched, event):
        shown = self.controller.window
        if shown is not None and event.type() == QEvent.Type.Paint and watched is shown.screen_shown:
            if shown.context.tasks.is_idle:
                print("ready", flush=True)
        return False
watch = FirstToday()
begin = AppController.begin
def begin_and_sign_in(self, folder):
    begin(self, folder)
    watch.controller = self
    QApplication.instance().installEventFilter(watch)
    self.start_window.panel.passphrase.setText(sys.argv[2])
    self.start_window.panel.sign_in()
    return True
AppController.begin = begin_and_sign_in
commands.run(["--clinic", sys.argv[1]])
"""


def started(words: list[str], environment: dict[str, str], notes: Path) -> float:
    """Start a process, wait for its word, end it; give the seconds until the word.

    It notes in a new folder that it runs: the one before was killed, which Laurel would go after at its next start.
    """
    own = {**environment, "XDG_STATE_HOME": tempfile.mkdtemp(dir=notes)}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", *words], stdout=subprocess.PIPE, text=True, env=own)
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
        own = {**os.environ, "XDG_CONFIG_HOME": place, "PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}
        own.pop("PYTHONDONTWRITEBYTECODE", None)  # a clinic's computer compiles a file once, not at every start
        laurel = [_LAUREL, str(folder), PASSPHRASE]
        notes = Path(place)
        pairs = [(started(laurel, own, notes), started([_BARE], own, notes)) for _ in range(ROUNDS)][1:]
    ours, bare = (median(each) for each in zip(*pairs, strict=True))
    return {"start_ratio": ours / bare, "start_seconds": ours, "start_bare_seconds": bare}
