"""The base of the screens that are one list: title, filters, rows, and what opens a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ui.screen.screen import Screen
from ui.widgets.cards import Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.context import Context
    from ui.widgets.cards import PageHeader
    from ui.widgets.row_list import RowList

R = TypeVar("R")


class ListScreen(Screen[tuple[R, ...]], Generic[R]):
    """A screen with one list of rows of type `R`. Enter or a double click opens a row where `may_open` allows it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header, self.rows = self.make_header(), self.make_rows()
        self.table = self.rows.table
        if self.may_open():
            self.table.opened.connect(self.open_row)
        page = Page()
        page.add(self.header, *self.filters(), self.rows)
        page.body.addStretch()
        self.outer.addWidget(page)

    def make_header(self) -> PageHeader:
        """Make the title with the page's buttons."""
        raise NotImplementedError

    def make_rows(self) -> RowList[R]:
        """Make the list with its columns and its empty state."""
        raise NotImplementedError

    def filters(self) -> tuple[QWidget, ...]:
        """Make the widgets between title and list that filter it, such as a search."""
        return ()

    def is_filtered(self) -> bool:
        """Tell whether a filter is on, so that no row may mean no match."""
        return False

    def may_open(self) -> bool:
        """Tell whether this person may open a row."""
        return True

    def open_row(self, line: R) -> None:
        """Open what a row stands for."""
        raise NotImplementedError

    def show_result(self, result: tuple[R, ...]) -> None:
        """Show the list, or what is said where it is empty."""
        self.rows.show_rows(result, is_filtered=self.is_filtered())

    def first_focus(self) -> QWidget:
        """Give the keyboard to the list."""
        return self.table
