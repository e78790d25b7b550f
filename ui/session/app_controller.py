"""One run of Laurel in a window: welcome, somebody signed in, the lock, and the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.storage.sign_in_log import Way
from ui.background.idle import IdleWatch, SystemLock, seconds_awake_or_not
from ui.dialogs.base import Confirm
from ui.dialogs.bug_report import ReportDialog
from ui.dialogs.session.welcome import NewClinic, Welcome
from ui.session.folder_location import accept_location, location_warning
from ui.session.kdf_calibration import create_measured, open_measured
from ui.session.restore_flow import RestoreFlow
from ui.session.sample_clinic import SampleClinic
from ui.session.sign_in_flow import SignInFlow
from ui.session.signed_in_session import SignedInSession
from ui.session.single_instance import SingleInstance, call_running
from ui.session.start_window import StartWindow
from ui.tasks import Runner
from ui.translation import sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from ui.errors import CrashReporter
    from ui.main_window import MainWindow
    from ui.preferences import PreferenceFile
    from ui.session.sample_clinic import Sampler
    from ui.session.sign_in_flow import Opened, Opener
    from ui.theme.theme import Theme


class AppController(QObject):
    """One run of Laurel: which clinic, who is signed in, and the window that is shown."""

    ended = Signal()

    def __init__(
        self, theme: Theme, preferences: PreferenceFile, *, executor: Executor | None = None,
        create: Callable[..., object] = create_measured, opener: Opener = open_measured,
        sample: Sampler | None = None, crashes: CrashReporter | None = None, ended_badly: bool = False,
        seconds: Callable[[], float] = seconds_awake_or_not,
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme, self._preferences, self._executor = theme, preferences, executor
        self._create, self._crashes = create, crashes
        self._runner = Runner(executor or ThreadPoolExecutor(1, "laurel-start"), self)
        self._sample = SampleClinic(self._runner, preferences, sample)
        self._single_instance = SingleInstance(self)
        self._single_instance.called.connect(self.bring_to_front)
        self.start_window = StartWindow()
        self.start_window.closed.connect(self.quit)
        self.restore_flow = RestoreFlow(self.start_window, self._runner, preferences, self._when_free)
        self.sign_in_flow = SignInFlow(
            self.start_window, self._runner, preferences, opener=opener, single_instance=self._single_instance,
            restore_flow=self.restore_flow, when_free=self._when_free, locked=self._locked_clinic,
        )  # fmt: skip
        self.sign_in_flow.opened.connect(self._enter)
        self.sign_in_flow.welcome_asked.connect(self.welcome)
        self.restore_flow.sign_in_asked.connect(self.sign_in_flow.ask_with_message)
        self.restore_flow.welcome_asked.connect(self.welcome)
        self.restore_flow.go_on_asked.connect(self.sign_in_flow.go_on_without)
        self.signed_in: SignedInSession | None = None
        self._made: Path | None = None
        """The clinic that was made in this run and not entered yet."""
        self._ended_badly = ended_badly
        self.idle = IdleWatch(preferences.now.lock_minutes, seconds=seconds, parent=self)
        self._system = SystemLock(self)
        # Idle time and the system's own lock or sleep end the same way; the audit tells them apart.
        for sign, way in ((self.idle.idle, Way.IDLE), (self._system.asked, Way.SYSTEM)):
            sign.connect(partial(self.lock, way))
        theme.changed.connect(self._save_appearance)
        preferences.followers.append(lambda now: self.idle.set_minutes(now.lock_minutes))

    @property
    def window(self) -> MainWindow | None:
        """The window of whoever is signed in, shown or behind the lock."""
        return None if self.signed_in is None else self.signed_in.window

    @property
    def is_locked(self) -> bool:
        """Whether somebody's pages are open behind the lock."""
        return self.signed_in is not None and self.signed_in.is_locked

    def begin(self, folder: Path | None) -> bool:
        """Show the first panel; tell False if another Laurel has this clinic open and was brought to the front."""
        known = [Path(path) for path in self._preferences.now.clinics if Path(path).is_dir()]
        wanted = folder or (known[0] if known else None)
        if wanted is None:
            self.welcome()
        elif call_running(wanted):
            return False
        else:
            self.sign_in_flow.ask(wanted)
        if self._ended_badly:
            words = tr(
                "Laurel ended unexpectedly last time. What was saved is there. After you have signed in, all records "
                "are checked in the background."
            )
            self.start_window.banner.say(words, "info")
        if self._preferences.was_damaged:
            self.start_window.banner.say(
                tr("Your settings on this computer could not be read, so the usual ones are used."), "care"
            )
        return True

    def welcome(self) -> None:
        """Show the welcome: a new clinic, the sample, a restore, or one that was open before."""
        if self.is_locked:
            self._confirm_discarding(tr("Leave this clinic?"), tr("Leave it"), self.welcome)
            return
        self._single_instance.leave()
        now = self._preferences.now
        panel = Welcome(now.clinics, has_sample=self._sample.is_there, sample=now.sample)
        panel.new_asked.connect(self.offer_new)
        panel.sample_asked.connect(lambda: self._sample.make(panel, self.sign_in_flow.sign_in))
        panel.sample_unwanted.connect(lambda: self._sample.delete(self._say_deleted))
        panel.restore_asked.connect(lambda: self.restore_flow.restore(None))
        panel.chosen.connect(self.sign_in_flow.ask)
        self.start_window.show_panel(panel)

    def offer_new(self) -> None:
        """Show the form for a new clinic."""
        panel = NewClinic(self._runner, self._create)
        panel.back_asked.connect(self.welcome)
        panel.made.connect(self._enter_made)
        self.start_window.show_panel(panel)

    def lock(self, way: Way = Way.LOCK) -> None:
        """Hide every window, close the records, and ask for the passphrase again; what was typed stays."""
        if self.signed_in is not None:
            self.signed_in.lock(way)

    def quit(self) -> None:
        """Close the clinic, backed up, and end."""
        self.sign_in_flow.close()
        if self.signed_in is None:
            self._end()
        elif self.is_locked:
            self._confirm_discarding(tr("Quit Laurel?"), tr("Quit"), self._end)
        elif self.signed_in.may_leave():
            self._leave(self.signed_in, self._end)

    def bring_to_front(self) -> None:
        """Bring the window to the front."""
        shown = self._front
        shown.showNormal() if shown.isMinimized() else shown.show()
        shown.raise_()
        shown.activateWindow()

    def show_report(self, report: str) -> None:
        """Show a bug report over whatever is shown."""
        ReportDialog(report, self._front).open()

    @property
    def _front(self) -> StartWindow | MainWindow:
        return self.start_window if self.window is None or self.is_locked else self.window

    def _enter_made(self, folder: Path, administrator: str, passphrase: str) -> None:
        self._made = folder
        if location_warning(folder, self._preferences) is not None:
            accept_location(folder, self._preferences)  # the form has warned, and the person went on
        self.sign_in_flow.sign_in(folder, administrator, passphrase)

    def _leave_for_backup(self, backup: Path | None) -> None:
        """Back up and close the clinic, and show the backups that can be restored."""
        signed_in = self.signed_in
        if signed_in is not None and signed_in.may_leave():
            folder, person = signed_in.clinic.folder.path, signed_in.clinic.actor.name
            self._leave(signed_in, lambda: self.restore_flow.restore(folder, person, backup=backup))

    def _when_free(self, title: str, then: Callable[[], None], act: str = "") -> None:
        if self.is_locked:
            self._confirm_discarding(title, act or tr("Go on"), then)
        else:
            then()

    def _say_deleted(self) -> None:
        self.welcome()
        self.start_window.banner.say(tr("The sample clinic is deleted."), "laurel")

    def _enter(self, opened: Opened | None) -> None:
        if opened is None:
            self._show_unlocked()
            return
        if self.is_locked:  # somebody else signed in: the pages behind the lock are of the person before
            self._discard(lambda: self._enter(opened))
            return
        if opened[0].must_choose:
            self.sign_in_flow.choose_own(opened)
            return
        clinic, about, cautions = opened
        self._preferences.save(self._preferences.now.with_clinic(clinic.folder.path))
        signed_in = SignedInSession(
            clinic, about, self._theme, self.start_window, executor=self._executor, crashes=self._crashes,
            preferences=self._preferences, parent=self,
        )  # fmt: skip
        self.signed_in = signed_in
        signed_in.window.lock_asked.connect(self.lock)
        signed_in.window.closed.connect(self.quit)
        signed_in.locked.connect(self._show_sign_in)
        signed_in.lock_failed.connect(self._tell_lock_failure)
        signed_in.window.restore_asked.connect(self._leave_for_backup)
        signed_in.begin(ended_badly=self._ended_badly)
        self._ended_badly = False  # checked once, not at every sign-in of this run
        self.idle.touch()
        said = [self._sample.take_first_message(), *map(sentence, cautions)]
        if any(said):
            signed_in.window.show_banner(" ".join(filter(None, said)), "care" if cautions else "info")
        if clinic.folder.path == self._made:
            self._made = None
            from ui.dialogs.staff.recovery_sheet import offer_recovery_sheet  # paper, loaded when it is needed

            offer_recovery_sheet(signed_in.window)

    def _leave(self, signed_in: SignedInSession, then: Callable[[], None]) -> None:
        folder = signed_in.clinic.folder.path

        def gone() -> None:
            self.signed_in = None

        def failed(error: ClinicError) -> None:
            self.sign_in_flow.ask(folder)
            self.start_window.banner.say(sentence(error), "care")

        self._single_instance.leave()
        signed_in.left.connect(gone)
        signed_in.broke.connect(lambda: self.sign_in_flow.ask(folder))
        signed_in.leave(self._runner, then, failed)

    def _locked_clinic(self) -> Clinic | None:
        return self.signed_in.clinic if self.signed_in is not None and self.signed_in.is_locked else None

    def _show_sign_in(self) -> None:
        if self.signed_in is not None:
            self.sign_in_flow.ask_again(self.signed_in.clinic)

    def _tell_lock_failure(self, error: ClinicError) -> None:
        self._show_sign_in()
        self.start_window.banner.say(sentence(error), "care")

    def _show_unlocked(self) -> None:
        if self.signed_in is not None:
            self.signed_in.show_unlocked()
            self.idle.touch()

    def _confirm_discarding(self, title: str, act: str, then: Callable[[], None]) -> None:
        name = self.signed_in.clinic.actor.name if self.signed_in is not None else ""
        about = tr("{name}'s pages are open behind the lock. What was typed and not yet saved is lost.", name=name)
        self.start_window.show()
        Confirm(self.start_window, title, about, act, lambda: self._discard(then)).open()

    def _discard(self, then: Callable[[], None]) -> None:
        """Discard the pages behind the lock, and go on with `then`."""
        signed_in, self.signed_in = self.signed_in, None
        if signed_in is not None:
            signed_in.discard()
            then()

    def _end(self) -> None:
        self._runner.close()
        self.ended.emit()

    def _save_appearance(self) -> None:
        wanted = self._theme.wanted
        now = replace(
            self._preferences.now, scheme=wanted.value if wanted else "", zoom=self._theme.zoom, calm=self._theme.calm
        )
        if now != self._preferences.now:
            self._preferences.save(now)
