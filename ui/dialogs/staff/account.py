"""Accounts: adding a colleague, whose first passphrase is shown once, and changing one's own passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.folder.storage_errors import WrongPassphraseError
from models.keys.sign_in_throttle import TooSoonError
from models.people.account import add_account, change_passphrase
from ui.dialogs.base import Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.session.first_passphrase import FirstPassphraseDialog
from ui.dialogs.staff.key_changes import change_keys
from ui.translation import tr
from ui.widgets.forms import Form, line, passphrase_line
from ui.widgets.progress import ProgressRow
from ui.widgets.role_boxes import RoleBoxes
from ui.words.wording import isolated

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.access import Confirmed
    from models.errors import ClinicError
    from models.people.account import FirstPassphrase
    from ui.context import Context


class AddAccount(Dialog):
    """Asks for a name and roles, then for the administrator's passphrase; `added` is called at the end."""

    def __init__(self, parent: QWidget, context: Context, added: Callable[[], object]) -> None:
        super().__init__(tr("Add a person"), tr("They sign in with their name and a passphrase of their own."), parent)
        self.context, self._below, self._added = context, parent, added
        self.name = line(limit=120)
        self.form = Form()
        self.name_row = self.form.add(tr("Name"), self.name)
        self.roles = RoleBoxes(opens_answers=context.clinic.keys.clinical is not None)
        self.progress = ProgressRow()
        self.add(self.form, self.roles, self.progress)
        self.add_button = self.act(tr("Add this person…"), self.ask)

    def ask(self) -> None:
        """Ask for the passphrase, once there is a name and a role."""
        self.show_problem("")
        self.name_row.set_error("" if self.name.text().strip() else tr("Say who it is."))
        if self.form.focus_first_error():
            return
        if not self.roles.chosen:
            self.show_problem(tr("Choose at least one role for this person."))
            return
        ConfirmIdentity(
            self, self.context, tr("Add {name}?", name=isolated(self.name.text().strip())),
            tr("Whoever has an account can open the clinic's records, as far as the roles go."),
            tr("Add this person"), self._add,
        ).open()  # fmt: skip

    def _add(self, confirmed: Confirmed) -> None:
        self.add_button.setEnabled(False)
        action = partial(add_account, name=self.name.text(), roles=self.roles.chosen, confirmed=confirmed)
        change_keys(
            self, self.context, action, self._show_first_passphrase, self._refused,
            progress=self.progress, text=tr("Making the key…"),
        )  # fmt: skip

    def _show_first_passphrase(self, made: FirstPassphrase) -> None:
        self.accept()
        self._added()
        FirstPassphraseDialog(self._below, self.context, made).open()


class ChangePassphrase(Dialog):
    """Asks for the present passphrase, and twice for the new one."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(tr("Change my passphrase"), tr("The old one then opens nothing any more."), parent)
        self.context = context
        self.current, self.passphrase, self.again = passphrase_line(), passphrase_line(), passphrase_line()
        self.form = Form()
        self.current_row = self.form.add(tr("Passphrase now"), self.current)
        self.passphrase_row = self.form.add(
            tr("New passphrase"), self.passphrase, tr("At least 8 characters. Four words are easy to remember.")
        )
        self.again_row = self.form.add(tr("New passphrase again"), self.again)
        self.progress = ProgressRow()
        self.add(self.form, self.progress)
        self.save_button = self.act(tr("Change the passphrase"), self._change)

    def _change(self) -> None:
        self.form.clear_errors()
        if self.passphrase.text() != self.again.text():
            self.again_row.set_error(tr("The two are not the same. Type it again."))
            self.again.setFocus()
            return
        self.save_button.setEnabled(False)
        action = partial(change_passphrase, current=self.current.text(), new=self.passphrase.text())
        change_keys(
            self, self.context, action, lambda _none: self._done(), self._refused,
            progress=self.progress, text=tr("Keeping the passphrase…"),
        )  # fmt: skip

    def _done(self) -> None:
        self.accept()
        self.context.toast(tr("Your passphrase is changed."))

    def _refused(self, error: ClinicError) -> None:
        self.save_button.setEnabled(True)
        is_current = isinstance(error, WrongPassphraseError | TooSoonError)
        (self.current_row if is_current else self.passphrase_row).refuse(error)
