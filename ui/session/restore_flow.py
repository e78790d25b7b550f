"""Restoring a backup in the start window: choose it, prove it, confirm it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder
from models.keys.slots import read_key_file
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.backup.restore import Proposal, Restored
    from models.folder.clock import Clock
    from ui.dialogs.backup.choose_backup import ChooseBackup
    from ui.preferences import KeptPreferences
    from ui.session.start_window import StartWindow
    from ui.tasks import Runner


class WhenFree(Protocol):
    """Goes on at once, or, where somebody's pages are open behind the lock, asks with this title and button first."""

    def __call__(self, title: str, then: Callable[[], None], act: str = "") -> None:
        """Call `then`, at once or when the person agrees to lose what was typed and not saved."""


class RestoreFlow(QObject):
    """Shows the panels of a restore in the start window, one after the other and back."""

    sign_in_asked = Signal(object, str, str)
    """A folder, who was there, and what to say: to the sign-in."""
    welcome_asked = Signal()
    go_on_asked = Signal(object, str, str)
    """A folder, who, and their passphrase: go on without the newest records."""

    def __init__(
        self, start_window: StartWindow, runner: Runner, preferences: KeptPreferences, when_free: WhenFree, *,
        clock: Clock = system_clock,
    ) -> None:  # fmt: skip
        super().__init__(start_window)
        self._start_window, self._runner, self._preferences, self._clock = start_window, runner, preferences, clock
        self._when_free = when_free
        self._folder: Path | None = None
        self._person = self._passphrase = ""
        self._backup: Path | None = None

    def offer(self, folder: Path, fault: ClinicError, person: str = "", passphrase: str = "") -> None:
        """Say why a clinic does not open, and every way on."""
        from ui.dialogs.session.broken_clinic import BrokenClinic  # hardly ever needed, so no start waits for it

        panel = BrokenClinic(folder, fault)
        panel.restore_asked.connect(lambda: self.restore(folder, person, passphrase))
        go_on = partial(self.go_on_asked.emit, folder, person, passphrase)
        panel.go_on_asked.connect(lambda: self._when_free(tr("Go on without them?"), go_on))
        panel.again_asked.connect(lambda: self.sign_in_asked.emit(folder, person, ""))
        panel.other_asked.connect(self.welcome_asked)
        self._start_window.banner.hide()
        self._start_window.show_panel(panel)

    def restore(
        self, folder: Path | None, person: str = "", passphrase: str = "", backup: Path | None = None
    ) -> None:  # fmt: skip
        """Show the backups that can take a clinic's place, or become a clinic on this computer."""

        def begin() -> None:
            self._folder, self._person, self._passphrase, self._backup = folder, person, passphrase, backup
            self._choose()

        self._when_free(tr("Restore a backup?"), begin)

    def _choose(self) -> None:
        from ui.dialogs.backup.choose_backup import ChooseBackup

        panel = ChooseBackup(
            self._runner, self._backup_folders(), self._clinic(), wanted=self._backup, clock=self._clock
        )  # fmt: skip
        panel.chosen.connect(lambda path: self._prove(panel, path))
        panel.back_asked.connect(self._go_back)
        self._start_window.banner.hide()
        self._start_window.show_panel(panel)

    def _go_back(self) -> None:
        if self._folder is None:
            self.welcome_asked.emit()
        else:
            self.sign_in_asked.emit(self._folder, self._person, "")

    def _prove(self, choosing: ChooseBackup, path: Path) -> None:
        from models.backup.restore import slots_of_backup
        from ui.dialogs.backup.prove_backup import ProveBackup

        try:
            slots = slots_of_backup(path, None if self._folder is None else ClinicFolder(self._folder))
        except ClinicError as error:
            choosing.problem.refuse(error)
            return
        self._backup = path
        panel = ProveBackup(
            self._runner, path, self._folder, slots, person=self._person, passphrase=self._passphrase
        )  # fmt: skip
        panel.back_asked.connect(self._choose)
        panel.proven.connect(self._confirm)
        self._start_window.show_panel(panel)
        if self._passphrase and self._folder is not None:
            panel.prove()

    def _confirm(self, proposal: Proposal) -> None:
        from ui.dialogs.backup.confirm_restore import ConfirmRestore

        self._passphrase = ""  # it has proven the backup, and is kept in memory no longer than that
        panel = ConfirmRestore(self._runner, proposal, clock=self._clock)
        panel.back_asked.connect(self._choose)
        panel.restored.connect(partial(self._tell, proposal.folder.path))
        self._start_window.show_panel(panel)

    def _tell(self, folder: Path, done: Restored) -> None:
        from ui.words.restore import moment_text

        now = self._clock()
        zone = now.astimezone().tzinfo
        assert zone is not None  # noqa: S101  (an aware instant has a zone)
        when = moment_text(done.manifest.made_at, now, zone)
        words = [tr("The clinic is as it was at the backup of {when}.", when=when)]
        if done.kept is not None:
            words.append(tr("What it held until now is in the backup {file}.", file=done.kept.name))
        if done.aside is not None:
            words.append(tr("What was there until now lies in {folder}.", folder=done.aside))
        self.sign_in_asked.emit(folder, self._person, " ".join(words))

    def _backup_folders(self) -> list[tuple[str, Path]]:
        """Name the folders that may hold backups: the clinic's own, and this computer's second place."""
        own = [] if self._folder is None else [(tr("This clinic"), ClinicFolder(self._folder).backups)]
        second = self._preferences.now.backup_folder
        return [*own, *([(tr("Second place"), Path(second))] if second else [])]

    def _clinic(self) -> UUID | None:
        if self._folder is None:
            return None
        try:
            return read_key_file(ClinicFolder(self._folder)).clinic
        except ClinicError:
            return None
