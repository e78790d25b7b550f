from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ceremonies.director import Director
from ceremonies.director_types import SETTLED, Output, Place, Reason, Refusal
from ceremonies.event import Event, EventKind
from ceremonies.journal import Entry, read, replay, resumed
from ceremonies.permitted import shown_as
from ceremonies.timing import timing, what_to_cut
from models.errors import InvalidError
from models.recognition.script import CueKind, StepKind
from tests.ceremonies.company import WITHDRAWS, consent_mix, stage_name, stored_for

if TYPE_CHECKING:
    from uuid import UUID

    from leaderboards.stage_name import StageName

EVENING = datetime(2026, 11, 23, 19, tzinfo=UTC)
COMPANY = consent_mix()
STORED = stored_for(COMPANY)
SCRIPT = STORED.document
NAMES = COMPANY.names
FIRST_MOMENT = next(place for place, cue in enumerate(SCRIPT.cues) if cue.kind is CueKind.MOMENT)


def ok(result: Director | Refusal) -> Director:
    assert isinstance(result, Director), result
    return result


def refused(result: Director | Refusal) -> Reason:
    assert isinstance(result, Refusal)
    return result.reason


def at(cue: int, step: int, *, now: float = 100.0) -> Director:
    """Press GO, never twice within a second, until this step is on stage."""
    director, time = Director.start(STORED), now
    while director.place != Place(cue, step) or not director.has_begun:
        director = ok(director.go(time, NAMES))
        time += 1
    return director


def place_of(name: str) -> int:
    return next(place for place, cue in enumerate(SCRIPT.cues) if cue.recipient == COMPANY.reference(name))


def without(name: str) -> dict[UUID, StageName | None]:
    return NAMES | {COMPANY.reference(name): None}


def test_that_it_opens_on_the_curtain_and_the_first_go_only_opens_it() -> None:
    director = Director.start(STORED)
    assert director.frame(0, NAMES).output is Output.CURTAIN
    action = director.what_go_does(NAMES)
    assert action is not None
    assert (action.opens_curtain, action.shows_name, action.place) == (True, False, Place(0, 0))
    opened = ok(director.go(5, NAMES))
    assert (opened.output, opened.place, opened.begun_at) == (Output.OPEN, Place(0, 0), 5)
    assert opened.frame(5.5, NAMES).seconds == 0.5


def test_that_before_the_first_go_nothing_else_opens_the_curtain() -> None:
    director = Director.start(STORED)
    assert refused(director.curtain(1, down=False)) is Reason.NOT_BEGUN
    assert refused(director.freeze(1, on=True)) is Reason.NOT_BEGUN
    assert refused(director.hold(1, on=True)) is Reason.NOT_BEGUN
    assert refused(director.back(1, NAMES)) is Reason.FIRST


def test_that_pressing_go_twice_within_the_guard_is_refused_and_skips_nobody() -> None:
    director = ok(at(FIRST_MOMENT, 0).go(1000, NAMES))
    assert director.place == Place(FIRST_MOMENT, 1)
    assert refused(director.go(1000.79, NAMES)) is Reason.TWICE
    assert ok(director.go(1000.81, NAMES)).place == Place(FIRST_MOMENT + 1, 0)


def test_that_go_leads_through_every_step_once_and_says_before_what_it_will_show() -> None:
    director, time, shown = Director.start(STORED), 0.0, []
    while (action := director.what_go_does(NAMES)) is not None:
        director = ok(director.go(time, NAMES))
        assert director.place == action.place
        if action.shows_name:
            shown.append(action.text)
        time += 1
    assert refused(director.go(time, NAMES)) is Reason.LAST
    assert sorted(shown) == sorted(shown_as(one.name) for one in COMPANY.nominees)
    assert director.reached == tuple(len(cue.steps) - 1 for cue in SCRIPT.cues)


def test_that_a_name_that_was_withdrawn_is_passed_over_at_its_go() -> None:
    place = place_of(WITHDRAWS)
    before = at(place - 1, len(SCRIPT.cues[place - 1].steps) - 1)
    action = before.what_go_does(without(WITHDRAWS))
    assert action is not None
    assert (action.place.cue, action.passed) == (place + 1, (place,))
    after = ok(before.go(1000, without(WITHDRAWS)))
    assert after.cue == place + 1


@pytest.mark.parametrize("step", [0, 1])
def test_that_a_withdrawal_takes_what_is_on_stage_away_at_once_and_go_leads_on(step: int) -> None:
    place = place_of(WITHDRAWS)
    director = at(place, step)
    assert director.frame(1000, NAMES).output is Output.OPEN
    assert director.frame(1000, without(WITHDRAWS)).output is Output.CURTAIN
    assert ok(director.go(1000, without(WITHDRAWS))).cue == place + 1
    frozen = ok(director.freeze(1000, on=True))
    assert frozen.frame(1001, without(WITHDRAWS)).output is Output.CURTAIN


