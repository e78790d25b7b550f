"""Exporting all that is stored about one person: asks where to, and for the passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from exports.personal_data import save_person
from models.access import Permission
from ui.dialogs.base import Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.translation import tr
from ui.widgets.files import ask_where_to_save
from ui.widgets.labels import Soft

if TYPE_CHECKING:
    from uuid import UUID

    from models.access import Confirmed
    from ui.context import Context
    from ui.screen.screen import Screen


class ExportPersonDialog(Dialog):
    """Says what is in the file, and writes it."""

    def __init__(self, parent: Screen[Any], context: Context, person: UUID, name: str) -> None:
        super().__init__(
            tr("Everything about {name}", name=name),
            tr(
                "One ZIP file for the person: a PDF to read, tables and a file for programs, and their certificates. "
                "Nobody else is in it, and colleagues are named by their role."
            ),
            parent,
            width=560,
        )
        self.context, self._screen, self._person = context, parent, person
        self.add(
            Soft(
                tr(
                    "The file is not encrypted. Hand it over on the clinic's own medium, and delete your copy. Its "
                    "name does not say whom it is about."
                ),
                wrap=True,
            )
        )
        if not context.actor.may(Permission.READ_OUTCOMES) or context.clinic.keys.clinical is None:
            self.add(
                Soft(
                    tr(
                        "Answers and scores do not open for you, so they are left out, and the file says so. A "
                        "facilitator of the person's group can make one with them."
                    ),
                    wrap=True,
                    tone="care",
                )
            )
        self.save_button = self.act(tr("Save…"), self.save)
        self.save_button.setFocus()

    def save(self) -> None:
        """Ask where to, and then for the passphrase."""
        today = self.context.today
        kind = tr("ZIP file (*.zip)")
        path = ask_where_to_save(
            self, tr("Save everything about a person"), f"laurel-person-{today:%Y-%m-%d}.zip", kind
        )
        if path is None:
            return
        self.accept()
        write = partial(
            save_person,
            media=self.context.clinic.media,
            person=self._person,
            path=path.with_suffix(path.suffix or ".zip"),
        )
        ConfirmIdentity(
            self._screen, self.context, tr("Save everything about a person"),
            tr("What leaves Laurel is written down with your name."), tr("Save the file"),
            partial(_start, self._screen, write),
        ).open()  # fmt: skip


def _start(screen: Screen[Any], write: partial[None], confirmed: Confirmed) -> None:
    def say(_none: None) -> None:
        screen.context.toast(tr("The file is saved. It is not encrypted."))

    screen.context.tasks.run_reading(screen, partial(write, confirmed=confirmed), say)
