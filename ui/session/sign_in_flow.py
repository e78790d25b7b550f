"""From a folder to an open clinic: the sign-in, a passphrase of one's own, and the recovery sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.backup.swap import finish_swap
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BROKEN, InUseError
from models.keys.sign_in_throttle import admit
from models.settings import Profile, profile
from ui.dialogs.session.sign_in import SignIn
from ui.session.folder_location import ask_about_location, location_warning
from ui.session.single_instance import call_running
from ui.translation import sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from ui.preferences import PreferenceFile
    from ui.session.restore_flow import RestoreFlow, WhenFree
    from ui.session.single_instance import SingleInstance
    from ui.session.start_window import StartWindow
    from ui.tasks import Runner

    Opener = Callable[..., Clinic]
    """Opens the clinic of a folder with a passphrase and a name; `accept_loss` goes on with what is left."""
    Opened = tuple[Clinic, Profile, tuple[ClinicError, ...]]
    """A clinic, its profile, and what to know before anything else."""


class SignInFlow(QObject):
    """Shows the panels that lead into a clinic in the start window, one after the other and back."""

    opened = Signal(object)
    """`Opened`; None where the clinic was locked, and is open again for the same person."""
    welcome_asked = Signal()

    def __init__(
        self, start_window: StartWindow, runner: Runner, preferences: PreferenceFile, *, opener: Opener,
        single_instance: SingleInstance, restore_flow: RestoreFlow, when_free: WhenFree,
        locked: Callable[[], Clinic | None],
    ) -> None:  # fmt: skip
        super().__init__(start_window)
        self._start_window, self._runner, self._preferences = start_window, runner, preferences
        self._opener, self._single_instance, self._restore_flow = opener, single_instance, restore_flow
        self._when_free, self._locked = when_free, locked
        self._first = ""
        self._waiting: Clinic | None = None
        """Open for somebody who must choose a passphrase of their own, signed in with `_first`, before it is shown."""

    def ask(self, folder: Path, person: str = "") -> None:
        """Show the sign-in of a clinic, or say why the folder cannot be opened: no clinic in it, or on another disk."""
        warning = location_warning(folder, self._preferences)
        if warning is not None:
            self.welcome_asked.emit()
            ask_about_location(
                self._start_window, warning, folder, self._preferences, partial(self.ask, folder, person)
            )
            return
        try:
            # A restore that a power cut stopped is finished first: until then the folder holds parts of two clinics.
            finish_swap(ClinicFolder(folder))
            panel = SignIn(folder, self._runner, self._open, person=person)
        except ClinicError as error:
            if isinstance(error, BROKEN) and ClinicFolder(folder).may_be_restored:
                self._restore_flow.offer(folder, error)
                return
            self.welcome_asked.emit()
            self._start_window.banner.say(sentence(error), "care")
            return
        self._single_instance.listen(folder)
        panel.other_asked.connect(self.welcome_asked)
        panel.recovery_asked.connect(lambda: self.recover(folder))
        panel.restore_asked.connect(lambda: self._restore_flow.restore(folder, panel.person.currentText()))
        panel.broken.connect(
            lambda fault: self._restore_flow.offer(folder, fault, panel.person.currentText(), panel.passphrase.text())
        )
        panel.signed_in.connect(self.opened)
        self._start_window.banner.hide()
        self._start_window.show_panel(panel)

    def ask_with_message(self, folder: Path, person: str, words: str) -> None:
        """Show the sign-in with a message above it, where there is one."""
        self.ask(folder, person)
        if words:
            self._start_window.banner.say(words, "laurel")

    def ask_again(self, clinic: Clinic) -> None:
        """Show the sign-in of a clinic that was just locked, and who locked it."""
        self.ask(clinic.folder.path, clinic.actor.name)
        panel = self._start_window.panel
        if isinstance(panel, SignIn):
            panel.say_who_is_locked(clinic.actor.name)

    def sign_in(self, folder: Path, person: str, passphrase: str) -> None:
        """Sign in with a passphrase that was just chosen, so that nobody types it once more."""
        self.ask(folder, person)
        panel = self._start_window.panel
        if isinstance(panel, SignIn):
            panel.passphrase.setText(passphrase)
            panel.sign_in()

    def recover(self, folder: Path) -> None:
        """Show the panels that make a new passphrase with the recovery sheet."""

        def show() -> None:
            from ui.session.recovery import show_recovery  # hardly ever needed, so no start waits for it

            show_recovery(self._start_window, self._runner, folder, self.ask, self.sign_in)

        self._when_free(tr("Use the recovery key?"), show, tr("Use it"))

    def go_on_without(self, folder: Path, person: str, passphrase: str) -> None:
        """Open what is left of a clinic that lost records; the audit tells who decided so."""

        def refuse(error: ClinicError) -> None:
            self._start_window.banner.say(sentence(error), "care")

        opening = partial(self._open, folder, passphrase, person or None, accept_loss=True)
        self._runner.start(self, lambda _progress: opening(), self.opened.emit, refuse)

    def choose_own(self, opened: Opened) -> None:
        """Ask somebody who signed in with a first passphrase for one of their own; `opened` follows once more."""
        clinic, first, self._first = opened[0], self._first, ""
        self._waiting = clinic

        def chosen() -> None:
            self._waiting = None
            self.opened.emit(opened)

        def back() -> None:
            self._waiting = None
            self._runner.start(self, lambda _progress: clinic.close(), lambda _none: self.ask(clinic.folder.path))

        from ui.session.own_passphrase import show_own_passphrase

        show_own_passphrase(self._start_window, self._runner, clinic, first, chosen, back)

    def close(self) -> None:
        """Close a clinic that is open and still waits for a passphrase of its person's own."""
        if self._waiting is not None:
            self._waiting.close()
            self._waiting = None

    def _open(
        self, folder: Path, passphrase: str, name: str | None, *, accept_loss: bool = False
    ) -> Opened | None:  # fmt: skip
        """Open a clinic; None where it was locked, and is open again for the same person."""
        locked = self._locked()
        if locked is not None and locked.actor.name == name:
            locked.unlock(passphrase)
            return None
        if locked is not None:
            # Only who can prove a passphrase may end somebody else's session: prove it before the lock is let go.
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
