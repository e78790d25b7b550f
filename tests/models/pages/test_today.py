"""Today: what its cards count is what the registers say, and it costs as many queries for many groups as for one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from models.access import Actor, Role
from models.pages.register import UNRECOGNISED_WEEKS, register
from models.pages.today import DueKind, today
from models.programme.cohort import CohortState, cohort, cohorts
from models.programme.enrolment import end_enrolment
from models.programme.meeting import cancel_meeting
from models.recognition.badge import AwardState, awards, decide_badges
from tests import factory

if TYPE_CHECKING:
    from models.storage.database import Database
    from tests.factory import Group, MovingClock


@pytest.fixture
def them(clinic: Database, actor: Actor, clock: MovingClock) -> Group:
    """A group of four whose fifth session is today; the first badges of two of them are approved."""
    clock.to(factory.START)
    with clinic.write(actor) as work:
        made = factory.group(work, size=4)
    for place in range(4):
        clock.to(made.meetings[place].day)
        with clinic.write(actor) as work:
            one = factory.Group(made.cohort, made.people, made.enrolments, (made.meetings[place],))
            factory.run_sessions(work, one, ["PPPP" if place else "PPPN"])
            if place == 0:
                ids = [award.id for award in awards(work, made.cohort)][:2]
                decide_badges(work, ids, AwardState.APPROVED)
    clock.to(made.meetings[4].day)
    return made


def test_that_tonights_card_counts_what_the_register_says(
    clinic: Database, actor: Actor, clock: MovingClock, them: Group
) -> None:
    with clinic.write(actor) as work:
        end_enrolment(work, them.enrolments[3], on=clock().date() - timedelta(days=1), reason="moved")
        group = factory.group(work, size=3, name="Morning group", start=clock().date())
    with clinic.read(actor) as work:
        page = today(work)
        pages = {one.meeting.id: register(work, one.meeting.id) for one in page.tonight}
    assert {one.meeting.cohort for one in page.tonight} == {them.cohort, group.cohort}
    for one in page.tonight:
        said = pages[one.meeting.id]
        assert (one.cohort_name, one.sessions, one.phase) == (said.cohort_name, said.sessions, said.phase)
        assert one.enrolled == len(said.rows)
        assert one.forms == sum(row.is_form_due for row in said.rows)
        assert one.unrecognised == sum(row.weeks_unrecognised >= UNRECOGNISED_WEEKS for row in said.rows)
    waiting = {
        (row.member.enrolment, row.tally.attended, row.tally.held)
        for said in pages.values()
        for row in said.rows
        if row.weeks_unrecognised >= UNRECOGNISED_WEEKS
    }
    assert waiting
    assert {(one.enrolment, one.attended, one.held) for one in page.unrecognised} == waiting


def test_that_the_list_says_of_each_group_what_its_page_says(
    clinic: Database, actor: Actor, clock: MovingClock, them: Group
) -> None:
    with clinic.write(actor) as work:
        for number, start in enumerate((date(2026, 1, 5), date(2026, 8, 31), date(2027, 1, 11))):
            other = factory.group(work, size=1, name=f"Group {number}", start=start)
            open_ = [one.id for one in other.meetings if one.day > clock().date()]
            for id_ in open_[:1] + open_[-1:]:
                cancel_meeting(work, id_, "holiday")
    with clinic.read(actor) as work:
        for line in cohorts(work):
            view = cohort(work, line.id)
            counting = [one for one in view.meetings if one.counts]
            open_ones = [one for one in counting if one.state == "planned" and one.day >= clock().date()]
            assert (line.state, line.week, line.sessions) == (view.state, view.week, len(counting))
            assert line.next_meeting == next(iter(open_ones), None)
        assert {line.state for line in cohorts(work)} == set(CohortState)


def test_that_many_groups_cost_no_more_questions_than_one(
    clinic: Database, actor: Actor, clock: MovingClock, them: Group
) -> None:
    with clinic.read(actor) as work:
        engine = work.session.get_bind()
    asked: list[str] = []

    def note(*statement: object) -> None:
        asked.append(str(statement[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with clinic.read(actor) as work:
            today(work)
        few = len(asked)
        with clinic.write(actor) as work:
            for number in range(6):
                factory.group(work, size=2, name=f"Group {number}", start=clock().date())
        asked.clear()
        with clinic.read(actor) as work:
            page = today(work)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(page.tonight) == 7
    assert len([due for due in page.due if due.kind is DueKind.FORMS]) == 6
    assert len(asked) <= few + 2


def test_that_a_role_is_told_only_what_it_may_see(clinic: Database, actor: Actor, them: Group) -> None:
    with clinic.read(Actor(actor.id, actor.name, frozenset({Role.PEER_LEAD}))) as work:
        page = today(work)
    assert [one.forms for one in page.tonight] == [0]
    assert not page.due
    with clinic.read(factory.actor(Role.FRONT_DESK)) as work:
        assert DueKind.BADGES not in {due.kind for due in today(work).due}


def test_that_somebody_of_another_team_is_told_nothing_of_this_group(clinic: Database, them: Group) -> None:
    with clinic.read(factory.actor(Role.FACILITATOR)) as work:
        page = today(work)
    assert not page.tonight + page.due + page.unrecognised
