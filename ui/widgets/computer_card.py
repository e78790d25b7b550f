"""What is set for this computer: colours, and after how many minutes Laurel locks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui.background.idle import MINUTES
from ui.theme.tokens import Scheme
from ui.translation import plural, tr
from ui.widgets.cards import Card
from ui.widgets.forms import Form, choice

if TYPE_CHECKING:
    from ui.preferences import KeptPreferences
    from ui.theme.theme import Theme


class ComputerCard(Card):
    """The settings of this computer; each choice holds at once and after the next start."""

    def __init__(self, theme: Theme, preferences: KeptPreferences) -> None:
        super().__init__(tr("This computer"))
        self._theme, self._preferences = theme, preferences
        options: list[tuple[str, object]] = [
            (tr("as the system"), None), (tr("light"), Scheme.LIGHT), (tr("dark"), Scheme.DARK),
            (tr("high contrast"), Scheme.CONTRAST),
        ]  # fmt: skip
        self.scheme = choice(options, theme.wanted)
        self.scheme.activated.connect(lambda _: theme.set_scheme(self.scheme.currentData()))
        now = preferences.now.lock_minutes
        offered = sorted({*MINUTES, now})
        self.minutes = choice([(plural(one, "{count} minute", "{count} minutes"), one) for one in offered], now)
        self.minutes.activated.connect(lambda _: self._keep(self.minutes.currentData()))
        form = Form()
        form.add(tr("Colours"), self.scheme, tr("Ctrl + and Ctrl − make everything larger or smaller."))
        form.add(
            tr("Lock when unused for"), self.minutes,
            tr("Ctrl L locks at once. What was typed stays, and is there again after the passphrase."),
        )  # fmt: skip
        self.add(form)

    def _keep(self, minutes: int) -> None:
        self._preferences.save(replace(self._preferences.now, lock_minutes=minutes))
