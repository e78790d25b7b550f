"""Settings: the clinic's profile, the people who work here, and how the window looks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exports.logo import logo_bytes
from models.access import Permission
from models.pages.settings import SettingsPage, settings_page
from models.settings import Profile, change_profile
from ui.dialogs.staff.account import AddAccount, ChangePassphrase
from ui.dialogs.staff.colleague import Colleague, PassClinicalKey
from ui.dialogs.staff.recovery_sheet import MakeRecoverySheet
from ui.screen.screen import Screen
from ui.translation import plural, sentence, tr
from ui.widgets.buttons import secondary
from ui.widgets.cards import Card, Page, PageHeader, column, row
from ui.widgets.computer_card import ComputerCard
from ui.widgets.labels import Soft
from ui.widgets.profile_form import ProfileForm
from ui.widgets.recovery_sheet_card import RecoverySheetCard
from ui.widgets.responsive_row import ResponsiveRow
from ui.widgets.staff_card import StaffCard
from ui.words.restore import moment_text
from ui.words.wording import time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
    from models.people.account import Account
    from models.work import Work
    from ui.context import Context


class SettingsScreen(Screen[SettingsPage]):
    """The settings of the clinic and of this computer; each field is saved when it is left."""

    help_page = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: Profile | None = None
        self._before: list[Profile] = []
        self._is_saving = self._is_due = False
        self._may_change = context.actor.may(Permission.CHANGE_PROFILE)
        self._may_manage = context.actor.may(Permission.MANAGE_STAFF)
        self.shortcut("Ctrl+S", self.save)
        self.header = PageHeader(tr("Settings"), _header_text(may_change=self._may_change))
        self.clinic = ProfileForm(context.clinic.media, may_change=self._may_change)
        self.clinic.finished.connect(self.save)
        self.clinic.logo_chosen.connect(self._store_logo)
        opens_answers = context.clinic.keys.clinical is not None
        self.people = StaffCard(context.actor, context.zone, opens_answers=opens_answers)
        self.sheet = RecoverySheetCard(context.zone)
        self.computer = ComputerCard(context.theme, context.preferences)
        self.backup_text = Soft(wrap=True)
        self._lay_out()

    def query(self) -> Callable[[Work], SettingsPage]:
        """Ask for the profile, the staff, the recovery sheet and the backups."""
        clinic = self.context.clinic
        return partial(settings_page, folder=clinic.folder, keyring=clinic.keyring)

    def show_result(self, result: SettingsPage) -> None:
        """Show what is kept."""
        if not self._is_saving:
            self.clinic.fill(result.profile, self._shown)
            self._shown = result.profile
        self.people.show_accounts(result.accounts, self.context.clinic.clock())
        self.sheet.show_recovery_sheet(result.sheet)
        self.backup_text.setText(_backups_text(result, self.context.clinic.clock(), self.context.zone))

    def first_focus(self) -> QWidget:
        """Give the keyboard to the first field that this person may change."""
        return self.clinic.name if self._may_change else self.computer.scheme

    def save(self) -> None:
        """Save the fields that differ from what is stored, in one change of the profile."""
        if self._shown is None or not self._may_change:
            return
        if self._is_saving:
            # One save at a time: the second would carry the version from before the first, and be refused.
            self._is_due = True
            return
        typed = self.clinic.typed(self._shown)
        if typed != self._shown:
            self._write(typed, self._shown)

    def undo(self) -> bool:
        """Put the profile back as it was before the last change."""
        if not self._before or self._shown is None or self._is_saving:
            return False
        # With the present version: an undo is a new change, not a return to an old row.
        self._write(replace(self._before[-1], version=self._shown.version), None)
        return True

    def _write(self, wanted: Profile, before: Profile | None) -> None:
        """Save; `before` is what an undo brings back, None for the undo itself."""
        self._is_saving = True
        self.context.tasks.write(
            self, partial(change_profile, shown=wanted), partial(self._show_saved, wanted, before), self._refuse
        )

    def _show_saved(self, sent: Profile, before: Profile | None, kept: Profile) -> None:
        self._is_saving = False
        if before is None:
            self._before.pop()
        else:
            self._before.append(before)
        self.clinic.show_problem("")
        self.clinic.fill(kept, self._shown, sent)
        self._shown = kept
        now = self.context.clinic.clock()
        self.header.below.setText(tr("Saved {time}", time=time_text(now, self.context.zone)))
        if self._is_due:
            self._is_due = False
            self.save()

    def _refuse(self, error: ClinicError) -> None:
        """Show the reason and keep what was typed; it is saved with the next field that is left."""
        self._is_saving = self._is_due = False
        self.clinic.show_problem(sentence(error))
        self.refresh()

    def _store_logo(self, path: Path) -> None:
        media = self.context.clinic.media

        def keep(_progress: object) -> str:
            return media.store(logo_bytes(path))

        self.context.tasks.run(
            self, keep, self.clinic.take_logo, lambda error: self.clinic.show_problem(sentence(error))
        )

    def add_person(self) -> None:
        """Ask whom to give an account."""
        AddAccount(self, self.context, self.refresh).open()

    def change_passphrase(self) -> None:
        """Ask for a new passphrase of one's own."""
        ChangePassphrase(self, self.context).open()

    def change_account(self, account: Account) -> None:
        """Show what can be done with a colleague's account."""
        Colleague(self, self.context, account, self.refresh).open()

    def pass_key(self, account: Account) -> None:
        """Open answers and scores for a colleague who waits for it."""
        PassClinicalKey(self, self.context, account, self.refresh).open()

    def make_sheet(self) -> None:
        """Make a recovery sheet."""
        MakeRecoverySheet(self, self.context, self.sheet.valid, self.refresh).open()

    def _lay_out(self) -> None:
        self.people.add_asked.connect(self.add_person)
        self.people.passphrase_asked.connect(self.change_passphrase)
        self.people.chosen.connect(self.change_account)
        self.people.key_asked.connect(self.pass_key)
        self.sheet.asked.connect(self.make_sheet)
        self.sheet.setVisible(self._may_manage)
        safety = Card(tr("Backups"))
        self.backup_button = secondary(tr("Look at the backups"), lambda: self.context.go("backups"))
        self.backup_button.setVisible(self.context.actor.may(Permission.BACK_UP))
        safety.add(self.backup_text, row(self.backup_button))
        page = Page()
        right = column(self.computer, self.people, self.sheet, safety, spacing=20)
        if self._may_change:
            right.addWidget(self._consent())
        if self.context.actor.may(Permission.READ_AUDIT):
            right.addWidget(self._audit())
        if self.context.actor.may(Permission.KEEP_PRIVACY):
            right.addWidget(self._privacy())
        left = column(self.clinic)
        for side in (left, right):
            side.addStretch()
        page.add(self.header, ResponsiveRow((5, left), (4, right)))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _consent(self) -> Card:
        card = Card(tr("Consent"))
        self.consent_button = secondary(tr("Words of consent…"), lambda: self.context.go("consent_texts"))
        card.add(Soft(tr("What people are asked, in their language."), wrap=True), row(self.consent_button))
        return card

    def _privacy(self) -> Card:
        card = Card(tr("Privacy"))
        self.privacy_button = secondary(tr("Keep and erase…"), lambda: self.context.go("privacy"))
        about = tr("How long records are kept, whose time is over, and what was erased or handed out.")
        card.add(Soft(about, wrap=True), row(self.privacy_button))
        return card

    def _audit(self) -> Card:
        card = Card(tr("What was done"))
        self.audit_button = secondary(tr("See what was done"), lambda: self.context.go("audit"))
        card.add(Soft(tr("Who added, changed or read what, and when."), wrap=True), row(self.audit_button))
        return card


def _header_text(*, may_change: bool) -> str:
    if may_change:
        return tr("Each change is saved when you leave its field. Ctrl Z takes the last one back.")
    return tr("An administrator changes what the clinic is called and where it is.")


def _backups_text(page: SettingsPage, now: datetime, zone: tzinfo) -> str:
    if page.last_backup is None:
        return tr("A backup is made every half hour in which something changes, and at the end. There is none yet.")
    when = moment_text(page.last_backup, now, zone)
    return plural(page.backups, "{count} backup, of {when}.", "{count} backups; the newest of {when}.", when=when)
