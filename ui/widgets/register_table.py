"""The table of the register: the keys that set a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from models.pages.register import RegisterRow
from models.programme.mark import Mark
from ui.widgets.table import TableView

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.tables.rows import RowsModel


class RegisterTable(TableView):
    """The register by keys: a letter marks the current row and moves on; a row's label selects that row first."""

    marked = Signal(object, object)
    """The row (RegisterRow) and the Mark pressed for it, or None to clear it."""
    rest_present = Signal()
    find_wanted = Signal()

    def __init__(self, model: RowsModel[RegisterRow], name: str) -> None:
        super().__init__(model, name)
        self._register = model
        self._labelled = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle letters, labels, Enter, Delete and “/”; leave every other key to the table."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        # A key held down would mark the whole group.
        if held or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        text = event.text().upper()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._labelled = False
            self.rest_present.emit()
        elif text == "/":
            self.find_wanted.emit()
        elif text in set(Mark) or event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            stays = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._mark(Mark(text) if text in set(Mark) else None, stays=stays)
        elif not self._go_to_label(text):
            self._labelled = False
            super().keyPressEvent(event)

    def _go_to_label(self, text: str) -> bool:
        """Select the row with this label; the next letter marks it and stays there."""
        for number, row in enumerate(self._register.rows):
            if text and row.label == text:
                self.select_row(number)
                self._labelled = True
                return True
        return False

    def _mark(self, mark: Mark | None, *, stays: bool) -> None:
        row = self.current()
        if not isinstance(row, RegisterRow):
            return
        self.marked.emit(row, mark)
        if not (self._labelled or stays or mark is None):
            self.select_row(self.currentIndex().row() + 1)
        self._labelled = False
