"""A run being presented: takes the presses, has each written down before it is seen, and says what changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ceremonies.director_types import SETTLED, Output, Place, Reason, Refusal
from ceremonies.event import Event, EventKind
from ceremonies.journal import Entry
from ceremonies.permitted import staged
from ceremonies.scenes import picture
from ceremonies.timing import Timing, timing, what_to_cut
from models.errors import ClinicError
from models.recognition.script import Sound
from ui.translation import mark, sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from ceremonies.director import Director
    from ceremonies.director_types import NextAction
    from ceremonies.scenes import Picture
    from models.recognition.script import Cue
    from ui.ceremony.names import NameBook, StageNames

    Written = Callable[["StageNames | None"], None]
    Record = Callable[[int, str, Written, Callable[[ClinicError], None]], None]
    """Commits one row (its number, its JSON), then hands over the names permitted at that moment, or why it failed."""

REVEALING: Final = frozenset({EventKind.OPEN, EventKind.GO, EventKind.BACK, EventKind.THAW})
"""What brings something onto the stage and so waits for its row to be committed; what covers the stage never waits."""
COVERING: Final = frozenset({EventKind.CURTAIN, EventKind.PANIC, EventKind.FINISH})
"""What may not even wait for a press that is being written down."""

PATIENCE: Final = 3000
"""Milliseconds to wait for the clinic's file before the evening goes on without it."""

_SILENT: Final = mark("The clinic’s file does not answer.")
_READING: Final = mark("Laurel is reading again who agreed to be named. Press once more.")
_WRITING: Final = mark("Laurel is still writing the last press down.")
_UNWRITTEN: Final = mark("{reason} Nothing was shown. Press again to go on without a record.")
_NO_RECORD: Final = mark("{reason} The evening goes on; this press is not in its record.")
_WITHDRAWN: Final = mark(
    "Somebody asked not to be mentioned any more. Their part is passed over; everything else stays as it is."
)


def record_nothing(_number: int, _row: str, then: Written, _failed: Callable[[ClinicError], None]) -> None:
    """Go on without a journal: a rehearsal, or a disk that cannot be written to."""
    then(None)


