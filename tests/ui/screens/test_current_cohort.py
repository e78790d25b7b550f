"""The pages of the current cohort follow one choice, and go on without it where it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.access import Role
from models.errors import NotAllowedError
from models.programme.team import CohortTeam
from tests import factory
from ui.screens.certificates import CertificatesScreen
from ui.screens.outcomes import OutcomesScreen
from ui.screens.recognition import RecognitionScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import Group
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]

FOLLOWING = (CertificatesScreen, OutcomesScreen, RecognitionScreen)


@pytest.fixture
def both(clinic: Database, actor: Actor) -> tuple[Group, Group]:
    """A group that meets today and one that meets in two months."""
    with clinic.write(actor) as work:
        tonight = factory.group(work, size=1, name="Tonight")
        later = factory.group(work, size=2, name="Later", start=factory.START + timedelta(days=60))
    return tonight, later


def choose(screen: Any, name: str) -> None:
    screen.chooser.setCurrentIndex(screen.chooser.findText(name))
    screen.chooser.activated.emit(screen.chooser.currentIndex())


@pytest.mark.parametrize("screen_class", FOLLOWING)
def test_that_a_page_opens_on_the_group_of_today(
    context: Context, both: tuple[Group, Group], show: Show, screen_class: Any
) -> None:
    screen = show(screen_class(context))
    assert screen.chooser.currentText() == "Tonight"
    assert context.current_cohort.id == both[0].cohort


@pytest.mark.parametrize("chosen_on", FOLLOWING)
@pytest.mark.parametrize("opened_then", FOLLOWING)
def test_that_what_is_chosen_on_one_page_is_followed_by_every_other(
    context: Context, both: tuple[Group, Group], show: Show, settle: Settle, chosen_on: Any, opened_then: Any
) -> None:
    other = show(opened_then(context))
    other.hide()
    screen = show(chosen_on(context))
    choose(screen, "Later")
    settle()
    assert screen.chooser.currentText() == "Later"
    screen.hide()
    other.show()
    settle()
    assert other.chooser.currentText() == "Later"


def test_that_a_group_named_on_the_way_becomes_the_current_one(
    context: Context, both: tuple[Group, Group], show: Show
) -> None:
    show(RecognitionScreen(context), cohort=both[1].cohort).hide()
    assert show(CertificatesScreen(context)).chooser.currentText() == "Later"


def test_that_time_does_not_take_a_page_to_another_group(
    context: Context, both: tuple[Group, Group], show: Show, settle: Settle, clock: factory.MovingClock
) -> None:
    screen = show(OutcomesScreen(context))
    clock.to(factory.START + timedelta(days=60))
    screen.refresh()
    settle()
    assert screen.chooser.currentText() == "Tonight"


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
@pytest.mark.parametrize("screen_class", FOLLOWING)
def test_that_a_group_that_is_no_longer_open_is_said_and_left(
    context: Context, clinic: Database, actor: Actor, both: tuple[Group, Group], show: Show, settle: Settle,
    screen_class: Any,
) -> None:  # fmt: skip
    tonight, later = both
    lead = replace(actor, id=UUID(int=5), roles=frozenset({Role.FACILITATOR}))
    with clinic.write(actor) as work:
        for group in both:
            factory.on_team(work, group.cohort, lead)
    context.tasks.actor = lead
    screen = show(screen_class(replace(context, actor=lead)), cohort=later.cohort)
    assert screen.chooser.currentText() == "Later"
    told: list[object] = []
    context.tasks.failed.connect(told.append)
    with clinic.write(actor) as work:
        on_team = select(CohortTeam).where(CohortTeam.cohort_id == later.cohort, CohortTeam.staff_id == lead.id)
        work.session.delete(work.session.scalars(on_team).one())
    settle()  # the page was read from the teams too, so it asks again by itself
    assert [type(error) for error in told] == [NotAllowedError]
    assert screen.chooser.currentText() == "Tonight"
    assert context.current_cohort.id == tonight.cohort
