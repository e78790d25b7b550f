"""The console's panels: what the audience sees, what comes next, the words to say, the name and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.people.naming import Level
from ui.ceremony.stage import StagePainter
from ui.ceremony.wording import LEVELS, cue_title, left_text, name_text
from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.cards import Card
from ui.widgets.labels import Chip, Elided, Figure, Label, Soft

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from ceremonies.scenes import Picture
    from leaderboards.stage_name import StageName
    from models.recognition.script import Cue
    from ui.ceremony.show import Show
    from ui.ceremony.stage import Loader

_SAY_LARGEST: Final = 24
_SAY_SMALLEST: Final = 16


class Panel(Card):
    """A card with a small heading in capitals, and a chip for a short note at its end."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.caption = Elided(heading, tone="soft", type_name="caption")
        self.chip = Chip("", "gold")
        self.chip.hide()
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addStrut(px(26))
        head.addWidget(self.caption, 1)
        head.addWidget(self.chip)
        self.body.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        self.body.addLayout(head)

    def hasHeightForWidth(self) -> bool:
        """Refuse to grow with the text: the console gives the size."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Allow a small size: the panel is scaled with the window."""
        return QSize(px(200), px(120))

    def set_note(self, text: str) -> None:
        """Show a short note in the chip; "" hides it."""
        self.chip.setText(text)
        self.chip.setVisible(bool(text))


class PictureView(QWidget):
    """Shows a picture of the stage, 16:9, which it asks for at each repaint."""

    def __init__(self, take: Callable[[], Picture | None], name: str, media: Loader | None = None) -> None:
        super().__init__()
        self._take, self._painter = take, StagePainter(media)
        self.setAccessibleName(name)
        self.setMinimumSize(240, 135)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def picture(self) -> Picture | None:
        """Give what is painted now."""
        return self._take()

    def sizeHint(self) -> QSize:
        """Prefer the shape of the stage."""
        return QSize(400, 225)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture into the largest frame of its shape."""
        shown = self.picture()
        if shown is None:
            return
        by = min(self.width() / 16, self.height() / 9)
        frame = QRectF(0, 0, 16 * by, 9 * by)
        frame.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(self)
        self._painter.paint(painter, shown, frame)
        painter.end()


class NamePanel(Panel):
    """The person of this part, how the name is pronounced and shown, and the time left."""

    def __init__(self, show: Show) -> None:
        super().__init__(tr("NAME AND TIME"))
        self._show = show
        self.name = FittedName()
        self.pronunciation = Label(tone="soft", wrap=True)
        self.left = Figure("0:00")
        self.left.setProperty("type", "clock")
        self.left.setStyleSheet(f"font-size: {px(44)}px; font-weight: 700;")
        self.shows_as = Chip("", "laurel")
        self._shows_word = Soft(tr("shows as"))
        self._left_word = Soft(tr("left in this part"), wrap=True)
        self._left_word.setMinimumWidth(px(120))
        time, shown = QVBoxLayout(), QVBoxLayout()
        time.setSpacing(0)
        time.addStretch()
        time.addWidget(self._left_word)
        time.addWidget(self.left)
        shown.setSpacing(Space.S)
        shown.addStretch()
        shown.addWidget(self._shows_word)
        shown.addWidget(self.shows_as)
        shown.addSpacing(Space.L)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addLayout(time)
        foot.addLayout(shown)
        foot.addStretch()
        self.body.addWidget(self.name)
        self.body.addWidget(self.pronunciation)
        self.body.addStretch()
        self.body.addLayout(foot)

    def refresh(self) -> None:
        """Show the person on stage, else the one whom GO would show."""
        cue, is_next = self._whose()
        name = None if cue is None or cue.recipient is None else self._show.names.get(cue.recipient)
        self.name.show_text(self._headline(cue, name))
        pronunciation = (
            tr("say {pronunciation}", pronunciation=name.pronunciation) if name and name.pronunciation else ""
        )
        self.pronunciation.setText(
            " · ".join(part for part in (tr("comes next") if is_next else "", pronunciation) if part)
        )
        level = name.level if name else Level.UNMENTIONED
        self.shows_as.setText(tr(LEVELS[level]))
        self.shows_as.set_kind("neutral" if name and name.is_anonymous else "laurel")
        for widget in (self.shows_as, self._shows_word):
            widget.setVisible(name is not None)
        self.tick()

    def tick(self) -> None:
        """Show the time that is left now."""
        clock = self._show.timing()
        is_over = round(clock.left_in_part) < 0
        self.left.setText(left_text(clock.left_in_part))
        self.left.set_tone("gold" if is_over else "ink")
        self._left_word.setText(tr("over in this part") if is_over else tr("left in this part"))

    def _whose(self) -> tuple[Cue | None, bool]:
        cue = self._show.current()
        if cue is not None and cue.recipient is not None and self._show.director.cue not in self._show.director.absent:
            return cue, False
        action = self._show.next_action()
        if action is not None:
            following = self._show.director.staged(action.place.cue, self._show.names)
            if following.recipient is not None:
                return following, True
        return cue, False

    def _headline(self, cue: Cue | None, name: StageName | None) -> str:
        if cue is None:
            return tr("Passed over")
        if name is not None:
            return name_text(name)
        return cue_title(self._show, self._show.director.cue)


class FittedName(QWidget):
    """One name as large as fits on one line or, smaller, on two; plain text in its own direction."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(68))

    def show_text(self, text: str) -> None:
        """Show this name."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    @property
    def text(self) -> str:
        """The name shown."""
        return self._text

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name, smaller until it fits."""
        painter = QPainter(self)
        painter.setPen(colour_of("ink"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap)
        # Tried from large to small: Qt has no function that fits wrapped text into a box.
        for size in (30, 26, 22, 19, 16, 14):
            painter.setFont(font_of(size, QFont.Weight.Bold))
            needed = painter.boundingRect(self.rect(), flags, self._text)
            if needed.height() <= self.height() and needed.width() <= self.width():
                break
        painter.drawText(self.rect(), flags, self._text)
        painter.end()
