"""Typing the recovery key, where a passphrase is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models.errors import InvalidError
from models.keys.recovery_key import RecoveryKey, read_recovery_key
from ui.dialogs.panel import Panel
from ui.theme.appearance import px
from ui.translation import tr
from ui.widgets.buttons import primary, quiet
from ui.widgets.cards import row
from ui.widgets.forms import Form
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.tasks import Runner


class UseRecoveryKey(Panel):
    """Asks for the sixteen words, and names the line with a mistake."""

    opened = Signal(object, object)
    """The `RecoveryKey`, and the accounts that it can recover."""
    back_asked = Signal()

    def __init__(self, runner: Runner, try_key: Callable[[RecoveryKey], object]) -> None:
        super().__init__(
            tr("Use the recovery key"),
            tr("It opens the clinic when a passphrase is lost. You then choose a new passphrase."),
            width=520,
        )
        self._runner, self._try = runner, try_key
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(px(132))
        self.form = Form()
        self.words_row = self.form.add(
            tr("The four lines of the recovery sheet"),
            self.words,
            tr("Four words and three digits in each line. The first four letters of a word are enough. "
               "A scanner may read the square code into this field."),
        )  # fmt: skip
        self.progress = ProgressRow()
        self.button = primary(tr("Check the key"), self.check)
        foot = row(quiet(tr("Back"), self.back_asked.emit), self.button)
        foot.insertStretch(1, 1)
        self.add(self.form, self.progress, foot)

    def first_field(self) -> QWidget | None:
        """Give the field of the words."""
        return self.words

    def check(self) -> None:
        """Read the words, and try them off the GUI thread."""
        self.words_row.set_error("")
        try:
            key = read_recovery_key(self.words.toPlainText())
        except InvalidError as error:
            self.words_row.refuse(error)
            return
        job = self._runner.start(
            self, lambda _progress: self._try(key), lambda found: self.opened.emit(key, found), self.words_row.refuse
        )
        self.button.setEnabled(False)
        job.finished.connect(lambda: self.button.setEnabled(True))
        self.progress.follow(job, tr("Trying the key…"))
