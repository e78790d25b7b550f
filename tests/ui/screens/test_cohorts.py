"""Cohorts: planning with the holidays listed, enrolling, leaving, calling a session off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt

from models.access import Actor, Role
from models.programme.cohort import cohorts
from models.programme.enrolment import members
from models.programme.meeting import MeetingState, meetings
from tests import factory
from tests.ui.screens.conftest import is_closed, texts
from ui.dialogs.ask_reason import AskReasonDialog
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.dialogs.programme.enrol_person import EnrolPersonDialog
from ui.dialogs.programme.plan_cohort import PlanCohortDialog
from ui.main_window import MainWindow
from ui.screens.cohort import CohortScreen
from ui.screens.cohorts import CohortsScreen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group
    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.tasks import Tasks
    from ui.theme.theme import Theme

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]


def test_that_a_cohort_is_planned_with_its_holidays_said(
    qtbot: QtBot, context: Context, heard: Heard, show: Show, opened: Opened, settle: Settle, ask: Callable[..., Any]
) -> None:
    screen = show(CohortsScreen(context))
    assert "No group yet." in texts(screen)
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(screen, PlanCohortDialog)
    assert dialog.name.hasFocus()
    dialog.start.setDate(QDate(2026, 12, 7))
    settle()
    assert "Monday 28 December is left out" in dialog.dates.text()
    assert "12 sessions, each Monday, until 1 March 2027." in dialog.dates.text()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.name_row.has_error
    qtbot.keyClicks(dialog.name, "Autumn evening")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    (line,) = ask(cohorts)
    assert (line.name, line.sessions, line.next_meeting.day) == ("Autumn evening", 12, date(2026, 12, 7))
    assert heard.went == [("cohort", {"cohort": line.id})]
    assert is_closed(dialog)


def test_that_a_name_in_use_is_said_in_the_dialog_which_stays(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, heard: Heard
) -> None:
    screen = show(CohortsScreen(context))
    screen.plan()
    dialog = opened(screen, PlanCohortDialog)
    dialog.name.setText("AUTUMN evening")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    assert "already a cohort called AUTUMN evening" in dialog.problem.text()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert is_closed(dialog)
    assert not heard.went


def test_that_a_row_tells_which_sessions_count_and_opens_with_enter(
    qtbot: QtBot, context: Context, them: Group, show: Show, heard: Heard
) -> None:
    screen = show(CohortsScreen(context))
    index = screen.rows.model.index(0, 3)
    assert screen.rows.model.data(index) == "1 of 12"
    tip = screen.rows.model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert "The day of 1 session of 12 has come" in tip
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert heard.went == [("cohort", {"cohort": them.cohort})]


def test_that_a_person_is_found_by_letters_and_enrolled(
    qtbot: QtBot, context: Context, them: Group, clinic: Database, writer: Actor, show: Show, opened: Opened,
    settle: Settle, ask: Callable[..., Any], heard: Heard,
) -> None:  # fmt: skip
    with clinic.write(writer) as work:
        ivy = factory.person(work, "İpek", "Şağlı")
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.enrol_someone()
    dialog = opened(screen, EnrolPersonDialog)
    assert dialog.search.hasFocus()
    qtbot.keyClicks(dialog.search, "sagli")
    settle()
    assert [line.name for line in dialog.rows.rows] == ["İpek Şağlı"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    settle()
    assert ivy in {member.person for member in ask(lambda work: members(work, them.cohort))}
    assert len(screen.people.rows) == 13
    assert heard.toasts[-1][0] == "İpek Şağlı is enrolled."


def test_that_enrolling_twice_is_refused_in_the_dialog(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle
) -> None:
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.enrol_someone()
    dialog = opened(screen, EnrolPersonDialog)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.table.currentIndex().row() == 1
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    settle()
    assert dialog.isVisible()
    assert dialog.problem.text()


def test_that_enter_never_enrols_the_person_of_an_earlier_search(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Callable[..., Any],
    clinic: Database, writer: Actor,
) -> None:  # fmt: skip
    with clinic.write(writer) as work:
        factory.person(work, "Aaa", "Aaa")
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.enrol_someone()
    dialog = opened(screen, EnrolPersonDialog)
    dialog.search.setText("nobody is called this")
    dialog._found_for = ""
    dialog.enrol()
    settle()
    assert len(ask(lambda work: members(work, them.cohort))) == 12


def test_that_a_new_person_can_be_added_on_the_way(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Callable[..., Any]
) -> None:
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.enrol_someone()
    dialog = opened(screen, EnrolPersonDialog)
    dialog._add()
    form = opened(dialog, EditPersonDialog)
    qtbot.keyClicks(form.given, "Ngozi")
    qtbot.keyClick(form.given, Qt.Key.Key_Return)
    settle()
    assert "Ngozi" in {member.name for member in ask(lambda work: members(work, them.cohort))}


def test_that_leaving_needs_a_reason_and_keeps_the_row(
    context: Context, them: Group, show: Show, opened: Opened, settle: Settle
) -> None:
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.people.table.select_row(0)
    screen.leave()
    dialog = opened(screen, AskReasonDialog)
    dialog._do()
    assert dialog.reason_row.has_error
    dialog.reason.setText("moved away")
    dialog._do()
    settle()
    assert len(screen.people.rows) == 12
    assert screen.people.rows[0].member.left_on == factory.START
    screen.people.table.select_row(1)
    assert screen.leave_button.isEnabled()
    screen.people.table.select_row(0)
    assert not screen.leave_button.isEnabled()


def test_that_a_cancelled_session_leaves_every_count(
    context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Callable[..., Any]
) -> None:
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.sessions.table.select_row(3)
    screen.cancel_session()
    dialog = opened(screen, AskReasonDialog)
    dialog.reason.setText("snow")
    dialog._do()
    settle()
    assert ask(lambda work: meetings(work, them.cohort))[3].state is MeetingState.CANCELLED
    came = screen.people.model.index(0, 1)
    assert screen.people.model.data(came) == "0 of 11"
    assert "of 11" in screen.header.below.text()
    assert "11 sessions are planned since they joined" in screen.people.model.data(came, Qt.ItemDataRole.ToolTipRole)
    assert not screen.cancel_button.isEnabled()


def test_that_an_act_on_the_way_in_is_not_repeated_by_back(
    qtbot: QtBot, context: Context, tasks: Tasks, theme: Theme, them: Group, settle: Settle
) -> None:
    window = MainWindow(context.clinic, context.profile(), tasks, theme)
    qtbot.addWidget(window)
    window.show()
    window.go("cohorts", new=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(PlanCohortDialog)))
    settle()
    window.findChildren(PlanCohortDialog)[0].reject()
    window.go("cohort", cohort=them.cohort)
    settle()
    window.back()
    settle()
    qtbot.wait(5)
    assert isinstance(window.screen_shown, CohortsScreen)
    assert not [one for one in window.findChildren(PlanCohortDialog) if one.isVisible()]


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets on the cohorts."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_reads_and_changes_nothing(
        self, qtbot: QtBot, context: Context, heard: Heard, them: Group, show: Show
    ) -> None:
        listed = show(CohortsScreen(context))
        assert not listed.plan_button.isVisibleTo(listed)
        screen = show(CohortScreen(context), cohort=them.cohort)
        offered = {one.label for one in screen.findChildren(Button) if one.isVisibleTo(screen)}
        assert offered == {"Recognition", "Certificates"}
        for table in (screen.people.table, screen.sessions.table):
            qtbot.keyClick(table, Qt.Key.Key_Return)
        screen.enrol_someone()
        assert not heard.went
        assert not screen.findChildren(EnrolPersonDialog)
