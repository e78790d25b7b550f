"""Today: one primary button that Enter presses, and only what this role may do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from models.access import Actor, Role
from models.recognition.badge import AwardState, awards, decide_badges
from tests import factory
from tests.ui.screens.conftest import texts
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.dialogs.staff.recovery_sheet import MakeRecoverySheet
from ui.screens.today import TodayScreen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]


def primaries(screen: TodayScreen) -> list[str]:
    return [one.label for one in screen.findChildren(Button) if one.property("kind") == "primary"]


def test_that_a_new_clinic_is_led_to_its_first_evening(
    qtbot: QtBot, context: Context, heard: Heard, show: Show
) -> None:
    screen = show(TodayScreen(context))
    assert primaries(screen) == ["Plan"]
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert heard.went == [("cohorts", {"new": True})]


def test_that_enter_opens_tonights_register(
    qtbot: QtBot, context: Context, heard: Heard, them: Group, show: Show
) -> None:
    screen = show(TodayScreen(context))
    assert "Autumn evening, session 1 of 12" in texts(screen)
    assert "12 people have a form due" in texts(screen)
    assert primaries(screen) == ["Open the register"]
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert heard.went == [("register", {"meeting": them.meetings[0].id})]


def test_that_enter_presses_the_button_that_has_the_keyboard(
    qtbot: QtBot, context: Context, heard: Heard, them: Group, clock: MovingClock, show: Show
) -> None:
    clock.to(them.meetings[1].day)
    screen = show(TodayScreen(context))
    take = next(one for one in screen.findChildren(Button) if one.label == "Take it")
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Return)
    assert heard.went == [("register", {"meeting": them.meetings[0].id})]


def test_that_the_keyboard_stays_when_the_page_is_read_again(
    qtbot: QtBot, context: Context, them: Group, clock: MovingClock, show: Show, settle: Callable[[], None]
) -> None:
    clock.to(them.meetings[1].day)
    screen = show(TodayScreen(context))
    next(one for one in screen.findChildren(Button) if one.label == "Take it").setFocus()
    screen.refresh()
    settle()
    assert screen.hasFocus()


def test_that_a_hundred_things_are_counted_not_listed(
    context: Context, writer: Actor, clinic: Database, clock: MovingClock, show: Show
) -> None:
    clock.to(factory.START)
    with clinic.write(writer) as work:
        for number in range(15):
            factory.group(work, size=1, name=f"Group {number}")
    screen = show(TodayScreen(context))
    assert "and 3 sessions more today" in texts(screen)
    assert "and 3 things more" in texts(screen)


def test_that_a_session_that_was_closed_is_no_longer_due(
    context: Context,
    writer: Actor,
    clinic: Database,
    them: Group,
    clock: MovingClock,
    show: Show,
    settle: Callable[[], None],
) -> None:
    clock.to(them.meetings[0].day)
    screen = show(TodayScreen(context))
    assert "3 things are due" in screen.header.below.text()
    one = factory.Group(them.cohort, them.people, them.enrolments, them.meetings[:1])
    with clinic.write(writer) as work:
        factory.run_sessions(work, one, ["P" * 12])
        decide_badges(work, [award.id for award in awards(work, them.cohort)], AwardState.APPROVED)
    settle()
    assert "Autumn evening, session 1 of 12" in texts(screen)
    assert "2 things are due" in screen.header.below.text()


def test_that_people_without_recognition_are_named_with_what_they_did(
    context: Context, writer: Actor, clinic: Database, them: Group, clock: MovingClock, show: Show
) -> None:
    for place in range(3):
        clock.to(them.meetings[place].day)
        one = factory.Group(them.cohort, them.people, them.enrolments, (them.meetings[place],))
        with clinic.write(writer) as work:
            factory.run_sessions(work, one, ["P" * 12])
    clock.to(them.meetings[3].day)
    screen = show(TodayScreen(context))
    said = texts(screen)
    assert "12 not recognised for 3 weeks" in said
    assert said.count("came to 3 of the 3 sessions held") == 6
    assert "Anna Berg 1950" in said


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets on Today."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD, name="Tomasz Wójcik")

    def test_that_a_peer_lead_is_offered_the_group_not_the_register(
        self, qtbot: QtBot, context: Context, heard: Heard, them: Group, clock: MovingClock, show: Show
    ) -> None:
        clock.to(them.meetings[1].day + timedelta(days=0))
        screen = show(TodayScreen(context))
        assert primaries(screen) == ["Look at the group"]
        assert not [text for text in texts(screen) if "form" in text.lower()]
        qtbot.keyClick(screen, Qt.Key.Key_Enter)
        assert heard.went == [("cohort", {"cohort": them.cohort})]


def test_that_a_missing_recovery_sheet_is_recalled_until_there_is_one(
    context: Context, show: Show, settle: Callable[[], None], opened: Callable[..., Any]
) -> None:
    screen = show(TodayScreen(context))
    assert "There is no recovery sheet" in texts(screen)
    assert "Nothing is waiting for you." not in texts(screen)
    assert "1 thing is due" in screen.header.below.text()
    next(one for one in screen.findChildren(Button) if one.label == "Make one…").click()
    opened(screen, MakeRecoverySheet).make(context.clinic.confirmed)
    opened(screen, PrintPreviewDialog).reject()
    settle()
    assert "There is no recovery sheet" not in texts(screen)
    assert "nothing is due" in screen.header.below.text()


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestFacilitator:
    """Somebody who does not manage the keys."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.FACILITATOR)

    def test_that_whoever_cannot_make_the_sheet_is_not_reminded_of_it(self, context: Context, show: Show) -> None:
        assert "There is no recovery sheet" not in texts(show(TodayScreen(context)))
