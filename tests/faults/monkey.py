"""A monkey at the keyboard: presses, clicks and types at random in the real window, and tells what became of it.

`make monkey` for a working day (`--hours 8 --dialogs 500`); the tests let it in for some hundred events.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QWidget,
)

from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.programme.cohort import cohorts
from models.programme.enrolment import members
from models.programme.meeting import meetings
from models.recognition.ceremony import ceremonies
from tests.faults.paws import ACTS, PASSPHRASE, pressable, words_of
from ui.ceremony.present import present, presentation
from ui.dialogs.bug_report import ReportDialog
from ui.dialogs.panel import Panel
from ui.dialogs.session.sign_in import SignIn
from ui.errors import CrashReporter
from ui.preferences import PreferenceFile
from ui.sample.clinic import ADMINISTRATOR, sample_clinic
from ui.session.app_controller import AppController
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.main_window import MainWindow
    from ui.screen.screen import Screen

CHEAP: Final = Cost(memory_kib=8, time=1, lanes=1)
SETTLED_EVERY: Final = 8
"""Events between two moments in which everything that was asked for is waited for."""
STUCK: Final = 40
"""Events in one dialog after which it is left by Escape."""


@dataclass
class Found:
    """What a run left behind."""

    events: int = 0
    visits: int = 0
    dialogs: Counter[str] = field(default_factory=Counter)
    fronts: Counter[str] = field(default_factory=Counter)
    """What was in front when something was done."""
    screens: Counter[str] = field(default_factory=Counter)
    reports: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    windows: list[dict[str, int]] = field(default_factory=list)
    """What kinds of windows there were then."""
    weights: list[dict[str, int]] = field(default_factory=list)
    """What was there once everything was loaded, after the dialogs, and at the end."""


class Monkey:
    """One run over a sample clinic of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance, self.found, self.folder = Random(seed), Found(), folder
        self.clinic = folder / "clinic"
        sample_clinic(self.clinic, passphrase=PASSPHRASE, seed=seed, cost=CHEAP)
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        app.setQuitOnLastWindowClosed(False)
        app.setCursorFlashTime(0)
        self.app, self.theme = app, Theme(app)
        self.crashes = CrashReporter(folder / "log")
        self.crashes.install()
        self.crashes.reported.connect(self.found.reports.append)
        self.preferences = PreferenceFile(folder / "preferences.json")
        self._keep_to_the_place()
        self._is_over = False
        self.controller = self._new_visit()
        self._in_dialog: tuple[QWidget | None, int] = (None, 0)

    def run(self, go_on: Callable[[int], bool], dialogs: int) -> Found:
        """Open every dialog and a ceremony once, then as often as told, then do this and that; weigh after each."""
        for times in (1, dialogs):
            self.open_every_dialog(times)
            self.found.weights.append(self.weigh())
        while go_on(self.found.events):
            self.found.events += 1
            self.act()
            if self.found.events % SETTLED_EVERY == 0:
                self.settle()
        self.found.weights.append(self.weigh())
        self._end()
        return self.found

    def act(self) -> None:
        """Do one thing to whatever is in front."""
        if (popup := QApplication.activePopupWidget()) is not None:
            QTest.keyClick(popup, self.chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)))
            return
        front = self.front()
        if front is None:
            self.controller.bring_to_front()
            return
        self.found.fronts[type(front).__name__] += 1
        if self._is_stuck(front) or not self._gets_in(front):
            return
        if self.chance.random() < 0.08:
            self.go(front)
        else:
            self.chance.choices(tuple(ACTS), tuple(ACTS.values()))[0](self.chance, front)

    def front(self) -> QWidget | None:
        """Give the window that has the word: the newest dialog, else whatever is shown."""
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and not isinstance(one, QLabel)]
        modal = QApplication.activeModalWidget()
        if modal is not None and modal.isVisible():
            return modal
        dialogs = [one for one in shown if isinstance(one, QDialog)]
        return (dialogs or shown or [None])[-1]

    def go(self, front: QWidget) -> None:
        """Go to one of the places of the rail."""
        window = self.controller.window
        if window is front and window is not None:
            window.go(self.chance.choice([name for name, one in window.places.items() if not one.within]))
            self.found.screens[type(window.screen_shown).__name__] += 1

    def settle(self, seconds: float = 60) -> None:
        """Wait until everything that was asked for is there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a running event loop does
            if self._is_at_rest():
                return
            time.sleep(0.002)
        signed_in, panel = self.controller.signed_in, type(self.controller.start_window.panel).__name__
        state = "nobody" if signed_in is None else f"locked {signed_in.is_locked}, leaving {signed_in.is_leaving}"
        self.found.problems.append(f"never came to rest: {panel}, {state}, door {self.controller._runner.is_idle}")

    def tour(self, look: Callable[[Screen[Any]], object] = lambda _: None) -> None:
        """Go once through every page, so that each is there whatever the monkey found before; end where it begins."""
        for _ in range(100):
            self.settle()
            signed_in = self.controller.signed_in
            if signed_in is not None and not signed_in.is_locked and not signed_in.is_leaving:
                break
            self._gets_in(self.controller.start_window)
        window = self.controller.window
        assert window is not None, "nobody is signed in"
        for name, parameters in self._pages(window):
            window.go(name, **parameters)
            self.settle()
            shown = window.screen_shown
            if shown is not None:
                look(shown)
        window.go("today")
        self.settle()

    def open_every_dialog(self, times: int) -> None:
        """Open whatever a button of any page opens, and close it again, this many times."""

        def look(screen: Screen[Any]) -> None:
            for words in dict.fromkeys(map(words_of, pressable(screen))):
                for _ in range(times):
                    again = [one for one in pressable(screen) if words_of(one) == words]
                    if not again:
                        break
                    QTest.mouseClick(again[0], Qt.MouseButton.LeftButton)
                    if not self._close_all(count=True):
                        break  # it does something else

        self.tour(look)
        self.rehearse(times)

    def rehearse(self, times: int) -> None:
        """Open a ceremony on stage and end it, this many times."""
        window = self.controller.window
        assert window is not None
        with window.context.clinic.database.read(window.context.actor) as work:
            ready = [one.id for one in ceremonies(work)]
        for _ in range(times if ready else 0):
            present(window.context, ready[0], is_rehearsal=True)
            self.settle()
            self._end_ceremony()

    def _close_all(self, *, count: bool = False) -> bool:
        """Close what is open, and what opens meanwhile; tell whether anything was."""
        for turn in range(6):
            self.settle()
            open_ = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
            for dialog in open_:
                if count:
                    self.found.dialogs[type(dialog).__name__] += 1
                dialog.reject()
            if not open_:
                return turn > 0
        return True

    def _pages(self, window: MainWindow) -> list[tuple[str, dict[str, object]]]:
        """Name every place, with what it is opened with."""
        clinic = window.context.clinic
        with clinic.database.read(clinic.actor) as work:
            group = cohorts(work)[0].id
            ids = {
                "cohort": group,
                "person": members(work, group)[0].person,
                "meeting": meetings(work, group)[0].id,
                "ceremony": next((one.id for one in ceremonies(work)), None),
            }
        inside = {"cohort": "cohort", "person": "person", "register": "meeting", "ceremony": "ceremony"}
        pages: list[tuple[str, dict[str, object]]] = [
            (name, {}) for name, one in window.places.items() if not one.within
        ]
        return pages + [(name, {key: ids[key]}) for name, key in inside.items() if ids[key] and name in window.places]

    def _end_ceremony(self) -> None:
        """Let the curtain fall, as the presenter does."""
        window = self.controller.window
        running = None if window is None else presentation(window.context)
        if running is not None:
            running._end()
            self.settle()

    def _is_at_rest(self) -> bool:
        signed_in = self.controller.signed_in
        if not self.controller._runner.is_idle or (signed_in is not None and signed_in.is_leaving):
            return False
        if self._is_over and signed_in is None:
            return True
        if signed_in is None or signed_in.is_locked:
            return type(self.controller.start_window.panel) is not Panel  # which only says that something goes on
        return signed_in.tasks.is_idle

    def weigh(self) -> dict[str, int]:
        """Count windows, widgets, timers and threads, and the memory in kB, once all dialogs are closed."""
        self._close_all()
        self._end_ceremony()
        self.tour()
        memory = min(self._memory() for _ in range(5))  # a key that is derived meanwhile takes its own for a moment
        self.found.windows.append(Counter(type(one).__name__ for one in QApplication.topLevelWidgets()))
        return {
            "windows": len(QApplication.topLevelWidgets()),
            "widgets": len(QApplication.allWidgets()),
            "timers": sum(isinstance(one, QTimer) for one in gc.get_objects()),
            "threads": threading.active_count(),
            "memory": memory,
        }

    def _memory(self) -> int:
        gc.collect()
        self.settle()
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        time.sleep(0.1)
        return int(Path("/proc/self/statm").read_text().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)

    def _gets_in(self, front: QWidget) -> bool:
        """Sign in where that is asked for; tell whether something else can be done."""
        panel = self.controller.start_window.panel
        if front is not self.controller.start_window:
            return True
        if isinstance(panel, SignIn):
            panel.passphrase.setText(PASSPHRASE)
            panel.sign_in()
            self.settle()
        elif self.controller.window is None or self.controller.is_locked:
            self.settle()
            if not isinstance(self.controller.start_window.panel, SignIn):
                self.controller.sign_in_flow.ask(self.clinic, ADMINISTRATOR)
        return False

    def _is_stuck(self, front: QWidget) -> bool:
        """Leave by Escape where the monkey has been for long."""
        last, count = self._in_dialog
        is_new = front is not last
        self._in_dialog = (front, 1 if is_new else count + 1)
        if is_new and isinstance(front, QDialog):
            self.found.dialogs[type(front).__name__] += 1
            if isinstance(front, ReportDialog):
                self.found.problems.append("a report was shown")
        if count > STUCK and isinstance(front, QDialog):
            front.reject()
            return True
        return False

    def _keep_to_the_place(self) -> None:
        """Answer questions for files, which would wait for a person, with files of our own, or with none."""
        out = self.folder / "out"
        out.mkdir()

        def save(*_: Any, **__: Any) -> tuple[str, str]:
            return (str(out / f"file {self.chance.randrange(6)}") if self.chance.random() < 0.7 else "", "")

        QFileDialog.getSaveFileName = staticmethod(save)  # type: ignore[method-assign]
        QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: ("", ""))  # type: ignore[method-assign]
        QFileDialog.getExistingDirectory = staticmethod(lambda *_, **__: "")  # type: ignore[method-assign]

    def _new_visit(self) -> AppController:
        self.found.visits += 1
        controller = AppController(self.theme, self.preferences, crashes=self.crashes, opener=open_clinic)
        controller.ended.connect(self._begin_anew, Qt.ConnectionType.QueuedConnection)
        controller.begin(self.clinic)
        return controller

    def _begin_anew(self) -> None:
        """Start Laurel again after the monkey quit it."""
        old = self.controller
        old.start_window.deleteLater()
        old.deleteLater()
        self.controller = self._new_visit()

    def _end(self) -> None:
        """Close everything, and look whether the clinic is whole."""
        self._is_over = True
        self._end_ceremony()
        self.controller.ended.disconnect(self._begin_anew)
        for _ in range(50):
            self.controller.quit()
            for dialog in [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]:
                dialog.accept()
            self.settle()
            if self.controller.signed_in is None:
                break
        self.crashes.remove()
        clinic = open_clinic(self.clinic, PASSPHRASE, ADMINISTRATOR, is_exclusive=False)
        self.found.problems += map(str, clinic.database.problems())
        clinic.close()


def main() -> None:
    """Let it run, and print what it found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--hours", type=float, default=0.0, help="instead of a number of events")
    parser.add_argument("--dialogs", type=int, default=8, help="how often every dialog is opened")
    parser.add_argument("--seed", type=int, default=7)
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="laurel-monkey-"))
    end, begun = time.monotonic() + told.hours * 3600, time.monotonic()
    try:
        monkey = Monkey(folder, told.seed)
        found = monkey.run(lambda done: time.monotonic() < end if told.hours else done < told.events, told.dialogs)
        sys.stdout.write(json.dumps({**vars(found), "seconds": round(time.monotonic() - begun)}, indent=1) + "\n")
    except BaseException:
        sys.excepthook = sys.__excepthook__  # a fault of the monkey's own
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
