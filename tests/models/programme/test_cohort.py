"""Cohorts planned with their sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.errors import InvalidError, NotAllowedError, NotFoundError, StaleError
from models.pages.register import register
from models.pages.today import today
from models.programme.cohort import cohort, cohort_named, cohorts, plan_cohort, rename_cohort
from models.programme.enrolment import enrol, members
from models.programme.programme import programme_named
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock


def test_that_a_cohort_has_all_its_sessions_at_the_clinics_wall_time(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        id_ = plan_cohort(
            work, "Autumn evening", programme_named(work, "back in motion").id, start=date(2026, 10, 19), at=time(18)
        )
        sessions = cohort(work, id_).meetings
    assert len(sessions) == 12
    assert sessions[0].starts_at == datetime(2026, 10, 19, 17, tzinfo=UTC)
    assert sessions[1].starts_at == datetime(2026, 10, 26, 18, tzinfo=UTC)
    assert date(2026, 12, 28) not in {session.day for session in sessions}


def test_that_a_name_is_used_once_whatever_its_accents(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=0, name="Łódź evening")
        with pytest.raises(InvalidError, match="already a cohort called lodz Evening"):
            factory.group(work, size=0, name="lodz Evening")
        assert cohort_named(work, "lodz evening") == them.cohort
        with pytest.raises(NotFoundError, match="no cohort called Autumn"):
            cohort_named(work, "Autumn")


def test_that_a_form_shown_before_somebody_elses_change_is_refused(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=0)
        shown = cohort(work, them.cohort).version
    with clinic.write(actor) as work:
        rename_cohort(work, them.cohort, "Winter evening", version=shown)
    with clinic.write(actor) as work, pytest.raises(StaleError, match="Somebody changed this record"):
        rename_cohort(work, them.cohort, "Spring evening", version=shown)
    with clinic.read(actor) as work:
        assert cohorts(work)[0].name == "Winter evening"


def test_that_nobody_is_enrolled_twice_and_namesakes_stay_two_people(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=12)
        with pytest.raises(InvalidError, match="already enrolled"):
            enrol(work, them.cohort, them.people[0])
        annas = [one for one in members(work, them.cohort) if one.name == "Anna Berg"]
        aliases = {one.alias for one in members(work, them.cohort)}
    assert [one.label.distinguisher for one in annas] == ["1950", "1958"]
    assert len(aliases) == 12


def test_that_the_front_desk_may_enrol_but_a_peer_lead_may_not(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
        someone = factory.person(work, "Bo", "Li")
    with clinic.write(factory.actor(Role.PEER_LEAD)) as work, pytest.raises(NotAllowedError, match="not allowed"):
        enrol(work, them.cohort, someone)
    with clinic.write(factory.actor(Role.FRONT_DESK)) as work:
        enrol(work, them.cohort, someone)


def test_that_a_peer_lead_sees_the_register_without_forms(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
        factory.on_team(work, them.cohort, factory.actor(Role.PEER_LEAD))
    with clinic.read(actor) as work:
        assert all(row.is_form_due for row in register(work, them.meetings[0].id).rows)
    with clinic.read(factory.actor(Role.PEER_LEAD)) as work:
        assert not any(row.is_form_due for row in register(work, them.meetings[0].id).rows)
        assert not {due.kind.value for due in today(work).due} & {"forms", "badges"}


def test_that_today_shows_tonights_session_then_registers_not_taken(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        assert not today(work).first_steps.is_done
        them = factory.group(work, size=3)
    clock.to(them.meetings[1].day)
    with clinic.read(actor) as work:
        page = today(work)
    assert [line.meeting.number for line in page.tonight] == [2]
    assert next((due.kind.value, due.meeting.number if due.meeting else 0) for due in page.due) == ("register", 1)
    assert page.first_steps.is_done
