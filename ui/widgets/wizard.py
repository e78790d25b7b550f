"""A wizard: its steps, pages one after the other, and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QStyle, QTabWidget, QVBoxLayout, QWidget

from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Size, Space
from ui.translation import literal, tr
from ui.widgets.buttons import Button
from ui.widgets.cards import TopBox, add_all, row
from ui.widgets.icons import draw_icon
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QLayout


class StepIndicator(Label):
    """The steps of a wizard, numbered; finished ones have a tick."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_step(0)

    def set_step(self, number: int) -> None:
        """Show the step that is current, counted from 0."""
        self._now = number
        step = self._steps[number] if 0 <= number < len(self._steps) else ""
        self.setAccessibleName(
            tr("Step {number} of {total}: {step}", number=number + 1, total=len(self._steps), step=step)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for all words."""
        metrics = QFontMetrics(font_of(Size.SMALL, QFont.Weight.DemiBold))
        width = sum(metrics.horizontalAdvance(step) + px(72) for step in self._steps)
        return QSize(width, px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw discs, words and the lines between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, disc = 0, px(24)
        for number, step in enumerate(self._steps):
            font = font_of(Size.SMALL, QFont.Weight.DemiBold if number == self._now else QFont.Weight.Normal)
            width = QFontMetrics(font).horizontalAdvance(step)
            self._draw_disc(painter, QRect(left, (self.height() - disc) // 2, disc, disc), number)
            painter.setFont(font)
            painter.setPen(colour_of("ink" if number == self._now else "soft"))
            word = QRect(left + disc + px(8), 0, width + 4, self.height())
            painter.drawText(self._mirrored(word), int(Qt.AlignmentFlag.AlignVCenter), step)
            left = word.right() + px(8)
            if number < len(self._steps) - 1:
                bar = self._mirrored(QRect(left, self.height() // 2, px(20), 1))
                painter.fillRect(bar, colour_of("edge"))
                left += px(28)
        painter.end()

    def _draw_disc(self, painter: QPainter, rect: QRect, number: int) -> None:
        rect = self._mirrored(rect)
        is_done, is_now = number < self._now, number == self._now
        painter.setPen(Qt.PenStyle.NoPen if is_now else QPen(colour_of("laurel" if is_done else "edge"), 1))
        painter.setBrush(colour_of("laurel" if is_now else "laurel_tint" if is_done else "raised"))
        painter.drawEllipse(rect)
        if is_done:
            draw_icon(painter, rect.adjusted(5, 5, -5, -5), "check-bold", "laurel")
            return
        painter.setFont(font_of(Size.SMALL, QFont.Weight.DemiBold))
        painter.setPen(colour_of("on_laurel" if is_now else "soft"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


class Wizard(QWidget):
    """Pages in a fixed order; `may_go_on` can refuse to leave one."""

    finished = Signal()
    cancelled = Signal()
    moved = Signal(int)

    def __init__(self, steps: Sequence[tuple[str, QWidget]], *, finish: str) -> None:
        super().__init__()
        self._finish = finish
        self.may_go_on: Callable[[int], bool] = lambda _step: True
        """Asked with the number of the page before it is left forwards."""
        self.stepper = StepIndicator([name for name, _ in steps])
        self.pages = QStackedWidget()
        for _, page in steps:
            self.pages.addWidget(page)
        self.back_button = Button(tr("Back"), "secondary", on_click=self.back)
        self.next_button = Button(tr("Continue"), "primary", on_click=self.go_on)
        self.cancel_button = Button(tr("Cancel"), "quiet", on_click=self.cancelled.emit)
        foot = row(self.cancel_button, self.back_button, self.next_button)
        foot.insertStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.L)
        box.addWidget(self.stepper)
        box.addWidget(self.pages, 1)
        box.addLayout(foot)
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Show a page, counted from 0."""
        self.pages.setCurrentIndex(number)
        self.stepper.set_step(number)
        self.back_button.setVisible(number > 0)
        is_last = number == self.pages.count() - 1
        self.next_button.set_label(self._finish if is_last else tr("Continue"))
        self.moved.emit(number)

    def go_on(self) -> None:
        """Show the next page, or finish, where `may_go_on` allows it."""
        number = self.pages.currentIndex()
        if not self.may_go_on(number):
            return
        if number == self.pages.count() - 1:
            self.finished.emit()
        else:
            self.show_step(number + 1)

    def back(self) -> None:
        """Show the page before."""
        self.show_step(max(0, self.pages.currentIndex() - 1))


def tab_page(*items: QWidget | QLayout) -> QWidget:
    """Lay out what one tab shows, below each other; the page around the tabs scrolls."""
    page = QWidget()
    box = TopBox(page)
    box.setContentsMargins(0, Space.L, 0, 0)
    box.setSpacing(Space.L)
    add_all(box, items)
    return page


class Tabs(QTabWidget):
    """Tabs with a green line under the one that is open."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setDocumentMode(False)
        self.tabBar().setExpanding(False)
        self.tabBar().setUsesScrollButtons(True)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideNone)
        self.tabBar().setCursor(Qt.CursorShape.PointingHandCursor)
        self.tabBar().setAccessibleName(name)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def add(self, text: str, page: QWidget) -> int:
        """Add a tab; give its number."""
        return self.addTab(page, literal(text))

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width: it is that of the open page, not of the tallest."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the tab bar and the open page."""
        page = self.currentWidget()
        if page is None:
            return self.tabBar().sizeHint().height()
        wanted = page.heightForWidth(width) if page.hasHeightForWidth() else page.sizeHint().height()
        return self.tabBar().sizeHint().height() + max(wanted, page.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for the room that the open page needs."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the open page."""
        page = self.currentWidget()
        least = 0 if page is None else page.minimumSizeHint().height()
        return QSize(super().minimumSizeHint().width(), self.tabBar().sizeHint().height() + least)