class Show(QObject):
    """What the console and the audience window are two views of."""

    changed = Signal()
    """What is on stage, what comes next, or a name."""
    said = Signal(str)
    """A sentence for the presenter."""
    refused = Signal(str)
    """Why a press did nothing."""
    sounded = Signal(object)
    """`Sound` that begins with the step that was just revealed."""

    def __init__(
        self,
        director: Director,
        book: NameBook,
        record: Record,
        wall_clock: Callable[[], datetime],
        *,
        rows: int = 0,
        is_gentle: bool = False,
        is_rehearsal: bool = False,
        logo: str = "",
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.director, self.book, self.logo = director, book, logo
        self.is_gentle, self.is_rehearsal = is_gentle or director.script.gentle, is_rehearsal
        self._record, self._wall_clock, self._monotonic = record, wall_clock, monotonic
        at = director.event.at if director.event is not None else 0.0
        self._origin = monotonic() - at
        self._rows = rows
        self._pending: Director | None = None
        self._is_record_broken = False
        self._gone = self._passed_over()
        book.changed.connect(self._hear_names)
        book.unread.connect(lambda error: self.said.emit(sentence(error)))
        if director.event is not None:
            self._write_down(director.event, lambda _names: None, self._fail)

    # what is so -----------------------------------------------------------------------

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

    # what may be pressed --------------------------------------------------------------

    def go(self) -> None:
        """Show the next thing; after the last one, lower the curtain."""
        action = self.next_action()
        if action is not None and action.shows_name and not self.book.is_current:
            self.book.refresh()
            if not self.book.is_current:
                self.refused.emit(tr(_READING))
                return
        result = self.director.go(self.now(), self.names)
        if isinstance(result, Refusal) and result.reason is Reason.LAST:
            result = self.director.curtain(self.now(), down=True)
        self._take(result)

    def back(self) -> None:
        """Go back one step, or put an armed jump away."""
        self._take(self.director.back(self.now(), self.names))

    def set_curtain(self, *, down: bool) -> None:
        """Lower or raise the curtain."""
        self._take(self._latest().curtain(self.now(), down=down))

    def set_frozen(self, *, on: bool) -> None:
        """Keep the audience's frame, or let it move again."""
        self._take(self._latest().freeze(self.now(), on=on))

    def set_on_hold(self, *, on: bool) -> None:
        """Stop the part's clock and lock GO, or go on."""
        self._take(self._latest().hold(self.now(), on=on))

    def set_muted(self, *, on: bool) -> None:
        """Silence Laurel or let it sound again."""
        self._take(self._latest().mute(self.now(), on=on))

    def add_minute(self) -> None:
        """Give this part one more minute."""
        self._take(self._latest().add_time(60, self.now()))

    def panic(self) -> None:
        """Curtain, silence and hold, at once."""
        self._take(self._latest().panic(self.now()))

    def arm(self, cue: int) -> None:
        """Make a part ready to jump to."""
        self._take(self._latest().arm(cue, self.now(), self.names))

    def disarm(self) -> None:
        """Put the armed jump away."""
        self._take(self._latest().disarm(self.now()))

    def skip(self, cue: int) -> None:
        """Leave a part out today."""
        self._take(self._latest().skip(cue, self.now()))

    def set_absent(self) -> int | None:
        """Leave out the person who is up; give their cue, or None when nobody is."""
        cue = self._latest().up(self.names)
        self._take(Refusal(Reason.NOBODY) if cue is None else self._latest().skip(cue, self.now()))
        return cue

    def undo(self) -> None:
        """Take the last skip, jump or minute back."""
        self._take(self._latest().undo(self.now()))

    def finish(self, then: Callable[[], None]) -> None:
        """End the run behind the curtain; `then` when that is written down, or cannot be."""
        ended = self._latest().finish(self.now())
        self._pending = None
        self._show(ended)
        closed = False

        def close() -> None:
            nonlocal closed
            if not closed:
                closed = True
                then()

        self._write_down(_event(ended), lambda _names: close(), lambda _error: close())
        QTimer.singleShot(PATIENCE, self, close)

    # how a press becomes seen ---------------------------------------------------------

    def _latest(self) -> Director:
        """Give what a press that covers the stage builds upon: also what is still being written down."""
        return self._pending or self.director

    def _take(self, result: Director | Refusal) -> None:
        if isinstance(result, Refusal):
            self.refused.emit(tr(result.reason.value))
            return
        event = _event(result)
        if self._pending is not None and event.kind not in COVERING:
            self.refused.emit(tr(_WRITING))
        elif event.kind in REVEALING:
            self._reveal(result, event)
        else:
            self._pending = None
            self._show(result)
            self._write_down(event, self._note_names, self._fail)

    def _reveal(self, result: Director, event: Event) -> None:
        self._pending = result

        def seen(stage_names: StageNames | None) -> None:
            self._note_names(stage_names)
            if self._pending is result:
                self._pending = None
                was_named = self.director.named
                self._show(result)
                self._sound(result, event)
                if result.named > was_named and not self._names_somebody():
                    self._take(result.withhold(self.now()))

        def unwritten(error: ClinicError) -> None:
            if self._is_record_broken:
                self.said.emit(tr(_NO_RECORD, reason=sentence(error)))
                seen(None)
                return
            self._is_record_broken = True
            self._pending = None
            self.said.emit(tr(_UNWRITTEN, reason=sentence(error)))
            self.changed.emit()

        def waited() -> None:
            if self._pending is result:
                unwritten(ClinicError(_SILENT))

        self._write_down(event, seen, unwritten)
        QTimer.singleShot(PATIENCE, self, waited)

    def _names_somebody(self) -> bool:
        cue = self.current()
        return cue is not None and cue.recipient is not None

    def _show(self, director: Director) -> None:
        self.director = director
        self.changed.emit()

    def _sound(self, director: Director, event: Event) -> None:
        """Sound a step that is seen for the first time; one that was gone back to is silent."""
        cue = self.current()
        if event.kind not in {EventKind.GO, EventKind.OPEN} or director.is_settled or director.is_muted or cue is None:
            return
        sound = cue.steps[director.step].sound
        if sound is not Sound.NONE:
            self.sounded.emit(sound)

    def _write_down(self, event: Event, then: Written, failed: Callable[[ClinicError], None]) -> None:
        number = self._rows
        self._rows += 1
        self._record(number, Entry(utc=self._wall_clock(), event=event).to_json(), then, failed)

    def _note_names(self, stage_names: StageNames | None) -> None:
        if stage_names is not None:
            self._is_record_broken = False
            self.book.take(stage_names)

    def _fail(self, error: ClinicError) -> None:
        self._is_record_broken = True
        self.said.emit(tr(_NO_RECORD, reason=sentence(error)))

    def _hear_names(self) -> None:
        gone = self._passed_over()
        if gone - self._gone:
            self.said.emit(tr(_WITHDRAWN))
        self._gone = gone
        self.changed.emit()

    def _passed_over(self) -> frozenset[UUID]:
        return frozenset(person for person in self.director.script.references() if self.names.get(person) is None)

    def _draw(self, place: Place, seconds: float, output: Output) -> Picture:
        script = self.director.script
        return picture(
            script, place.cue, place.step, seconds, output, gentle=self.is_gentle, names=self.names, logo=self.logo
        )


def _event(director: Director) -> Event:
    if director.event is None:
        message = "a director without the event that led to it"
        raise ValueError(message)
    return director.event
