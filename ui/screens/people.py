"""People: everyone in the clinic, searched by any part of the name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer

from models.access import Permission
from models.pages.people import PersonRow, people_page
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.screen.list_screen import ListScreen
from ui.tables.person import name_column
from ui.tables.rows import SOFT, Column
from ui.translation import plural, tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import EmptyState, PageHeader
from ui.widgets.forms import SearchBox
from ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context


class PeopleScreen(ListScreen[PersonRow]):
    """The list of people."""

    help_page = "people"
    once = frozenset({"importing", "cohort"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found_for = ""
        """What was typed when the people now listed were asked for."""
        self.shortcut("Ctrl+N", self.add_person)
        self.shortcut("Ctrl+I", self.import_list)
        for keys, by in (("Down", 1), ("Up", -1)):
            self.shortcut(keys, partial(self._move, by))

    def make_header(self) -> PageHeader:
        """Make the title with the ways to add people and to save the list."""
        context = self.context
        self.import_button = secondary(tr("Import a list"), self.import_list, key="Ctrl I")
        self.add_button = primary(tr("Add a person"), self.add_person, key="Ctrl N")
        self.add_button.setVisible(context.actor.may(Permission.CHANGE_PEOPLE))
        self.import_button.setVisible(context.actor.may(Permission.IMPORT_PEOPLE))
        self.save_button = quiet(tr("Save as a table…"), self.save_table, icon="file-arrow-down")
        self.save_button.setVisible(context.actor.may(Permission.SAVE_LISTS))
        return PageHeader(tr("People"), actions=(self.save_button, self.import_button, self.add_button))

    def make_rows(self) -> RowList[PersonRow]:
        """Make the list of names with the groups that tell who each is."""
        return RowList(
            tr("People"),
            (
                name_column(lambda one: one.line.label),
                Column(tr("Groups"), lambda one: one.groups, SOFT, width=380, tip=lambda one: one.groups),
            ),
            EmptyState("user", tr("Nobody here yet."), tr("Import your list, or add people one by one.")),
            accessible_text=_accessible_text,
            not_found=EmptyState("user", tr("Nobody has a name like this."), tr("Try a shorter piece of the name.")),
        )

    def filters(self) -> tuple[QWidget, ...]:
        """Make the search field; Enter in it opens the current person."""
        self.search = SearchBox(tr("Find a person; accents do not matter"), lambda _: self.refresh())
        if self.may_open():
            self.search.returnPressed.connect(self._open_current)
        return (self.search,)

    def is_filtered(self) -> bool:
        """Tell whether a name is sought."""
        return bool(self.search.text().strip())

    def may_open(self) -> bool:
        """Tell whether the person signed in may read contact data."""
        return self.context.actor.may(Permission.READ_CONTACT)

    def open_row(self, line: PersonRow) -> None:
        """Open the person."""
        self.context.go("person", person=line.line.id)

    def open(self, parameters: Mapping[str, object]) -> None:
        """Open the list, or at once the import of a roster."""
        super().open(parameters)
        if parameters.get("importing"):
            QTimer.singleShot(0, self, self.import_list)

    def query(self) -> Callable[[Work], tuple[PersonRow, ...]]:
        """Ask for the people whose names hold what is typed."""
        return partial(people_page, text=self.search.text())

    def show_result(self, result: tuple[PersonRow, ...]) -> None:
        """Show who was found."""
        super().show_result(result)
        self._found_for = self.search.text()
        found = plural(len(result), "{count} person", "{count} people")
        self.header.below.setText(tr("{people} found", people=found) if self.is_filtered() else found if result else "")

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
        one = self.rows.current()
        # Enter may come before the answer to the last letter: the current row would then be of an earlier search.
        if one is not None and self._found_for == self.search.text():
            self.open_row(one)

    def _move(self, by: int) -> None:
        """Move through the list while the keyboard stays in the search."""
        self.table.select_row(self.table.currentIndex().row() + by)


def _accessible_text(one: PersonRow) -> str:
    return ", ".join(filter(None, (one.line.label.in_list, one.groups)))
