"""The presenter's console: what is on screen, what comes next, the words to say, and the GO button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ceremonies.director_types import Output
from ui.ceremony.controls import Controls
from ui.ceremony.header import Header, Strip
from ui.ceremony.keys import Keys
from ui.ceremony.panel_grid import PanelGrid
from ui.ceremony.panels import NamePanel, Panel, PictureView
from ui.ceremony.running_order import RunningOrder
from ui.ceremony.say import SayPanel
from ui.ceremony.wording import cue_title, span_text
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from ui.ceremony.audience import Audience
    from ui.ceremony.placement import Placement
    from ui.ceremony.show import Show
    from ui.ceremony.stage import Loader

_TICK: Final = 250
"""Milliseconds between two updates of the times."""


class Console(QWidget):
    """Shows a run to the presenter and passes each press to it.

    Questions are asked in its strip: a dialog would take the keyboard from GO.
    """

    ended = Signal()

    def __init__(self, show: Show, audience: Audience, zone: tzinfo, media: Loader | None = None) -> None:
        super().__init__()
        self.run, self.audience = show, audience
        self.placement: Placement | None = None
        self._may_close = False
        self._last_press = ""
        self._frozen_since: float | None = None
        self.setObjectName("window")
        self.setWindowTitle(tr("Console · {title}", title=show.director.script.title))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)  # keys are commands, not text
        self._build(zone, media)
        self.keys = Keys((self, audience), self)
        self.keys.pressed.connect(self.press)
        self.keys.too_short.connect(
            lambda: self.say(tr("Hold P for half a second to lower the curtain and silence everything."))
        )
        show.changed.connect(self.refresh)
        show.message.connect(self.say)
        show.refused.connect(self._refuse)
        audience.stage.painted.connect(self.now_view.update)
        audience.close_refused.connect(
            lambda: self.say(tr("The audience window stays open until you end the ceremony."))
        )
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self.tick)
        self._clock.start()
        self.refresh()

    def _build(self, zone: tzinfo, media: Loader | None) -> None:
        self.header = Header(self.run, zone)
        self.strip = Strip()
        self.now_panel, self.next_panel = Panel(tr("ON SCREEN NOW")), Panel(tr("NEXT · ONLY YOU SEE THIS"))
        self.now_view = PictureView(self.audience.stage.shown, tr("What the audience sees"), media)
        self.next_view = PictureView(self.run.next_picture, tr("What GO will show"), media)
        self.now_panel.body.addWidget(self.now_view, 1)
        self.next_panel.body.addWidget(self.next_view, 1)
        self.say_panel, self.name_panel = SayPanel(self.run), NamePanel(self.run)
        self.order_panel = Panel(tr("RUNNING ORDER"))
        self.order = RunningOrder(self.run)
        self.order.chosen.connect(self.run.arm)
        self.order_panel.body.addWidget(self.order, 1)
        self.controls = Controls(self.run)
        self.controls.pressed.connect(self.press)
        self.go_button = self.controls.go_button
        outer = QVBoxLayout(self)
        # The window may be made smaller than its parts ask for: the presenter decides, and the parts shrink.
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        outer.setSpacing(Space.M)
        self._grid = PanelGrid((self.now_panel, self.next_panel, self.say_panel, self.name_panel, self.order_panel))
        outer.addWidget(self.header)
        outer.addLayout(self._grid, 1)
        outer.addWidget(self.strip)
        outer.addWidget(self.controls)
        self.setMinimumSize(640, 440)
        self._arrange(compact=False)

    def _arrange(self, *, compact: bool) -> None:
        self._grid.arrange(compact=compact)
        self.controls.set_compact(on=compact)
        self._show_panels()

    def _show_panels(self) -> None:
        self._grid.show_panels(is_jumping=self.order.is_jumping)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the panels to the window."""
        super().resizeEvent(event)
        compact = self._grid.is_for_compact(self.size())
        if compact != self._grid.is_compact:
            self._arrange(compact=compact)

    def press(self, what: str) -> None:
        """Carry out what a key or a button means."""
        self._last_press = what
        director = self.run.director
        is_down = director.output is Output.CURTAIN
        actions = {
            "go": self._go,
            "enter": self._enter,
            "back": self.run.back,
            "curtain": lambda: self.run.set_curtain(down=not is_down),
            "freeze": lambda: self.run.set_frozen(on=director.output is not Output.FROZEN),
            "mute": lambda: self.run.set_muted(on=not director.is_muted),
            "hold": lambda: self.run.set_on_hold(on=not director.is_on_hold),
            "jump": self._jump,
            "more_time": self.run.add_minute,
            "absent": self._absent,
            "cut": self._cut,
            "panic": self._panic,
            "undo": self.run.undo,
            "previous": lambda: self._choose(-1),
            "next": lambda: self._choose(1),
            "escape": self._escape,
            "swap": self._swap,
        }
        actions[what]()
        self.refresh()

    def _go(self) -> None:
        self.strip.clear()
        self._set_jumping(on=False)
        self.run.go()

    def _enter(self) -> None:
        """Click the focused button; without one, press GO."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and focused.window() is self:
            focused.click()
        else:
            self._go()

    def _escape(self) -> None:
        """Leave the jump, the freeze or the curtain, in this order; never the ceremony."""
        director = self.run.director
        if self.order.is_jumping or director.armed is not None:
            self._set_jumping(on=False)
            if director.armed is not None:
                self.run.disarm()
        elif director.output is Output.FROZEN:
            self.run.set_frozen(on=False)
        elif director.output is Output.CURTAIN and not director.is_finished:
            self.run.set_curtain(down=False)

    def _jump(self) -> None:
        jumping = not self.order.is_jumping
        self._set_jumping(on=jumping)
        if jumping:
            self.say(tr("Choose with the arrow keys. Only you see it; GO shows it, Esc leaves it."))
        elif self.run.director.armed is not None:
            self.run.disarm()

    def _set_jumping(self, *, on: bool) -> None:
        if self.order.is_jumping != on:
            self.order.set_jumping(on=on)
            self._show_panels()

    def _choose(self, by: int) -> None:
        if self.order.is_jumping:
            self.order.choose_next(by)

    def _absent(self) -> None:
        cue = self.run.director.up(self.run.names)
        name = "" if cue is None else cue_title(self.run, cue)
        if self.run.set_absent() is not None:
            self.say(tr("{name}: kept for next time. Ctrl+Z brings it back.", name=name))

    def _cut(self) -> None:
        cue = self.run.cut_offer()
        if cue is not None:
            title, minutes = cue_title(self.run, cue), span_text(self.run.director.script.cues[cue].seconds)
            self.run.skip(cue)
            self.say(tr("{title} is left out: {time} regained. Ctrl+Z brings it back.", title=title, time=minutes))

    def _panic(self) -> None:
        self.run.panic()
        self.say(tr("Curtain down, sound off, the clock stands still. GO opens the curtain where you were."))

    def _swap(self) -> None:
        if self.placement is not None:
            self.placement.swap()

    def say(self, text: str) -> None:
        """Show a message to the presenter in the strip."""
        self.strip.say(text)

    def _refuse(self, why: str) -> None:
        self.say(why)
        if self._last_press in {"go", "enter"}:
            self.go_button.say(why)

    def refresh(self) -> None:
        """Show the state of the run."""
        can_swap = self.placement is not None and self.placement.can_swap()
        self.controls.refresh(is_jumping=self.order.is_jumping, can_swap=can_swap)
        for panel in (self.say_panel, self.name_panel, self.order, self.header):
            panel.refresh()
        self.next_view.update()
        self.now_view.update()
        self.next_panel.set_note(tr("shows a name") if self.go_button.shows_name else "")
        self._offer_end()
        self.tick()

    def tick(self) -> None:
        """Show the times: what is left, how late it is, how long the stage is frozen."""
        self.header.tick()
        self.name_panel.tick()
        self.order.refresh()
        self.controls.offer_cut()
        self.now_panel.set_note(self._state_of_stage())

    def _state_of_stage(self) -> str:
        if not self.audience.isVisible() or self.audience.isMinimized():
            return tr("nobody sees it: the window is hidden")
        director = self.run.director
        if director.output is not Output.FROZEN:
            self._frozen_since = None
            return tr("on hold") if director.is_on_hold else ""
        now = self.run.now()
        self._frozen_since = now if self._frozen_since is None else self._frozen_since
        return tr("frozen {time}", time=span_text(now - self._frozen_since))

    def _offer_end(self) -> None:
        director = self.run.director
        is_last = director.cue == len(director.script.cues) - 1
        if is_last and director.output is Output.CURTAIN and director.has_begun:
            self.strip.offer(tr("That was the last part."), tr("End the ceremony"), self.end)

    def end(self) -> None:
        """End the run and close both windows."""
        if not self._may_close:
            self._may_close = True
            self.run.finish(self._close)

    def _close(self) -> None:
        self.close_windows()
        self.ended.emit()

    def close_windows(self) -> None:
        """Close both windows at once; the run can be resumed."""
        self._may_close = True
        self._clock.stop()
        self.keys.stop()
        self.audience.end()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Offer to end the ceremony, instead of ending it by closing a window."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        # Whoever closes the window may mean the end: the audience sees the curtain while the strip asks.
        self.run.set_curtain(down=True)
        self.strip.offer(
            tr("The curtain is down. End the ceremony, or go on with GO."), tr("End the ceremony"), self.end
        )
