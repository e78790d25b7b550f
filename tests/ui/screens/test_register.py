"""The register: five keys, saved as you go, undone as a whole, corrected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from leaderboards.awards import close_session
from models.programme.attendance import attendance_history, mark_rest_present, marks
from models.programme.mark import Mark
from models.recognition.badge import AwardState, awards
from models.recognition.effort import point_totals
from tests import factory
from ui.dialogs.ask_reason import AskReasonDialog
from ui.screens.register import RegisterScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from tests.factory import Group, MovingClock
    from ui.context import Context


@pytest.fixture
def them(context: Context, clock: MovingClock) -> Group:
    clock.to(factory.START)
    with context.tasks.database.write(context.actor) as work:
        return factory.group(work)


@pytest.fixture
def screen(context: Context, them: Group, show: Callable[..., Any]) -> RegisterScreen:
    opened = show(RegisterScreen(context), meeting=them.meetings[0].id)
    assert isinstance(opened, RegisterScreen)
    return opened


def press(qtbot: QtBot, screen: RegisterScreen, *keys: str) -> None:
    for key in keys:
        if key == "Enter":
            qtbot.keyClick(screen.table, Qt.Key.Key_Return)
        else:
            qtbot.keyClicks(screen.table, key)
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)


def stored(screen: RegisterScreen, them: Group) -> dict[UUID, Mark | None]:
    with screen.context.tasks.database.read(screen.context.actor) as work:
        return marks(work, them.meetings[0].id)


def shown(screen: RegisterScreen) -> list[Mark | None]:
    return [row.mark for row in screen.rows.rows]


def test_that_twelve_people_are_marked_in_five_keys(qtbot: QtBot, screen: RegisterScreen, them: Group) -> None:
    press(qtbot, screen, "7", "L", "3", "E", "Enter")
    expected: list[Mark | None] = [Mark.PRESENT] * 12
    expected[6], expected[2] = Mark.LATE, Mark.EXCUSED
    assert shown(screen) == expected
    by_row = [stored(screen, them)[row.member.enrolment] for row in screen.rows.rows]
    assert by_row == expected
    assert screen.footer.text() == "10 present · 1 late · 1 excused"


def test_that_codes_alone_mark_and_go_on(qtbot: QtBot, screen: RegisterScreen) -> None:
    press(qtbot, screen, "p", "l", "f")
    assert shown(screen)[:4] == [Mark.PRESENT, Mark.LATE, Mark.FLARE_UP, None]
    assert screen.table.currentIndex().row() == 3


def test_that_the_rest_never_touches_a_mark_and_one_undo_takes_it_back(
    qtbot: QtBot, screen: RegisterScreen, them: Group
) -> None:
    press(qtbot, screen, "2", "N", "Enter")
    assert shown(screen).count(Mark.PRESENT) == 11
    assert screen.undo()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    assert shown(screen) == [None, Mark.NO_SHOW, *[None] * 10]
    assert len(stored(screen, them)) == 12
    assert screen.undo()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    assert shown(screen) == [None] * 12
    assert not screen.undo()


def test_that_undo_leaves_what_somebody_marked_since(qtbot: QtBot, screen: RegisterScreen, them: Group) -> None:
    press(qtbot, screen, "Enter")
    first = screen.rows.rows[0].member.enrolment
    with screen.context.tasks.database.write(screen.context.actor) as work:
        from models.programme.attendance import record_attendance

        record_attendance(work, them.meetings[0].id, first, Mark.LATE)
    screen.undo()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    assert shown(screen) == [Mark.LATE, *[None] * 11]


def test_that_a_correction_after_closing_asks_why_and_keeps_the_old_mark(
    qtbot: QtBot, screen: RegisterScreen, them: Group
) -> None:
    press(qtbot, screen, "Enter")
    screen.close_the_session()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    qtbot.waitUntil(lambda: screen._page is not None and screen._page.is_closed)
    screen.table.select_row(0)
    press(qtbot, screen, "N")
    dialog = screen.findChild(AskReasonDialog)
    assert dialog is not None
    assert shown(screen)[0] is Mark.PRESENT
    dialog._do()
    assert dialog.reason_row.has_error
    dialog.reason.setText("she rang the next morning")
    dialog._do()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    assert shown(screen)[0] is Mark.NO_SHOW
    with screen.context.tasks.database.read(screen.context.actor) as work:
        enrolment = screen.rows.rows[0].member.enrolment
        history = attendance_history(work, them.meetings[0].id, enrolment)
        assert point_totals(work, them.cohort)[enrolment] == 0
        assert enrolment not in {award.enrolment for award in awards(work, them.cohort)}
    assert [(step.before, step.after) for step in history] == [
        (None, Mark.PRESENT),
        (Mark.PRESENT, Mark.NO_SHOW),
    ]
    assert history[-1].reason == "she rang the next morning"
    assert history[-1].changed_by == screen.context.actor.id


def test_that_closing_posts_points_and_proposes_the_first_badge(
    qtbot: QtBot, screen: RegisterScreen, them: Group
) -> None:
    press(qtbot, screen, "3", "E", "Enter")
    screen.close_the_session()
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)
    with screen.context.tasks.database.read(screen.context.actor) as work:
        totals = point_totals(work, them.cohort)
        proposed = awards(work, them.cohort)
    assert sorted(totals.values()) == [5, *[10] * 11]
    assert len(proposed) == 11
    assert {award.state for award in proposed} == {AwardState.PROPOSED}


def test_that_slash_finds_a_row_without_accents(qtbot: QtBot, screen: RegisterScreen) -> None:
    press(qtbot, screen, "/")
    assert screen.search.isVisible()
    qtbot.keyClicks(screen.search, "zolc")
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    current = screen.table.current()
    assert current is not None
    assert current.member.name == "Łukasz Żółć"  # type: ignore[attr-defined]
    assert screen.table.hasFocus()


def test_that_a_row_speaks_its_name_mark_and_sessions(screen: RegisterScreen) -> None:
    index = screen.rows.index(1, 2)
    accessible_text = screen.rows.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert accessible_text == "Anna Berg 1950, not marked, 0 of 12, form due"


def test_that_a_bulk_act_elsewhere_reaches_the_open_register(qtbot: QtBot, screen: RegisterScreen, them: Group) -> None:
    with screen.context.tasks.database.write(screen.context.actor) as work:
        mark_rest_present(work, them.meetings[0].id)
        close_session(work, them.meetings[0].id)
    qtbot.waitUntil(lambda: shown(screen) == [Mark.PRESENT] * 12)
