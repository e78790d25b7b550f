"""What a person agreed to, purpose by purpose, with withdrawal in two presses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.people.consent import Purpose
from models.people.purpose import ASKED
from ui.translation import tr
from ui.widgets.buttons import Button, link
from ui.widgets.cards import Card, Divider, Row, clear, column, row
from ui.widgets.labels import Chip, Soft
from ui.words.consent import agreement_text, purpose_text, state_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from models.people.consent import Agreement
    from models.people.naming import Identity


class ConsentRow(QWidget):
    """One purpose: its state, and its actions; "Withdraw" asks once more in its own place."""

    def __init__(self, card: ConsentCard, purpose: Purpose, agreement: Agreement | None, below: str) -> None:
        super().__init__()
        self._card, self._purpose = card, purpose
        word, kind = state_text(agreement)
        named = purpose_text(purpose)
        self.withdraw_button = link(tr("Withdraw"), self.ask)
        self.withdraw_button.setAccessibleName(tr("Withdraw: {purpose}", purpose=named))
        self.record_button = link(tr("Record"), partial(card.record.emit, purpose))
        self.record_button.setAccessibleName(tr("Record: {purpose}", purpose=named))
        self._may_withdraw = card.may_record and agreement is not None and agreement.is_given_somewhere
        self.sure_button = Button(
            tr("Withdraw now"), "danger", on_click=partial(card.withdraw.emit, purpose), size=13, height=32
        )
        self.sure_button.setAccessibleName(tr("Withdraw now: {purpose}", purpose=named))
        self.keep_button = link(tr("Keep it"), self.keep)
        chip = Chip(word, "laurel" if kind == "laurel" else "neutral")
        actions = (self.withdraw_button, self.record_button, self.keep_button, self.sure_button)
        line = Row(named, below, lead=chip, lead_width=92, actions=actions)
        box = row(line, stretch=0)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)
        self._ask(is_asking=False)

    def ask(self) -> None:
        """Ask once more where the first press was, and move the keyboard there."""
        self._ask(is_asking=True)
        self.sure_button.setFocus()

    def keep(self) -> None:
        """Withdraw nothing after all."""
        self._ask(is_asking=False)
        self.withdraw_button.setFocus()

    def _ask(self, *, is_asking: bool) -> None:
        for button in (self.sure_button, self.keep_button):
            button.setVisible(is_asking)
        self.withdraw_button.setVisible(not is_asking and self._may_withdraw)
        self.record_button.setVisible(not is_asking and self._card.may_record)


class ConsentCard(Card):
    """A row for each purpose; `record` and `withdraw` say which one is meant."""

    record = Signal(Purpose)
    withdraw = Signal(Purpose)

    def __init__(self, *, may_record: bool, actions: tuple[Button, ...]) -> None:
        super().__init__(tr("What they agreed to"))
        self.may_record, self._actions = may_record, actions
        self.rows: dict[Purpose, ConsentRow] = {}
        rule = tr(
            "Nothing is shown or sent until the person agrees. "
            "The last word counts, everywhere and at once; earlier ones are kept."
        )
        self._list = column(spacing=0)
        self.add(Soft(rule, wrap=True), self._list, row(*actions, spacing=4))

    def at(self) -> Purpose | None:
        """Give the purpose whose row has the keyboard in this window, also while a dialog is above it."""
        # Of this window: QApplication's focus widget would be in the dialog that lies above.
        held = self.window().focusWidget()
        return next(
            (purpose for purpose, line in self.rows.items() if held is not None and line.isAncestorOf(held)), None
        )

    def buttons(self) -> tuple[Button, ...]:
        """Give the buttons of all rows, in the order of reading."""
        of_rows = (
            button
            for line in self.rows.values()
            for button in (line.withdraw_button, line.record_button, line.keep_button, line.sure_button)
        )
        return (*of_rows, *self._actions)

    def show_agreements(self, found: Mapping[Purpose, Agreement], identity: Identity, zone: tzinfo) -> None:
        """Show what is in force now."""
        clear(self._list)
        self.rows = {}
        for number, purpose in enumerate(ASKED):
            agreement = found.get(purpose)
            if number:
                self._list.addWidget(Divider())
            below = "" if agreement is None else agreement_text(agreement, identity, zone)
            self.rows[purpose] = ConsentRow(self, purpose, agreement, below)
            self._list.addWidget(self.rows[purpose])
