"""A group's team: who could be on it, who is, and what a change means for the person who makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from models.access import Role
from models.people.staff import Staff, add_staff
from models.programme.team import change_team, team
from tests import factory
from tests.conftest import FACILITATOR
from ui.dialogs.programme.team import TeamDialog
from ui.screens.cohort import CohortScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

TRICKY = "Bo & <b>Sons</b>"


@pytest.fixture
def staff(context: Context) -> dict[str, UUID]:
    with context.tasks.database.write(context.actor) as work:
        add_staff(work, "Mina Okafor", context.actor.roles, id_=FACILITATOR)
        return {
            "Bo": add_staff(work, TRICKY, [Role.CO_FACILITATOR, Role.ADMINISTRATOR]),
            "Lior": add_staff(work, "Lior Katz", [Role.PEER_LEAD]),
            "Jo": add_staff(work, "Jo Ferro", [Role.FRONT_DESK]),
        }


@pytest.fixture
def them(context: Context, clock: MovingClock, staff: dict[str, UUID]) -> Group:
    clock.to(factory.START)
    with context.tasks.database.write(context.actor) as work:
        made = factory.group(work, size=2)
        change_team(work, made.cohort, [FACILITATOR])
        return made


@pytest.fixture
def screen(context: Context, them: Group, show: Callable[..., Any]) -> CohortScreen:
    opened = show(CohortScreen(context), cohort=them.cohort)
    assert isinstance(opened, CohortScreen)
    return opened


def asked(screen: CohortScreen, qtbot: QtBot) -> TeamDialog:
    screen.team_button.click()
    (dialog,) = screen.findChildren(TeamDialog)
    qtbot.waitUntil(lambda: bool(dialog.boxes))
    return dialog


def kept(screen: CohortScreen, them: Group) -> set[UUID]:
    with screen.context.tasks.database.read(screen.context.actor) as work:
        return {one.staff for one in team(work, them.cohort) if one.is_on_team}


def test_that_each_who_could_run_the_group_has_a_box_with_name_and_roles(
    screen: CohortScreen, staff: dict[str, UUID], qtbot: QtBot
) -> None:
    dialog = asked(screen, qtbot)
    assert set(dialog.boxes) == {FACILITATOR, staff["Bo"], staff["Lior"]}
    assert dialog.chosen == {FACILITATOR}
    box = dialog.boxes[staff["Bo"]]
    assert box.text() == "Bo && <b>Sons</b>"
    assert (box.accessibleName(), box.accessibleDescription()) == (TRICKY, "Administrator and Co-facilitator")
    assert dialog.sentence.text().startswith("Only the team reaches this group's people and records.")


def test_that_a_ticked_person_joins_the_team_and_the_page_says_so(
    screen: CohortScreen, them: Group, staff: dict[str, UUID], heard: Heard, qtbot: QtBot
) -> None:
    assert screen.header.below.text().endswith("\nTeam: Mina Okafor")
    dialog = asked(screen, qtbot)
    dialog.boxes[staff["Bo"]].click()
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_button.click()
    assert kept(screen, them) == {FACILITATOR, staff["Bo"]}
    qtbot.waitUntil(lambda: screen.header.below.text().endswith(f"\nTeam: {TRICKY} and Mina Okafor"))
    assert [text for text, _ in heard.toasts] == ["The team is saved."]
    assert not heard.went


def test_that_an_empty_team_is_refused_in_the_dialog(screen: CohortScreen, them: Group, qtbot: QtBot) -> None:
    dialog = asked(screen, qtbot)
    dialog.boxes[FACILITATOR].click()
    dialog.save_button.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.text() == "A group keeps at least one person on its team. Choose who runs it."
    assert kept(screen, them) == {FACILITATOR}
    assert dialog.save_button.isEnabled()
    dialog.boxes[FACILITATOR].click()
    assert not dialog.problem.isVisible()
    dialog.reject()


def test_that_who_runs_every_group_for_their_own_work_may_leave_the_team(
    screen: CohortScreen, staff: dict[str, UUID], heard: Heard, qtbot: QtBot
) -> None:
    dialog = asked(screen, qtbot)
    dialog.boxes[staff["Lior"]].click()
    dialog.boxes[FACILITATOR].click()
    assert not dialog.about.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_button.click()
    assert not heard.went
    qtbot.waitUntil(lambda: screen.header.below.text().endswith("\nTeam: Lior Katz"))


def acting(context: Context, role: Role) -> Context:
    """Give the window of the same person with this role alone, also in the clinic's list of accounts."""
    someone = replace(context.actor, roles=frozenset({role}))
    with context.tasks.database.write(context.actor) as work:
        row = work.session.get(Staff, FACILITATOR)
        if row is not None:
            row.roles = frozenset({role})
    context.tasks.actor = someone
    return replace(context, actor=someone)


def test_that_who_unticks_themselves_is_told_and_taken_back_to_the_list(
    context: Context, them: Group, staff: dict[str, UUID], show: Callable[..., Any], heard: Heard, qtbot: QtBot
) -> None:
    screen = show(CohortScreen(acting(context, Role.FACILITATOR)), cohort=them.cohort)
    dialog = asked(screen, qtbot)
    dialog.boxes[staff["Lior"]].click()
    assert not dialog.about.isVisible()
    dialog.boxes[FACILITATOR].click()
    assert dialog.about.text() == "You are not ticked: this group closes for you when you save."
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_button.click()
    assert heard.went == [("cohorts", {})]


def test_that_who_may_not_plan_has_no_button_and_still_sees_the_team(
    context: Context, them: Group, show: Callable[..., Any]
) -> None:
    screen = show(CohortScreen(acting(context, Role.DIGITAL_COACH)), cohort=them.cohort)
    assert not screen.team_button.isVisible()
    assert screen.header.below.text().endswith("\nTeam: Mina Okafor")


def test_that_a_group_without_a_team_says_what_that_means(
    context: Context, clock: MovingClock, show: Callable[..., Any]
) -> None:
    clock.to(factory.START)
    desk = acting(context, Role.FRONT_DESK)
    with desk.tasks.database.write(desk.actor) as work:
        made = factory.group(work, size=1)
    screen = show(CohortScreen(desk), cohort=made.cohort)
    assert screen.header.below.text().endswith("\nNo team yet: everyone who works in groups reaches it.")


def test_that_a_long_list_scrolls_and_a_short_one_is_seen_whole(
    screen: CohortScreen, context: Context, staff: dict[str, UUID], qtbot: QtBot
) -> None:
    dialog = asked(screen, qtbot)
    qtbot.waitUntil(lambda: all(box.visibleRegion().boundingRect().height() > 12 for box in dialog.boxes.values()))
    height = dialog.height()
    dialog.reject()
    qtbot.waitUntil(lambda: not screen.findChildren(TeamDialog))
    with context.tasks.database.write(context.actor) as work:
        for number in range(30):
            add_staff(work, f"Colleague {number}", [Role.PEER_LEAD])
    dialog = asked(screen, qtbot)
    assert len(dialog.boxes) == 33
    qtbot.waitUntil(lambda: height < dialog.height() < 700)
    dialog.reject()
