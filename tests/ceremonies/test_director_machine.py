"""Any presses in any order, with consent changing in between: what must always hold."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ceremonies.director import Director, shows_name
from ceremonies.director_types import Output, Refusal
from ceremonies.journal import Entry, read, replay
from ceremonies.timing import timing
from tests.ceremonies.company import consent_mix, stage_name, stored_for

if TYPE_CHECKING:
    from uuid import UUID

    from ceremonies.event import Event
    from leaderboards.stage_name import StageName

COMPANY = consent_mix()
STORED = stored_for(COMPANY)
SCRIPT = STORED.document
EVENING = datetime(2026, 11, 23, 19, tzinfo=UTC)
CUES = st.integers(0, len(SCRIPT.cues) - 1)
SWITCH = st.booleans()
PEOPLE = st.sampled_from([person.reference for person in COMPANY.nominees])


class Presenting(RuleBasedStateMachine):
    """One presenter with nervous fingers."""

    @initialize()
    def begin(self) -> None:
        self.names = dict(COMPANY.names)
        self.now = 0.0
        self.director = Director.start(STORED)
        self.rows: list[str] = []
        self.announced: set[int] = set()
        self._write_down(self.director.event)

    def _write_down(self, event: Event | None) -> None:
        assert event is not None
        self.rows.append(Entry(utc=EVENING, event=event).to_json())

    def _replayed(self) -> Director:
        return replay(STORED, (entry.event for entry in read(self.rows)))

    def _take(self, result: Director | Refusal) -> bool:
        if isinstance(result, Refusal):
            return False
        self.director = result
        self._write_down(result.event)
        return True

    @rule(seconds=st.floats(0, 400, allow_nan=False))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def go(self) -> None:
        before, action = self.director, self.director.what_go_does(self.names)
        if not self._take(before.go(self.now, self.names)):
            return
        assert action is not None
        assert self.director.place == action.place
        if action.shows_name:
            self.announced.add(action.place.cue)
        left_out = range(before.cue + 1, action.place.cue) if before.armed is None else range(0)
        for cue in left_out:
            assert cue in before.absent or cue in action.passed, "somebody was skipped"

    @rule()
    def go_twice(self) -> None:
        before = self.director
        self.go()
        if self.director is before:
            return  # refused: the one before it came too early, or there is nothing to go to
        assert isinstance(self.director.go(self.now + 0.5, self.names), Refusal)

    @rule()
    def back(self) -> None:
        before = self.director
        if self._take(before.back(self.now, self.names)):
            assert self.director.place == before.place if before.armed is not None else self.director.is_settled

    @rule(down=SWITCH)
    def curtain(self, down: bool) -> None:
        self._take(self.director.curtain(self.now, down=down))

    @rule(on=SWITCH)
    def freeze(self, on: bool) -> None:
        self._take(self.director.freeze(self.now, on=on))

    @rule(on=SWITCH)
    def hold(self, on: bool) -> None:
        self._take(self.director.hold(self.now, on=on))

    @rule(on=SWITCH)
    def mute(self, on: bool) -> None:
        self._take(self.director.mute(self.now, on=on))

    @rule(cue=CUES)
    def arm(self, cue: int) -> None:
        self._take(self.director.arm(cue, self.now, self.names))

    @rule(cue=CUES)
    def skip(self, cue: int) -> None:
        self._take(self.director.skip(cue, self.now))

    @rule()
    def not_here_today(self) -> None:
        cue = self.director.up(self.names)
        if cue is not None:
            assert SCRIPT.cues[cue].recipient is not None
            self._take(self.director.skip(cue, self.now))

    @rule()
    def undo(self) -> None:
        self._take(self.director.undo(self.now))

    @rule()
    def one_more_minute(self) -> None:
        self._take(self.director.add_time(60, self.now))

    @rule()
    def panic(self) -> None:
        self._take(self.director.panic(self.now))

    @rule(person=PEOPLE, name=st.sampled_from([stage_name("Zoë"), stage_name(""), None]))
    def consent_changes(self, person: UUID, name: StageName | None) -> None:
        self.names[person] = name

    @rule(away=st.floats(0, 9000, allow_nan=False))
    def power_fails(self, away: float) -> None:
        self.now += away
        self._take(self._replayed().resume(self.now))
        assert self.director.frame(self.now, self.names).output is Output.CURTAIN

    @invariant()
    def a_replay_is_where_we_are(self) -> None:
        assert self._replayed() == self.director

    @invariant()
    def no_name_is_on_stage_that_go_did_not_announce_or_that_is_not_permitted(self) -> None:
        frame = self.director.frame(self.now, self.names)
        cue = SCRIPT.cues[frame.place.cue]
        if frame.output is not Output.CURTAIN and shows_name(cue, frame.place.step):
            assert frame.place.cue in self.announced
            assert cue.recipient is not None
            assert self.names.get(cue.recipient) is not None

    @invariant()
    def only_parts_that_were_on_stage_with_their_name_count_as_presented(self) -> None:
        director = self.director
        assert all(shows_name(SCRIPT.cues[cue], director.reached[cue]) for cue in director.named)
        assert len(director.presented()) <= len(director.named - director.absent)

    @invariant()
    def time_adds_up(self) -> None:
        clock = timing(self.director, self.now, self.names)
        assert clock.elapsed >= 0
        assert clock.remaining >= 0
        assert sum(self.director.spent) <= clock.elapsed + 0.01 * len(self.rows)


TestPresenting = Presenting.TestCase
TestPresenting.settings = settings(
    max_examples=int(os.environ.get("LAUREL_EXAMPLES", "40")), stateful_step_count=40, deadline=None
)
