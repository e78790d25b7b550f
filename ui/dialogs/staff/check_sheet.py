"""Comparing the audit with a day sheet: typed letters, or a PDF or picture of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exports.anchor_file import anchor_in
from models.storage.audit_anchor import paper_problem, read_anchor
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.files import DropZone
from ui.widgets.forms import Form, line
from ui.widgets.labels import Body

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.access import Actor
    from models.errors import ClinicError
    from models.storage.audit import Head
    from models.storage.database import Database
    from ui.context import Context


class CheckSheet(Dialog):
    """Asks for the letters of a sheet, and tells whether the audit has that entry."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        about = tr("Type what stands at the foot of the sheet, or drop a PDF or a picture of it here.")
        super().__init__(tr("Check a day sheet"), about, parent)
        self._context = context
        self.letters = line()
        self.form = Form()
        self.letters_row = self.form.add(tr("Entry and letters"), self.letters, tr("4711 ABCD EFGH IJKL MNOP QRST"))
        self.drop = DropZone(
            tr("Drop the sheet here"), tr("a PDF or a picture"), "*.pdf *.png *.jpg *.jpeg *.webp *.tif *.tiff"
        )
        self.drop.chosen.connect(self.check_file)
        self.answer = Body(wrap=True)
        self.answer.hide()
        self.add(self.form, self.drop, self.answer)
        self.cancel_button.set_label(tr("Close"))
        self.check_button = self.act(tr("Check"), self.check)

    def check(self) -> None:
        """Check the letters that were typed."""
        self._run(partial(read_anchor, self.letters.text()))

    def check_file(self, path: Path) -> None:
        """Check the code in a file."""
        self._run(partial(anchor_in, path))

    def _run(self, read: Callable[[], Head]) -> None:
        self.letters_row.set_error("")
        self.answer.hide()
        self.check_button.setEnabled(False)
        job = partial(_checked, self._context.tasks.database, self._context.actor, read)
        running = self._context.tasks.run(self, lambda _progress: job(), self._say, self.letters_row.refuse)
        running.finished.connect(lambda: self.check_button.setEnabled(True))

    def _say(self, found: tuple[int, ClinicError | None]) -> None:
        seq, problem = found
        whole = tr("The record still holds entry {number} as the sheet says, and every entry before it.", number=seq)
        self.answer.setText(whole if problem is None else sentence(problem))
        self.answer.set_tone("laurel" if problem is None else "care")
        self.answer.show()


def _checked(database: Database, actor: Actor, read: Callable[[], Head]) -> tuple[int, ClinicError | None]:
    anchor = read()
    return anchor.seq, paper_problem(database, actor, anchor)
