"""Recognition: badges decided with a way back, a board of those who asked for it, gone at once when one leaves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from models.access import Actor, Role
from models.people.consent import Purpose, Source, record_consent
from models.recognition.badge import AwardState, BadgeKind, awards
from tests import factory
from tests.ui.screens.conftest import texts
from ui.screens.recognition import RecognitionScreen
from ui.widgets.buttons import Button
from ui.widgets.progress import Meter

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]

BOARD_TAB = 3


@pytest.fixture
def held(clinic: Database, writer: Actor, them: Group) -> Group:
    """The group after its first session, to which eleven came."""
    with clinic.write(writer) as work:
        factory.run_sessions(work, them, ["PPPPPPPPPPPE"])
    return them


def states(ask: Ask, them: Group) -> list[AwardState]:
    return [award.state for award in ask(partial(awards, cohort=them.cohort))]


def button(screen: RecognitionScreen, word: str) -> Button:
    return next(one for one in screen.findChildren(Button) if one.label == word)


def test_that_a_clinic_without_groups_says_when_recognition_begins(context: Context, show: Show) -> None:
    screen = show(RecognitionScreen(context))
    assert "Recognition begins with the first session." in texts(screen)
    assert not screen.chooser.isVisible()


def test_that_the_groups_total_comes_first_and_says_what_it_counts(context: Context, held: Group, show: Show) -> None:
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    assert "11 of 110 evenings of showing up" in texts(screen)
    assert "+11" in texts(screen)
    tips = [one.toolTip() for one in screen.findChildren(type(screen.header.title).__mro__[1])]
    assert any("three quarters of the 144 evenings" in tip for tip in tips)


def test_that_badges_are_approved_together_and_taken_back_as_one(
    qtbot: QtBot, context: Context, held: Group, show: Show, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    approve = button(screen, "Approve 11")
    approve.setFocus()
    qtbot.keyClick(approve, Qt.Key.Key_Return)
    settle()
    assert set(states(ask, held)) == {AwardState.APPROVED}
    assert "Nothing is waiting." in texts(screen)
    words, undo = heard.toasts[-1]
    assert words == "11 badges approved."
    assert undo is not None
    undo()
    settle()
    assert set(states(ask, held)) == {AwardState.PROPOSED}
    assert button(screen, "Approve 11").isVisibleTo(screen)


def test_that_one_badge_is_declined_from_the_list(
    context: Context, held: Group, show: Show, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    button(screen, "Look at each").click()
    assert screen.tabs.currentIndex() == 2
    assert any(text.startswith("First session · Anna Berg 1950") for text in texts(screen))
    button(screen, "Not this one").click()
    settle()
    assert states(ask, held).count(AwardState.DECLINED) == 1
    assert heard.toasts[-1][0] == "1 badge declined."
    assert "Approve 10" in {one.label for one in screen.findChildren(Button)}


def test_that_fairness_tells_namesakes_apart_and_who_has_nothing_yet(
    context: Context, held: Group, show: Show, settle: Settle
) -> None:
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    screen.approve(screen_awards(screen, held))
    settle()
    names = {one.bar.accessibleName() for one in screen.findChildren(Meter)}
    assert {"Anna Berg 1950: 1 of 1", "Anna Berg 1958: 1 of 1", "Madonna: 0 of 1"} <= names
    assert "1 person has no badge yet." in texts(screen)


def screen_awards(screen: RecognitionScreen, them: Group) -> tuple[Any, ...]:
    with screen.context.tasks.database.read(screen.context.actor) as work:
        return awards(work, them.cohort)


def test_that_a_board_appears_with_five_and_goes_with_the_first_who_leaves(
    context: Context, held: Group, clinic: Database, writer: Actor, show: Show, settle: Settle
) -> None:
    with clinic.write(writer) as work:
        for one in held.people[:4]:
            factory.agree(work, one, Purpose.BOARD)
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    screen.tabs.setCurrentIndex(BOARD_TAB)
    assert "4 people asked for a board. It appears with five, so that nobody is unmasked." in texts(screen)
    assert not screen.board_rows.frame.isVisibleTo(screen)
    with clinic.write(writer) as work:
        factory.agree(work, held.people[4], Purpose.BOARD)
    settle()
    assert screen.board_rows.frame.isVisibleTo(screen)
    lines = screen.board_rows.rows
    assert [line.rank for line in lines] == [1] * 5
    names = {member for name in factory.NAMES for member in name if member}
    assert not {line.name for line in lines} & names
    with clinic.write(writer) as work:
        record_consent(work, held.people[0], Purpose.BOARD, is_given=False, source=Source.SPOKEN)
    settle()
    assert not screen.board_rows.frame.isVisibleTo(screen)
    assert screen.board_rows.rows == ()


def test_that_effort_points_say_how_they_are_earned(context: Context, held: Group, show: Show) -> None:
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    index = screen.path_rows.model.index(0, 3)
    assert screen.path_rows.model.data(index) == "10"
    assert "10 for each session they came to, 5 for each time they told us" in screen.path_rows.model.data(
        index, Qt.ItemDataRole.ToolTipRole
    )
    assert [one.label.name for one in screen.path_rows.rows] != sorted(one.points for one in screen.path_rows.rows)


def test_that_another_group_is_one_choice_away(
    context: Context, held: Group, clinic: Database, writer: Actor, show: Show, settle: Settle
) -> None:
    with clinic.write(writer) as work:
        other = factory.group(work, size=1, name="Morning group")
    screen = show(RecognitionScreen(context), cohort=held.cohort)
    screen.chooser.setCurrentIndex(screen.chooser.findText("Morning group"))
    screen.chooser.activated.emit(screen.chooser.currentIndex())
    settle()
    assert screen.header.title.text() == "Morning group"
    assert context.current_cohort.id == other.cohort


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets on recognition."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_sees_badges_and_decides_none(self, context: Context, held: Group, show: Show) -> None:
        screen = show(RecognitionScreen(context), cohort=held.cohort)
        assert "First session" in texts(screen)
        assert not [one.label for one in screen.findChildren(Button) if "pprove" in one.label or "Not" in one.label]
        assert BadgeKind.FIRST_SESSION in {kind for one in screen.path_rows.rows for kind in one.proposed}
