"""What lives from one person's sign-in until the clinic is closed: window, tasks, lock, backups and checks."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from models.access import Permission
from models.folder.clock import clock_warning
from models.keys.slots import read_key_file
from models.storage.sign_in_log import Way
from ui.background.backup_watch import BackupWatch
from ui.background.integrity_watch import IntegrityWatch
from ui.dialogs.panel import Panel
from ui.main_window import MainWindow
from ui.session.lock_cover import LockCover, clear_clipboard
from ui.tasks import Tasks
from ui.translation import sentence, tr
from ui.widgets.labels import Body

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import datetime

    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from models.settings import Profile
    from ui.errors import CrashReporter
    from ui.preferences import KeptPreferences
    from ui.session.start_window import StartWindow
    from ui.tasks import Runner
    from ui.theme.theme import Theme

_WATCH_AFTER: Final = 500
"""Milliseconds from showing the window to the first look at backups and records: the first page has the disk alone."""


class SignedInSession(QObject):
    """The window of one signed-in person; ends when the clinic is closed or another person signs in at the lock."""

    locked = Signal()
    """The records are closed: somebody may sign in."""
    lock_failed = Signal(object)
    """`ClinicError`: the records are closed, and something went wrong on the way."""
    left = Signal()
    """The clinic is closed, also where closing it failed."""
    broke = Signal()
    """Closing the clinic ended in a bug."""

    def __init__(
        self, clinic: Clinic, about: Profile, theme: Theme, start_window: StartWindow, *, executor: Executor | None,
        crashes: CrashReporter | None, preferences: KeptPreferences, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.clinic, self._start_window, self._crashes, self._preferences = clinic, start_window, crashes, preferences
        self.tasks = Tasks(clinic.database, clinic.actor, executor=executor)
        self.backups = BackupWatch(clinic, self.tasks, preferences, is_busy=self._is_busy, parent=self)
        self.health = IntegrityWatch(clinic, self.tasks)
        self.window = MainWindow(
            clinic, about, self.tasks, theme, crashes=crashes, preferences=preferences, backups=self.backups,
            health=self.health,
        )  # fmt: skip
        self._wrong: tuple[ClinicError, ...] = ()
        self.health.checked.connect(self._note_problems)
        self.window.moved.connect(lambda _place: self._say_wrong())
        self.backups.troubled.connect(self.window.show_error)
        self.is_locked = self.is_leaving = self._is_watching = self._ended_badly = False
        self._cover = LockCover()
        self._blocked_by: object = None
        self._latest: datetime | None = None
        self.tasks.saved.connect(self._watch_clock)

    def begin(self, *, ended_badly: bool = False) -> None:
        """Show the window in the place of the start window.

        After an unclean end of the last run all records are checked at once.
        """
        self.window.setGeometry(self._start_window.geometry())
        self.window.setWindowState(self._start_window.windowState())
        self.window.begin()
        self.window.show()
        self.window.activateWindow()
        self._start_window.hide()
        self._ended_badly = ended_badly
        QTimer.singleShot(_WATCH_AFTER, self, self._begin_watching)

    def _begin_watching(self) -> None:
        """Start the timed backups and checks, and remind of the restore drill where it is due."""
        from models.clinic.drill import drill_is_due

        if self._is_watching or self.is_locked or self.is_leaving:
            return
        self._is_watching = True
        self.backups.begin()
        self.health.begin(now=self._ended_badly)
        folder = self.clinic.folder
        is_theirs = self.clinic.actor.may(Permission.READ_AUDIT) and not self._preferences.now.is_sample(folder.path)
        if is_theirs and read_key_file(folder).recovery is not None:
            self.tasks.read(self, drill_is_due, self._remind)

    def lock(self, way: Way = Way.LOCK) -> None:
        """Hide every window and close the records; what was typed stays."""
        if self.is_locked or self.is_leaving:
            return
        if self.is_blocked(tr("A ceremony is live, so Laurel does not lock. It will when the ceremony has ended.")):
            return
        self.is_locked = True
        self.health.stop()  # a running check uses the records that the lock closes
        self._cover_windows(tr("Locking"))
        clear_clipboard()
        self.tasks.lock(self, partial(self.clinic.lock, way), self.locked.emit, self.lock_failed.emit)

    def show_unlocked(self) -> None:
        """Show everything as it was before the lock."""
        self.is_locked = False
        self.tasks.unlock()
        self._cover.show_again()
        self._start_window.hide()
        self._begin_watching()

    def discard(self) -> None:
        """Discard the locked pages; their records were closed and backed up by the lock."""
        self.tasks.close()
        self.clinic.close()
        self._delete_later()

    def leave(self, runner: Runner, then: Callable[[], None], failed: Callable[[ClinicError], None]) -> None:
        """Back up and close the clinic; the window is discarded also where that fails."""
        self.is_leaving = True
        self.health.stop()
        self._cover_windows(tr("Closing the clinic"))
        if self._crashes is not None:
            self._crashes.let_go()
        self.tasks.close()
        closing = runner.start(self, lambda _progress: self.clinic.close(), lambda _none: then(), failed)
        closing.finished.connect(self._delete_later)
        closing.broke.connect(self.broke)

    def may_leave(self) -> bool:
        """Tell whether the person may leave; what is unfinished asks or says so itself."""
        blocked = self.is_blocked(tr("A ceremony is live. End it in its console before you quit."))
        return not (self.is_leaving or blocked) and self.window.may_leave()

    def is_blocked(self, why: str) -> bool:
        """Tell whether a live ceremony keeps Laurel open, and say why, once, on the console and in the window."""
        from ui.ceremony.present import presentation  # sound and stage, loaded when they may be needed

        running = presentation(self.window.context)
        if running is None or not running.is_live:
            self._blocked_by = None
            return False
        if self._blocked_by != (running, why):
            running.console.say(why)
            self.window.show_banner(why, "care")
        self._blocked_by = (running, why)
        return True

    def _is_busy(self) -> bool:
        """Tell whether nothing may begin in the background: locked, leaving, or a ceremony is live."""
        stage = sys.modules.get("ui.ceremony.present")  # importing it here would load sound and stage for nothing
        running = None if stage is None else stage.presentation(self.window.context)
        return self.is_locked or self.is_leaving or (running is not None and running.is_live)

    def _note_problems(self, problems: tuple[ClinicError, ...]) -> None:
        self._wrong = problems
        self._say_wrong()

    def _say_wrong(self) -> None:
        """Show on every page that something is damaged, until a check finds everything sound."""
        if self._wrong and not self._is_busy():
            words = tr(
                "Something in the records is not as it should be: {problem} What was entered stays; a backup from "
                "before may mend it.", problem=sentence(self._wrong[0]),
            )  # fmt: skip
            act = (tr("Look at the backups…"), lambda: self.window.restore_asked.emit(None))
            self.window.banner.say(words, "care", act)

    def _remind(self, is_due: bool) -> None:  # noqa: FBT001  (what a query found)
        if is_due and not self.window.banner.isVisible():
            self.window.show_banner(
                tr("For three months nobody has tried whether a backup and the recovery sheet bring this clinic back. "
                   "It takes a minute: Settings, Backups, “Try it out”."), "info",
            )  # fmt: skip

    def _cover_windows(self, title: str) -> None:
        """Hide all windows but the start window, which says what is going on."""
        panel = Panel(title, tr("Laurel makes a backup and checks it."))
        panel.add(Body(tr("This takes a moment."), tone="soft"))
        self._start_window.setGeometry(self.window.geometry())
        self._start_window.setWindowState(self.window.windowState())
        self._start_window.banner.hide()
        self._start_window.show_panel(panel)
        self._cover.hide_all(but=self._start_window)

    def _watch_clock(self, saved: datetime) -> None:
        """Say so when the computer's clock is set back or far ahead while the clinic is open."""
        warning = clock_warning(self._latest, saved) if self._latest else None
        self._latest = saved
        if warning is not None:
            self.window.show_banner(sentence(warning), "care")

    def _delete_later(self) -> None:
        self.left.emit()
        # Not deleted at once: this slot is called by a signal of what is deleted here.
        for each in (self.window, self.tasks, self):
            each.deleteLater()
