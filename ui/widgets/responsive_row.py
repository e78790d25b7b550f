"""Parts beside each other where there is room, else below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme.appearance import px
from ui.widgets.cards import TopBox

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayout

NARROW = 760


class ResponsiveRow(QWidget):
    """Columns by weight: `ResponsiveRow((5, due), (4, aside))`.

    Below `narrow` pixels (before zoom), and where a part would be narrower than its minimum, one column.
    """

    def __init__(self, *parts: tuple[int, QWidget | QLayout], narrow: int = NARROW, spacing: int = 20) -> None:
        super().__init__()
        self._narrow = narrow
        self._weights = [weight for weight, _ in parts]
        self._parts = [_whole(part) for _, part in parts]
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        for weight, part in zip(self._weights, self._parts, strict=True):
            policy = part.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Ignored)
            part.setSizePolicy(policy)
            self._box.addWidget(part, weight)

    @property
    def is_stacked(self) -> bool:
        """Whether the parts are below each other."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width, as with wrapped text."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height that the parts need at this width, beside or below each other."""
        if self._is_too_narrow(width):
            return sum(_height(part, width) for part in self._parts) + self._box.spacing() * (len(self._parts) - 1)
        return max(_height(part, share) for part, share in zip(self._parts, self._shares(width), strict=True))

    def sizeHint(self) -> QSize:
        """Ask for what the parts need as wide as they are now."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Give the width of the widest part: below that the page scrolls sideways."""
        return QSize(max(part.minimumSizeHint().width() for part in self._parts), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside or below each other, as there is room."""
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Look again whether there is room when a part has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self.width())
        return super().event(event)

    def _arrange(self, width: int) -> None:
        stacked = self._is_too_narrow(width)
        if stacked != self.is_stacked:
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._box.setDirection(down if stacked else across)
            for number, weight in enumerate(self._weights):
                # The weights are widths; in a stack they would share out the height.
                self._box.setStretch(number, 0 if stacked else weight)
            self.updateGeometry()

    def _shares(self, width: int) -> list[int]:
        room = width - self._box.spacing() * (len(self._parts) - 1)
        return [room * weight // sum(self._weights) for weight in self._weights]

    def _is_too_narrow(self, width: int) -> bool:
        # A box gives a part that is narrower than its minimum the height for the minimum: its text would be cut off.
        return width < px(self._narrow) or any(
            part.minimumSizeHint().width() > share
            for part, share in zip(self._parts, self._shares(width), strict=True)
            if not part.isHidden()
        )


def _whole(part: QWidget | QLayout) -> QWidget:
    if isinstance(part, QWidget):
        return part
    whole = QWidget()
    box = TopBox(whole)
    box.setContentsMargins(0, 0, 0, 0)
    box.addLayout(part)
    return whole


def _height(part: QWidget, width: int) -> int:
    if part.isHidden():
        return 0
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
