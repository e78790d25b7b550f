"""Surfaces: cards, rows upon them, dividers, pages and what an empty page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.appearance import colour_of, px
from ui.theme.tokens import RADIUS, Space
from ui.widgets.icons import icon as make_icon
from ui.widgets.icons import light
from ui.widgets.labels import Body, Elided, Heading, Label, Soft, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    Edge = Literal["", "laurel", "gold_fill", "care", "info"]
    Tint = Literal["", "laurel", "gold", "care", "info"]


class TopBox(QVBoxLayout):
    """A column whose items stay at the top where there is more room than they need."""

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802  (Qt's name)
        """Take no more height than the items need, unless one of them expands."""
        if not self.expandingDirections() & Qt.Orientation.Vertical:
            wraps = self.hasHeightForWidth()
            needed = self.heightForWidth(rect.width()) if wraps else self.sizeHint().height()
            rect = QRect(rect.left(), rect.top(), rect.width(), min(rect.height(), needed))
        super().setGeometry(rect)


class Card(QFrame):
    """A raised surface with rounded corners, perhaps a coloured leading edge or a tinted ground.

    Fill it through `body`, or with `add`.
    """

    def __init__(self, title: str = "", aside: str = "", *, edge: Edge = "", tint: Tint = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("tint", tint)
        self._edge = edge
        self.body = TopBox(self)
        self.body.setContentsMargins(Space.L + (4 if edge else 0), Space.L, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        self.heading = Heading(title, tone="on-gold" if tint == "gold" else "ink", wrap=True)
        self.aside = Soft(aside)
        head = row(self.heading, self.aside, stretch=0)
        if title or aside:
            self.body.addLayout(head)
        self.head = head

    def add(self, *items: QWidget | QLayout) -> None:
        """Put widgets or layouts below what is there."""
        add_all(self.body, items)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge inside the rounded corners."""
        super().paintEvent(event)
        if not self._edge:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(self.rect().toRectF(), RADIUS, RADIUS)
        # The edge is a rectangle; unclipped it would show square corners outside the round ones.
        painter.setClipPath(whole)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - 4 if mirrored else 0
        painter.fillRect(left, 0, 4, self.height(), colour_of(self._edge))
        painter.end()


class Divider(QFrame):
    """A hairline between rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("divider")
        self.setFixedHeight(1)


class Row(QWidget):
    """One line of a list on a card: a lead, a strong line, a soft one below, and actions."""

    def __init__(
        self,
        title: str,
        below: str = "",
        *,
        lead: QWidget | None = None,
        lead_width: int = 0,
        actions: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(Space.M)
        if lead is not None:
            if lead_width:
                lead.setMinimumWidth(px(lead_width))  # not fixed: a longer word takes its room
            line.addWidget(lead)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.title = Elided(title, type_name="strong")
        self.below = Elided(below, tone="soft", type_name="small")
        texts.addWidget(self.title)
        if below:
            texts.addWidget(self.below)
        line.addLayout(texts, 1)
        for action in actions:
            line.addWidget(action)


class EmptyState(QWidget):
    """What an empty list shows: an icon, one sentence, perhaps a second one and an action."""

    def __init__(self, icon: str, sentence: str, below: str = "", action: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XXL)
        column.setSpacing(Space.S)
        column.addStretch()
        picture = Label()
        side = px(48)
        picture.setPixmap(make_icon(light(icon), "faint").pixmap(side, side))
        column.addLayout(centred(picture))
        column.addSpacing(Space.XS)
        self.sentence = Heading(sentence, wrap=True)
        self.below = Body(below, tone="soft")
        for text in (self.sentence, self.below):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        self.below.setVisible(bool(below))
        if action is not None:
            column.addSpacing(Space.S)
            column.addLayout(centred(action))
        column.addStretch()


def centred(widget: QWidget) -> QHBoxLayout:
    """Keep a widget in the middle; unlike an alignment this lets wrapped text be as tall as it needs."""
    box = QHBoxLayout()
    box.addStretch()
    box.addWidget(widget)
    box.addStretch()
    return box


class PageHeader(QWidget):
    """The top of a page: its title, a soft line, and its buttons at the end."""

    def __init__(self, title: str = "", below: str = "", actions: Sequence[QWidget] = ()) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.title = Title(title, wrap=True)
        self.below = Soft(below, wrap=True)
        texts.addWidget(self.title)
        texts.addWidget(self.below)
        line.addLayout(texts, 1)
        for action in actions:
            line.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)


class Page(QScrollArea):
    """A page that scrolls where it is too tall; fill it through `body`, or with `add`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # A scroll area is a stop of Tab by default, and one on which nothing can be done.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("pageBody")
        self.body = TopBox(inside)
        self.body.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XXL)
        self.body.setSpacing(20)
        self.setWidget(inside)

    def add(self, *items: QWidget | QLayout) -> None:
        """Put widgets or layouts below what is there."""
        add_all(self.body, items)


def add_all(layout: QVBoxLayout | QHBoxLayout, items: Sequence[QWidget | QLayout]) -> None:
    """Append widgets and layouts to a box."""
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def row(*items: QWidget | QLayout, spacing: int = Space.M, stretch: int | None = None) -> QHBoxLayout:
    """Lay items beside each other; item number `stretch` takes the room that is left, else the end stays empty."""
    box = QHBoxLayout()
    box.setSpacing(spacing)
    add_all(box, items)
    if stretch is None:
        box.addStretch()
    else:
        box.setStretch(stretch, 1)
    return box


def column(*items: QWidget | QLayout, spacing: int = Space.S) -> QVBoxLayout:
    """Lay items below each other."""
    box = QVBoxLayout()
    box.setSpacing(spacing)
    add_all(box, items)
    return box


def columns(*parts: tuple[int, QWidget | QLayout], spacing: int = 20) -> QGridLayout:
    """Lay parts beside each other by weight: `columns((5, due), (4, aside))`."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(spacing)
    for place, (weight, part) in enumerate(parts):
        grid.setColumnStretch(place, weight)
        if isinstance(part, QWidget):
            # Ignored: only then do the weights alone decide the widths.
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
            grid.addWidget(part, 0, place)
        else:
            grid.addLayout(part, 0, place)
    return grid


def clear(layout: QLayout) -> None:
    """Remove everything from a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            # Deleted later, since a slot of it may be running; hidden now, or it would be seen until then.
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
