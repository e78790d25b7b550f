"""Which recovery sheet is valid, or a warning that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, row
from ui.widgets.labels import Body
from ui.words.wording import day_and_year_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from models.people.recovery_sheet import ValidRecoverySheet


class RecoverySheetCard(Card):
    """Names the valid recovery sheet, and offers to make one."""

    asked = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__(tr("Recovery sheet"))
        self._zone = zone
        self.valid: ValidRecoverySheet | None = None
        self.text = Body()
        self.button = Button(tr("Make a recovery sheet…"), on_click=self.asked.emit)
        self.add(self.text, row(self.button))

    def show_recovery_sheet(self, valid: ValidRecoverySheet | None) -> None:
        """Show which recovery sheet is valid; `None` where none was made."""
        self.valid = valid
        self.button.set_kind("primary" if valid is None else "secondary")
        if valid is None:
            self.text.setText(
                tr("There is no recovery sheet yet: if the passphrase is lost, nobody can open the clinic.")
            )
            self.text.set_tone("care")
            return
        day = "" if valid.made_at is None else day_and_year_text(valid.made_at.astimezone(self._zone).date())
        self.text.setText(
            tr("Recovery sheet {number}, made on {day}, is the one that counts.", number=valid.number, day=day)
        )
        self.text.set_tone("ink")
