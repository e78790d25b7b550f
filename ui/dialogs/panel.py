"""The look of everything before the window: one raised panel under Laurel's mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.appearance import px
from ui.theme.tokens import Space
from ui.widgets.cards import Card, add_all, centred
from ui.widgets.frame import Mark
from ui.widgets.labels import Body, Title

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class Panel(QWidget):
    """A centred card with a title and a sentence; fill it with `add`."""

    def __init__(self, title: str, sentence: str, *, width: int = 520) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XXL)
        outer.setSpacing(Space.M)
        outer.addStretch(2)
        outer.addLayout(centred(Mark(48)))
        self.title = Title(title)
        self.sentence = Body(sentence, tone="soft")
        for text in (self.title, self.sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            outer.addWidget(text)
        outer.addSpacing(Space.S)
        self.card = Card()
        self.card.setFixedWidth(px(width))
        self.card.body.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        self.card.body.setSpacing(Space.L)
        outer.addLayout(centred(self.card))
        outer.addStretch(3)

    def add(self, *items: QWidget | QLayout) -> None:
        """Put widgets or layouts on the card."""
        add_all(self.card.body, items)

    def first_field(self) -> QWidget | None:
        """Say which field has the keyboard when the panel is shown."""
        return None
