"""The passphrase once more, before an export, an erasure, or a change of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.forms import Form, passphrase_line
from ui.widgets.progress import ProgressRow
from ui.words.wording import isolated

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.access import Confirmed
    from ui.context import Context
    from ui.widgets.buttons import ButtonKind


class ConfirmIdentity(Dialog):
    """Asks for the passphrase of the person signed in; `then` is called with the `Confirmed`."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        title: str,
        sentence: str,
        act: str,
        then: Callable[[Confirmed], object],
        *,
        kind: ButtonKind = "primary",
    ) -> None:
        super().__init__(title, sentence, parent)
        self._context, self._then = context, then
        self.passphrase = passphrase_line()
        self.form = Form()
        asked = tr("Your passphrase, {name}", name=isolated(context.actor.name))
        self.passphrase_row = self.form.add(asked, self.passphrase)
        self.passphrase_row.name.setWordWrap(True)
        self.progress = ProgressRow()
        self.add(self.form, self.progress)
        self.confirm_button = self.act(act, self.confirm, kind)

    def confirm(self) -> None:
        """Try the passphrase off the GUI thread."""
        if not self.confirm_button.isEnabled():
            return
        self.passphrase_row.set_error("")
        clinic, typed = self._context.clinic, self.passphrase.text()
        self.confirm_button.setEnabled(False)
        job = self._context.tasks.run(
            self, lambda _progress: clinic.confirm(typed), self._go_on, self.passphrase_row.refuse
        )
        job.finished.connect(lambda: self.confirm_button.setEnabled(True))
        self.progress.follow(job, tr("Checking the passphrase…"))

    def _go_on(self, confirmed: Confirmed) -> None:
        self.passphrase.clear()
        self.accept()
        self._then(confirmed)
