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
from ui.dialogs.panel import Panel
from ui.dialogs.report import ReportDialog
from ui.dialogs.sign_in import SignIn
from ui.dialogs.welcome import NewClinic, Welcome
from ui.doorbell import Doorbell, ring
from ui.main_window import MainWindow
from ui.porch import Porch
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
    Sampler = Callable[[Path, Callable[[int, int], None]], str]
    """Makes the sample clinic in a folder, tells how far it is, and gives its passphrase."""


class Visit(QObject):
    """One run of Laurel: which clinic, who is signed in, and the window that is shown."""

    ended = Signal()

    def __init__(
        self, theme: Theme, preferences: PreferenceFile, *, executor: Executor | None = None,
        create: Callable[..., object] = create_clinic, opener: Opener = open_clinic, sample: Sampler | None = None,
        crashes: CrashReporter | None = None,
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
        self._is_leaving = False
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
        panel.signed_in.connect(self._enter)
        self.porch.banner.hide()
        self.porch.show_panel(panel)

    def lock(self) -> None:
        """Close the clinic, backed up, and ask who comes next."""
        if self._clinic is not None:
            folder, person = self._clinic.folder.path, self._clinic.actor.name
            self._leave(lambda: self.ask(folder, person))

    def quit(self) -> None:
        """Close the clinic, backed up, and end."""
        if self._clinic is None:
            self._end()
        else:
            self._leave(self._end)

    def come_forward(self) -> None:
        """Bring the window to the front."""
        shown = self.window or self.porch
        shown.showNormal() if shown.isMinimized() else shown.show()
        shown.raise_()
        shown.activateWindow()

    def show_report(self, report: str) -> None:
        """Show a bug report over whatever is shown."""
        ReportDialog(report, self.window or self.porch).open()

    def _open(
        self, folder: Path, passphrase: str, name: str | None
    ) -> tuple[Clinic, Profile, tuple[ClinicError, ...]]:
        try:
            clinic = self._opener(folder, passphrase, name)
        except InUseError:
            ring(folder)
            raise
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

    def _enter(self, opened: tuple[Clinic, Profile, tuple[ClinicError, ...]]) -> None:
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
        if self._is_leaving or clinic is None or tasks is None or window is None or not window.may_leave():
            return
        self._is_leaving = True
        panel = Panel(tr("Closing the clinic"), tr("Laurel makes a backup and checks it."))
        panel.add(Body(tr("This takes a moment."), tone="soft"))
        self.porch.setGeometry(window.geometry())
        self.porch.setWindowState(window.windowState())
        self.porch.show_panel(panel)
        window.hide()
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