def test_that_back_is_settled_and_never_shows_what_was_not_on_stage() -> None:
    director = at(FIRST_MOMENT, 1)
    back = ok(director.back(1000, NAMES))
    assert (back.place, back.frame(1000, NAMES).seconds) == (Place(FIRST_MOMENT, 0), SETTLED)
    forth = ok(back.go(1001, NAMES))
    assert forth.is_settled
    jumped = ok(ok(at(0, 0).arm(FIRST_MOMENT + 4, 1000, NAMES)).go(1001, NAMES))
    assert ok(jumped.back(1002, NAMES)).place == Place(0, 0)


def test_that_a_jump_shows_nothing_until_go_confirms_it() -> None:
    director = at(0, 0)
    armed = ok(director.arm(FIRST_MOMENT + 2, 1000, NAMES))
    assert armed.frame(1000, NAMES).place == Place(0, 0)
    action = armed.what_go_does(NAMES)
    assert action is not None
    assert action.place == Place(FIRST_MOMENT + 2, 0)
    assert ok(armed.back(1000, NAMES)) == director
    assert ok(armed.go(1001, NAMES)).place == Place(FIRST_MOMENT + 2, 0)
    assert refused(director.arm(place_of(WITHDRAWS), 1000, without(WITHDRAWS))) is Reason.NOT_SHOWN


def test_that_not_here_today_takes_the_person_who_is_up_and_can_be_undone() -> None:
    before = at(FIRST_MOMENT - 1, 0)
    assert before.up(NAMES) == FIRST_MOMENT
    kicker = at(FIRST_MOMENT, 0)
    assert kicker.up(NAMES) == FIRST_MOMENT
    assert at(FIRST_MOMENT, 1).up(NAMES) == FIRST_MOMENT + 1
    assert at(0, 0).up(NAMES) is None
    skipped = ok(before.skip(FIRST_MOMENT, 1000))
    assert ok(skipped.go(1001, NAMES)).place == Place(FIRST_MOMENT + 1, 0)
    assert ok(ok(kicker.skip(FIRST_MOMENT, 1000)).go(1001, NAMES)).place == Place(FIRST_MOMENT + 1, 0)
    assert ok(ok(skipped.undo(1002)).go(1003, NAMES)).place == Place(FIRST_MOMENT, 0)
    assert refused(ok(skipped.go(1001, NAMES)).undo(1002)) is Reason.NOTHING


def test_that_somebody_who_comes_after_all_can_be_jumped_to() -> None:
    skipped = ok(at(0, 0).skip(FIRST_MOMENT, 1000))
    arrived = ok(ok(skipped.arm(FIRST_MOMENT, 1001, NAMES)).go(1002, NAMES))
    assert arrived.place == Place(FIRST_MOMENT, 0)
    assert arrived.absent == frozenset()


def test_that_the_curtain_is_a_target_not_a_toggle_and_keeps_the_place() -> None:
    director = at(FIRST_MOMENT, 1)
    down = ok(ok(director.curtain(1000, down=True)).curtain(1000.1, down=True))
    assert down.output is Output.CURTAIN
    action = down.what_go_does(NAMES)
    assert action is not None
    assert (action.opens_curtain, action.shows_name) == (True, True)
    opened = ok(down.go(1001, NAMES))
    assert (opened.place, opened.frame(1001, NAMES).seconds) == (Place(FIRST_MOMENT, 1), SETTLED)


def test_that_freeze_keeps_the_frame_and_locks_go() -> None:
    director = at(FIRST_MOMENT, 1)
    frozen = ok(director.freeze(director.step_at + 0.4, on=True))
    assert refused(frozen.go(1000, NAMES)) is Reason.FROZEN
    away = ok(frozen.back(1000, NAMES))
    frame = away.frame(2000, NAMES)
    assert (frame.place, round(frame.seconds, 3), frame.output) == (Place(FIRST_MOMENT, 1), 0.4, Output.FROZEN)
    assert ok(away.freeze(1001, on=False)).frame(1001, NAMES).place == Place(FIRST_MOMENT, 0)


def test_that_hold_stops_the_part_and_locks_go_until_it_is_released() -> None:
    director = at(0, 0)
    venue = ok(director.hold(110, on=True))
    assert refused(venue.go(1000, NAMES)) is Reason.HELD
    assert timing(venue, 500, NAMES).left_in_part == SCRIPT.cues[0].seconds - 10
    released = ok(venue.hold(500, on=False))
    assert timing(released, 505, NAMES).left_in_part == SCRIPT.cues[0].seconds - 15
    assert timing(released, 505, NAMES).late == 390


def test_that_panic_covers_silences_and_holds_and_go_is_the_way_back() -> None:
    panicked = ok(at(FIRST_MOMENT, 1).panic(1000))
    assert (panicked.output, panicked.is_muted, panicked.is_on_hold) == (Output.CURTAIN, True, True)
    again = ok(panicked.go(1001, NAMES))
    assert (again.place, again.output, again.is_on_hold, again.is_muted) == (
        Place(FIRST_MOMENT, 1),
        Output.OPEN,
        False,
        True,
    )


