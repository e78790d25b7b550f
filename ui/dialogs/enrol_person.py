"""Finds a person by a piece of the name and hands them on; a new person can be added from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.people.participant import PersonLine, find_people
from ui.dialogs.base import Dialog
from ui.dialogs.edit_person import EditPersonDialog
from ui.tables.rows import Column, Look, RowsModel
from ui.translation import tr
from ui.widgets.buttons import quiet
from ui.widgets.cards import row
from ui.widgets.forms import SearchBox
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ui.context import Context


class EnrolPersonDialog(Dialog):
    """A search and the people it finds; Enter takes the current one."""

    def __init__(self, parent: QWidget, context: Context, then: Callable[[UUID], object]) -> None:
        super().__init__(
            tr("Enrol a person"), tr("Type a piece of the name; accents do not matter."), parent, width=520
        )
        self.context = context
        self._then = then
        self.search = SearchBox(tr("Find a person"), self._find)
        self.rows: RowsModel[PersonLine] = RowsModel(
            (Column(tr("Name"), lambda line: line.name, lambda line: Look(bold=True, aside=line.distinguisher)),)
        )
        self.table = TableView(self.rows, tr("People found"))
        self.table.opened.connect(self._take)
        self.search.returnPressed.connect(lambda: self._take(self.table.current()))
        frame = TableFrame(self.table)
        frame.setMinimumHeight(264)
        self.add(self.search, frame, row(quiet(tr("Add a new person…"), self._add)))
        self.act(tr("Enrol"), lambda: self._take(self.table.current()))
        self.search.setFocus()
        self._find("")

    def _find(self, text: str) -> None:
        self.context.tasks.read(self, partial(find_people, text=text, limit=200), self.rows.set_rows)

    def _take(self, line: object) -> None:
        if isinstance(line, PersonLine):
            self._then(line.id)
            self.accept()

    def _add(self) -> None:
        EditPersonDialog(self, self.context, None, self._added).open()

    def _added(self, person: UUID) -> None:
        self._then(person)
        self.accept()
