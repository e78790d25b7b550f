"""A ceremony being presented: takes the presses, journals each before it is seen, and signals what changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ceremonies.director_types import Reason, Refusal
from ceremonies.event import Event, EventKind
from ceremonies.journal import Entry
from models.errors import ClinicError
from models.recognition.script import Sound
from ui.ceremony.run_view import RunView
from ui.translation import mark, sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ceremonies.director import Director
    from ui.ceremony.names import NameBook, StageNames

    Written = Callable[["StageNames | None"], None]
    Record = Callable[[int, str, Written, Callable[[ClinicError], None]], None]
    """Commits one row (its number, its JSON), then hands over the names permitted at that moment, or why it failed."""

REVEALING: Final = frozenset({EventKind.OPEN, EventKind.GO, EventKind.BACK, EventKind.THAW})
"""Events that bring something onto the stage: shown once their row is committed, so that after a crash the journal
holds all that the audience saw."""
COVERING: Final = frozenset({EventKind.CURTAIN, EventKind.PANIC, EventKind.FINISH})
"""Events that cover the stage: they take effect at once, also while an earlier press is being written."""

WRITE_TIMEOUT: Final = 3000
"""Milliseconds to wait for a row to be committed before the ceremony goes on without a journal."""

_SILENT: Final = mark("The clinic’s file does not answer.")
_READING: Final = mark("Laurel is reading again who agreed to be named. Press once more.")
_WRITING: Final = mark("Laurel is still writing the last press down.")
_UNWRITTEN: Final = mark("{reason} Nothing was shown. Press again to go on without a record.")
_NO_RECORD: Final = mark("{reason} The evening goes on; this press is not in its record.")
_WITHDRAWN: Final = mark(
    "Somebody asked not to be mentioned any more. Their part is passed over; everything else stays as it is."
)


def record_nothing(_number: int, _row: str, then: Written, _failed: Callable[[ClinicError], None]) -> None:
    """Keep no journal: for a rehearsal."""
    then(None)


class Show(RunView):
    """The run that the console and the audience window show: what each press does to it."""

    changed = Signal()
    """Something changed on stage, in what comes next, or in a name."""
    message = Signal(str)
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
        super().__init__(
            director, book, wall_clock, is_gentle=is_gentle, is_rehearsal=is_rehearsal, logo=logo,
            monotonic=monotonic, parent=parent,
        )  # fmt: skip
        self._record = record
        self._rows = rows
        self._pending: Director | None = None
        self._is_record_broken = False
        self._gone = self._passed_over()
        book.changed.connect(self._hear_names)
        book.unread.connect(lambda error: self.message.emit(sentence(error)))
        if director.event is not None:
            self._write_down(director.event, lambda _names: None, self._fail)

    def go(self) -> None:
        """Show the next thing; after the last one, lower the curtain."""
        action = self.next_action()
        # Consent may have been withdrawn since the names were read, so no name is shown while that is not known.
        if action is not None and action.shows_name and not self.book.is_current:
            self.book.refresh()
            if not self.book.is_current:
                self.refused.emit(tr(_READING))
                return
        result = self.director.go(self.now(), self.names)
        # A presenter presses GO once more after the last step; the curtain is a proper end, a refusal is not.
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
        """End the run behind the curtain; call `then` once that is committed, has failed or takes too long."""
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
        QTimer.singleShot(WRITE_TIMEOUT, self, close)

    def _latest(self) -> Director:
        """Give the state that a press builds upon where it need not wait: with a press still being written."""
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
                # The commit gave newer names: whoever withdrew meanwhile was not named, and is not counted as named.
                if result.named > was_named and not self._names_somebody():
                    self._take(result.withhold(self.now()))

        def unwritten(error: ClinicError) -> None:
            # The first failure shows nothing and leaves the decision to the presenter; the next press goes on.
            if self._is_record_broken:
                self.message.emit(tr(_NO_RECORD, reason=sentence(error)))
                seen(None)
                return
            self._is_record_broken = True
            self._pending = None
            self.message.emit(tr(_UNWRITTEN, reason=sentence(error)))
            self.changed.emit()

        def waited() -> None:
            if self._pending is result:
                unwritten(ClinicError(_SILENT))

        self._write_down(event, seen, unwritten)
        QTimer.singleShot(WRITE_TIMEOUT, self, waited)

    def _names_somebody(self) -> bool:
        cue = self.current()
        return cue is not None and cue.recipient is not None

    def _show(self, director: Director) -> None:
        self.director = director
        self.changed.emit()

    def _sound(self, director: Director, event: Event) -> None:
        """Signal the sound of a step that is shown for the first time; going back to a step is silent."""
        cue = self.current()
        if event.kind not in {EventKind.GO, EventKind.OPEN} or director.is_settled or director.is_muted or cue is None:
            return
        sound = cue.steps[director.step].sound
        if sound is not Sound.NONE:
            self.sounded.emit(sound)

    def _write_down(self, event: Event, then: Written, failed: Callable[[ClinicError], None]) -> None:
        # Numbered here and not by the database: rows of two quick presses keep the order of the presses.
        number = self._rows
        self._rows += 1
        self._record(number, Entry(utc=self._wall_clock(), event=event).to_json(), then, failed)

    def _note_names(self, stage_names: StageNames | None) -> None:
        if stage_names is not None:
            self._is_record_broken = False
            self.book.take(stage_names)

    def _fail(self, error: ClinicError) -> None:
        self._is_record_broken = True
        self.message.emit(tr(_NO_RECORD, reason=sentence(error)))

    def _hear_names(self) -> None:
        gone = self._passed_over()
        if gone - self._gone:
            self.message.emit(tr(_WITHDRAWN))
        self._gone = gone
        self.changed.emit()


def _event(director: Director) -> Event:
    if director.event is None:
        message = "a director without the event that led to it"
        raise ValueError(message)
    return director.event
