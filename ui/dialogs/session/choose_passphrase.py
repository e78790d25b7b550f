"""Choosing one's own passphrase, at the first sign-in and after the recovery key was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui.dialogs.panel import Panel
from ui.translation import tr
from ui.widgets.buttons import primary, quiet
from ui.widgets.cards import row
from ui.widgets.forms import Form, passphrase_line
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.tasks import Runner


class ChoosePassphrase(Panel):
    """Asks for a new passphrase twice, and for the account where `names` has more than one."""

    chosen = Signal(str, str)
    """The account's name and the passphrase, once it is stored."""
    back_asked = Signal()

    def __init__(
        self, runner: Runner, title: str, about: str, keep: Callable[[str, str], object], names: Sequence[str]
    ) -> None:
        super().__init__(title, about, width=440)
        self._runner, self._keep = runner, keep
        self.person = QComboBox()
        self.person.addItems(list(names))
        self.passphrase, self.again = passphrase_line(), passphrase_line()
        self.form = Form()
        if len(names) > 1:
            self.form.add(tr("Whose passphrase?"), self.person)
        self.passphrase_row = self.form.add(
            tr("New passphrase"), self.passphrase, tr("At least 8 characters. Four words are easy to remember.")
        )
        self.again_row = self.form.add(tr("New passphrase again"), self.again)
        self.progress = ProgressRow()
        self.button = primary(tr("Use this passphrase"), self.choose, key=tr("Enter"))
        foot = row(quiet(tr("Back"), self.back_asked.emit), self.button)
        foot.insertStretch(1, 1)
        self.add(self.form, self.progress, foot)
        for field in (self.passphrase, self.again):
            field.returnPressed.connect(self.choose)

    def first_field(self) -> QWidget | None:
        """Give the field of the passphrase."""
        return self.passphrase

    def choose(self) -> None:
        """Store the passphrase, off the GUI thread."""
        if not self.button.isEnabled():
            return
        self.form.clear_errors()
        if self.passphrase.text() != self.again.text():
            self.again_row.set_error(tr("The two are not the same. Type it again."))
            self.again.setFocus()
            return
        name, passphrase = self.person.currentText(), self.passphrase.text()
        job = self._runner.start(
            self,
            lambda _progress: self._keep(name, passphrase),
            lambda _done: self.chosen.emit(name, passphrase),
            self.passphrase_row.refuse,
        )
        self.button.setEnabled(False)
        job.finished.connect(lambda: self.button.setEnabled(True))
        self.progress.follow(job, tr("Keeping the passphrase…"))
