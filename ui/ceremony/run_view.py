"""What can be asked of a ceremony that is being presented, without a press: what is on stage, next, and how late."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ceremonies.director_types import SETTLED, Output, Place
from ceremonies.permitted import staged
from ceremonies.scenes import picture
from ceremonies.timing import Timing, timing, what_to_cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from ceremonies.director import Director
    from ceremonies.director_types import NextAction
    from ceremonies.scenes import Picture
    from models.recognition.script import Cue
    from ui.ceremony.names import NameBook, StageNames


class RunView(QObject):
    """A run as the console and the audience window read it; `Show` adds the presses that change it."""

    def __init__(
        self,
        director: Director,
        book: NameBook,
        wall_clock: Callable[[], datetime],
        *,
        is_gentle: bool,
        is_rehearsal: bool,
        logo: str,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.director, self.book, self.logo = director, book, logo
        self.is_gentle, self.is_rehearsal = is_gentle or director.script.gentle, is_rehearsal
        self._wall_clock, self._monotonic = wall_clock, monotonic
        # A resumed run goes on at the second of its last event, so that no part's time starts again.
        at = director.event.at if director.event is not None else 0.0
        self._origin = monotonic() - at

    @property
    def names(self) -> StageNames:
        """The names permitted now."""
        return self.book.permitted

    def now(self) -> float:
        """Seconds on the run's own clock."""
        return self._monotonic() - self._origin

    def wall_time(self) -> datetime:
        """Tell the instant by the wall clock, for saying when it will be over."""
        return self._wall_clock()

    def timing(self) -> Timing:
        """Where the run stands against its plan."""
        return timing(self.director, self.now(), self.names)

    def next_action(self) -> NextAction | None:
        """Tell what GO will show; None when everything was."""
        return self.director.what_go_does(self.names)

    def audience_picture(self) -> Picture:
        """Draw what the audience sees at this instant."""
        frame = self.director.frame(self.now(), self.names)
        output = Output.CURTAIN if frame.output is Output.CURTAIN else Output.OPEN
        return self._draw(frame.place, frame.seconds, output)

    def next_picture(self) -> Picture | None:
        """Draw what the next GO will show, settled, for the presenter's eyes only."""
        action = self.next_action()
        if action is None:
            return self._draw(self.director.place, SETTLED, Output.CURTAIN)
        return self._draw(action.place, SETTLED, Output.OPEN)

    def current(self) -> Cue | None:
        """Give the cue on stage as it may be shown, None when it is passed over."""
        return staged(self.director.script.cues[self.director.cue], self.names)

    def cut_offer(self) -> int | None:
        """Tell which part to offer to leave out because it is late."""
        return what_to_cut(self.director, self.timing().late)

    def _passed_over(self) -> frozenset[UUID]:
        return frozenset(person for person in self.director.script.references() if self.names.get(person) is None)

    def _draw(self, place: Place, seconds: float, output: Output) -> Picture:
        script = self.director.script
        return picture(
            script, place.cue, place.step, seconds, output, gentle=self.is_gentle, names=self.names, logo=self.logo
        )
