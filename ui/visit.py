"""From a folder to the signed-in window and back: welcome, sign-in, lock, quit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.clinic import Clinic, clock_doubt, create_clinic, open_clinic
from models.errors import ClinicError
from models.settings import Profile, profile
from models.storage.faults import InUseError
from models.storage.throttle import admit
from ui.cover import Cover, clear_clipboard
from ui.dialogs.base import Confirm
from ui.dialogs.choose_passphrase import ChoosePassphrase
from ui.dialogs.panel import Panel
from ui.dialogs.report import ReportDialog
from ui.dialogs.sign_in import SignIn
from ui.dialogs.welcome import NewClinic, Welcome
from ui.doorbell import Doorbell, ring
from ui.idle import IdleWatch, SystemLock, seconds_awake_or_not
from ui.main_window import MainWindow
from ui.porch import Porch
from ui.recovery import show_recovery
from ui.tasks import Runner, Tasks
from ui.translation import sentence, tr
from ui.widgets.labels import Body

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import datetime

    from ui.errors import CrashReporter
    from ui.preferences import PreferenceFile
    from ui.theme import Theme

    Opener = Callable[[Path, str, str | None], Clinic]
    Opened = tuple[Clinic, Profile, tuple[ClinicError, ...]]
    """A clinic, its profile, and what to know before anything else."""
    Sampler = Callable[[Path, Callable[[int, int], None]], str]
    """Makes the sample clinic in a folder, tells how far it is, and gives its passphrase."""


class Visit(QObject):
    """One run of Laurel: which clinic, who is signed in, and the window that is shown."""

    ended = Signal()

    def __init__(
        self, theme: Theme, preferences: PreferenceFile, *, executor: Executor | None = None,
        create: Callable[..., object] = create_clinic, opener: Opener = open_clinic, sample: Sampler | None = None,
        crashes: CrashReporter | None = None, seconds: Callable[[], float] = seconds_awake_or_not,
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme, self._preferences, self._executor = theme, preferences, executor
        self._create, self._opener, self._sample, self._crashes = create, opener, sample, crashes
        self._first_words = ""
        self._runner = Runner(executor or ThreadPoolExecutor(1, "laurel-door"), self)
        self._doorbell = Doorbell(self)
        self._doorbell.rung.connect(self.come_forward)
        self.porch = Porch()
        self.porch.closed.connect(self.quit)
        self.window: MainWindow | None = None
        self._clinic: Clinic | None = None
        self._tasks: Tasks | None = None
        self._is_leaving = self._is_locked = False
        self._first = ""
        self._entering: Clinic | None = None
        """Open for somebody who must choose a passphrase of their own, signed in with `_first`, before it is shown."""
        self._cover = Cover()
        self._held_by: object = None
        self.idle = IdleWatch(preferences.now.lock_minutes, seconds=seconds, parent=self)
        self._system = SystemLock(self)
        for sign in (self.idle.idle, self._system.asked):
            sign.connect(self.lock)
        self._latest: datetime | None = None
        theme.changed.connect(self._keep_look)

    def begin(self, folder: Path | None) -> bool:
        """Show the first panel; tell False if another Laurel has this clinic open and was brought forward."""
        known = [Path(path) for path in self._preferences.now.clinics if Path(path).is_dir()]
        wanted = folder or (known[0] if known else None)
        if wanted is None:
            self.welcome()
        elif ring(wanted):
            return False
        else:
            self.ask(wanted)
        if self._preferences.was_damaged:
            self.porch.banner.say(
                tr("Your settings on this computer could not be read, so the usual ones are used."), "gold"
            )
        return True

    def welcome(self) -> None:
        """Show the ways to begin."""
        if self._is_locked:
            self._confirm_dropping(tr("Leave this clinic?"), tr("Leave it"), self.welcome)
            return
        self._doorbell.leave()
        now = self._preferences.now
        panel = Welcome(now.clinics, has_sample=self._sample is not None, sample=now.sample)
        panel.new_asked.connect(self.offer_new)
        panel.sample_asked.connect(self._make_sample)
        panel.sample_unwanted.connect(self._delete_sample)
        panel.chosen.connect(self.ask)
        self.porch.show_panel(panel)

    def offer_new(self) -> None:
        """Show the form for a new clinic."""
        panel = NewClinic(self._runner, self._create)
        panel.back_asked.connect(self.welcome)
        panel.made.connect(self._enter_new)
        self.porch.show_panel(panel)

    def ask(self, folder: Path, person: str = "") -> None:
        """Show the sign-in of a clinic; a folder that holds none is told so."""
        try:
            panel = SignIn(folder, self._runner, self._open, person=person)
        except ClinicError as error:
            self.welcome()
            self.porch.banner.say(sentence(error), "red")
            return
        self._doorbell.listen(folder)
        panel.other_asked.connect(self.welcome)
        panel.recovery_asked.connect(lambda: self.recover(folder))
        panel.signed_in.connect(self._enter)
        self.porch.banner.hide()
        self.porch.show_panel(panel)

    def recover(self, folder: Path) -> None:
        """Show the way in with the recovery sheet."""
        if self._is_locked:
            self._confirm_dropping(tr("Use the recovery key?"), tr("Use it"), lambda: self.recover(folder))
            return
        show_recovery(self.porch, self._runner, folder, self.ask, self._enter_new)

    def lock(self) -> None:
        """Hide every window, close the records, and ask for the passphrase again; what was typed stays."""
        clinic, tasks, window = self._clinic, self._tasks, self.window
        if clinic is None or tasks is None or window is None or self._is_locked or self._is_leaving:
            return
        if self._is_held(tr("A ceremony is live, so Laurel does not lock. It will when the ceremony has ended.")):
            return
        self._is_locked = True
        self._cover_up(window, tr("Locking"))
        clear_clipboard()
        tasks.lock(self, clinic.lock, self._ask_again, self._lock_in_spite)

    def quit(self) -> None:
        """Close the clinic, backed up, and end."""
        if self._entering is not None:
            self._entering.close()
            self._entering = None
        if self._clinic is None:
            self._end()
        elif self._is_locked:
            self._confirm_dropping(tr("Quit Laurel?"), tr("Quit"), self._end)
        else:
            self._leave(self._end)

    def come_forward(self) -> None:
        """Bring the window to the front."""
        shown = self.porch if self.window is None or self._is_locked else self.window
        shown.showNormal() if shown.isMinimized() else shown.show()
        shown.raise_()
        shown.activateWindow()

    def show_report(self, report: str) -> None:
        """Show a bug report over whatever is shown."""
        ReportDialog(report, self.porch if self.window is None or self._is_locked else self.window).open()

    def _open(self, folder: Path, passphrase: str, name: str | None) -> Opened | None:
        """Open a clinic; None where it was locked, and is open again for the same person."""
        locked = self._clinic if self._is_locked else None
        if locked is not None and locked.actor.name == name:
            locked.unlock(passphrase)
            return None
        if locked is not None:
            admit(locked.folder, passphrase, name, locked.clock())
            locked.holding.close()
        try:
            clinic = self._opener(folder, passphrase, name)
        except InUseError:
            ring(folder)
            raise
        self._first = passphrase if clinic.must_choose else ""
        with clinic.database.read(clinic.actor) as work:
            about = profile(work)
        return clinic, about, clinic.cautions()

    def _enter_new(self, folder: Path, administrator: str, passphrase: str) -> None:
        self.ask(folder, administrator)
        panel = self.porch.panel
        if isinstance(panel, SignIn):
            panel.passphrase.setText(passphrase)
            panel.sign_in()

    def _make_sample(self) -> None:
        panel, sample = self.porch.panel, self._sample
        if not isinstance(panel, Welcome) or sample is None:
            return
        folder = _free(Path.home() / "Laurel" / tr("Sample clinic"))

        def made(passphrase: str) -> None:
            self._preferences.save(replace(self._preferences.now, sample=str(folder.absolute())))
            self._first_words = tr(
                "Everybody in this clinic is invented. Its passphrase is: {passphrase}", passphrase=passphrase
            )
            self._enter_new(folder, "", passphrase)

        job = self._runner.start(panel, lambda progress: sample(folder, progress.report), made, panel.show_problem)
        panel.sample.button.setEnabled(False)
        panel.progress.follow(job, tr("Making the sample clinic…"))

    def _delete_sample(self) -> None:
        folder = Path(self._preferences.now.sample)
        self._preferences.save(self._preferences.now.without_clinic(folder))

        def gone(_none: None) -> None:
            self.welcome()
            self.porch.banner.say(tr("The sample clinic is deleted."), "laurel")

        self._runner.start(self, lambda _progress: rmtree(folder, ignore_errors=True), gone)

    def _enter(self, opened: Opened | None) -> None:
        if opened is None:
            self._come_back()
            return
        if self._is_locked:
            self._drop(lambda: self._enter(opened))
            return
        if opened[0].must_choose:
            self._ask_for_own(opened)
            return
        self._entering = None
        self._clinic, about, cautions = opened
        folder = self._clinic.folder.path
        self._preferences.save(self._preferences.now.with_clinic(folder))
        self._tasks = Tasks(self._clinic.database, self._clinic.actor, executor=self._executor)
        self.window = MainWindow(self._clinic, about, self._tasks, self._theme, crashes=self._crashes)
        self.window.lock_asked.connect(self.lock)
        self.window.closed.connect(self.quit)
        self.window.setGeometry(self.porch.geometry())
        self.window.setWindowState(self.porch.windowState())
        self.window.begin()
        self.window.show()
        self.window.activateWindow()
        self.idle.touch()
        self.porch.hide()
        self._latest = None
        self._tasks.saved.connect(self._watch_clock)
        if self._first_words:
            self.window.show_banner(self._first_words, "info")
            self._first_words = ""
        if cautions:
            self.window.show_banner(" ".join(map(sentence, cautions)), "gold")

    def _watch_clock(self, saved: datetime) -> None:
        """Say so when the computer's clock is set back or far ahead while the clinic is open."""
        doubt = clock_doubt(self._latest, saved) if self._latest else None
        self._latest = saved
        if doubt is not None and self.window is not None:
            self.window.show_banner(sentence(doubt), "gold")

    def _leave(self, then: Callable[[], None]) -> None:
        clinic, tasks, window = self._clinic, self._tasks, self.window
        if self._is_leaving or clinic is None or tasks is None or window is None:
            return
        if self._is_held(tr("A ceremony is live. End it in its console before you quit.")) or not window.may_leave():
            return
        self._is_leaving = True
        self._cover_up(window, tr("Closing the clinic"))
        self._doorbell.leave()
        if self._crashes is not None:
            self._crashes.let_go()

        def done() -> None:
            self._clinic = self._tasks = self.window = None
            self._is_leaving = False
            window.deleteLater()
            tasks.deleteLater()

        def failed(error: ClinicError) -> None:
            self.porch.show()
            self.porch.banner.say(sentence(error), "red")

        tasks.close()
        closing = self._runner.start(self, lambda _progress: clinic.close(), lambda _none: then(), failed)
        closing.finished.connect(done)  # whatever came of it, the clinic is let go

    def _cover_up(self, window: MainWindow, title: str) -> None:
        """Show the porch in the place of everything."""
        panel = Panel(title, tr("Laurel makes a backup and checks it."))
        panel.add(Body(tr("This takes a moment."), tone="soft"))
        self.porch.setGeometry(window.geometry())
        self.porch.setWindowState(window.windowState())
        self.porch.banner.hide()
        self.porch.show_panel(panel)
        self._cover.draw(but=self.porch)

    def _is_held(self, why: str) -> bool:
        """Tell whether a live ceremony keeps Laurel open, and say so once where the presenter looks."""
        from ui.ceremony.present import presentation  # sound and stage, loaded when they may be needed

        running = None if self.window is None else presentation(self.window.context)
        if self.window is None or running is None or not running.is_live:
            self._held_by = None
            return False
        if self._held_by != (running, why):
            running.console.say(why)
            self.window.show_banner(why, "gold")
        self._held_by = (running, why)
        return True

    def _ask_again(self) -> None:
        clinic = self._clinic
        if clinic is None:
            return
        self.ask(clinic.folder.path, clinic.actor.name)
        panel = self.porch.panel
        if isinstance(panel, SignIn):
            panel.say_who_is_locked(clinic.actor.name)

    def _lock_in_spite(self, error: ClinicError) -> None:
        self._ask_again()
        self.porch.banner.say(sentence(error), "red")

    def _come_back(self) -> None:
        """Show everything as it was before the lock."""
        if self._tasks is None:
            return
        self._is_locked = False
        self._tasks.unlock()
        self.idle.touch()
        self._cover.lift()
        self.porch.hide()

    def _confirm_dropping(self, title: str, act: str, then: Callable[[], None]) -> None:
        name = self._clinic.actor.name if self._clinic is not None else ""
        about = tr("{name}'s pages are open behind the lock. What was typed and not yet saved is lost.", name=name)
        self.porch.show()
        Confirm(self.porch, title, about, act, lambda: self._drop(then)).open()

    def _drop(self, then: Callable[[], None]) -> None:
        """Let the locked pages go: their records are closed and backed up already."""
        clinic, tasks, window = self._clinic, self._tasks, self.window
        self._clinic = self._tasks = self.window = None
        self._is_locked = False
        if clinic is None or tasks is None or window is None:
            return
        self._cover = Cover()
        tasks.close()
        clinic.close()
        window.deleteLater()
        tasks.deleteLater()
        then()

    def _ask_for_own(self, opened: Opened) -> None:
        clinic, first, self._first = opened[0], self._first, ""
        self._entering = clinic

        def back() -> None:
            self._entering = None
            self._runner.start(self, lambda _progress: clinic.close(), lambda _none: self.ask(clinic.folder.path))

        panel = ChoosePassphrase(
            self._runner, tr("Your own passphrase"),
            tr("You signed in with a first passphrase. From now on only you know what opens your key."),
            lambda _name, new: clinic.choose_passphrase(first, new), [clinic.actor.name],
        )  # fmt: skip
        panel.chosen.connect(lambda _name, _new: self._enter(opened))
        panel.back_asked.connect(back)
        self.porch.show_panel(panel)

    def _end(self) -> None:
        if not self._is_leaving:
            self._runner.close()
            self.ended.emit()

    def _keep_look(self) -> None:
        wanted = self._theme.wanted
        now = replace(
            self._preferences.now, scheme=wanted.value if wanted else "", zoom=self._theme.zoom, calm=self._theme.calm
        )
        if now != self._preferences.now:
            self._preferences.save(now)


def _free(folder: Path) -> Path:
    """Give the folder, or one beside it that is not there yet."""
    candidates = (folder, *(folder.with_name(f"{folder.name} {number}") for number in range(2, 1000)))
    return next(path for path in candidates if not path.exists())
