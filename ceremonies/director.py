"""The director of a run: what is on stage and what each press may do; an immutable value, each press gives the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ceremonies.director_types import GUARD, DirectorState, Frame, NextAction, Output, Place, Reason, Refusal
from ceremonies.effects import EFFECTS, NEEDS_CUE
from ceremonies.event import Event, EventKind
from ceremonies.permitted import staged, words
from models.errors import InvalidError

if TYPE_CHECKING:
    from uuid import UUID

    from ceremonies.permitted import Names
    from models.recognition.script import Cue, StoredScript


@dataclass(frozen=True, slots=True)
class Director(DirectorState):
    """The state of a run, with every action that may change it.

    An action gives the next director or a `Refusal`; `now` is in seconds on the run's monotonic clock, and `permitted`
    has the stage names by enrolment that consent allows at that moment.
    """

    @classmethod
    def start(cls, stored: StoredScript, now: float = 0.0) -> Director:
        """Give the director of a new run: curtain down, at the first step, nothing shown."""
        cues = len(stored.document.cues)
        curtain = cls(
            script=stored.document, digest=stored.digest, extra=(0,) * cues, spent=(0.0,) * cues, reached=(-1,) * cues
        )
        return curtain.apply(Event(kind=EventKind.BEGIN, at=_clean(now), digest=stored.digest))

    # what may happen ------------------------------------------------------------------

    def go(self, now: float, permitted: Names) -> Director | Refusal:
        """Take the next step, or open the curtain."""
        if self.is_finished:
            return Refusal(Reason.FINISHED)
        # A key that bounces, or a nervous second press, would reveal a name that nobody has announced yet.
        if self.last_go is not None and now - self.last_go < GUARD:
            return Refusal(Reason.TWICE)
        if self.output is Output.FROZEN:
            return Refusal(Reason.FROZEN)
        if self.is_on_hold and self.output is Output.OPEN:
            return Refusal(Reason.HELD)
        action = self.what_go_does(permitted)
        if action is None:
            return Refusal(Reason.LAST)
        kind = EventKind.OPEN if action.opens_curtain else EventKind.GO
        return self._show(kind, now, action.place, permitted, passed=action.passed)

    def what_go_does(self, permitted: Names) -> NextAction | None:
        """Give what GO would show, or None where nothing is left."""
        here = staged(self.script.cues[self.cue], permitted)
        is_covered = self.output is Output.CURTAIN
        passed: tuple[int, ...] = ()
        if self.armed is not None and staged(self.script.cues[self.armed], permitted) is not None:
            place: Place | None = Place(self.armed, 0)
        elif is_covered and here is not None and self.cue not in self.absent:
            place = self.place
        elif here is not None and self.cue not in self.absent and self.step + 1 < len(here.steps):
            place = Place(self.cue, self.step + 1)
        else:
            place, passed = self._next_cue(permitted)
        if place is None:
            return None
        cue = self.staged(place.cue, permitted)
        step = cue.steps[place.step]
        # An opened curtain shows all that the step has on stage, also a name revealed by a step before.
        shows = shows_name(cue, place.step) if is_covered else step.reveals_name
        return NextAction(
            place=place,
            text=words(step.action, self.script, cue, permitted),
            opens_curtain=is_covered,
            shows_name=shows,
            passed=passed,
        )

    def back(self, now: float, permitted: Names) -> Director | Refusal:
        """Return to the step before, settled and silent; an armed jump is only cancelled."""
        if self.is_finished:
            return Refusal(Reason.FINISHED)
        if self.armed is not None:
            return self._do(EventKind.DISARM, now)
        here = staged(self.script.cues[self.cue], permitted)
        if self.step > 0 and here is not None:
            return self._show(EventKind.BACK, now, Place(self.cue, self.step - 1), permitted)
        for cue in range(self.cue - 1, -1, -1):
            # Only what was on stage before: going back never reveals a name.
            if self.reached[cue] >= 0 and staged(self.script.cues[cue], permitted) is not None:
                return self._show(EventKind.BACK, now, Place(cue, self.reached[cue]), permitted)
        return Refusal(Reason.FIRST)

    def arm(self, cue: int, now: float, permitted: Names) -> Director | Refusal:
        """Arm a jump to a part; GO makes it."""
        if self.is_finished:
            return Refusal(Reason.FINISHED)
        if staged(self.script.cues[cue], permitted) is None:
            return Refusal(Reason.NOT_SHOWN)
        return self._do(EventKind.ARM, now, cue=cue)

    def disarm(self, now: float) -> Director | Refusal:
        """Cancel an armed jump."""
        return Refusal(Reason.NOTHING) if self.armed is None else self._do(EventKind.DISARM, now)

    def curtain(self, now: float, *, down: bool) -> Director | Refusal:
        """Lower or raise the curtain; nothing visible changes where it is so already."""
        if down:
            return self._do(EventKind.CURTAIN, now)
        if self.is_finished:
            return Refusal(Reason.FINISHED)
        if not self.has_begun:
            return Refusal(Reason.NOT_BEGUN)
        return self._do(EventKind.OPEN, now, cue=self.cue, step=self.step)

    def freeze(self, now: float, *, on: bool) -> Director | Refusal:
        """Freeze the audience's frame, or let it move again."""
        if self.output is Output.CURTAIN:
            return Refusal(Reason.NOT_BEGUN)
        return self._do(EventKind.FREEZE if on else EventKind.THAW, now)

    def hold(self, now: float, *, on: bool) -> Director | Refusal:
        """Stop the clock of this part and lock GO, or go on."""
        if not self.has_begun:
            return Refusal(Reason.NOT_BEGUN)
        return self._do(EventKind.HOLD if on else EventKind.RELEASE, now)

    def mute(self, now: float, *, on: bool) -> Director | Refusal:
        """Mute Laurel, or unmute it from the next step on."""
        return self._do(EventKind.MUTE if on else EventKind.UNMUTE, now)

    def add_time(self, seconds: int, now: float) -> Director | Refusal:
        """Give the current part more time."""
        return self._do(EventKind.ADD_TIME, now, cue=self.cue, seconds=seconds)

    def panic(self, now: float) -> Director | Refusal:
        """Lower the curtain, mute and hold; the place in the script stays."""
        return self._do(EventKind.PANIC, now)

    def skip(self, cue: int, now: float) -> Director | Refusal:
        """Leave a part out: its person is not here, or time is short."""
        return Refusal(Reason.FINISHED) if self.is_finished else self._do(EventKind.SKIP, now, cue=cue)

    def withhold(self, now: float) -> Director:
        """Record that the name just revealed was not painted: consent ended while the press was being journalled."""
        return self._do(EventKind.WITHHOLD, now, cue=self.cue)

    def undo(self, now: float) -> Director | Refusal:
        """Undo the last skip, armed jump or added time."""
        last = self.undoable
        if last is None:
            return Refusal(Reason.NOTHING)
        if last.kind is EventKind.SKIP:
            return self._do(EventKind.UNSKIP, now, cue=last.cue)
        if last.kind is EventKind.ARM:
            return self._do(EventKind.DISARM, now)
        return self._do(EventKind.ADD_TIME, now, cue=last.cue, seconds=-(last.seconds or 0))

    def resume(self, now: float) -> Director:
        """Go on after a crash or restart: at the same step, behind the curtain, silent."""
        return self._do(EventKind.RESUME, now)

    def finish(self, now: float) -> Director:
        """End the run behind the curtain."""
        return self._do(EventKind.FINISH, now)

    # what is so -----------------------------------------------------------------------

    def staged(self, cue: int, permitted: Names) -> Cue:
        """Give a cue as it may be shown now; raise `InvalidError` for one that may not be shown at all."""
        found = staged(self.script.cues[cue], permitted)
        if found is None:
            raise InvalidError("This part cannot be shown: its person is not to be mentioned.")
        return found

    def presented(self) -> tuple[UUID, ...]:
        """List the awards of the parts whose person was named on stage, except of parts then left out."""
        shown = (self.script.cues[cue].award for cue in sorted(self.named - self.absent))
        return tuple(award for award in shown if award is not None)

    def up(self, permitted: Names) -> int | None:
        """Give the part that “not here today” would leave out; None where no person is next.

        It is the part on stage while its name is not shown yet, else the one that GO would show.
        """
        here = staged(self.script.cues[self.cue], permitted)
        if here is not None and here.recipient is not None and self.cue not in self.absent:
            name_step = here.name_step
            if name_step is not None and (self.step < name_step or self.output is Output.CURTAIN):
                return self.cue
        place = Place(self.armed, 0) if self.armed is not None else self._next_cue(permitted)[0]
        if place is None:
            return None
        following = self.staged(place.cue, permitted)
        return None if following.recipient is None else place.cue

    def frame(self, now: float, permitted: Names) -> Frame:
        """Give what the audience is to see now; a part that may no longer be shown is behind the curtain."""
        place, seconds = self.place, self.seconds_into_step(now)
        if self.still is not None:
            place, seconds = self.still.place, self.still.seconds
        is_gone = staged(self.script.cues[place.cue], permitted) is None
        return Frame(place, seconds, Output.CURTAIN if is_gone else self.output)

    def apply(self, event: Event) -> Director:
        """Apply an event; raise `InvalidError` for one of another script."""
        # The only way from one director to the next, live and in a replay, so that both lead to the same state.
        self._check(event)
        return replace(EFFECTS[event.kind](self, event), event=event)

    def _check(self, event: Event) -> None:
        """Raise `InvalidError` for an event that cannot be about this script."""
        cues = self.script.cues
        places = [place for place in (event.cue, *event.passed) if place is not None]
        is_wrong = any(place >= len(cues) for place in places)
        if not is_wrong and event.step is not None:
            is_wrong = event.cue is None or event.step >= len(cues[event.cue].steps)
        is_wrong = is_wrong or (event.cue is None and event.kind in NEEDS_CUE)
        is_wrong = is_wrong or (event.kind is EventKind.BEGIN and event.digest != self.digest)
        if is_wrong:
            raise InvalidError("The record of this ceremony does not belong to its script. Start it again.")

    def _show(
        self, kind: EventKind, now: float, place: Place, permitted: Names, *, passed: tuple[int, ...] = ()
    ) -> Director:
        """Show a step, and record whether the audience reads a name with it.

        It reads none where the cue is shown without its person, or where BACK moves behind the curtain.
        """
        is_seen = kind is not EventKind.BACK or self.output is Output.OPEN
        is_named = is_seen and shows_name(self.staged(place.cue, permitted), place.step)
        return self.apply(
            Event(kind=kind, at=_clean(now), cue=place.cue, step=place.step, passed=passed, shows_name=is_named)
        )

    def _do(
        self,
        kind: EventKind,
        now: float,
        *,
        cue: int | None = None,
        step: int | None = None,
        seconds: int | None = None,
    ) -> Director:
        return self.apply(Event(kind=kind, at=_clean(now), cue=cue, step=step, seconds=seconds))

    def _next_cue(self, permitted: Names) -> tuple[Place | None, tuple[int, ...]]:
        passed: list[int] = []
        for cue in range(self.cue + 1, len(self.script.cues)):
            if cue in self.absent:
                continue
            if staged(self.script.cues[cue], permitted) is None:
                passed.append(cue)
                continue
            return Place(cue, 0), tuple(passed)
        return None, tuple(passed)


def shows_name(cue: Cue, step: int) -> bool:
    """Tell whether a name is on stage at this step: from the step that reveals it to the end of the cue."""
    return cue.name_step is not None and step >= cue.name_step


def _clean(now: float) -> float:
    """Round a time to the millisecond that the journal keeps, so that a replay is equal to what was live."""
    return round(max(0.0, now), 3)
