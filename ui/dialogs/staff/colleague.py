"""One colleague's account: their roles, a new first passphrase, the key to answers and scores, and leaving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.people.account import LastClinicalKeyError, change_roles, give_first_passphrase, leave, pass_clinical_key
from ui.dialogs.base import Confirm, Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.session.first_passphrase import FirstPassphraseDialog
from ui.dialogs.staff.key_changes import change_keys
from ui.translation import sentence, tr
from ui.widgets.buttons import Button
from ui.widgets.cards import Divider, row
from ui.widgets.progress import ProgressRow
from ui.widgets.role_boxes import RoleBoxes
from ui.widgets.staff_card import key_text
from ui.words.wording import isolated, joined_text, role_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from models.access import Confirmed
    from models.errors import ClinicError
    from models.people.account import Account, FirstPassphrase
    from ui.context import Context


class Colleague(Dialog):
    """Shows the actions on an account; each asks for the administrator's passphrase."""

    def __init__(self, parent: QWidget, context: Context, account: Account, changed: Callable[[], object]) -> None:
        self.name = isolated(account.line.name)
        told, _ = key_text(account, context.zone, context.clinic.clock())
        super().__init__(account.line.name, told, parent)
        self.context, self.account, self._below, self._changed = context, account, parent, changed
        self.is_own = account.line.id == context.actor.id
        self.roles = RoleBoxes(opens_answers=context.clinic.keys.clinical is not None)
        self.roles.show_roles(account.line.roles)
        self.first_button = Button(tr("New first passphrase…"), on_click=self.give_first)
        self.close_button = Button(tr("Close the account…"), on_click=self.close_account)
        for button in (self.first_button, self.close_button):
            button.setVisible(not self.is_own)  # nobody locks themselves out
        self.progress = ProgressRow()
        self.add(self.roles, Divider(), row(self.first_button, self.close_button), self.progress)
        self.roles_button = self.act(tr("Change the roles…"), self.change_roles)

    def change_roles(self) -> None:
        """Give the ticked roles and no others."""
        self.show_problem("")
        chosen, line = self.roles.chosen, self.account.line
        if not chosen:
            self.show_problem(tr("Choose at least one role for this person."))
            return
        if chosen == line.roles:
            self.show_problem(tr("These are the roles now. Tick others, or cancel."))
            return
        names = joined_text([role_text(role) for role in sorted(chosen, key=lambda role: role.value)])
        self._confirm(
            tr("Change the roles of {name}?", name=self.name),
            tr("From now on: {roles}.", roles=names),
            tr("Change the roles"),
            partial(change_roles, staff_id=line.id, roles=chosen, version=line.version),
            self._say_roles,
        )

    def give_first(self) -> None:
        """Replace a forgotten passphrase by a new first passphrase."""
        self._confirm(
            tr("A new first passphrase for {name}?", name=self.name),
            tr("The passphrase that {name} has now opens nothing any more.", name=self.name),
            tr("Make it"),
            partial(give_first_passphrase, staff_id=self.account.line.id),
            self._show_first_passphrase,
        )

    def close_account(self) -> None:
        """Remove the key of somebody who leaves; the account stays for the audit."""
        line = self.account.line
        self._confirm(
            tr("Close the account of {name}?", name=self.name),
            tr("{name} can no longer sign in. What {name} did stays in the record. Who comes back gets a new account.",
               name=self.name),
            tr("Close the account"),
            partial(leave, staff_id=line.id, version=line.version),
            lambda _none: self._say(tr("The account of {name} is closed.", name=self.name)),
            is_grave=True,
        )  # fmt: skip

    def _confirm(
        self, title: str, about: str, act: str, action: partial[Any], then: Callable[[Any], None], *,
        is_grave: bool = False,
    ) -> None:  # fmt: skip
        self.show_problem("")
        ConfirmIdentity(
            self, self.context, title, about, act, lambda confirmed: self._do(action, then, confirmed, knowing=False),
            kind="danger" if is_grave else "primary",
        ).open()  # fmt: skip

    def _do(self, action: partial[Any], then: Callable[[Any], None], confirmed: Confirmed, *, knowing: bool) -> None:
        def refused(error: ClinicError) -> None:
            self._enable(is_idle=True)
            # Only the use case knows whether it is the last key, and it is asked again with `knowing`.
            if isinstance(error, LastClinicalKeyError):
                Confirm(
                    self, tr("Nobody else reads answers and scores"), sentence(error), tr("Do it all the same"),
                    lambda: self._do(action, then, confirmed, knowing=True),
                ).open()  # fmt: skip
            else:
                self.show_problem(sentence(error))

        self._enable(is_idle=False)
        change_keys(
            self, self.context, partial(action, confirmed=confirmed, knowing=knowing), then, refused,
            progress=self.progress, text=tr("Changing the key…"),
        )  # fmt: skip

    def _enable(self, *, is_idle: bool) -> None:
        for button in (self.roles_button, self.first_button, self.close_button):
            button.setEnabled(is_idle)

    def _say_roles(self, _none: None) -> None:
        if self.is_own:
            self._say(tr("Your roles are changed. Sign in again, so that the window shows what they open."))
        else:
            self._say(tr("The roles of {name} are changed.", name=self.name))

    def _say(self, text: str) -> None:
        self.accept()
        self._changed()
        self.context.toast(text)

    def _show_first_passphrase(self, made: FirstPassphrase) -> None:
        self.accept()
        self._changed()
        FirstPassphraseDialog(self._below, self.context, made).open()


class PassClinicalKey(ConfirmIdentity):
    """Asks somebody with the clinical key to pass it on to a colleague with a clinical role."""

    def __init__(self, parent: QWidget, context: Context, account: Account, changed: Callable[[], object]) -> None:
        name = isolated(account.line.name)

        def passed(_none: None) -> None:
            changed()
            context.toast(tr("{name} reads answers and scores from the next sign-in on.", name=name))

        def pass_on(confirmed: Confirmed) -> None:
            action = partial(
                pass_clinical_key, keyring=context.clinic.keyring, staff_id=account.line.id, confirmed=confirmed
            )
            context.tasks.write(parent, action, passed)

        super().__init__(
            parent, context, tr("Open answers and scores for {name}?", name=name),
            tr("An administrator gave {name} a role that reads them. Your key makes it possible.", name=name),
            tr("Pass the key on"), pass_on,
        )  # fmt: skip
