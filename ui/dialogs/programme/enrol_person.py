"""Finds a person by a piece of the name and enrols them; a new person can be added from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from models.people.participant import PersonLine, find_people
from models.programme.enrolment import enrol
from ui.dialogs.base import Dialog
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.tables.person import name_column
from ui.tables.rows import RowsModel
from ui.translation import tr
from ui.widgets.buttons import quiet
from ui.widgets.cards import row
from ui.widgets.forms import SearchBox
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from ui.context import Context


class EnrolPersonDialog(Dialog):
    """A search over people; Enter enrols the current one."""

    def __init__(self, parent: QWidget, context: Context, cohort: UUID, then: Callable[[str], object]) -> None:
        super().__init__(
            tr("Enrol a person"), tr("Type a piece of the name; accents do not matter."), parent, width=520
        )
        self.context = context
        self._cohort, self._then = cohort, then
        self._found_for: str | None = None
        """What the people shown were found for: Enter never takes one of an earlier search."""
        self.search = SearchBox(tr("Find a person"), self._find)
        self.rows: RowsModel[PersonLine] = RowsModel(
            (name_column(lambda line: line.label),), accessible_text=lambda line: line.label.in_list
        )
        self.table = TableView(self.rows, tr("People found"))
        self.table.opened.connect(lambda _: self.enrol())
        frame = TableFrame(self.table)
        frame.setMinimumHeight(264)
        self.add(self.search, frame, row(quiet(tr("Add a new person…"), self._add)))
        self.act(tr("Enrol"), self.enrol)
        self.search.setFocus()
        self._find("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the people found while the keyboard stays in the search."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.table.select_row(self.table.currentIndex().row() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def enrol(self) -> None:
        """Enrol the person that the keyboard is on; a refusal stays in the dialog."""
        line = self.table.current()
        if isinstance(line, PersonLine) and self._found_for == self.search.text():
            self._enrol(line.id, line.name)

    def _find(self, text: str) -> None:
        self.show_problem("")
        self.context.tasks.read(self, partial(find_people, text=text, limit=200), partial(self._show_found, text))

    def _show_found(self, text: str, found: tuple[PersonLine, ...]) -> None:
        self._found_for = text
        self.rows.set_rows(found)
        if not found:
            self.show_problem("" if not self.search.text() else tr("Nobody has a name like this."))

    def _enrol(self, person: UUID, name: str) -> None:
        action = partial(enrol, cohort=self._cohort, person=person)
        self.context.tasks.write(self, action, lambda _: self._done(name), self._refused)

    def _done(self, name: str) -> None:
        self.accept()
        self._then(name)

    def _add(self) -> None:
        EditPersonDialog(self, self.context, None, lambda person: self._enrol(person, "")).open()
