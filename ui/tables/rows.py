"""A table model over frozen rows: columns are described once, rows are replaced whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.translation import tip_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.widgets.labels import Kind, Tone

    Index = QModelIndex | QPersistentModelIndex

R = TypeVar("R")


class CellRole(IntEnum):
    """Roles beyond Qt's own."""

    LOOK = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is drawn; the text stays the cell's text."""

    shape: Literal["text", "chip", "key", "mark", "icon", "bar"] = "text"
    tone: Tone = "ink"
    bold: bool = False
    small: bool = False
    kind: Kind = "neutral"
    letter: str = ""
    """For a mark: the letter in the square before the word."""
    open: bool = False
    """For a mark: not set yet, drawn with a dashed rim."""
    icon: str = ""
    """For an icon: its Phosphor name; the text is what it says."""
    aside: str = ""
    """A soft word after the text, such as a year of birth."""
    share: float = 0.0
    """For a bar: how full, 0 to 1."""


PLAIN: Final = Look()
STRONG: Final = Look(bold=True)
SOFT: Final = Look(tone="soft", small=True)
KEY: Final = Look("key")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its heading, the text of a cell, how that is drawn, and how wide it is."""

    title: str
    text: Callable[[R], str]
    look: Callable[[R], Look] | Look = PLAIN
    width: int = 0
    """Pixels before zoom; 0 takes the room that is left."""
    align: Literal["start", "centre", "end"] = "start"
    tip: Callable[[R], str] | None = None
    hidden_title: bool = False
    """The heading is spoken, not shown."""


_ALIGN: Final = {
    "start": Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
    "end": Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter,
}


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of frozen dataclasses under described columns."""

    def __init__(self, columns: Sequence[Column[R]], *, accessible_text: Callable[[R], str] | None = None) -> None:
        super().__init__()
        self.columns: tuple[Column[R], ...] = tuple(columns)
        self.accessible_text = accessible_text
        self.rows: tuple[R, ...] = ()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Replace the rows; with the same number of rows the current row is kept."""
        if len(rows) == len(self.rows):
            # A reset would lose the current row and the scroll position of somebody who is marking.
            changed = [number for number, pair in enumerate(zip(self.rows, rows, strict=True)) if pair[0] != pair[1]]
            self.rows = tuple(rows)
            for number in changed:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_at(self, index: Index) -> R | None:
        """Give the row of an index, or None outside the table."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a heading; a hidden one is only spoken."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.hidden_title else column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows, speaks or looks like."""
        row = self.row_at(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        # Functions: Qt asks for a dozen roles of each cell, and most of them are not among these.
        answers: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: column.text(row),
            CellRole.LOOK: lambda: column.look if isinstance(column.look, Look) else column.look(row),
            CellRole.ROW: lambda: row,
            Qt.ItemDataRole.TextAlignmentRole: lambda: _ALIGN[column.align],
            Qt.ItemDataRole.ToolTipRole: lambda: tip_text(column.tip(row)) if column.tip else None,
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._accessible_text(row, column),
        }
        answer = answers.get(role)
        return None if answer is None else answer()

    def _accessible_text(self, row: R, column: Column[R]) -> str:
        if self.accessible_text is not None:
            return self.accessible_text(row)
        return f"{column.title}: {column.text(row)}" if column.title else column.text(row)
