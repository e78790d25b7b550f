"""Buttons: one primary on a page, the others quiet; a key cap shows the key that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Size
from ui.translation import literal
from ui.widgets.icons import draw_icon
from ui.widgets.key_cap import ON_BUTTON, draw_key_cap, key_cap_size, on_fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    ButtonKind = Literal["primary", "secondary", "quiet", "danger", "place", "search", "person", "toast", "link"]

_INKS = {
    "primary": "on_laurel", "danger": "on_care", "quiet": "laurel", "link": "laurel", "toast": "paper",
    "search": "soft", "person": "soft",
}  # fmt: skip
_MARGINS = {"link": 2, "quiet": 12, "place": 12, "search": 13, "person": 8}


class Button(QPushButton):
    """A button with a label, perhaps an icon before it and a key cap after it.

    Where its place is narrower than its words, as in a longer language, they take two lines.
    `key` only shows the key; bind it with `Screen.shortcut`.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "secondary",
        *,
        icon: str = "",
        key: str = "",
        on_click: Callable[[], object] | None = None,
        size: int = Size.BODY,
        height: int = 36,
    ) -> None:
        super().__init__()
        self._kind, self._icon, self._key, self._size, self._height = kind, icon, key, size, height
        self._label, self._is_wrapped = "", False
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        # In a dialog every button is a default for Enter, unless it is told otherwise.
        self.setAutoDefault(False)
        self.set_label(text)
        if key:
            self.setAccessibleDescription(key)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())  # noqa: PLW0108  (`checked` is not for it)

    @property
    def label(self) -> str:
        """The label as it was given."""
        return self._label

    def set_label(self, text: str) -> None:
        """Show another label."""
        self._label = text
        self.setText(literal(text))
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: ButtonKind) -> None:
        """Change the look to that of another kind."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Ask for room for icon, word and key cap."""
        width = QFontMetrics(self._widest_font()).horizontalAdvance(self._label) + 2 * px(self._margin())
        width += px(26) if self._icon else 0
        width += self._cap_width() + px(8) if self._key else 0
        second = QFontMetrics(self._font()).lineSpacing() if self._is_wrapped else 0
        return QSize(width + 2, px(self._height) + second)

    def minimumSizeHint(self) -> QSize:
        """Give the full size, so that the label is never cut."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line where the words need one; the place of a search and of a person cuts them off."""
        super().resizeEvent(event)
        is_wrapped = self._kind not in {"search", "person"} and self.width() < self.sizeHint().width()
        if is_wrapped != self._is_wrapped:
            self._is_wrapped = is_wrapped
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter as on Space, so that a dialog does not take the Enter for its default button."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bevel by the style, and icon, label and key cap upon it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        # The style would centre the text; it is drawn below, beside icon and key cap.
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._draw_content(painter)
        painter.end()

    def _draw_content(self, painter: QPainter) -> None:
        metrics = QFontMetrics(self._font())
        shown = self._shown_text()
        text_width = metrics.size(0, shown).width()
        icon_width = px(26) if self._icon else 0
        cap_width = self._cap_width() + px(8) if self._key else 0
        margin = px(self._margin())
        leads = self._kind in {"place", "search", "person", "link"}
        icon_width += px(6) if self._kind == "person" else 0
        left = margin if leads else max(margin, (self.width() - text_width - icon_width - cap_width) // 2)
        room = max(0, self.width() - left - icon_width - cap_width - (0 if leads else 2))
        if self._icon:
            side = px(18)
            self._draw_icon(painter, QRect(left, (self.height() - side) // 2, side, side))
        painter.setFont(self._font())
        painter.setPen(colour_of(self._ink()))
        place = QRect(left + icon_width, 0, room, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self._mirrored(place), int(flags) if not self._is_mirrored() else self._right_flags(), shown)
        if self._key:
            start = self.width() - margin - self._cap_width() if leads else left + icon_width + text_width + px(8)
            self._draw_cap(painter, start)

    def _shown_text(self) -> str:
        """Give the words as they are drawn: on two lines where one is too short, and cut off where two are."""
        metrics = QFontMetrics(self._font())
        room = self.width() - px(self._margin()) - 2
        room -= px(32 if self._kind == "person" else 26) if self._icon else 0
        room -= self._cap_width() + px(8) if self._key else 0
        lines: tuple[str, ...] = (self._label,)
        if self._is_wrapped:
            parted = [self._label.split(" ", at) for at in range(1, self._label.count(" ") + 1)]
            splits = [(" ".join(parts[:-1]), parts[-1]) for parts in parted]
            lines = min(splits, key=lambda each: max(map(metrics.horizontalAdvance, each)), default=lines)
        return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0, room)) for line in lines)

    def _draw_icon(self, painter: QPainter, rect: QRect) -> None:
        draw_icon(painter, self._mirrored(rect), self._icon, self._ink())

    def _draw_cap(self, painter: QPainter, left: int) -> None:
        size = key_cap_size(self._key, ON_BUTTON)
        rect = self._mirrored(QRect(QPoint(left, (self.height() - size.height()) // 2), size))
        style = on_fill(self._ink()) if self._kind in {"primary", "danger"} else ON_BUTTON
        draw_key_cap(painter, rect, self._key, style)

    def _cap_width(self) -> int:
        return key_cap_size(self._key, ON_BUTTON).width()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "faint"
        if self._kind == "place":
            return "laurel" if self.isChecked() else "soft"
        return _INKS.get(self._kind, "ink")

    def _font(self) -> QFont:
        plain = self._kind in {"search", "person"} or (self._kind == "place" and not self.isChecked())
        return font_of(self._size, QFont.Weight.Normal if plain else QFont.Weight.DemiBold)

    def _widest_font(self) -> QFont:
        """Give the font of a place that is checked, so that the rail keeps its width when the place changes."""
        font = self._font()
        if self._kind == "place":
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _margin(self) -> int:
        return _MARGINS.get(self._kind, 16)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _right_flags(self) -> int:
        return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


def primary(text: str, on_click: Callable[[], object], *, icon: str = "", key: str = "") -> Button:
    """Make the one primary button of a page."""
    return Button(text, "primary", icon=icon, key=key, on_click=on_click)


def secondary(text: str, on_click: Callable[[], object], *, icon: str = "", key: str = "") -> Button:
    """Make a button beside the primary one."""
    return Button(text, "secondary", icon=icon, key=key, on_click=on_click)


def quiet(text: str, on_click: Callable[[], object], *, icon: str = "", key: str = "") -> Button:
    """Make a button without a ground."""
    return Button(text, "quiet", icon=icon, key=key, on_click=on_click)


def link(text: str, on_click: Callable[[], object]) -> Button:
    """Make the small green word at the end of a row."""
    return Button(text, "link", on_click=on_click, size=Size.SMALL, height=32)
