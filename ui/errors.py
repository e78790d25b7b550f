"""Bugs: caught wherever they surface, and reported without anybody's data."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_log_path
from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from models.folder.clock import system_clock

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

    from PySide6.QtCore import QMessageLogContext

    from models.folder.clock import Clock

QT_LOG: Final = logging.getLogger("laurel.qt")
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip
_KEPT: Final = 20
_HOME: Final = Path(__file__).resolve().parents[1]


class CrashReporter(QObject):
    """Takes every uncaught error. `reported` carries the report, on the GUI thread."""

    reported = Signal(str)
    _caught = Signal(str)

    def __init__(self, folder: Path | None = None, clock: Clock = system_clock) -> None:
        super().__init__()
        self.folder = folder or user_log_path("Laurel", appauthor=False)
        self._clock = clock
        self._is_held = False
        self._kept_back: list[str] = []
        self._fault_file: TextIO | None = None
        # The error may come from any thread; queued, it is shown on the GUI thread.
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Set the hooks for errors of Python, threads and finalisers, Qt's messages and processor faults."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self._take_if_any(args.exc_value)
        sys.unraisablehook = lambda args: self._take_if_any(args.exc_value)
        qInstallMessageHandler(_log_qt)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._fault_file = (self.folder / "faults.txt").open("a", encoding="utf-8")
            faulthandler.enable(self._fault_file)
        except OSError:
            faulthandler.enable()

    def remove(self) -> None:
        """Reset the hooks."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._fault_file is not None:
            self._fault_file.close()
            self._fault_file = None

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write a report and have it shown; an interrupt from the keyboard ends the program as usual."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = report_of(error, f"{self._clock():%Y-%m-%d %H:%M:%S} UTC")
        self._write(report)
        self._caught.emit(report)

    def hold(self) -> None:
        """Hold reports back: a ceremony is on stage."""
        self._is_held = True

    def let_go(self) -> None:
        """Show the first report that was held back."""
        self._is_held = False
        kept, self._kept_back = self._kept_back, []
        # One is enough: the others mostly follow from it, and all are in the folder.
        for report in kept[:1]:
            self.reported.emit(report)

    def _take_if_any(self, error: BaseException | None) -> None:
        if error is not None:
            self.take(type(error), error, error.__traceback__)

    def _tell(self, report: str) -> None:
        if self._is_held:
            self._kept_back.append(report)
        else:
            self.reported.emit(report)

    def _write(self, report: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            old = sorted(self.folder.glob("report-*.txt"))
            # Kept to the newest twenty: an error in a timer would fill the disk.
            for file in old[: max(0, len(old) - _KEPT + 1)]:
                file.unlink(missing_ok=True)
            (self.folder / f"report-{self._clock():%Y%m%d-%H%M%S-%f}.txt").write_text(report, encoding="utf-8")
        except OSError:
            sys.stderr.write(report)


def report_of(error: BaseException, moment: str) -> str:
    """Describe an error by types and code positions alone: no message, value, name or home folder."""
    lines = [
        f"Laurel {_version()}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()}",
        moment,
        "",
    ]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(link.__traceback__)]
        # As Python prints it: an explicit cause, else the context unless that was suppressed.
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines) + "\n"


def _place(frame: traceback.FrameSummary) -> str:
    """Give a code position, from Laurel's folder on; of other files the last two parts."""
    path = Path(frame.filename)
    named = path.relative_to(_HOME) if path.is_relative_to(_HOME) else Path(*path.parts[-2:])
    return f"{named.as_posix()}:{frame.lineno} in {frame.name}"


def _version() -> str:
    try:
        return version("laurel")
    except ImportError:
        return "0.1.0"


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    QT_LOG.log(_LEVELS.get(kind, logging.WARNING), "%s %s", context.category or "qt", message)
