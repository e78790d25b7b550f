"""The effect of each kind of event on the director's state; live presses and replays use the same table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Protocol, TypeVar

from ceremonies.director_types import DirectorState, Output, Still
from ceremonies.event import Event, EventKind

S = TypeVar("S", bound=DirectorState)

NEEDS_CUE: Final = frozenset(
    {
        EventKind.OPEN,
        EventKind.GO,
        EventKind.BACK,
        EventKind.ARM,
        EventKind.SKIP,
        EventKind.UNSKIP,
        EventKind.ADD_TIME,
        EventKind.WITHHOLD,
    }
)


class Effect(Protocol):
    """The effect of one kind of event on a state."""

    def __call__(self, director: S, event: Event, /) -> S:
        """Give the state after the event."""
        ...


def _begin(director: S, _event: Event) -> S:
    return director


def _open(director: S, event: Event) -> S:
    begun = director if director.has_begun else replace(director, has_begun=True, begun_at=event.at)
    # Ends a hold too: `panic` lowers the curtain and holds, and one GO must lead out of it.
    released = replace(begun, output=Output.OPEN, still=None, last_go=event.at, undoable=None, is_on_hold=False)
    return _to(released, event)


def _go(director: S, event: Event) -> S:
    return _to(replace(director, last_go=event.at, undoable=None), event)


def _back(director: S, event: Event) -> S:
    return replace(_to(director, event), is_settled=True, undoable=None)


def _curtain(director: S, _event: Event) -> S:
    return replace(director, output=Output.CURTAIN, still=None)


def _freeze(director: S, event: Event) -> S:
    if director.still is not None:
        return director
    still = Still(director.place, director.seconds_into_step(event.at))
    return replace(director, output=Output.FROZEN, still=still)


def _thaw(director: S, _event: Event) -> S:
    return replace(director, output=Output.OPEN, still=None, is_settled=True)


def _arm(director: S, event: Event) -> S:
    return replace(director, armed=event.cue, undoable=event)


def _disarm(director: S, _event: Event) -> S:
    return replace(director, armed=None, undoable=None)


def _skip(director: S, event: Event) -> S:
    armed = None if director.armed == event.cue else director.armed
    return replace(director, absent=director.absent | {_cue(event)}, armed=armed, undoable=event)


def _unskip(director: S, event: Event) -> S:
    return replace(director, absent=director.absent - {_cue(event)}, undoable=None)


def _withhold(director: S, event: Event) -> S:
    return replace(director, named=director.named - {_cue(event)})


def _hold(director: S, event: Event) -> S:
    return replace(_banked(director, event.at), is_on_hold=True, since=None)


def _release(director: S, event: Event) -> S:
    return replace(_banked(director, event.at), is_on_hold=False, since=event.at)


def _mute(director: S, _event: Event) -> S:
    return replace(director, is_muted=True)


def _unmute(director: S, _event: Event) -> S:
    return replace(director, is_muted=False)


def _add_time(director: S, event: Event) -> S:
    cue, seconds = _cue(event), event.seconds or 0
    extra = _with(director.extra, cue, director.extra[cue] + seconds)
    return replace(director, extra=extra, undoable=event if seconds > 0 else None)


def _panic(director: S, event: Event) -> S:
    return replace(_hold(_curtain(director, event), event), is_muted=True)


def _resume(director: S, event: Event) -> S:
    """Go on at the same step, settled, behind the curtain; the time away counts for the evening, not for the part."""
    silent = replace(_curtain(director, event), is_settled=True, armed=None, undoable=None, last_go=None)
    return replace(silent, since=None if silent.since is None else event.at)


def _finish(director: S, event: Event) -> S:
    ended = replace(_banked(_curtain(director, event), event.at), since=None, armed=None, undoable=None)
    return replace(ended, is_finished=True, ended_at=event.at)


EFFECTS: Final[dict[EventKind, Effect]] = {
    EventKind.BEGIN: _begin,
    EventKind.OPEN: _open,
    EventKind.GO: _go,
    EventKind.BACK: _back,
    EventKind.CURTAIN: _curtain,
    EventKind.FREEZE: _freeze,
    EventKind.THAW: _thaw,
    EventKind.ARM: _arm,
    EventKind.DISARM: _disarm,
    EventKind.SKIP: _skip,
    EventKind.UNSKIP: _unskip,
    EventKind.WITHHOLD: _withhold,
    EventKind.HOLD: _hold,
    EventKind.RELEASE: _release,
    EventKind.MUTE: _mute,
    EventKind.UNMUTE: _unmute,
    EventKind.ADD_TIME: _add_time,
    EventKind.PANIC: _panic,
    EventKind.RESUME: _resume,
    EventKind.FINISH: _finish,
}


def _to(director: S, event: Event) -> S:
    """Move to the event's step; a step that was on stage before is shown settled."""
    cue, step = _cue(event), event.step or 0
    was_shown = director.reached[cue] >= step
    banked = _banked(director, event.at)
    return replace(
        banked,
        cue=cue,
        step=step,
        armed=None,
        absent=director.absent - {cue},
        reached=_with(director.reached, cue, max(director.reached[cue], step)),
        named=director.named | {cue} if event.shows_name else director.named,
        is_settled=was_shown,
        step_at=event.at,
        since=None if banked.is_on_hold or not banked.has_begun else event.at,
    )


def _banked(director: S, now: float) -> S:
    """Add the time that the current cue's clock has run to what was spent on the cue."""
    if director.since is None:
        return director
    # Rounded to the millisecond, as the times of events are.
    spent = director.spent[director.cue] + max(0.0, now - director.since)
    return replace(director, spent=_with(director.spent, director.cue, round(spent, 3)), since=now)


def _with(values: tuple[Any, ...], place: int, value: float) -> tuple[Any, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _cue(event: Event) -> int:
    return event.cue or 0
