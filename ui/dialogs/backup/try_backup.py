"""The restore drill: restoring the newest backup as a test, with the words of the recovery sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from models.clinic.drill import drilled
from models.errors import InvalidError
from models.keys.recovery_key import read_recovery_key
from ui.dialogs.base import Dialog
from ui.theme.appearance import px
from ui.translation import plural, tr
from ui.widgets.forms import Form
from ui.widgets.labels import Body, Soft, Strong
from ui.widgets.progress import ProgressRow
from ui.words.restore import moment_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.clinic.drill import Found
    from models.errors import ClinicError
    from models.keys.recovery_key import RecoveryKey
    from ui.context import Context
    from ui.job import Progress


class TryBackup(Dialog):
    """Asks for the recovery key, restores the newest backup as a test, and shows what is in it."""

    tried = Signal()
    """The drill ended, passed or failed, and is in the audit."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(
            tr("Try the newest backup out"),
            tr("Laurel restores it to a private place with the recovery key, looks through all of it, and wipes it. "
               "Nothing in the clinic is changed."), parent, width=520,
        )  # fmt: skip
        self._context = context
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(px(120))
        self.form = Form()
        self.words_row = self.form.add(
            tr("The four lines of the recovery sheet"), self.words,
            tr("From the envelope in the safe: so that you know that it is there, and that it is the right one."),
        )  # fmt: skip
        self.verdict, self.detail = Strong(wrap=True), Body()
        self.afterwards = Soft(wrap=True)
        for part in (self.verdict, self.detail, self.afterwards):
            part.hide()
        self.progress = ProgressRow()
        self.add(self.form, self.progress, self.verdict, self.detail, self.afterwards)
        self.button = self.act(tr("Try it out"), self.attempt)

    def attempt(self) -> None:
        """Read the words, then make the drill off the GUI thread."""
        self.words_row.set_error("")
        self.show_problem("")
        try:
            key = read_recovery_key(self.words.toPlainText())
        except InvalidError as error:
            self.words_row.refuse(error)
            return
        job = self._context.tasks.run(self, lambda progress: self._drill(key, progress), self._tell, self._refused)
        self.button.setEnabled(False)
        job.finished.connect(lambda: self.button.setEnabled(True))
        self.progress.follow(job, tr("Restoring for practice…"))

    def _drill(self, key: RecoveryKey, progress: Progress) -> Found:
        """Back up first what has changed, so that the newest backup knows the newest recovery sheet."""
        clinic = self._context.clinic
        clinic.back_up_before("drill")
        progress.check()
        return drilled(clinic.database, clinic.actor, key, clock=clinic.clock)

    def _tell(self, found: Found) -> None:
        when = moment_text(found.made_at, self._context.clinic.clock(), self._context.zone)
        self.words.clear()
        self.form.hide()
        self.button.hide()
        self.verdict.setText(
            tr("It works: the backup of {when} and this recovery key bring the clinic back.", when=when)
        )
        self.verdict.set_tone("laurel")
        parts = (
            plural(found.people, "{count} person", "{count} people"),
            plural(found.groups, "{count} group", "{count} groups"),
            plural(found.register, "{count} mark in the last register", "{count} marks in the last register"),
            plural(found.answers, "{count} form, its answers read", "{count} forms, their answers read"),
            plural(found.entries, "{count} entry of who did what", "{count} entries of who did what"),
        )
        self.detail.setText(tr("Found and checked: {what}.", what=" · ".join(parts)))
        self.afterwards.setText(tr("Put the sheet back into its envelope. Laurel will remind you in three months."))
        for part in (self.verdict, self.detail, self.afterwards):
            part.show()
        self.cancel_button.set_label(tr("Close"))
        self.cancel_button.setFocus()
        self.tried.emit()

    def _refused(self, error: ClinicError) -> None:
        super()._refused(error)
        self.words.selectAll()
        self.words.setFocus()
        self.tried.emit()
