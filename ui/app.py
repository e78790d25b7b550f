"""Opens the window: builds the objects and passes them down."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

from models.errors import ClinicError
from ui.display import has_display

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from ui.session.app_controller import AppController


def make_sample(folder: Path, report: Callable[[int, int], None]) -> str:
    """Make the sample clinic and give its passphrase."""
    from ui.sample.clinic import easy_passphrase, sample_clinic

    passphrase = easy_passphrase()
    sample_clinic(folder, passphrase=passphrase, progress=report)
    return passphrase


def run(clinic: Path | None) -> int:
    """Open Laurel with this clinic, or the last one; give the exit status when it is closed.

    Raises `ClinicError` on a computer without a display.
    """
    if not has_display():
        raise ClinicError(
            "Laurel cannot open its window because this machine has no screen. Use a command instead "
            "(main.py --help lists them), or set QT_QPA_PLATFORM=vnc and connect with a VNC viewer."
        )
    from PySide6.QtWidgets import QApplication

    from ui.errors import CrashReporter
    from ui.preferences import PreferenceFile
    from ui.session.app_controller import AppController
    from ui.session.run_marker import RunMarker
    from ui.theme.theme import Theme

    app = QApplication(sys.argv[:1])
    _introduce(app)
    crashes = CrashReporter()
    crashes.install()
    preferences = PreferenceFile()
    theme = Theme(app, scheme=preferences.now.wanted_scheme, zoom=preferences.now.zoom, calm=preferences.now.calm)
    marker = RunMarker()
    controller = AppController(theme, preferences, sample=make_sample, crashes=crashes, ended_badly=marker.set())
    crashes.reported.connect(controller.show_report)
    controller.ended.connect(app.quit)
    _end_when_asked(controller)
    gc.freeze()  # what is there now stays to the end: no search for garbage needs to look at it again
    gc.enable()
    status = app.exec() if controller.begin(clinic) else 0
    crashes.remove()
    marker.remove()
    return status


def _introduce(app: QApplication) -> None:
    """Set the names, the icon and the language of the application."""
    from PySide6.QtGui import QIcon

    from ui.translation import install_translators
    from ui.widgets.frame import ICON

    app.setApplicationName("Laurel")
    app.setDesktopFileName("laurel")
    app.setWindowIcon(QIcon(str(ICON)))
    # While one window gives way to the next there is none for a moment.
    app.setQuitOnLastWindowClosed(False)
    install_translators(app)


def _end_when_asked(controller: AppController) -> None:
    """Close the clinic, with its backup, on SIGTERM: the computer is being switched off."""
    from PySide6.QtCore import QTimer

    # From the event loop: a signal handler may interrupt any Python code, a commit as well.
    signal.signal(signal.SIGTERM, lambda _number, _frame: QTimer.singleShot(0, controller.quit))
