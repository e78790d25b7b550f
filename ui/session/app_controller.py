"""From a folder to the signed-in window and back: welcome, sign-in, lock, quit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.backup.swap import finish_swap
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BROKEN, InUseError
from models.keys.sign_in_throttle import admit
from models.settings import Profile, profile
from models.storage.sign_in_log import Way
from ui.background.idle import IdleWatch, SystemLock, seconds_awake_or_not
from ui.dialogs.base import Confirm
from ui.dialogs.bug_report import ReportDialog
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.welcome import NewClinic, Welcome
from ui.session.folder_location import accept_place, ask_about_place, doubt_about
from ui.session.kdf_calibration import create_measured, open_measured
from ui.session.restore_flow import RestoreFlow
from ui.session.sample_clinic import SampleClinic
from ui.session.signed_in_session import SignedInSession
from ui.session.single_instance import SingleInstance, call_running
from ui.session.start_window import StartWindow
from ui.tasks import Runner
from ui.translation import sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from models.clinic.clinic import Clinic
    from ui.errors import CrashReporter
    from ui.main_window import MainWindow
    from ui.preferences import PreferenceFile
    from ui.session.sample_clinic import Sampler
    from ui.theme.theme import Theme

    Opener = Callable[..., Clinic]
    """Opens the clinic of a folder with a passphrase and a name; `accept_loss` goes on with what is left."""
    Opened = tuple[Clinic, Profile, tuple[ClinicError, ...]]
    """A clinic, its profile, and what to know before anything else."""


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
        self._create, self._opener, self._crashes = create, opener, crashes
        self._runner = Runner(executor or ThreadPoolExecutor(1, "laurel-door"), self)
        self._sample = SampleClinic(self._runner, preferences, sample)
        self._single_instance = SingleInstance(self)
        self._single_instance.rung.connect(self.come_forward)
        self.start_window = StartWindow()
        self.start_window.closed.connect(self.quit)
        self.restore_flow = RestoreFlow(self.start_window, self._runner, preferences, self._when_free)
        self.restore_flow.sign_in_asked.connect(self._ask_and_say)
        self.restore_flow.welcome_asked.connect(self.welcome)
        self.restore_flow.rest_asked.connect(self._go_on_without)
        self.signed_in: SignedInSession | None = None
        self._made: Path | None = None
        """The clinic that was made in this run and not entered yet."""
        self._ended_badly = ended_badly
        self._first = ""
        self._entering: Clinic | None = None
        """Open for somebody who must choose a passphrase of their own, signed in with `_first`, before it is shown."""
        self.idle = IdleWatch(preferences.now.lock_minutes, seconds=seconds, parent=self)
        self._system = SystemLock(self)
        for sign, way in ((self.idle.idle, Way.IDLE), (self._system.asked, Way.SYSTEM)):
            sign.connect(partial(self.lock, way))
        theme.changed.connect(self._keep_look)
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
        """Show the first panel; tell False if another Laurel has this clinic open and was brought forward."""
        known = [Path(path) for path in self._preferences.now.clinics if Path(path).is_dir()]
        wanted = folder or (known[0] if known else None)
        if wanted is None:
            self.welcome()
        elif call_running(wanted):
            return False
        else:
            self.ask(wanted)
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
        """Show the ways to begin."""
        if self.is_locked:
            self._confirm_dropping(tr("Leave this clinic?"), tr("Leave it"), self.welcome)
            return
        self._single_instance.leave()
        now = self._preferences.now
        panel = Welcome(now.clinics, has_sample=self._sample.is_there, sample=now.sample)
        panel.new_asked.connect(self.offer_new)
        panel.sample_asked.connect(lambda: self._sample.make(panel, self._enter_new))
        panel.sample_unwanted.connect(lambda: self._sample.delete(self._say_deleted))
        panel.restore_asked.connect(lambda: self.restore_flow.restore(None))
        panel.chosen.connect(self.ask)
        self.start_window.show_panel(panel)

    def offer_new(self) -> None:
        """Show the form for a new clinic."""
        panel = NewClinic(self._runner, self._create)
        panel.back_asked.connect(self.welcome)
        panel.made.connect(self._enter_made)
        self.start_window.show_panel(panel)

    def ask(self, folder: Path, person: str = "") -> None:
        """Show the sign-in of a clinic; a folder that holds none, or is not this computer's alone, is told so."""
        doubt = doubt_about(folder, self._preferences)
        if doubt is not None:
            self.welcome()
            ask_about_place(self.start_window, doubt, folder, self._preferences, partial(self.ask, folder, person))
            return
        try:
            finish_swap(ClinicFolder(folder))
            panel = SignIn(folder, self._runner, self._open, person=person)
        except ClinicError as error:
            if isinstance(error, BROKEN) and ClinicFolder(folder).may_be_restored:
                self.restore_flow.offer(folder, error)
                return
            self.welcome()
            self.start_window.banner.say(sentence(error), "care")
            return
        self._single_instance.listen(folder)
        panel.other_asked.connect(self.welcome)
        panel.recovery_asked.connect(lambda: self.recover(folder))
        panel.restore_asked.connect(lambda: self.restore_flow.restore(folder, panel.person.currentText()))
        panel.broken.connect(
            lambda fault: self.restore_flow.offer(folder, fault, panel.person.currentText(), panel.passphrase.text())
        )
        panel.signed_in.connect(self._enter)
        self.start_window.banner.hide()
        self.start_window.show_panel(panel)

    def recover(self, folder: Path) -> None:
        """Show the way in with the recovery sheet."""
        if self.is_locked:
            self._confirm_dropping(tr("Use the recovery key?"), tr("Use it"), lambda: self.recover(folder))
            return
        from ui.session.recovery import show_recovery  # hardly ever needed, so no start waits for it

        show_recovery(self.start_window, self._runner, folder, self.ask, self._enter_new)

    def lock(self, way: Way = Way.LOCK) -> None:
        """Hide every window, close the records, and ask for the passphrase again; what was typed stays."""
        if self.signed_in is not None:
            self.signed_in.lock(way)

    def quit(self) -> None:
        """Close the clinic, backed up, and end."""
        if self._entering is not None:
            self._entering.close()
            self._entering = None
        if self.signed_in is None:
            self._end()
        elif self.is_locked:
            self._confirm_dropping(tr("Quit Laurel?"), tr("Quit"), self._end)
        elif self.signed_in.may_leave():
            self._leave(self.signed_in, self._end)

    def come_forward(self) -> None:
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

    def _open(
        self, folder: Path, passphrase: str, name: str | None, *, accept_loss: bool = False
    ) -> Opened | None:  # fmt: skip
        """Open a clinic; None where it was locked, and is open again for the same person."""
        locked = self.signed_in.clinic if self.signed_in is not None and self.signed_in.is_locked else None
        if locked is not None and locked.actor.name == name:
            locked.unlock(passphrase)
            return None
        if locked is not None:
            admit(locked.folder, passphrase, name, locked.clock())
            locked.holding.close()
        try:
            clinic = self._opener(folder, passphrase, name, **({"accept_loss": True} if accept_loss else {}))
        except InUseError:
            call_running(folder)
            raise
        self._first = passphrase if clinic.must_choose else ""
        with clinic.database.read(clinic.actor) as work:
            about = profile(work)
        return clinic, about, clinic.cautions()

    def _enter_made(self, folder: Path, administrator: str, passphrase: str) -> None:
        self._made = folder
        if doubt_about(folder, self._preferences) is not None:
            accept_place(folder, self._preferences)  # told of in the form, and made all the same
        self._enter_new(folder, administrator, passphrase)

    def _leave_for_backup(self, backup: Path | None) -> None:
        """Close the clinic, backed up, and show the backups that can take its place."""
        signed_in = self.signed_in
        if signed_in is not None and signed_in.may_leave():
            folder, person = signed_in.clinic.folder.path, signed_in.clinic.actor.name
            self._leave(signed_in, lambda: self.restore_flow.restore(folder, person, backup=backup))

    def _go_on_without(self, folder: Path, person: str, passphrase: str) -> None:
        """Open what is left of a clinic; the audit tells who decided so."""

        def refuse(error: ClinicError) -> None:
            self.start_window.banner.say(sentence(error), "care")

        opening = partial(self._open, folder, passphrase, person or None, accept_loss=True)
        self._runner.start(self, lambda _progress: opening(), self._enter, refuse)

    def _ask_and_say(self, folder: Path, person: str, words: str) -> None:
        self.ask(folder, person)
        if words:
            self.start_window.banner.say(words, "laurel")

    def _when_free(self, title: str, then: Callable[[], None]) -> None:
        if self.is_locked:
            self._confirm_dropping(title, tr("Go on"), then)
        else:
            then()

    def _enter_new(self, folder: Path, administrator: str, passphrase: str) -> None:
        self.ask(folder, administrator)
        panel = self.start_window.panel
        if isinstance(panel, SignIn):
            panel.passphrase.setText(passphrase)
            panel.sign_in()

    def _say_deleted(self) -> None:
        self.welcome()
        self.start_window.banner.say(tr("The sample clinic is deleted."), "laurel")

    def _enter(self, opened: Opened | None) -> None:
        if opened is None:
            self._come_back()
            return
        if self.is_locked:
            self._drop(lambda: self._enter(opened))
            return
        if opened[0].must_choose:
            self._ask_for_own(opened)
            return
        self._entering = None
        clinic, about, cautions = opened
        self._preferences.save(self._preferences.now.with_clinic(clinic.folder.path))
        signed_in = SignedInSession(
            clinic, about, self._theme, self.start_window, executor=self._executor, crashes=self._crashes,
            preferences=self._preferences, parent=self,
        )  # fmt: skip
        self.signed_in = signed_in
        signed_in.window.lock_asked.connect(self.lock)
        signed_in.window.closed.connect(self.quit)
        signed_in.locked.connect(self._ask_again)
        signed_in.lock_failed.connect(self._lock_in_spite)
        signed_in.window.restore_asked.connect(self._leave_for_backup)
        signed_in.begin(ended_badly=self._ended_badly)
        self._ended_badly = False
        self.idle.touch()
        said = [self._sample.take_first_words(), *map(sentence, cautions)]
        if any(said):
            signed_in.window.show_banner(" ".join(filter(None, said)), "care" if cautions else "info")
        if clinic.folder.path == self._made:
            self._made = None
            from ui.dialogs.staff.recovery_sheet import offer_sheet  # paper, loaded when it is needed

            offer_sheet(signed_in.window)

    def _leave(self, signed_in: SignedInSession, then: Callable[[], None]) -> None:
        folder = signed_in.clinic.folder.path

        def gone() -> None:
            self.signed_in = None

        def failed(error: ClinicError) -> None:
            self.ask(folder)
            self.start_window.banner.say(sentence(error), "care")

        self._single_instance.leave()
        signed_in.left.connect(gone)
        signed_in.broke.connect(lambda: self.ask(folder))
        signed_in.leave(self._runner, then, failed)

    def _ask_again(self) -> None:
        if self.signed_in is None:
            return
        clinic = self.signed_in.clinic
        self.ask(clinic.folder.path, clinic.actor.name)
        panel = self.start_window.panel
        if isinstance(panel, SignIn):
            panel.say_who_is_locked(clinic.actor.name)

    def _lock_in_spite(self, error: ClinicError) -> None:
        self._ask_again()
        self.start_window.banner.say(sentence(error), "care")

    def _come_back(self) -> None:
        if self.signed_in is not None:
            self.signed_in.come_back()
            self.idle.touch()

    def _confirm_dropping(self, title: str, act: str, then: Callable[[], None]) -> None:
        name = self.signed_in.clinic.actor.name if self.signed_in is not None else ""
        about = tr("{name}'s pages are open behind the lock. What was typed and not yet saved is lost.", name=name)
        self.start_window.show()
        Confirm(self.start_window, title, about, act, lambda: self._drop(then)).open()

    def _drop(self, then: Callable[[], None]) -> None:
        """Let the locked pages go."""
        signed_in, self.signed_in = self.signed_in, None
        if signed_in is not None:
            signed_in.drop()
            then()

    def _ask_for_own(self, opened: Opened) -> None:
        clinic, first, self._first = opened[0], self._first, ""
        self._entering = clinic

        def back() -> None:
            self._entering = None
            self._runner.start(self, lambda _progress: clinic.close(), lambda _none: self.ask(clinic.folder.path))

        from ui.session.own_passphrase import show_own_passphrase

        show_own_passphrase(self.start_window, self._runner, clinic, first, lambda: self._enter(opened), back)

    def _end(self) -> None:
        self._runner.close()
        self.ended.emit()

    def _keep_look(self) -> None:
        wanted = self._theme.wanted
        now = replace(
            self._preferences.now, scheme=wanted.value if wanted else "", zoom=self._theme.zoom, calm=self._theme.calm
        )
        if now != self._preferences.now:
            self._preferences.save(now)
