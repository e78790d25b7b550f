"""A real window over a real encrypted clinic, for the measurements that press keys."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from models.access import Permission
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.settings import profile
from tests.factory import MovingClock, group
from ui.main_window import MainWindow
from ui.navigation import Destination
from ui.tasks import Tasks
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factory import Group

REGISTER: Final = Destination(
    "register", "Register", "ui.screens.register:RegisterScreen", Permission.RECORD_ATTENDANCE
)
FIRST_DAY: Final = date(2026, 9, 7)
_PATIENCE: Final = 10.0


@contextmanager
def opened_window(places: tuple[Destination, ...], size: int = 12) -> Iterator[tuple[MainWindow, Group]]:
    """Open the places over a clinic with one cohort, on the evening of its first session."""
    app = QApplication([])
    theme = Theme(app)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        clock = MovingClock()
        cost = Cost(memory_kib=8, time=1, lanes=1)
        create_clinic(
            folder, name="Bench", country="GB", administrator="Mina", passphrase="a long bench", clock=clock, cost=cost
        )
        clinic = open_clinic(folder, "a long bench", clock=clock)
        with clinic.database.write(clinic.actor) as work:
            them = group(work, size=size, start=FIRST_DAY)
            about = profile(work)
        clock.to(FIRST_DAY)
        tasks = Tasks(clinic.database, clinic.actor)
        window = MainWindow(clinic, about, tasks, theme, places)
        window.show()
        try:
            yield window, them
        finally:
            window.hide()
            tasks.close()
            window.deleteLater()
            clinic.close()


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the event loop sleep and wake, as it does for a person, until the condition holds."""
    until = time.perf_counter() + _PATIENCE
    loop, alarm = QEventLoop(), QTimer(interval=500)
    alarm.start()
    while not condition():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > until:
            message = "the window did not get there"
            raise TimeoutError(message)
    alarm.stop()
