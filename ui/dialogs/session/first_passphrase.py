"""A first passphrase, shown once to be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.cards import Card
from ui.widgets.labels import Heading
from ui.words.wording import day_and_year_text, isolated

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.people.account import FirstPassphrase
    from ui.context import Context


class FirstPassphraseDialog(Dialog):
    """Shows the first passphrase of a colleague; it cannot be shown again."""

    def __init__(self, parent: QWidget, context: Context, made: FirstPassphrase) -> None:
        until = day_and_year_text(made.until.astimezone(context.zone).date())
        super().__init__(
            tr("{name} can sign in", name=isolated(made.name)),
            tr("Hand this first passphrase over now: it is not shown again. It opens until {day}, and at the first "
               "sign-in a passphrase of one's own takes its place.", day=until),
            parent,
        )  # fmt: skip
        self.first = Heading(made.passphrase, wrap=True)
        card = Card()
        card.add(self.first)
        self.add(card)
        self.body.addStretch()
        self.cancel_button.set_label(tr("I have handed it over"))
        self.cancel_button.setAutoDefault(False)
        self.first.setFocus()  # an Enter too many would take it away unread; Tab leads to the button
