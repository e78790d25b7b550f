"""The fixed parts of the window: the rail of places and the top bar."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.appearance import px, scheme_in_force
from ui.theme.tokens import Size, Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.icons import draw_icon
from ui.widgets.labels import Avatar, Heading, Label, Soft, Strong, set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

MARK: Final = Path(__file__).parents[1] / "assets" / "laurel.svg"
ICON: Final = MARK.with_name("app_icon.svg")


class Mark(Label):
    """Laurel's mark: three leaves on a golden stem."""

    def __init__(self, side: int = 24) -> None:
        super().__init__()
        self._side = side
        self._drawing = QSvgRenderer(self)
        self._drawn = ""
        self.setAccessibleName(tr("Laurel"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be a square that follows the zoom."""
        side = px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never be clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark in the colours of the scheme."""
        file = str(MARK.with_name(f"laurel_{scheme_in_force().value}.svg"))
        if file != self._drawn:
            self._drawing.load(file)
            self._drawn = file
        painter = QPainter(self)
        self._drawing.render(painter, QRectF(self.rect()))
        painter.end()


class Rail(QFrame):
    """The places of the window in a column; Settings and Lock at its foot."""

    chosen = Signal(str)
    WIDTH: Final = 176

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(tr("Places"))
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        # An exclusive group never lets its last button be unchecked.
        self._group.setExclusive(False)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.M, Space.L, Space.M, Space.L)
        self._layout.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(Space.S, 3, 0, 20)
        head.setSpacing(Space.M)
        head.addWidget(Mark())
        head.addWidget(Heading(tr("Laurel")))
        head.addStretch()
        self._layout.addLayout(head)
        self._before_foot = 1
        self._layout.addStretch()

    def add(self, name: str, text: str, icon: str, tip: str = "", *, at_foot: bool = False) -> Button:
        """Add a place; those with `at_foot` stay at the bottom."""
        button = Button(text, "place", icon=icon, height=38, on_click=lambda: self.chosen.emit(name))
        button.setCheckable(True)
        set_tip(button, tip)
        self._group.addButton(button)
        self._buttons[name] = button
        if at_foot:
            self._layout.addWidget(button)
        else:
            self._layout.insertWidget(self._before_foot, button)
            self._before_foot += 1
        return button

    def select(self, name: str) -> None:
        """Mark the place that is shown."""
        for other, button in self._buttons.items():
            button.setChecked(other == name)

    def sizeHint(self) -> QSize:
        """Be as wide as the zoom asks for."""
        return QSize(max(px(self.WIDTH), super().sizeHint().width()), super().sizeHint().height())


class TopBar(QFrame):
    """The breadcrumb, the search, and who is signed in."""

    crumb_chosen = Signal(int)
    search_asked = Signal()

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(Space.XS)
        crumbs = QWidget()
        crumbs.setLayout(self._crumbs)
        crumbs.setAccessibleName(tr("Where you are"))
        self._crumbs.setContentsMargins(0, 0, 0, 0)
        self.search = Button(
            tr("Find anyone or anything"), "search", key=tr("Ctrl K"), size=Size.SMALL, height=34,
            on_click=self.search_asked.emit,
        )  # fmt: skip
        self.search.setMinimumWidth(px(300))
        self.search.setMaximumWidth(px(360))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.person = PersonButton(name, role)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.XL, 10, Space.L, 10)
        line.setSpacing(Space.L)
        line.addWidget(crumbs, 1)
        line.addWidget(self.search, 1)
        line.addWidget(self.person)

    def show_crumbs(self, crumbs: Sequence[str]) -> None:
        """Show the breadcrumb; all parts but the last can be pressed."""
        while (item := self._crumbs.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, text in enumerate(crumbs[:-1]):
            self._crumbs.addWidget(Button(text, "link", height=30, on_click=partial(self.crumb_chosen.emit, place)))
            self._crumbs.addWidget(Soft("·"))
        for text in crumbs[-1:]:
            here = Strong(text)
            here.setMinimumWidth(60)
            self._crumbs.addWidget(here)
        self._crumbs.addStretch()


class PersonButton(Button):
    """Who is signed in: initials, name and role; opens the menu of the window."""

    def __init__(self, name: str, role: str) -> None:
        self._avatar = Avatar(name)
        super().__init__(
            tr("{name} · {role}", name=name, role=role), "person", icon="caret-down", size=Size.SMALL, height=36
        )
        self.setAccessibleName(tr("Signed in: {name}, {role}. Menu", name=name, role=role))
        self._avatar.setParent(self)
        self._avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.menu_shown: QMenu | None = None
        self.clicked.connect(self._open_menu)

    def sizeHint(self) -> QSize:
        """Ask for room for the arrow too."""
        hint = super().sizeHint()
        return QSize(hint.width() + px(32), hint.height())

    def _open_menu(self) -> None:
        if self.menu_shown is not None:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            corner = self.rect().bottomLeft() if mirrored else self.rect().bottomRight()
            left = 0 if mirrored else self.menu_shown.sizeHint().width()
            self.menu_shown.popup(self.mapToGlobal(corner) - QPoint(left, -4))

    def _draw_icon(self, painter: QPainter, rect: QRect) -> None:
        side = self._avatar.sizeHint().width()
        place = self._mirrored(QRect(rect.left() - 4, (self.height() - side) // 2, side, side))
        if self._avatar.geometry() != place:
            self._avatar.setGeometry(place)
        arrow = px(12)
        right = self.width() - arrow - px(8)
        draw_icon(
            painter, self._mirrored(QRect(right, (self.height() - arrow) // 2, arrow, arrow)), "caret-down", "soft"
        )
