"""The first and last line of the console: state, title and times; and messages to the presenter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.ceremony.wording import late_text
from ui.theme.appearance import colour_of, px, tokens_in_force
from ui.theme.tokens import Space
from ui.translation import plural, tr
from ui.widgets.buttons import Button
from ui.widgets.labels import Chip, Elided, Label, Soft, restyle
from ui.words.wording import time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from ui.ceremony.show import Show


class Header(QWidget):
    """Live or rehearsal, the title, the time, when the ceremony will end and how late that is."""

    def __init__(self, show: Show, zone: tzinfo) -> None:
        super().__init__()
        self._show, self._zone = show, zone
        self.state = Chip("", "laurel")
        self.title = Elided(show.director.script.title, type_name="heading")
        self.time = Soft()
        self.finish = Label()
        self.finish.setProperty("type", "strong")
        self.late = Chip("", "neutral")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        line.addWidget(self.state)
        line.addWidget(self.title, 1)
        for widget in (self.time, self.finish, self.late):
            line.addWidget(widget)

    def refresh(self) -> None:
        """Show whether it is live."""
        director = self._show.director
        if self._show.is_rehearsal:
            text, kind = tr("REHEARSAL"), "gold"
        elif director.is_finished:
            text, kind = tr("ENDED"), "neutral"
        elif director.has_begun:
            text, kind = tr("LIVE"), "laurel"
        else:
            text, kind = tr("READY"), "info"
        self.state.setText(text)
        self.state.setProperty("chip", kind)
        live = tokens_in_force()
        pill = "font-weight: 700; padding: 4px 14px; border-radius: 13px;"
        colours = f"background: {live.laurel}; color: {live.on_laurel};" if kind == "laurel" else ""
        self.state.setStyleSheet(pill + colours)
        restyle(self.state)

    def tick(self) -> None:
        """Show the time, and the expected end."""
        clock, now = self._show.timing(), self._show.wall_time()
        gone = plural(int(clock.elapsed // 60), "{count} min gone", "{count} min gone")
        self.time.setText(" · ".join((time_text(now, self._zone), gone)))
        end = now + timedelta(seconds=clock.remaining)
        self.finish.setText(tr("finish about {time}", time=time_text(end, self._zone)))
        self.late.setText(late_text(clock.late))
        kind = "gold" if clock.late >= 60 else "neutral"
        if self.late.property("chip") != kind:
            self.late.setProperty("chip", kind)
            restyle(self.late)
        self.late.setVisible(self._show.director.has_begun)


class Strip(QFrame):
    """A message to the presenter, perhaps with a button; it keeps its height while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._act: Callable[[], None] | None = None
        self.text = Elided()
        self.button = Button("", "secondary", on_click=self._press, height=28)
        self.button.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.M, 2, Space.XS, 2)
        line.setSpacing(Space.M)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        self.setFixedHeight(px(34))
        self.clear()

    def say(self, text: str) -> None:
        """Show a message, which a screen reader speaks."""
        self._act = None
        self.button.hide()
        self._tell(text)

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Show a message with a button."""
        self._act = act
        self.button.set_label(action)
        self.button.show()
        self._tell(text)

    def clear(self) -> None:
        """Remove the message."""
        self._act = None
        self.button.hide()
        self.text.setText("")
        self.setStyleSheet("")

    def _tell(self, text: str) -> None:
        ground, ink = colour_of("info_tint").name(), colour_of("on_info_tint").name()
        self.setStyleSheet(
            f"QFrame#strip {{ background: {ground}; border-radius: 6px; }} QFrame#strip QLabel {{ color: {ink}; }}"
        )
        self.text.setText(text)
        self.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _press(self) -> None:
        act, self._act = self._act, None  # a second click must not end the ceremony twice
        if act is not None:
            act()
