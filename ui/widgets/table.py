"""The table of every list: rows of 44 px, hover, a green edge at the current row, chips and marks in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from ui.tables.rows import PLAIN, CellRole, Look, RowsModel
from ui.theme.appearance import colour_of, px
from ui.theme.tokens import RADIUS, ROW
from ui.widgets.cell_width import chip_width
from ui.widgets.cells import draw_cell

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

MEASURED: Final = 40
"""Rows at most whose chips are measured for the width of a column: a list of thousands must not wait for it."""


class CellDelegate(QStyledItemDelegate):
    """Draws a cell as its `Look` says, over the ground of its row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row's ground, the hairline below it, and the cell."""
        view = self.parent()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        rect: QRect = option.rect
        if isinstance(view, TableView):
            if index.row() == view.currentIndex().row():
                painter.fillRect(rect, colour_of("current"))
            elif index.row() == view.hovered:
                painter.fillRect(rect, colour_of("hover"))
            if index.row() < index.model().rowCount() - 1 or view.has_room_below():
                painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour_of("line"))
        look = index.data(CellRole.LOOK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(index.data() or "")
        flags: Qt.AlignmentFlag = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeading
        draw_cell(painter, rect, text, look if isinstance(look, Look) else PLAIN, flags, option.direction)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Keep rows at 44 px, zoomed."""
        return QSize(super().sizeHint(option, index).width(), px(ROW))


class TableView(QTableView):
    """A table over a `RowsModel`. Arrows move, Enter or a double click opens the row."""

    opened = Signal(object)
    """The row (a frozen dataclass) on which Enter was pressed or that was double-clicked."""
    current_changed = Signal(object)
    """The row that the keyboard is on now, or None."""

    def __init__(self, model: RowsModel[Any], name: str) -> None:
        super().__init__()
        self.setObjectName("table")
        self.setAccessibleName(name)
        self.hovered = -1
        self._is_fitted = False
        self._rows = model
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        # Tab leaves the table; inside it the arrows move.
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self._lay_out()
        model.modelReset.connect(self._keep_a_row)
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    def current(self) -> object | None:
        """Give the row that the keyboard is on, or None."""
        row: object | None = self._rows.row_at(self.currentIndex())
        return row

    def select_row(self, number: int) -> None:
        """Put the keyboard on a row, counted from 0."""
        if 0 <= number < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(number, 0))

    def has_room_below(self) -> bool:
        """Tell whether the last row ends above the end of the view."""
        return not self._is_fitted and self.verticalHeader().length() < self.viewport().height()

    def fit_height(self) -> None:
        """Take exactly the height of the rows, for a table on a page that scrolls as a whole."""
        self._is_fitted = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = max(1, self._rows.rowCount())
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * px(ROW))
        if isinstance(frame := self.parentWidget(), TableFrame):
            frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter; leave every other key to Qt."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        if (row := self._rows.row_at(self.indexAt(event.position().toPoint()))) is not None:
            self.opened.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, then the green edge of the current row."""
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid():
            return
        top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
        painter = QPainter(self.viewport())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.viewport().width() - 3 if mirrored else 0
        painter.fillRect(left, top, 3, height, colour_of("laurel"))
        if self.hasFocus():
            painter.setPen(QPen(colour_of("focus"), 1))
            painter.drawRect(QRect(0, top, self.viewport().width() - 1, height - 2))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        # The first change comes before the constructor is through.
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_rows"):
            self._lay_out()
            self._widen_for_chips()

    def _widen_for_chips(self) -> None:
        """Let columns of a fixed width grow until the words of their chips are whole; none ever becomes narrower."""
        header = self.horizontalHeader()
        shown = range(min(self._rows.rowCount(), MEASURED))
        for number in (at for at, column in enumerate(self._rows.columns) if column.width):
            cells = (self._rows.index(row, number) for row in shown)
            wanted = max((chip_width(str(one.data() or ""), one.data(CellRole.LOOK)) for one in cells), default=0)
            if wanted > header.sectionSize(number):
                header.resizeSection(number, wanted)

    def _lay_out(self) -> None:
        vertical, horizontal = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(px(ROW))
        vertical.setDefaultSectionSize(px(ROW))
        horizontal.setHighlightSections(False)
        horizontal.setSectionsClickable(False)
        horizontal.setMinimumSectionSize(px(32))
        for number, column in enumerate(self._rows.columns):
            if column.width:
                horizontal.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                horizontal.resizeSection(number, px(column.width))
            else:
                horizontal.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if self._is_fitted:
            self.fit_height()

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            self._repaint_row(before)
            self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        """Repaint one row over its full width, and no other: repainting all would delay the keys."""
        if 0 <= row < self._rows.rowCount():
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _keep_a_row(self) -> None:
        self.hovered = -1
        self._widen_for_chips()
        if self._rows.rowCount() and not self.currentIndex().isValid():
            self.select_row(0)
        if self._is_fitted:
            self.fit_height()

    def _tell_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (previous, current):
            self._repaint_row(index.row())
        self.current_changed.emit(self._rows.row_at(current))


class TableFrame(QFrame):
    """The rounded surface around a table."""

    def __init__(self, table: TableView) -> None:
        super().__init__()
        self.setObjectName("tableFrame")
        self.table = table
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(table)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Round the table's corners when its size changes."""
        if event.type() == QEvent.Type.Resize:
            self._round()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the table's corners."""
        super().resizeEvent(event)
        self._round()

    def _round(self) -> None:
        path = QPainterPath()
        path.addRoundedRect(self.table.rect().toRectF(), RADIUS - 1, RADIUS - 1)
        # A style sheet rounds the frame alone; the cells would cover its corners.
        self.table.setMask(QRegion(path.toFillPolygon().toPolygon()))
