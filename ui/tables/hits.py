"""What the search shows: actions of the window and things found, as one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class HitLine:
    """One line of the search: an icon, a text, what kind of thing it is, its keys, and what pressing Enter does."""

    icon: str
    text: str
    aside: str
    keys: str
    choose: Callable[[], object]


class HitsModel(QAbstractListModel):
    """The lines of the search."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[HitLine, ...] = ()

    def set_lines(self, lines: Sequence[HitLine]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Count the lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a line shows or speaks."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.text, line.aside, line.keys) if part)
        return line if role == LINE_ROLE else None
