"""The cohort that is meant where nobody has named one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from models.access import Actor, Role
from models.programme.current_cohort import cohort_choice, nearest_session
from models.programme.meeting import cancel_meeting
from tests import factory

if TYPE_CHECKING:
    from models.storage.database import Database
    from tests.factory import MovingClock

MORNING, EVENING, OTHER = (UUID(int=number) for number in (1, 2, 3))
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON.replace(hour=7), MORNING),
        (NOON, MORNING),
        (NOON.replace(hour=18), EVENING),
        (NOON.replace(hour=23), EVENING),
        (NOON + timedelta(days=1), OTHER),
        (NOON + timedelta(days=7), OTHER),
        (NOON + timedelta(days=8), OTHER),
        (NOON - timedelta(days=3), MORNING),
    ],
)
def test_that_it_is_todays_group_then_the_next_then_the_last(at: datetime, expected: UUID) -> None:
    sessions = (
        (MORNING, NOON.date(), NOON.replace(hour=10)),
        (EVENING, NOON.date(), NOON.replace(hour=18)),
        (OTHER, (NOON + timedelta(days=7)).date(), NOON + timedelta(days=7)),
    )
    assert nearest_session(sessions, at.date(), at) == expected


def test_that_without_a_session_it_is_nobodys() -> None:
    assert nearest_session((), NOON.date(), NOON) is None


def test_that_a_clinic_without_cohorts_has_none_to_choose(clinic: Database, actor: Actor) -> None:
    with clinic.read(actor) as work:
        choice = cohort_choice(work)
    assert (choice.cohorts, choice.chosen) == ((), None)


def test_that_the_one_wanted_comes_before_the_one_of_today(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        tonight = factory.group(work, size=1, name="Tonight")
        later = factory.group(work, size=1, name="Later", start=factory.START + timedelta(days=50))
        found, wanted = cohort_choice(work), cohort_choice(work, later.cohort)
        cancel_meeting(work, tonight.meetings[0].id, "The hall is flooded")
        assert found.chosen is not None
        assert wanted.chosen is not None
        assert (found.chosen.name, wanted.chosen.name) == ("Tonight", "Later")
        assert {line.name for line in found.cohorts} == {"Tonight", "Later"}


def test_that_a_group_of_another_team_is_never_chosen(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    clock.to(factory.START)
    lead, peer = Actor(UUID(int=5), "Lead", frozenset({Role.FACILITATOR})), factory.actor(Role.PEER_LEAD)
    with clinic.write(actor) as work:
        other, own = (factory.group(work, size=1, name=name) for name in ("Other", "Own"))
        factory.on_team(work, own.cohort, lead)
        factory.on_team(work, other.cohort, peer)
    with clinic.read(lead) as work:
        for wanted in (None, other.cohort):
            chosen = cohort_choice(work, wanted).chosen
            assert chosen is not None
            assert chosen.name == "Own"
