"""The three panels from a clinic that shall be what it was to one that is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.errors import ClinicError
from models.storage.folder import ClinicFolder
from models.storage.restore import doorkeepers
from models.storage.vault import look_into
from ui.dialogs.choose_backup import ChooseBackup
from ui.dialogs.confirm_restore import ConfirmRestore
from ui.dialogs.prove_backup import ProveBackup
from ui.restore_words import moment_text
from ui.translation import tr

if TYPE_CHECKING:
    from uuid import UUID

    from models.storage.clock import Clock
    from models.storage.restore import Proposal, Restored
    from ui.porch import Porch
    from ui.preferences import KeptPreferences
    from ui.tasks import Runner


class Restoring(QObject):
    """Shows the panels on the porch, one after the other and back."""

    restored = Signal(object, str)
    """The folder of the clinic, and what to say about it."""
    left = Signal()
    """The person went back from the first panel."""

    def __init__(
        self, porch: Porch, runner: Runner, preferences: KeptPreferences, clock: Clock, folder: Path | None,
        *, person: str = "", passphrase: str = "", reason: str = "",
    ) -> None:  # fmt: skip
        super().__init__(porch)
        self._porch, self._runner, self._preferences, self._clock = porch, runner, preferences, clock
        self._folder, self._person, self._passphrase, self._reason = folder, person, passphrase, reason

    def choose(self) -> None:
        """Show the backups that can be found."""
        panel = ChooseBackup(
            self._runner, self._places(), self._clinic(), reason=self._reason, clock=self._clock
        )  # fmt: skip
        panel.chosen.connect(lambda path: self._prove(panel, path))
        panel.back_asked.connect(self.left)
        self._porch.banner.hide()
        self._porch.show_panel(panel)

    def _prove(self, choosing: ChooseBackup, path: Path) -> None:
        try:
            slots = doorkeepers(path, None if self._folder is None else ClinicFolder(self._folder))
        except ClinicError as error:
            choosing.show_problem(error)
            return
        panel = ProveBackup(
            self._runner, path, self._folder, slots, person=self._person, passphrase=self._passphrase
        )  # fmt: skip
        panel.back_asked.connect(self.choose)
        panel.proven.connect(self._confirm)
        self._porch.show_panel(panel)
        if self._passphrase and self._folder is not None:
            panel.prove()

    def _confirm(self, proposal: Proposal) -> None:
        self._passphrase = ""
        panel = ConfirmRestore(self._runner, proposal, clock=self._clock)
        panel.back_asked.connect(self.choose)
        panel.restored.connect(partial(self._tell, proposal.folder.path))
        self._porch.show_panel(panel)

    def _tell(self, folder: Path, done: Restored) -> None:
        now = self._clock()
        zone = now.astimezone().tzinfo
        assert zone is not None  # noqa: S101  (an aware instant has a zone)
        words = [
            tr("The clinic is as it was at the backup of {when}.", when=moment_text(done.manifest.made_at, now, zone))
        ]
        if done.kept is not None:
            words.append(tr("What it held until now is in the backup {file}.", file=done.kept.name))
        if done.aside is not None:
            words.append(tr("What was there until now lies in {folder}.", folder=done.aside))
        self.restored.emit(folder, " ".join(words))

    def _places(self) -> list[tuple[str, Path]]:
        """Name the folders that may hold backups: the clinic's own, and this computer's second place."""
        places = [] if self._folder is None else [(tr("This clinic"), ClinicFolder(self._folder).backups)]
        second = self._preferences.now.backup_folder
        return [*places, *([(tr("Second place"), Path(second))] if second else [])]

    def _clinic(self) -> UUID | None:
        if self._folder is None:
            return None
        try:
            return look_into(ClinicFolder(self._folder)).clinic
        except ClinicError:
            return None
