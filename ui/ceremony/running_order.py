"""The running order with planned minutes, and the list of cues to jump to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ceremonies.permitted import staged
from ui.ceremony.wording import cue_title, left_text, span_text
from ui.theme.appearance import colour_of, font_of, px
from ui.translation import plural, tr

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.ceremony.show import Show

_ROW: Final = Qt.ItemDataRole.UserRole
_SIGNS: Final = {"done": "✓", "current": "▶", "absent": "–", "armed": "→", "coming": ""}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line: its first cue, title, planned or remaining time, and state."""

    cue: int
    title: str
    time: str
    state: str

    def accessible_text(self) -> str:
        """Give the line for a screen reader."""
        states = {"done": tr("done"), "current": tr("now"), "absent": tr("left out"), "armed": tr("ready to jump to")}
        return ", ".join(part for part in (self.title, self.time, states.get(self.state, "")) if part)


def order_rows(show: Show, *, every_cue: bool) -> tuple[OrderRow, ...]:
    """List the parts, or every cue; somebody who may not be mentioned is in neither."""
    director, names = show.director, show.names
    cues = [place for place, cue in enumerate(director.script.cues) if staged(cue, names) is not None]
    if every_cue:
        return tuple(_row(show, [cue], cue_title(show, cue)) for cue in cues)
    parts = groupby(cues, key=lambda place: director.script.cues[place].segment or director.script.cues[place].title)
    return tuple(_row(show, list(places), title) for title, places in parts)


def _row(show: Show, places: list[int], title: str) -> OrderRow:
    director = show.director
    people = sum(director.script.cues[place].recipient is not None for place in places)
    if len(places) > 1 and people:
        title = plural(people, "{title} · {count} person", "{title} · {count} people", title=title)
    there = [place for place in places if place not in director.absent]
    planned = sum(director.script.cues[place].seconds + director.extra[place] for place in there or places)
    state = _state(show, places)
    if state == "current" and director.has_begun and not director.is_finished:
        later = sum(director.script.cues[p].seconds + director.extra[p] for p in there if p > director.cue)
        left = show.timing().left_in_part + later
        time = left_text(left)
        return OrderRow(places[0], title, tr("{time} left", time=time) if left >= 0 else time, state)
    return OrderRow(places[0], title, span_text(planned), state)


def _state(show: Show, places: list[int]) -> str:
    director = show.director
    if director.armed in places:
        return "armed"
    if director.cue in places:
        return "current"
    if all(place in director.absent for place in places):
        return "absent"
    if all(place < director.cue or director.reached[place] >= 0 for place in places):
        return "done" if any(director.reached[place] >= 0 for place in places) else "absent"
    return "coming"


class _Line(QStyledItemDelegate):
    """Draws one line: sign, title, time."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the height of a line, tall enough to click."""
        return QSize(100, px(37))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line; its state is a sign as well as a colour, for people who do not see the colour."""
        row: OrderRow = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if row.state in {"current", "armed"}:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of("laurel_tint" if row.state == "current" else "gold_tint"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        ink = {"current": "laurel", "armed": "gold", "coming": "ink"}.get(row.state, "soft")
        painter.setPen(colour_of(ink))
        weight = QFont.Weight.DemiBold if row.state in {"current", "armed"} else QFont.Weight.Normal
        painter.setFont(font_of(14, weight))
        inner = rect.adjusted(px(10), 0, -px(10), 0)
        metrics = painter.fontMetrics()
        room = inner.width() - px(24) - metrics.horizontalAdvance(row.time) - px(10)
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(leading), _SIGNS[row.state])
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(inner.left() + px(24), inner.top(), room, inner.height()), int(leading), title)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), row.time)
        painter.restore()


class RunningOrder(QListWidget):
    """The running order as a list; a click arms a part to jump to."""

    chosen = Signal(int)
    """The cue to arm."""

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show
        self._rows: tuple[OrderRow, ...] = ()
        self.is_jumping = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Line(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the console's: Space must stay GO
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Running order"))
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ROW).cue))

    def set_jumping(self, *, on: bool) -> None:
        """List every cue to jump to, or the parts."""
        self.is_jumping = on
        self.refresh()

    def refresh(self) -> None:
        """Show the present state of the run."""
        rows = order_rows(self._show, every_cue=self.is_jumping)
        if rows == self._rows:
            return
        # Items are kept where their number stays: rebuilding them each tick would lose the scroll position.
        if len(rows) != self.count():
            self.clear()
            for _row_number in rows:
                self.addItem(QListWidgetItem())
        self._rows = rows
        for place, row in enumerate(rows):
            item = self.item(place)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.accessible_text())
        self._scroll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current line in sight."""
        super().resizeEvent(event)
        self._scroll()

    def _scroll(self) -> None:
        """Bring the part that is ready to jump to, else the current one, into sight."""
        states = [row.state for row in self._rows]
        here = next((state for state in ("armed", "current") if state in states), None)
        if here is not None:
            self.scrollToItem(self.item(states.index(here)), QAbstractItemView.ScrollHint.EnsureVisible)

    def choose_next(self, by: int) -> None:
        """Arm the next or the previous cue of the list to jump to."""
        armed, director = self._show.director.armed, self._show.director
        here = director.cue if armed is None else armed
        cues = [row.cue for row in self._rows]
        place = cues.index(here) if here in cues else 0
        self.chosen.emit(cues[min(max(place + by, 0), len(cues) - 1)])
