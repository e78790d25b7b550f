"""Marks, their history, and what they add up to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from leaderboards.awards import correct_attendance
from models.errors import InvalidError, NotFoundError
from models.programme.attendance import (
    attendance_history,
    close_meeting,
    mark_rest_present,
    marks,
    record_attendance,
    undo_marks,
)
from models.programme.cohort import CohortState, cohort
from models.programme.enrolment import end_enrolment, enrol
from models.programme.mark import Mark
from models.programme.meeting import MeetingState, cancel_meeting, meeting
from models.programme.programme import Rule
from models.programme.tally import tallies
from models.recognition.badge import awards
from models.recognition.effort import point_totals
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock


def test_that_the_first_mark_gives_everyone_enrolled_a_row(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=4)
        late_joiner = factory.person(work, "Late", "Joiner")
        enrol(work, them.cohort, late_joiner, joined_on=them.meetings[2].day)
        end_enrolment(work, them.enrolments[3], on=them.meetings[0].day - timedelta(days=1), reason="moved away")
    with clinic.write(actor) as work:
        assert marks(work, them.meetings[0].id) == {}
        record_attendance(work, them.meetings[0].id, them.enrolments[0], Mark.PRESENT)
    with clinic.read(actor) as work:
        assert marks(work, them.meetings[0].id) == {
            them.enrolments[0]: Mark.PRESENT,
            them.enrolments[1]: None,
            them.enrolments[2]: None,
        }
        assert meeting(work, them.meetings[0].id).state is MeetingState.HELD


def test_that_somebody_not_enrolled_that_day_cannot_be_marked(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        joiner = enrol(work, them.cohort, factory.person(work, "Late", "Joiner"), joined_on=them.meetings[1].day)
    with clinic.write(actor) as work, pytest.raises(NotFoundError, match="not enrolled on the day"):
        record_attendance(work, them.meetings[0].id, joiner, Mark.PRESENT)


def test_that_a_session_to_come_cannot_be_marked(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        with pytest.raises(InvalidError, match="can be marked from that day on"):
            mark_rest_present(work, them.meetings[1].id)


def test_that_a_register_with_a_blank_row_cannot_be_closed(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
        record_attendance(work, them.meetings[0].id, them.enrolments[0], Mark.PRESENT)
        with pytest.raises(InvalidError, match="2 people are not marked yet"):
            close_meeting(work, them.meetings[0].id)


def test_that_a_correction_after_closing_needs_its_reason_and_moves_the_points(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        factory.run_sessions(work, them, ["PP"])
        session, one = them.meetings[0].id, them.enrolments[0]
        with pytest.raises(InvalidError, match="reason for the correction is missing"):
            correct_attendance(work, session, one, Mark.NO_SHOW)
        correct_attendance(work, session, one, Mark.NO_SHOW, reason="mixed up with her sister")
        assert point_totals(work, them.cohort) == {one: 0, them.enrolments[1]: 10}
        assert {award.enrolment for award in awards(work, them.cohort)} == {them.enrolments[1]}
        history = attendance_history(work, session, one)
    assert [(line.before, line.after, line.reason) for line in history] == [
        (None, Mark.PRESENT, ""),
        (Mark.PRESENT, Mark.NO_SHOW, "mixed up with her sister"),
    ]


def test_that_an_approved_badge_outlives_a_correction(clinic: Database, actor: Actor) -> None:
    from models.recognition.badge import AwardState, decide_badges

    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
        factory.run_sessions(work, them, ["P"])
        decide_badges(work, [awards(work, them.cohort)[0].id], AwardState.APPROVED)
        correct_attendance(work, them.meetings[0].id, them.enrolments[0], Mark.NO_SHOW, reason="wrong row")
        assert [award.state for award in awards(work, them.cohort)] == [AwardState.APPROVED]


def test_that_undo_takes_a_bulk_act_back_as_a_whole(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=4)
        session = them.meetings[0].id
        record_attendance(work, session, them.enrolments[1], Mark.EXCUSED)
        step = mark_rest_present(work, session)
        assert len(step.changes) == 3
        undo_marks(work, step)
        assert marks(work, session)[them.enrolments[1]] is Mark.EXCUSED
        assert list(marks(work, session).values()).count(None) == 3


def test_that_cancelled_sessions_and_those_before_joining_do_not_exist(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        joiner = enrol(work, them.cohort, factory.person(work, "Late", "Joiner"), joined_on=them.meetings[4].day)
        cancel_meeting(work, them.meetings[11].id, "the room is flooded")
    clock.to(them.meetings[1].day)
    with clinic.write(actor) as work:
        factory.run_sessions(work, them, ["PE", "FN"])
        counts = tallies(work, them.cohort)
    first, second = them.enrolments
    assert (counts[first].planned, counts[first].attended, counts[first].excused) == (11, 1, 1)
    assert (counts[second].planned, counts[second].attended, counts[second].no_show) == (11, 0, 1)
    assert counts[joiner].planned == 7


@pytest.mark.parametrize(
    ("attended", "planned", "met"),
    [(9, 12, True), (8, 12, False), (8, 11, False), (9, 11, True), (0, 0, False), (3, 4, True)],
)
def test_that_the_rule_is_exact_and_excused_sessions_stay_in_the_denominator(
    attended: int, planned: int, met: bool
) -> None:
    assert Rule(75, excused_count=True).is_met(attended, planned) is met


def test_that_the_rule_says_what_was_met_without_flattering() -> None:
    rule = Rule(75, excused_count=True)
    assert rule.statement(10, 12) == "attended 10 of 12 sessions, 83 %; rule: at least 75 %"
    assert rule.statement(8, 11) == "attended 8 of 11 sessions, 72 %; rule: at least 75 %"


def test_that_a_cohort_ends_with_its_last_session_held_or_its_day_past(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
    last = them.meetings[-1].day
    states = []
    for day in (date(2026, 9, 1), date(2026, 9, 7), last, last + timedelta(days=1)):
        clock.to(day)
        with clinic.read(actor) as work:
            states.append((cohort(work, them.cohort).state, cohort(work, them.cohort).week))
    assert states == [
        (CohortState.PLANNED, 0),
        (CohortState.RUNNING, 1),
        (CohortState.RUNNING, 12),
        (CohortState.ENDED, 12),
    ]
    clock.to(last)
    with clinic.write(actor) as work:
        mark_rest_present(work, them.meetings[-1].id)
        assert cohort(work, them.cohort).state is CohortState.ENDED
