"""People: everyone in the clinic, found by any piece of the name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from models.access import Permission
from models.people.participant import Participant, PersonLine, find_people
from ui.dialogs.edit_person import EditPersonDialog
from ui.dialogs.import_people import ImportPeopleDialog
from ui.screen import Screen
from ui.tables.rows import Column, Look, RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader
from ui.widgets.forms import SearchBox
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context


class PeopleScreen(Screen[tuple[PersonLine, ...]]):
    """The list of people."""

    watches = frozenset({Participant})
    help_page = "people"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.import_button = secondary(tr("Import a list"), self.import_list, key="Ctrl I")
        self.add_button = primary(tr("Add a person"), self.add_person, key="Ctrl N")
        self.add_button.setVisible(context.actor.may(Permission.CHANGE_PEOPLE))
        self.import_button.setVisible(context.actor.may(Permission.IMPORT_PEOPLE))
        self.shortcut("Ctrl+N", self.add_person)
        self.shortcut("Ctrl+I", self.import_list)
        self.header = PageHeader(tr("People"), actions=(self.import_button, self.add_button))
        self.search = SearchBox(tr("Find a person; accents do not matter"), lambda _: self.refresh())
        self.rows = RowsModel(
            (Column(tr("Name"), lambda line: line.name, _look, tip=lambda line: line.name),), spoken=_spoken
        )
        self.table = TableView(self.rows, tr("People"))
        self.table.opened.connect(lambda line: context.go("person", person=line.id))
        self.search.returnPressed.connect(self._open_current)
        self.frame = TableFrame(self.table)
        self.empty = EmptyState("user", tr("Nobody here yet."), tr("Import your list, or add people one by one."))
        self.nobody = EmptyState("user", tr("Nobody has a name like this."), tr("Try a shorter piece of the name."))
        page = Page()
        page.add(self.header, self.search, self.frame, self.empty, self.nobody)
        page.body.addStretch()
        self.outer.addWidget(page)

    def open(self, parameters: Mapping[str, object]) -> None:
        """Open the list, or at once the import of a roster."""
        super().open(parameters)
        if parameters.get("importing"):
            self.import_list()

    def query(self) -> Callable[[Work], tuple[PersonLine, ...]]:
        """Ask for the people whose name holds what is typed."""
        return partial(find_people, text=self.search.text(), limit=2000)

    def show_result(self, result: tuple[PersonLine, ...]) -> None:
        """Show who was found."""
        sought = bool(self.search.text().strip())
        self.header.below.setText(plural(len(result), "{count} person", "{count} people"))
        self.rows.set_rows(result)
        self.table.fit_height()
        self.frame.setVisible(bool(result))
        self.nobody.setVisible(sought and not result)
        self.empty.setVisible(not sought and not result)

    def first_focus(self) -> QWidget:
        """Give the keyboard to the search."""
        return self.search

    def add_person(self) -> None:
        """Ask for a new person's form."""
        if self.context.actor.may(Permission.CHANGE_PEOPLE):
            EditPersonDialog(self, self.context, None, lambda person: self.context.go("person", person=person)).open()

    def import_list(self) -> None:
        """Begin the import of a roster, into the cohort that asked for it."""
        if self.context.actor.may(Permission.IMPORT_PEOPLE):
            cohort = self.parameters.get("cohort")
            ImportPeopleDialog(self, self.context, cohort if isinstance(cohort, UUID) else None).open()

    def _open_current(self) -> None:
        line = self.table.current()
        if isinstance(line, PersonLine):
            self.context.go("person", person=line.id)


def _look(line: PersonLine) -> Look:
    return Look(bold=True, aside=line.distinguisher)


def _spoken(line: PersonLine) -> str:
    return " ".join(filter(None, (line.name, line.distinguisher)))
