"""Accounts: adding a colleague, whose first passphrase is shown once, and changing one's own passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from models.access import CLINICAL_ROLES, Role
from models.people.staff import add_account, change_passphrase
from models.storage.faults import WrongPassphraseError
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.cards import Card, column
from ui.widgets.forms import Form, line, passphrase_line
from ui.widgets.labels import Heading, Soft
from ui.wording import day_and_year_text, role_text

if TYPE_CHECKING:
    from models.errors import ClinicError
    from models.people.staff import FirstPassphrase
    from ui.context import Context


class AddAccount(Dialog):
    """Asks for a name and roles, then shows the first passphrase, this once."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(tr("Add a person"), tr("They sign in with their name and a passphrase of their own."), parent)
        self.context = context
        self.name = line(limit=120)
        self.boxes: dict[Role, QCheckBox] = {}
        self.form = Form()
        self.form.add(tr("Name"), self.name)
        self._roles = QWidget()
        list_ = column(Soft(tr("What they do here")), *map(self._box, Role), spacing=8)
        list_.setContentsMargins(0, 0, 0, 0)
        self._roles.setLayout(list_)
        self.add(self.form, self._roles)
        if context.clinic.keys.clinical is None:
            told = tr("Roles that read answers and scores are given by an administrator who has such a role.")
            list_.addWidget(Soft(told, wrap=True))
        self.first: Heading | None = None
        self.add_button = self.act(tr("Add this person"), self._add)

    @property
    def chosen(self) -> frozenset[Role]:
        """The roles that are ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def _box(self, role: Role) -> QCheckBox:
        box = QCheckBox(role_text(role))
        box.setEnabled(role not in CLINICAL_ROLES or self.context.clinic.keys.clinical is not None)
        box.setVisible(role is not Role.PROGRAM)
        self.boxes[role] = box
        return box

    def _add(self) -> None:
        self.show_problem("")
        self.add_button.setEnabled(False)
        action = partial(
            add_account, keyring=self.context.clinic.keyring, name=self.name.text(), roles=self.chosen
        )  # fmt: skip
        self.context.tasks.write(self, action, self._hand_over, self._refused)

    def _hand_over(self, made: FirstPassphrase) -> None:
        """Show what to tell the colleague; nobody can see it again."""
        for part in (self.form, self._roles, self.add_button):
            part.hide()
        self.heading.setText(tr("{name} can sign in", name=made.name))
        until = day_and_year_text(made.until.astimezone(self.context.zone).date())
        self.sentence.setText(
            tr("Hand this first passphrase over now: it is not shown again. It opens until {day}, and at the first "
               "sign-in a passphrase of one's own takes its place.", day=until)
        )  # fmt: skip
        self.first = Heading(made.passphrase, wrap=True)
        card = Card()
        card.add(self.first)
        self.add(card)
        self.cancel_button.set_label(tr("I have handed it over"))
        self.cancel_button.setFocus()

    def _refused(self, error: ClinicError) -> None:
        self.add_button.setEnabled(True)
        self.show_problem(sentence(error))


class ChangePassphrase(Dialog):
    """Asks for the passphrase that one has, and twice for the new one."""

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
        self.add(self.form)
        self.save_button = self.act(tr("Change the passphrase"), self._change)

    def _change(self) -> None:
        self.form.clear_errors()
        if self.passphrase.text() != self.again.text():
            self.again_row.set_error(tr("The two are not the same. Type it again."))
            self.again.setFocus()
            return
        self.save_button.setEnabled(False)
        action = partial(
            change_passphrase, keyring=self.context.clinic.keyring, current=self.current.text(),
            new=self.passphrase.text(),
        )  # fmt: skip
        self.context.tasks.write(self, action, lambda _none: self._done(), self._refused)

    def _done(self) -> None:
        self.accept()
        self.context.toast(tr("Your passphrase is changed."))

    def _refused(self, error: ClinicError) -> None:
        self.save_button.setEnabled(True)
        is_current = isinstance(error, WrongPassphraseError)
        (self.current_row if is_current else self.passphrase_row).set_error(sentence(error))
        (self.current if is_current else self.passphrase).setFocus()
