"""Making a recovery sheet, after the passphrase was typed, and showing it to be printed or saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exports.recovery_sheet import make_recovery_sheet
from models.errors import NotConfirmedError
from ui.dialogs.base import Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.dialogs.staff.key_changes import change_keys
from ui.translation import tr
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from exports.recovery_sheet import RecoverySheet
    from models.access import Confirmed
    from models.errors import ClinicError
    from models.people.recovery_sheet import ValidRecoverySheet
    from ui.context import Context
    from ui.main_window import MainWindow


class MakeRecoverySheet(Dialog):
    """Offers to make a sheet, which replaces the one that is valid."""

    def __init__(
        self, parent: QWidget, context: Context, valid: ValidRecoverySheet | None, made: Callable[[], object]
    ) -> None:
        super().__init__(tr("Make a recovery sheet"), _about(valid), parent)
        self.context, self._below, self._made = context, parent, made
        self.progress = ProgressRow()
        self.add(self.progress)
        self.make_button = self.act(tr("Make the sheet…"), self.ask)
        self.make_button.setFocus()

    def ask(self) -> None:
        """Ask for the passphrase."""
        self.show_problem("")
        ConfirmIdentity(
            self, self.context, tr("Make a recovery sheet"), tr("The sheet opens everything in the clinic."),
            tr("Make the sheet"), self.make,
        ).open()  # fmt: skip

    def make(self, confirmed: Confirmed) -> None:
        """Make the sheet."""
        self.make_button.setEnabled(False)
        change_keys(
            self, self.context, partial(make_recovery_sheet, confirmed=confirmed), self._show_made, self._refused,
            progress=self.progress, text=tr("Making the sheet…"),
        )  # fmt: skip

    def _show_made(self, made: RecoverySheet) -> None:
        self.accept()
        self._made()
        title = tr("Recovery sheet {number}", number=made.number)
        file_name = f"recovery-sheet-{made.number}.pdf"
        PrintPreviewDialog(self._below, self.context, title, made.pdf, file_name, [Leaf("recovery_key")]).open()


class OfferRecoverySheet(MakeRecoverySheet):
    """Offers the first sheet at the first sign-in to a new clinic, without asking for the passphrase again."""

    def __init__(self, parent: QWidget, context: Context, made: Callable[[], object]) -> None:
        super().__init__(parent, context, None, made)
        self.heading.setText(tr("One page for the safe"))
        self.make_button.set_label(tr("Make the sheet"))
        self.cancel_button.set_label(tr("Later"))

    def ask(self) -> None:
        """Go on with the passphrase that was typed a moment ago."""
        self.make(self.context.clinic.confirmed)

    def _refused(self, error: ClinicError) -> None:
        """Ask for the passphrase where the dialog was open for too long."""
        super()._refused(error)
        if isinstance(error, NotConfirmedError):
            super().ask()


def offer_recovery_sheet(window: MainWindow) -> None:
    """Offer the first sheet of a clinic that was just made."""
    shown = window.screen_shown
    OfferRecoverySheet(window, window.context, shown.refresh if shown is not None else lambda: None).open()


def _about(valid: ValidRecoverySheet | None) -> str:
    if valid is not None:
        return tr("Sheet {number} then no longer opens the clinic.", number=valid.number)
    return tr(
        "If a passphrase is lost, the recovery sheet opens the clinic. Without one, the records are lost. "
        "Print it, and keep it in the safe in a closed envelope."
    )
