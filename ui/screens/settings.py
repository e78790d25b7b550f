"""Settings: the clinic's profile, the people who work here, and how the window looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from exports.logo import logo_bytes
from exports.recovery_sheet import make_recovery_sheet
from models.access import Permission
from models.people.staff import Staff, StaffLine, staff, valid_sheet
from models.settings import ClinicProfile, Profile, change_profile, profile
from models.storage.backup import backups
from ui.dialogs.account import AddAccount, ChangePassphrase
from ui.dialogs.base import Confirm
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.screen import Screen
from ui.theme_tokens import Scheme
from ui.translation import plural, sentence, tr
from ui.widgets.beside import Beside
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import Card, Divider, Page, PageHeader, Row, clear, column, row
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Body, Soft
from ui.widgets.profile_form import ProfileForm
from ui.wording import day_and_year_text, joined_text, role_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from exports.recovery_sheet import RecoverySheet
    from models.errors import ClinicError
    from models.people.staff import Sheet
    from models.storage.folder import ClinicFolder
    from models.storage.keyring import KeyRing
    from models.work import Work
    from ui.context import Context


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """All that the page shows."""

    profile: Profile
    staff: tuple[StaffLine, ...]
    last_backup: str
    backups: int
    sheet: Sheet | None
    """The recovery sheet that counts."""


class SettingsScreen(Screen[SettingsPage]):
    """The clinic's own page; each field is saved when it is left."""

    watches = frozenset({ClinicProfile, Staff})
    help_page = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: Profile | None = None
        self._before: list[Profile] = []
        self._is_saving = self._is_due = False
        self._may_change = context.actor.may(Permission.CHANGE_PROFILE)
        self._may_manage = context.actor.may(Permission.MANAGE_STAFF)
        self.shortcut("Ctrl+S", self.save)
        self.header = PageHeader(tr("Settings"), _told(may_change=self._may_change))
        self.clinic = ProfileForm(context.clinic.media, may_change=self._may_change)
        self.clinic.finished.connect(self.save)
        self.clinic.logo_chosen.connect(self._store_logo)
        self.staff_list, self.backup_text = column(spacing=0), Soft(wrap=True)
        self.sheet_part = column(spacing=8)
        self._sheet: Sheet | None = None
        self._lay_out()

    def query(self) -> Callable[[Work], SettingsPage]:
        """Ask for the profile, the staff, the recovery sheet and the backups."""
        clinic = self.context.clinic
        return partial(_read, folder=clinic.folder, keyring=clinic.keyring)

    def show_result(self, result: SettingsPage) -> None:
        """Show what is kept."""
        if not self._is_saving:
            self.clinic.fill(result.profile, self._shown)
            self._shown = result.profile
        clear(self.staff_list)
        for one in result.staff:
            roles = joined_text([role_text(role) for role in sorted(one.roles, key=lambda role: role.value)])
            self.staff_list.addWidget(Row(one.name, roles if one.is_active else tr("left")))
        if self._may_manage:
            self._show_sheet(result.sheet)
        self.backup_text.setText(
            plural(
                result.backups,
                "{count} verified backup: {name}.",
                "{count} verified backups; the newest is {name}.",
                name=result.last_backup,
            )
            if result.backups
            else tr("A verified backup is made each time the clinic is closed. There is none yet.")
        )

    def first_focus(self) -> QWidget:
        """Give the keyboard to the first field that this person may change."""
        return self.clinic.name if self._may_change else self.scheme

    def save(self) -> None:
        """Save what differs from what is kept, the profile whole or not at all."""
        if self._shown is None or not self._may_change:
            return
        if self._is_saving:
            self._is_due = True
            return
        typed = self.clinic.typed(self._shown)
        if typed != self._shown:
            self._write(typed, self._shown)

    def undo(self) -> bool:
        """Put the profile back as it was before the last change."""
        if not self._before or self._shown is None or self._is_saving:
            return False
        self._write(replace(self._before[-1], version=self._shown.version), None)
        return True

    def _write(self, wanted: Profile, before: Profile | None) -> None:
        """Save; `before` is what an undo brings back, None for the undo itself."""
        self._is_saving = True
        self.context.tasks.write(
            self, partial(_change, wanted=wanted), partial(self._show_saved, wanted, before), self._refuse
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
        """Say what is wrong and keep what was typed; it is saved once it is right."""
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
        AddAccount(self, self.context).open()

    def change_passphrase(self) -> None:
        """Ask for a new passphrase of one's own."""
        ChangePassphrase(self, self.context).open()

    def make_sheet(self) -> None:
        """Make a recovery sheet; where one counts already, ask first, since that one then opens nothing."""
        if self._sheet is None:
            self._make_sheet()
            return
        Confirm(
            self,
            tr("Make a new recovery sheet?"),
            tr("Sheet {number} then no longer opens the clinic.", number=self._sheet.number),
            tr("Make a new sheet"),
            self._make_sheet,
        ).open()

    def _make_sheet(self) -> None:
        self.sheet_button.setEnabled(False)
        self.context.tasks.write(
            self, partial(make_recovery_sheet, keyring=self.context.clinic.keyring), self._show_made, self._refuse_sheet
        )

    def _show_made(self, made: RecoverySheet) -> None:
        """Show the page to print; the records of this screen did not change, the key file did."""
        self.refresh()
        title = tr("Recovery sheet {number}", number=made.number)
        PrintPreviewDialog(self, title, made.pdf, f"recovery-sheet-{made.number}.pdf", self.context.toast).open()

    def _refuse_sheet(self, error: ClinicError) -> None:
        self.sheet_button.setEnabled(True)
        self.context.show_banner(sentence(error), "care")

    def _show_sheet(self, sheet: Sheet | None) -> None:
        """Say which sheet counts, or loudly that there is none."""
        self._sheet = sheet
        clear(self.sheet_part)
        if sheet is None:
            self.sheet_text = Body(
                tr("There is no recovery sheet yet: if the passphrase is lost, nobody can open the clinic."),
                tone="care",
            )
            self.sheet_button = primary(tr("Recovery sheet…"), self.make_sheet)
        else:
            day = "" if sheet.made_at is None else day_and_year_text(sheet.made_at.astimezone(self.context.zone).date())
            self.sheet_text = Body(
                tr("Recovery sheet {number}, made on {day}, is the one that counts.", number=sheet.number, day=day)
            )
            self.sheet_button = secondary(tr("Recovery sheet…"), self.make_sheet)
        self.sheet_part.addWidget(self.sheet_text)
        self.sheet_part.addLayout(row(self.sheet_button))

    def _lay_out(self) -> None:
        people, safety = Card(tr("People who work here")), Card(tr("Backups"))
        self.add_button = secondary(tr("Add a person…"), self.add_person)
        self.passphrase_button = secondary(tr("Change my passphrase…"), self.change_passphrase)
        people.add(self.staff_list, row(self.add_button, self.passphrase_button))
        self.add_button.setVisible(self._may_manage)
        if self._may_manage:
            people.add(Divider(), self.sheet_part)
        safety.add(self.backup_text)
        page = Page()
        right = column(self._look(), people, safety, spacing=20)
        if self.context.actor.may(Permission.READ_AUDIT):
            right.addWidget(self._audit())
        page.add(self.header, Beside((5, column(self.clinic)), (4, right)))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _audit(self) -> Card:
        card = Card(tr("What was done"))
        self.audit_button = secondary(tr("See what was done"), lambda: self.context.go("audit"))
        card.add(Soft(tr("Who added, changed or read what, and when."), wrap=True), row(self.audit_button))
        return card

    def _look(self) -> Card:
        card = Card(tr("This window"))
        theme = self.context.theme
        options: list[tuple[str, object]] = [(tr("as the system"), None)]
        options += [
            (tr("light"), Scheme.LIGHT),
            (tr("dark"), Scheme.DARK),
            (tr("high contrast"), Scheme.CONTRAST),
        ]
        self.scheme = choice(options, theme.wanted)
        self.scheme.activated.connect(lambda _: theme.set_scheme(self.scheme.currentData()))
        form = Form()
        form.add(tr("Colours"), self.scheme, tr("Ctrl + and Ctrl − make everything larger or smaller."))
        card.add(form)
        return card


def _told(*, may_change: bool) -> str:
    if may_change:
        return tr("Each change is saved when you leave its field. Ctrl Z takes the last one back.")
    return tr("An administrator changes what the clinic is called and where it is.")


def _change(work: Work, wanted: Profile) -> Profile:
    change_profile(work, wanted)
    work.session.flush()
    return profile(work)


def _read(work: Work, folder: ClinicFolder, keyring: KeyRing) -> SettingsPage:
    kept = backups(folder)
    newest = kept[0].name if kept else ""
    return SettingsPage(profile(work), staff(work), newest, len(kept), valid_sheet(work, keyring))
