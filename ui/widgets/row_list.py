"""A list as pages show it: the table in its frame, or what is said where it has no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.tables.rows import Column, RowsModel
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.widgets.cards import EmptyState

R = TypeVar("R")


class RowList(QWidget, Generic[R]):
    """A table of rows of type `R`, as tall as they are; before the first answer nothing is shown."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        empty: EmptyState,
        *,
        accessible_text: Callable[[R], str] | None = None,
        not_found: EmptyState | None = None,
    ) -> None:
        """Make the list; `not_found` is shown in the place of `empty` while a filter is on."""
        super().__init__()
        self.model = RowsModel(columns, accessible_text=accessible_text)
        self.table = TableView(self.model, name)
        self.frame = TableFrame(self.table)
        self.empty, self.not_found = empty, not_found or empty
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in dict.fromkeys((self.frame, self.empty, self.not_found)):
            part.hide()
            box.addWidget(part)

    @property
    def rows(self) -> tuple[R, ...]:
        """What the table shows."""
        return self.model.rows

    def current(self) -> R | None:
        """Give the row that the keyboard is on, None where there is none."""
        return self.model.row_at(self.table.currentIndex())

    def show_rows(self, rows: Sequence[R], *, is_filtered: bool = False) -> None:
        """Show these rows, or say that there are none."""
        self.model.set_rows(rows)
        self.table.fit_height()
        shown = self.not_found if is_filtered else self.empty
        for part in (self.empty, self.not_found):
            part.setVisible(part is shown and not rows)
        self.frame.setVisible(bool(rows))
