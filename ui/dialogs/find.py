"""Find anyone or anything (Ctrl+K): people, cohorts, ceremonies, and what the window can do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from models.pages.search import Hit, search
from models.text import fold
from ui.tables.hits import LINE_ROLE, HitLine, HitsModel
from ui.tables.rows import KEY, SOFT, STRONG
from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import ROW, Size, Space
from ui.translation import plural, tr
from ui.widgets.cells import draw_cell
from ui.widgets.forms import SearchBox
from ui.widgets.icons import draw_icon
from ui.widgets.labels import Soft
from ui.words.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QShowEvent

    from ui.context import Context

_ICONS: Final = {"person": "user", "cohort": "users", "ceremony": "trophy"}
_MOVES: Final = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class _LineDelegate(QStyledItemDelegate):
    """Draws a line: icon, text, what it is, and its keys."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line; the current one has the laurel ground."""
        line: HitLine = index.data(LINE_ROLE)
        rect = QRect(option.rect).adjusted(4, 1, -4, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of("laurel_tint"))
            painter.drawRoundedRect(rect, 6, 6)
        side = px(18)
        spot = QRect(rect.left() + px(12), rect.center().y() - side // 2, side, side)
        draw_icon(
            painter, QStyle.visualRect(option.direction, rect, spot), line.icon, "laurel" if is_current else "soft"
        )
        room = rect.adjusted(px(42), 0, -px(12), 0)
        self._draw_words(painter, room, line, option.direction)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Be as tall as a row of a table."""
        return QSize(super().sizeHint(option, index).width(), px(ROW - 2))

    def _draw_words(self, painter: QPainter, room: QRect, line: HitLine, direction: Qt.LayoutDirection) -> None:
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font_of(Size.SMALL))
        aside = painter.fontMetrics().horizontalAdvance(line.aside or line.keys) + px(28)
        draw_cell(painter, room, line.keys or line.aside, KEY if line.keys else SOFT, end, direction)
        words = QStyle.visualRect(direction, room, room.adjusted(0, 0, -aside, 0))
        draw_cell(painter, words, line.text, STRONG, start, direction)


class Find(QDialog):
    """A search over people, cohorts, ceremonies and actions."""

    def __init__(self, context: Context, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self.setWindowTitle(tr("Find anyone or anything"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._home = parent
        self._context = context
        self._actions = tuple(actions)
        self._asked = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        # A search waits for a pause in the typing, so that one is made for a word and not for each letter.
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._search)
        self.box = SearchBox(tr("Find anyone or anything"))
        self.box.textChanged.connect(self._search_soon)
        self.box.installEventFilter(self)
        self.model = HitsModel()
        self.model.setParent(self)
        self.list = QListView()
        self.list.setObjectName("choices")
        self.list.setAccessibleName(tr("What was found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._choose)
        self.count = Soft()
        self._lay_out()
        self._show_found("", ())
        self._search()

    def showEvent(self, event: QShowEvent) -> None:
        """Appear over the upper middle of the window."""
        super().showEvent(event)
        home = self._home.window().geometry()
        self.move(home.center().x() - self.width() // 2, home.top() + px(64))

    def done(self, result: int) -> None:
        """Close, and give the keyboard back to the window, also where no window manager does."""
        super().done(result)
        self._home.window().activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle arrows and Enter while the keyboard stays in the search field."""
        if watched is self.box and isinstance(event, QKeyEvent) and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _MOVES:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
            self._move(step[Qt.Key(event.key())])
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentIndex())
            return True
        return False

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        box.setSpacing(Space.S)
        box.addWidget(self.box)
        box.addWidget(self.list, 1)
        box.addWidget(self.count)
        self.resize(px(600), px(440))
        self.box.setFocus()

    def _search_soon(self) -> None:
        self._wait.start()

    def _search(self) -> None:
        self._wait.stop()
        text = self._asked = self.box.text().strip()
        self._context.tasks.read(self, partial(search, text=text), partial(self._show_found, text))

    def _show_found(self, text: str, hits: Sequence[Hit]) -> None:
        # The answer to an earlier text may come after that of the present one was asked.
        if text != self._asked:
            return
        lines = [*(self._line_of(hit) for hit in hits), *self._action_lines(text)]
        self.model.set_lines(lines)
        if lines:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.count.setText(
                plural(len(lines), "{count} found. Enter opens it.", "{count} found. Enter opens the first.")
            )
        else:
            self.count.setText(tr("Nothing found for “{text}”. Try fewer letters.", text=text))

    def _line_of(self, hit: Hit) -> HitLine:
        kinds = {"person": tr("Person"), "cohort": tr("Cohort"), "ceremony": tr("Ceremony")}
        planned_for = hit.planned_for
        day = "" if planned_for is None else day_text(planned_for.astimezone(self._context.zone).date())
        more = hit.below or day
        aside = tr("{kind} · {more}", kind=kinds[hit.kind], more=more) if more else kinds[hit.kind]
        return HitLine(_ICONS[hit.kind], hit.text, aside, "", partial(self._context.go, hit.screen, **hit.parameters))

    def _action_lines(self, text: str) -> list[HitLine]:
        native = QKeySequence.SequenceFormat.NativeText
        lines: list[HitLine] = []
        for action in self._actions:
            word = action.text().replace("&&", "&")
            if fold(text) in fold(word):
                keys = action.shortcut().toString(native)
                lines.append(HitLine("arrow-bend-down-right", word, tr("Action"), keys, action.trigger))
        return lines

    def _move(self, step: int) -> None:
        row = max(0, min(self.model.rowCount() - 1, self.list.currentIndex().row() + step))
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if isinstance(line, HitLine):
            # First, since an action may open a dialog of its own.
            self.accept()
            line.choose()
