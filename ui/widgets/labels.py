"""Labels that show every text literally: nothing in a name is read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme.appearance import colour_of, font_of, px
from ui.translation import sentence, tip_text
from ui.widgets.key_cap import PRINTED, draw_key_cap, key_cap_size
from ui.words.wording import initials

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError

    Tone = Literal["ink", "soft", "laurel", "gold", "on-gold", "care", "info"]
    Kind = Literal["laurel", "gold", "info", "neutral", "care"]


class Label(QLabel):
    """A plain-text label of one type size; the base of all labels."""

    type_name = "body"

    def __init__(self, text: str = "", *, tone: Tone = "ink", wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", self.type_name)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        # A name of the other direction stays at the side where all names begin.
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)

    def set_tone(self, tone: Tone) -> None:
        """Show the text in another tone."""
        self.setProperty("tone", tone)
        restyle(self)


class Title(Label):
    """The name of a page: 24 px, bold."""

    type_name = "title"


class Heading(Label):
    """The name of a card: 18 px."""

    type_name = "heading"


class Strong(Label):
    """A line that carries a row: 15 px, semi-bold."""

    type_name = "strong"


class Body(Label):
    """Running text: 15 px; wraps."""

    def __init__(self, text: str = "", *, tone: Tone = "ink", wrap: bool = True) -> None:
        super().__init__(text, tone=tone, wrap=wrap)


class Problem(Body):
    """What went wrong, in one sentence; takes no room while nothing did."""

    def __init__(self) -> None:
        super().__init__(tone="care")
        self.hide()

    def say(self, told: str) -> None:
        """Say what went wrong; "" takes it back."""
        self.setText(told)
        self.setVisible(bool(told))

    def refuse(self, error: ClinicError) -> None:
        """Say why something could not be done: what is handed to `Tasks` as `failed`."""
        self.say(sentence(error))


class Soft(Label):
    """A remark: 13 px in the soft ink."""

    type_name = "small"

    def __init__(self, text: str = "", *, tone: Tone = "soft", wrap: bool = False) -> None:
        super().__init__(text, tone=tone, wrap=wrap)


class Caption(Label):
    """A field's name: 13 px, semi-bold."""

    type_name = "caption"


class Figure(Label):
    """The one number of a card: 32 px, bold."""

    type_name = "figure"


class Elided(Label):
    """One line that ends in "…" where there is no room; the full text is its tool tip and accessible name."""

    def __init__(self, text: str = "", *, tone: Tone = "ink", type_name: str = "body") -> None:
        self._whole = text
        super().__init__(text, tone=tone)
        self.setProperty("type", type_name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802  (Qt's name)
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text again."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_whole"):
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Never be lower than a line."""
        return QSize(40, self.sizeHint().height())

    def _fit(self) -> None:
        line = " ".join(self._whole.split())
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, max(self.width(), 40))
        super().setText(shown)
        set_tip(self, self._whole if shown != line else "")


class Chip(Label):
    """A short fact on a quiet ground; the word carries the meaning, the colour helps."""

    def __init__(self, text: str = "", kind: Kind = "neutral") -> None:
        super().__init__(text)
        self.setProperty("chip", kind)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_kind(self, kind: Kind) -> None:
        """Show another kind."""
        self.setProperty("chip", kind)
        restyle(self)


class KeyCap(Label):
    """A key of the keyboard, as printed on the page."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be as large as every cap, which follows the zoom."""
        return key_cap_size(self.text(), PRINTED)

    def minimumSizeHint(self) -> QSize:
        """Never be clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_key_cap(painter, self.rect(), self.text(), PRINTED)
        painter.end()


class Avatar(Label):
    """A person's initials in a disc; the name is its accessible name."""

    def __init__(self, name: str = "", diameter: int = 28) -> None:
        super().__init__()
        self._diameter = diameter
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Be a square that follows the zoom."""
        side = px(self._diameter)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never be clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc and the initials."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour_of("laurel_tint"))
        painter.drawEllipse(self.rect())
        font = font_of(max(12, round(self._diameter * 0.43)), QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(colour_of("on_laurel_tint"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), initials(self._name))
        painter.end()


def restyle(widget: QWidget) -> None:
    """Apply the style sheet to a widget again after one of its properties changed."""
    style = widget.style()
    # Qt evaluates property selectors only when it polishes a widget.
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tool tip that shows the text literally."""
    widget.setToolTip(tip_text(text))
