"""The sign-in: an account, and its passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BROKEN
from models.keys.slots import read_key_file
from ui.dialogs.panel import Panel
from ui.translation import tr
from ui.widgets.buttons import link, primary, quiet
from ui.widgets.cards import column, row
from ui.widgets.forms import Form, passphrase_line
from ui.widgets.labels import Elided, Soft
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.errors import ClinicError
    from ui.tasks import Runner


class SignIn(Panel):
    """Asks for the passphrase of one of the people with a key; opens the clinic off the GUI thread."""

    signed_in = Signal(object)
    """The result of `open_clinic`."""
    other_asked = Signal()
    recovery_asked = Signal()
    restore_asked = Signal()
    broken = Signal(object)
    """`ClinicError`: the passphrase was right, and the records do not open."""

    def __init__(
        self, folder: Path, runner: Runner, open_clinic: Callable[[Path, str, str | None], object], *, person: str = ""
    ) -> None:
        super().__init__(tr("Sign in"), tr("Your passphrase opens the clinic's records."), width=440)
        self._folder, self._runner, self._open = folder, runner, open_clinic
        self.person = QComboBox()
        key_file = read_key_file(ClinicFolder(folder))
        self.person.addItems([slot.name for slot in key_file.people])
        self.person.setCurrentIndex(max(0, self.person.findText(person, Qt.MatchFlag.MatchExactly)))
        self.passphrase = passphrase_line()
        self.passphrase.returnPressed.connect(self.sign_in)
        self.form = Form()
        self.person_row = self.form.add(tr("Who are you?"), self.person)
        self.passphrase_row = self.form.add(tr("Passphrase"), self.passphrase)
        self.progress = ProgressRow()
        self.button = primary(tr("Sign in"), self.sign_in, key=tr("Enter"))
        self.warning = Soft(wrap=True)
        self.warning.hide()
        foot = row(quiet(tr("Another clinic"), self.other_asked.emit), self.button)
        foot.insertStretch(1, 1)
        self.add(Elided(str(folder), type_name="small", tone="soft"), self.form, self.warning, self.progress, foot)
        others = [link(tr("Records lost or damaged? Restore a backup"), self.restore_asked.emit)]
        if key_file.recovery is not None:
            others.insert(0, link(tr("Passphrase lost? Use the recovery key"), self.recovery_asked.emit))
        self.add(column(*others))

    def say_who_is_locked(self, name: str) -> None:
        """Warn that somebody else's pages are still open behind the lock."""
        self.warning.setText(
            tr("{name}'s pages stay open behind the lock. If somebody else signs in, they are closed, and what was "
               "typed there and not yet saved is lost.", name=name)
        )  # fmt: skip
        self.person.currentTextChanged.connect(lambda chosen: self.warning.setVisible(chosen != name))
        self.sentence.setText(tr("Laurel is locked. Your passphrase leads back to where you were."))

    def first_field(self) -> QWidget | None:
        """Give the field of the passphrase."""
        return self.passphrase

    def sign_in(self) -> None:
        """Open the clinic with the passphrase, off the GUI thread."""
        if not self.button.isEnabled():  # Enter in the field, while a try is running
            return
        self.passphrase_row.set_error("")
        folder, passphrase, name = self._folder, self.passphrase.text(), self.person.currentText() or None
        job = self._runner.start(
            self, lambda _progress: self._open(folder, passphrase, name), self._welcome_in, self._refuse
        )
        self.button.setEnabled(False)
        job.finished.connect(self._enable)
        self.progress.follow(job, tr("Opening the clinic…"))

    def _welcome_in(self, opened: object) -> None:
        self.passphrase.clear()  # the panel stays in memory behind the window
        self.signed_in.emit(opened)

    def _refuse(self, error: ClinicError) -> None:
        if isinstance(error, BROKEN):
            self.broken.emit(error)
        else:
            self.passphrase_row.refuse(error)

    def _enable(self) -> None:
        self.button.setEnabled(True)
