"""People: everyone in the clinic, found by any piece of the name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer

from models.access import Permission
from models.pages.people import PersonRow, people_page
from models.people.participant import Participant
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.screen import Screen
from ui.tables.rows import SOFT, Column, Look, RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader
from ui.widgets.forms import SearchBox
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context


class PeopleScreen(Screen[tuple[PersonRow, ...]]):
    """The list of people."""

    watches = frozenset({Participant, Enrolment, Cohort})
    help_page = "people"
    once = frozenset({"importing", "cohort"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found_for = ""
        self.import_button = secondary(tr("Import a list"), self.import_list, key="Ctrl I")
        self.add_button = primary(tr("Add a person"), self.add_person, key="Ctrl N")
        self.add_button.setVisible(context.actor.may(Permission.CHANGE_PEOPLE))
        self.import_button.setVisible(context.actor.may(Permission.IMPORT_PEOPLE))
        self.shortcut("Ctrl+N", self.add_person)
        self.shortcut("Ctrl+I", self.import_list)
        self.save_button = quiet(tr("Save as a table…"), self.save_table, icon="file-arrow-down")
        self.save_button.setVisible(context.actor.may(Permission.SAVE_LISTS))
        self.header = PageHeader(tr("People"), actions=(self.save_button, self.import_button, self.add_button))
        self.search = SearchBox(tr("Find a person; accents do not matter"), lambda _: self.refresh())
        self.rows = RowsModel(
            (
                Column(tr("Name"), lambda one: one.line.name, _look, tip=lambda one: one.line.name),
                Column(tr("Groups"), lambda one: one.groups, SOFT, width=380, tip=lambda one: one.groups),
            ),
            spoken=_spoken,
        )
        self.table = TableView(self.rows, tr("People"))
        if context.actor.may(Permission.READ_CONTACT):
            self.table.opened.connect(lambda one: context.go("person", person=one.line.id))
            self.search.returnPressed.connect(self._open_current)
        for keys, by in (("Down", 1), ("Up", -1)):
            self.shortcut(keys, partial(self._move, by))
        self.frame = TableFrame(self.table)
        self.empty = EmptyState("user", tr("Nobody here yet."), tr("Import your list, or add people one by one."))
        self.nobody = EmptyState("user", tr("Nobody has a name like this."), tr("Try a shorter piece of the name."))
        for part in (self.frame, self.empty, self.nobody):
            part.hide()
        page = Page()
        page.add(self.header, self.search, self.frame, self.empty, self.nobody)
        page.body.addStretch()
        self.outer.addWidget(page)

    def open(self, parameters: Mapping[str, object]) -> None:
        """Open the list, or at once the import of a roster."""
        super().open(parameters)
        if parameters.get("importing"):
            QTimer.singleShot(0, self, self.import_list)

    def query(self) -> Callable[[Work], tuple[PersonRow, ...]]:
        """Ask for the people whose name holds what is typed."""
        return partial(people_page, text=self.search.text())

    def show_result(self, result: tuple[PersonRow, ...]) -> None:
        """Show who was found."""
        sought = bool(self.search.text().strip())
        found = plural(len(result), "{count} person", "{count} people")
        self.header.below.setText(tr("{people} found", people=found) if sought else found if result else "")
        self._found_for = self.search.text()
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
            from ui.dialogs.people.import_people import ImportPeopleDialog

            cohort = self.parameters.get("cohort")
            ImportPeopleDialog(self, self.context, cohort if isinstance(cohort, UUID) else None).open()

    def save_table(self) -> None:
        """Save the people of the clinic as a file."""
        if self.context.actor.may(Permission.SAVE_LISTS):
            from ui.dialogs.save_table import SaveTableDialog

            SaveTableDialog(self, self.context).open()

    def _open_current(self) -> None:
        one = self.table.current()
        if isinstance(one, PersonRow) and self._found_for == self.search.text():
            self.context.go("person", person=one.line.id)

    def _move(self, by: int) -> None:
        """Move through the list while the keyboard stays in the search."""
        self.table.select_row(self.table.currentIndex().row() + by)


def _look(one: PersonRow) -> Look:
    return Look(bold=True, aside=one.line.distinguisher)


def _spoken(one: PersonRow) -> str:
    name = " ".join(filter(None, (one.line.name, one.line.distinguisher)))
    return ", ".join(filter(None, (name, one.groups)))
