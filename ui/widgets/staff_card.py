"""The people who work here: their accounts, roles and keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from models.access import Permission
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import link, secondary
from ui.widgets.cards import Card, clear, column, row
from ui.widgets.labels import Elided, Soft
from ui.words.wording import day_and_year_text, joined_text, role_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo
    from uuid import UUID

    from models.access import Actor
    from models.people.account import Account


class AccountRow(QWidget):
    """One account: name, roles, and the state of its key."""

    def __init__(
        self, account: Account, state: tuple[str, bool], *, beside: Sequence[QWidget], below: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self.doors = (*beside, *below)
        line = account.line
        self.name = Elided(line.name, type_name="strong" if line.is_active else "body")
        self.roles = Soft(_roles_text(account), wrap=True)
        told, needs_care = state
        self.state = Soft(told, wrap=True)
        if needs_care:
            self.state.set_tone("care")
        self.state.setVisible(bool(told))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, Space.XS, 0, Space.XS)
        box.setSpacing(Space.M)
        texts = column(self.name, self.roles, self.state, *(row(door) for door in below), spacing=2)
        box.addLayout(texts, 1)
        for door in beside:
            box.addWidget(door, 0, Qt.AlignmentFlag.AlignTop)


class StaffCard(Card):
    """Lists the accounts, those who left last; offers what the person signed in may do."""

    add_asked = Signal()
    passphrase_asked = Signal()
    chosen = Signal(object)
    """The `Account` of a colleague to change."""
    key_asked = Signal(object)
    """The `Account` of a colleague who waits for the clinical key."""

    def __init__(self, actor: Actor, zone: tzinfo, *, opens_answers: bool) -> None:
        super().__init__(tr("People who work here"))
        self._zone = zone
        self._may_manage = actor.may(Permission.MANAGE_STAFF)
        self._may_pass = opens_answers and actor.may(Permission.PASS_CLINICAL_KEY)
        self.list = column(spacing=0)
        self.rows: dict[UUID, AccountRow] = {}
        self.add_button = secondary(tr("Add a person…"), self.add_asked.emit)
        self.passphrase_button = secondary(tr("Change my passphrase…"), self.passphrase_asked.emit)
        self.add(self.list, row(self.add_button, self.passphrase_button))
        self.add_button.setVisible(self._may_manage)

    def show_accounts(self, accounts: Iterable[Account], now: datetime) -> None:
        """Show the accounts as they are now."""
        before = self._row_with_keyboard()
        clear(self.list)
        self.rows = {}
        for account in sorted(accounts, key=lambda account: not account.line.is_active):
            state = key_text(account, self._zone, now) if self._may_manage or self._may_pass else ("", False)
            shown = AccountRow(account, state, beside=self._change(account), below=self._pass_on(account))
            self.rows[account.line.id] = shown
            self.list.addWidget(shown)
        self._order_tabs()
        if before is not None:
            self._give_keyboard(before)

    def _order_tabs(self) -> None:
        """Set the tab order of the rows, which are made after everything else, to the order of reading."""
        at: QWidget = self.add_button
        while (before := at.previousInFocusChain()) is not None and before is not self.add_button:
            at = before
            if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
                break
        for shown in self.rows.values():
            for door in shown.doors:
                self.setTabOrder(at, door)
                at = door

    def _row_with_keyboard(self) -> UUID | None:
        focused = QApplication.focusWidget()
        return next((id_ for id_, one in self.rows.items() if focused and one.isAncestorOf(focused)), None)

    def _give_keyboard(self, staff: UUID) -> None:
        """Give the keyboard back to the row that had it before it was made anew."""
        shown = self.rows.get(staff)
        (shown.doors[0] if shown is not None and shown.doors else self.passphrase_button).setFocus()

    def _change(self, account: Account) -> list[QWidget]:
        if not (self._may_manage and account.line.is_active):
            return []
        return [self._link(tr("Change…"), partial(self.chosen.emit, account), account)]

    def _pass_on(self, account: Account) -> list[QWidget]:
        if not (self._may_pass and account.waits_for_clinical):
            return []
        return [self._link(tr("Pass the key on…"), partial(self.key_asked.emit, account), account)]

    def _link(self, text: str, act: partial[None], account: Account) -> QWidget:
        button = link(text, act)
        button.setAccessibleName(f"{account.line.name}: {text}")
        return button


def key_text(account: Account, zone: tzinfo, now: datetime) -> tuple[str, bool]:
    """Describe the state of an account's key, and tell whether somebody must act."""
    if not account.line.is_active:
        return "", False
    if not account.has_key:
        return tr("Has no key. Give them a new first passphrase."), True
    said = []
    if account.first_until is not None:
        day = day_and_year_text(account.first_until.astimezone(zone).date())
        if account.first_until < now:
            return tr("Never signed in, and the first passphrase ran out on {day}. Give a new one.", day=day), True
        said.append(tr("Has not signed in yet: the first passphrase opens until {day}.", day=day))
    if account.waits_for_clinical:
        said.append(tr("Waits for the key to answers and scores."))
    elif account.holds_clinical:
        said.append(tr("Reads answers and scores."))
    return " ".join(said), account.waits_for_clinical


def _roles_text(account: Account) -> str:
    roles = joined_text([role_text(role) for role in sorted(account.line.roles, key=lambda role: role.value)])
    return roles if account.line.is_active else tr("left; was {roles}", roles=roles)