def test_that_time_is_counted_per_part_and_the_end_projected() -> None:
    director = at(1, 0, now=100)
    now = timing(director, 131, NAMES)
    assert (now.elapsed, now.left_in_part) == (31, SCRIPT.cues[1].seconds - 30)
    assert now.late == 1 - SCRIPT.cues[0].seconds
    more = ok(director.add_time(60, 131))
    assert timing(more, 131, NAMES).late == now.late + 60
    assert timing(ok(more.undo(132)), 131, NAMES).late == now.late
    overrun = timing(director, 101 + SCRIPT.cues[1].seconds + 90, NAMES)
    assert overrun.left_in_part == -90


def test_that_when_late_the_least_needed_part_without_a_person_is_offered() -> None:
    director = at(0, 0)
    assert what_to_cut(director, 60) is None
    cut = what_to_cut(director, 200)
    assert cut is not None
    assert SCRIPT.cues[cut].kind is CueKind.BREAK
    after = what_to_cut(ok(director.skip(cut, 1000)), 200)
    assert after is not None
    assert SCRIPT.cues[after].kind is CueKind.PHOTO


def test_that_after_the_end_the_audience_has_the_curtain_and_nothing_moves() -> None:
    ended = at(FIRST_MOMENT, 1).finish(1000)
    assert ended.frame(1001, NAMES).output is Output.CURTAIN
    for result in (ended.go(1001, NAMES), ended.back(1001, NAMES), ended.curtain(1001, down=False)):
        assert refused(result) is Reason.FINISHED
    assert timing(ended, 5000, NAMES).elapsed == 900


def test_that_a_run_comes_back_at_the_same_step_behind_the_curtain() -> None:
    director = ok(at(FIRST_MOMENT, 1).skip(FIRST_MOMENT + 1, 1000))
    resumed = director.resume(1600)
    assert (resumed.place, resumed.output, resumed.absent) == (director.place, Output.CURTAIN, director.absent)
    opened = ok(resumed.go(1600.1, NAMES))
    assert opened.place == Place(FIRST_MOMENT, 1)
    assert opened.frame(1600.2, NAMES).seconds == SETTLED


def test_that_a_damaged_or_foreign_journal_is_refused_in_one_sentence() -> None:
    begin = Director.start(STORED).event
    assert begin is not None
    foreign = begin.model_copy(update={"digest": "0" * 64})
    go = Event(kind=EventKind.GO, at=1, cue=0, step=0)
    for rows in (
        [],
        [foreign],
        [go],
        [begin, go.model_copy(update={"cue": 999})],
        [begin, go.model_copy(update={"step": 9})],
    ):
        with pytest.raises(InvalidError, match="Start it again"):
            replay(STORED, rows)
    good = Entry(utc=EVENING, event=go).to_json()
    spoilt = [
        good.replace(old, new) for old, new in (('"at":1.0', '"at":NaN'), ('"go"', '"dance"'), ("{", '{"name":"Bo",'))
    ]
    for text in ("", "{}", *spoilt):
        with pytest.raises(InvalidError, match="damaged"):
            read([text])


def test_that_a_run_is_gone_on_with_for_twelve_hours_and_the_time_away_counts_for_the_evening() -> None:
    director, rows = Director.start(STORED), []
    for press in (5.0, 10.0):
        rows.append(Entry(utc=EVENING + timedelta(seconds=press), event=made(director)).to_json())
        director = ok(director.go(press, NAMES))
    rows.append(Entry(utc=EVENING + timedelta(seconds=10), event=made(director)).to_json())
    back = resumed(STORED, rows, EVENING + timedelta(seconds=70))
    assert back is not None
    assert (back.place, back.output) == (director.place, Output.CURTAIN)
    assert timing(back, 70, NAMES).elapsed == 65
    assert resumed(STORED, rows, EVENING + timedelta(hours=13)) is None
    early = resumed(STORED, rows, EVENING - timedelta(hours=1))
    assert early is not None
    ended = Entry(utc=EVENING, event=made(director.finish(20))).to_json()
    assert resumed(STORED, [*rows, ended], EVENING + timedelta(seconds=70)) is None


def made(director: Director) -> Event:
    assert director.event is not None
    return director.event


def test_that_a_person_who_became_anonymous_is_shown_as_a_member_of_this_group() -> None:
    names = NAMES | {COMPANY.reference(WITHDRAWS): stage_name("")}
    director = at(place_of(WITHDRAWS), 0)
    action = director.what_go_does(names)
    assert action is not None
    assert action.text == "A member of this group"
    assert SCRIPT.cues[director.cue].steps[action.place.step].kind is StepKind.NAME
