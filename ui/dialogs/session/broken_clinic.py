"""The panel of a clinic that does not open: what is wrong, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from models.folder.storage_errors import LostRecordsError
from ui.dialogs.panel import Panel
from ui.dialogs.session.welcome import Offer
from ui.translation import sentence, tr
from ui.widgets.buttons import Button, primary, quiet
from ui.widgets.cards import Divider, row
from ui.widgets.labels import Elided

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError


class BrokenClinic(Panel):
    """Offers to restore a backup, to go on with what is left, or to try again."""

    restore_asked = Signal()
    go_on_asked = Signal()
    """Go on without the newest records."""
    again_asked = Signal()
    other_asked = Signal()

    def __init__(self, folder: Path, fault: ClinicError) -> None:
        super().__init__(tr("This clinic does not open"), sentence(fault), width=600)
        self.restore = Offer(
            "clock-counter-clockwise", tr("Restore a backup"),
            tr("You see first what is in it and what would be missing. Nothing that is here now is deleted."),
            primary(tr("Choose…"), self.restore_asked.emit),
        )  # fmt: skip
        self.rest = Offer(
            "arrow-right", tr("Go on with what is left"),
            tr("The newest records stay missing. It is written down that you decided so; backups stay as they are."),
            Button(tr("Go on without them"), on_click=self.go_on_asked.emit),
        )  # fmt: skip
        self.again = Offer(
            "arrow-clockwise", tr("Look again"),
            tr("After a disk or cable was put back, or the right files."),
            Button(tr("Try again"), on_click=self.again_asked.emit),
        )  # fmt: skip
        self.add(Elided(str(folder), type_name="small", tone="soft"), self.restore)
        if isinstance(fault, LostRecordsError):
            self.add(Divider(), self.rest)
        self.add(Divider(), self.again)
        foot = row(quiet(tr("Another clinic"), self.other_asked.emit))
        foot.insertStretch(1, 1)
        self.add(foot)

    def first_field(self) -> QWidget | None:
        """Give the button that restores a backup."""
        return self.restore.button
