"""A notice on Today where backups, or copies of them elsewhere, are missing for days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.access import Permission
from models.backup.backup_state import Lack
from ui.translation import tr
from ui.widgets.buttons import secondary
from ui.widgets.cards import Card, row
from ui.widgets.labels import Body
from ui.words.backup import lack_text

if TYPE_CHECKING:
    from models.backup.backup_state import BackupState
    from ui.context import Context


class BackupNotice(Card):
    """Shown while something is missing, to whoever can act; never for the sample clinic."""

    def __init__(self, context: Context) -> None:
        super().__init__(edge="care")
        self._context = context
        self.text = Body()
        self.button = secondary(tr("Look at the backups"), partial(context.go, "backups"))
        self.add(row(self.text, self.button, stretch=0))
        self.hide()
        watch = context.backups
        if watch is not None and context.actor.may(Permission.BACK_UP):
            watch.found.connect(self.show_state)
            if watch.state is not None:
                self.show_state(watch.state)

    def show_state(self, state: BackupState) -> None:
        """Show what is missing, or hide."""
        now = self._context.preferences.now
        lack = state.lack(now.backup_days, now.copy_days)
        is_for_them = lack is not Lack.NO_SECOND_PLACE or self._context.actor.may(Permission.KEEP_BACKUPS)
        is_sample = now.is_sample(self._context.clinic.folder.path)
        self.setVisible(lack is not None and is_for_them and not is_sample)
        if lack is not None:
            self.text.setText(lack_text(lack, state))
