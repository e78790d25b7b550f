"""Opening and verifying a backup with a passphrase or the recovery key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from models.backup.restore import Proof, propose
from models.errors import ClinicError, InvalidError
from models.folder.folder import ClinicFolder, Found
from models.keys.recovery_key import read_recovery_key
from ui.dialogs.panel import Panel
from ui.theme.appearance import px
from ui.translation import tr
from ui.widgets.buttons import link, primary, quiet
from ui.widgets.cards import row
from ui.widgets.files import FolderField
from ui.widgets.forms import Form, passphrase_line
from ui.widgets.labels import Elided, Problem
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from models.keys.slots import KeyFile
    from ui.tasks import Runner


class ProveBackup(Panel):
    """Asks for a passphrase or the words of the recovery sheet, and for the folder of a new clinic."""

    proven = Signal(object)
    """The `Proposal`; nothing is changed yet."""
    back_asked = Signal()

    def __init__(
        self, runner: Runner, path: Path, folder: Path | None, slots: KeyFile, *, person: str = "", passphrase: str = ""
    ) -> None:
        super().__init__(
            tr("Open the backup"),
            tr("Laurel proves that the backup is whole before anything is changed."), width=480,
        )  # fmt: skip
        self._runner, self._path, self._folder = runner, path, folder
        proposed = Path.home() / "Laurel" / tr("Clinic")
        self.folder = FolderField(proposed, tr("Choose a new or empty folder"))
        self.person = QComboBox()
        self.person.addItems([slot.name for slot in slots.people])
        self.person.setCurrentIndex(max(0, self.person.findText(person, Qt.MatchFlag.MatchExactly)))
        self.passphrase = passphrase_line()
        self.passphrase.setText(passphrase)
        self.passphrase.returnPressed.connect(self.prove)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(px(132))
        self._build_form()
        self.problem = Problem()
        self.progress = ProgressRow()
        self.button = primary(tr("Open it"), self.prove, key=tr("Enter"))
        foot = row(quiet(tr("Back"), self.back_asked.emit), self.button)
        foot.insertStretch(1, 1)
        self.other_way = link("", self._switch)
        self.add(Elided(str(path), type_name="small", tone="soft"), self.form, self.problem, self.progress, foot)
        if slots.recovery is not None:
            self.add(self.other_way)
        self._uses_words = True
        self._switch()

    def first_field(self) -> QWidget | None:
        """Give the field of the passphrase."""
        return self.passphrase

    def prove(self) -> None:
        """Verify the backup off the GUI thread, and find out what restoring it would change."""
        if not self.button.isEnabled():
            return
        self.form.clear_errors()
        self.problem.hide()
        folder = self._folder or self.folder.path
        try:
            proof = self._proof()
            if folder is None or (self._folder is None and ClinicFolder(folder).look() is not Found.NOTHING):
                raise InvalidError("Choose a new or empty folder for the restored clinic.", folder=folder or "")
        except InvalidError as error:
            self._refuse(error)
            return
        job = self._runner.start(
            self, lambda _progress: propose(self._path, ClinicFolder(folder), proof), self._pass_on, self._refuse
        )
        self.button.setEnabled(False)
        job.finished.connect(lambda: self.button.setEnabled(True))
        self.progress.follow(job, tr("Opening the backup and checking all of it…"))

    def _build_form(self) -> None:
        self.form = Form()
        self.folder_row = self.form.add(
            tr("Folder for the restored clinic"), self.folder, tr("New or empty. The clinic lives there from now on.")
        )
        self.folder_row.setVisible(self._folder is None)
        self.person_row = self.form.add(tr("Who are you?"), self.person)
        self.passphrase_row = self.form.add(tr("Passphrase"), self.passphrase)
        self.words_row = self.form.add(
            tr("The four lines of the recovery sheet"), self.words,
            tr("Four words and three digits in each line. The first four letters of a word are enough."),
        )  # fmt: skip

    def _proof(self) -> Proof:
        if self._uses_words:
            return Proof(recovery=read_recovery_key(self.words.toPlainText()))
        return Proof(self.passphrase.text(), self.person.currentText() or None)

    def _switch(self) -> None:
        """Change between the passphrase and the recovery sheet."""
        self._uses_words = not self._uses_words
        self.person_row.setVisible(not self._uses_words)
        self.passphrase_row.setVisible(not self._uses_words)
        self.words_row.setVisible(self._uses_words)
        self.other_way.set_label(
            tr("Use a passphrase instead") if self._uses_words else tr("Use the recovery key instead")
        )
        (self.words if self._uses_words else self.passphrase).setFocus()

    def _pass_on(self, proposal: object) -> None:
        self.passphrase.clear()  # the panel may be shown again: what was typed must not be in it
        self.words.clear()
        self.proven.emit(proposal)

    def _refuse(self, error: ClinicError) -> None:
        if isinstance(error, InvalidError):
            wrong = self.folder_row if "folder" in error.values else self.words_row
            wrong.refuse(error)
            return
        self.problem.refuse(error)
        field = self.words if self._uses_words else self.passphrase
        field.selectAll()
        field.setFocus()
