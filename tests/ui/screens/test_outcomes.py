"""The page of forms: who is asked, what is entered with the keys, and the line that comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.access import Actor, Role
from models.outcomes.instruments.form import DECLINED
from models.outcomes.occasion import Mode, Occasion
from models.outcomes.questionnaire import enter_form, responses
from tests.factory import START, Group, group, person
from tests.inline import InlineExecutor
from ui.dialogs.outcomes.enter_form import EnterFormDialog
from ui.screens.outcomes import OutcomesScreen
from ui.tables.questionnaire import people_model, state_text
from ui.tasks import Tasks
from ui.widgets.cards import EmptyState
from ui.widgets.course import CourseCard
from ui.widgets.labels import Chip, Heading, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from uuid import UUID

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from models.outcomes.instruments.scoring import Answer
    from models.storage.database import Database
    from tests.factory import MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.screen.screen import Screen

    Show = Callable[..., Screen[object]]

WEEK_2 = START + timedelta(days=14)


@pytest.fixture
def them(clinic: Database, actor: Actor, clock: MovingClock) -> Group:
    """Five people in week 2 of their cohort; the first gave both forms back at intake."""
    clock.to(START)
    with clinic.write(actor) as work:
        made = group(work, size=5)
        for form, answers in (("nprs", (7,)), ("peg", (6, 7, 5))):
            enter_form(work, made.enrolments[0], form, Occasion.INTAKE, answered_on=START, answers=answers)
    clock.to(WEEK_2 + timedelta(days=1))
    return made


@pytest.fixture
def screen(them: Group, context: Context, show: Show, executor: Executor) -> OutcomesScreen:
    return cast("OutcomesScreen", show(OutcomesScreen(context)))


@pytest.fixture
def calm(screen: OutcomesScreen, qtbot: QtBot) -> Iterator[None]:
    """Let everything that the screen asked for arrive before it goes."""
    yield
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)


def choose(screen: OutcomesScreen, enrolment: UUID, qtbot: QtBot) -> None:
    rows = [row.forms.member.enrolment for row in screen.people.rows]
    screen.table.select_row(rows.index(enrolment))
    qtbot.waitUntil(lambda: screen.context.tasks.is_idle)


def states(screen: OutcomesScreen, enrolment: UUID) -> list[str]:
    (row,) = [row for row in screen.people.rows if row.forms.member.enrolment == enrolment]
    return [state_text(row, occasion) for occasion in Occasion]


def cards(screen: OutcomesScreen) -> list[CourseCard]:
    return [card for card in screen.findChildren(CourseCard) if card.isVisible()]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisible())


def asked(screen: OutcomesScreen, qtbot: QtBot) -> EnterFormDialog:
    """Press Enter on the table, and wait for the dialog with its first question."""
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    found = screen.findChildren(EnterFormDialog)
    assert len(found) == 1
    await_key(found[0], qtbot)
    return found[0]


def await_key(dialog: EnterFormDialog, qtbot: QtBot) -> None:
    """Wait until the next key answers the first question."""

    def is_ready() -> bool:
        return dialog.questions[0].hasFocus()

    qtbot.waitUntil(is_ready)


def press(dialog: EnterFormDialog, keys: str) -> None:
    """Press keys one by one, each on whatever has the keyboard."""
    named = {"\r": Qt.Key.Key_Return, "\b": Qt.Key.Key_Backspace}
    for key in keys:
        target = dialog.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, named.get(key, Qt.Key.Key_unknown), Qt.KeyboardModifier.NoModifier, key)
            QApplication.sendEvent(target, event)


def kept(screen: OutcomesScreen, participant: UUID) -> list[tuple[str, Occasion, tuple[Answer, ...]]]:
    with screen.context.tasks.database.read(screen.context.actor) as work:
        views = responses(work, participant)
    return [(view.instrument, view.occasion, view.answers) for view in views]


@pytest.mark.usefixtures("calm")
class TestThePage:
    """What the page shows."""

    def test_that_it_opens_on_the_running_cohort_with_what_is_due(self, screen: OutcomesScreen, them: Group) -> None:
        assert screen.chooser.currentText() == "Autumn evening"
        assert screen.header.below.text() == "Autumn evening · week 3 of 12 · 10 forms are due"
        assert states(screen, them.enrolments[0]) == ["Returned", "Due"]
        assert states(screen, them.enrolments[1]) == ["0 of 2", "Due"]

    def test_that_a_form_is_overdue_after_its_days(
        self, screen: OutcomesScreen, them: Group, clock: MovingClock, qtbot: QtBot
    ) -> None:
        clock.to(WEEK_2 + timedelta(days=4))
        screen.refresh()
        qtbot.waitUntil(lambda: states(screen, them.enrolments[1]) == ["0 of 2", "Overdue"])

    def test_that_one_score_draws_no_line_yet_and_says_so(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[0], qtbot)
        qtbot.waitUntil(lambda: len(cards(screen)) == 2)
        assert "One score so far" in words(cards(screen)[0])

    def test_that_the_direction_and_the_meaningful_change_are_said_in_words(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[0], qtbot)
        qtbot.waitUntil(lambda: len(cards(screen)) == 2)
        said = cards(screen)[0].chart.words.text()
        assert said.startswith("Lower is better. A change of 2 points, or of 30 % of the first score, counts")
        assert "Intake: 7" in cards(screen)[0].chart.accessibleName()
        assert "Lower is better" in cards(screen)[0].chart.accessibleName()

    def test_that_a_person_without_forms_is_good_to_begin_with(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[1], qtbot)
        qtbot.waitUntil(lambda: any(state.isVisible() for state in screen.findChildren(EmptyState)))
        assert not cards(screen)

    def test_that_namesakes_are_told_apart(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[0], qtbot)
        with screen.context.tasks.database.write(screen.context.actor) as work:
            from models.programme.enrolment import enrol

            enrol(work, them.cohort, person(work, "Anna", "Berg", born=date(1990, 1, 1)), joined_on=START)
        qtbot.waitUntil(lambda: len(screen.people.rows) == 6)
        qtbot.waitUntil(lambda: any(head.text() == "Anna Berg (1950)" for head in screen.findChildren(Heading)))

    def test_that_a_form_entered_elsewhere_appears(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[1], qtbot)
        with screen.context.tasks.database.write(screen.context.actor) as work:
            enter_form(work, them.enrolments[1], "peg", Occasion.WEEK_2, answered_on=WEEK_2, answers=(1, 2, 3))
        qtbot.waitUntil(lambda: len(cards(screen)) == 1)

    def test_that_another_cohort_can_be_chosen(self, screen: OutcomesScreen, qtbot: QtBot) -> None:
        with screen.context.tasks.database.write(screen.context.actor) as work:
            other = group(work, size=1, name="Morning group", start=START + timedelta(days=200))
        qtbot.waitUntil(lambda: screen.chooser.count() == 2)
        screen.open({"cohort": other.cohort})
        qtbot.waitUntil(lambda: len(screen.people.rows) == 1)
        assert screen.chooser.currentText() == "Morning group"
        assert "not started yet" in screen.header.below.text()
        screen.chooser.setCurrentIndex(0)
        screen.chooser.activated.emit(0)
        qtbot.waitUntil(lambda: len(screen.people.rows) == 5)


def test_that_a_clinic_without_people_is_told_where_to_begin(
    context: Context, show: Show, heard: Heard, qtbot: QtBot
) -> None:
    screen = cast("OutcomesScreen", show(OutcomesScreen(context)))
    qtbot.waitUntil(lambda: any(state.isVisible() for state in screen.findChildren(EmptyState)))
    assert not screen.enter_button.isEnabled()
    screen.enter_form()
    assert not screen.findChildren(EnterFormDialog)


@pytest.mark.usefixtures("calm")
class TestEnteringAForm:
    """One key a question."""

    def test_that_two_forms_take_one_key_a_question_and_enter(
        self, screen: OutcomesScreen, them: Group, heard: Heard, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[0], qtbot)
        dialog = asked(screen, qtbot)
        assert dialog.forms.currentText() == "Pain rating 0–10 · Week 2 · due"
        press(dialog, "5\r")
        qtbot.waitUntil(lambda: len(dialog.questions) == 3 and dialog.questions[0].hasFocus())
        with qtbot.waitSignal(dialog.accepted):
            press(dialog, "453\r")
        assert kept(screen, them.people[0])[2:] == [
            ("nprs", Occasion.WEEK_2, (5,)),
            ("peg", Occasion.WEEK_2, (4, 5, 3)),
        ]
        assert [text for text, _ in heard.toasts] == ["Pain rating 0–10 for Week 2 is saved", "PEG for Week 2 is saved"]
        qtbot.waitUntil(lambda: states(screen, them.enrolments[0]) == ["Returned", "Returned"])

    def test_that_the_line_says_what_changed(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[0], qtbot)
        dialog = asked(screen, qtbot)
        press(dialog, "5\r")
        qtbot.waitUntil(lambda: "From 7 to 5: 2 points better." in "".join(words(card) for card in cards(screen)))
        chips = [chip.text() for chip in cards(screen)[0].findChildren(Chip)]
        assert chips == ["a meaningful change", "under 30 % of the first score"]
        assert [row.point.value for row in cards(screen)[0].values.model().rows] == [7, 5]  # type: ignore[attr-defined]  # our own model

    def test_that_x_is_ten_and_a_dash_is_a_refusal(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        press(dialog, "x")
        assert list(dialog.answers) == [10]
        dialog.forms.setCurrentIndex(1)
        await_key(dialog, qtbot)
        press(dialog, "X-0")
        assert list(dialog.answers) == [10, DECLINED, 0]
        assert dialog.total.text() == "Not complete: no score"
        assert dialog.advice.text() == "Question 2 is declined. A blank is never counted as 0."
        dialog.forms.setCurrentIndex(0)
        assert list(dialog.answers) == [10]

    def test_that_a_blank_stays_blank_and_has_no_score(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        dialog.forms.setCurrentIndex(1)
        await_key(dialog, qtbot)
        press(dialog, "6\r4")
        assert list(dialog.answers) == [6, None, 4]
        assert dialog.save_button.label == "Save without a score"
        assert dialog.advice.text().startswith("Question 2 is blank.")
        press(dialog, "\r")
        qtbot.waitUntil(lambda: bool(kept(screen, them.people[1])))
        assert kept(screen, them.people[1]) == [("peg", Occasion.WEEK_2, (6, None, 4))]
        qtbot.waitUntil(lambda: bool(cards(screen)))
        assert "No score yet." in words(cards(screen)[0])

    def test_that_backspace_clears_and_then_goes_back(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        dialog.forms.setCurrentIndex(1)
        await_key(dialog, qtbot)
        press(dialog, "67\b\b3")
        assert list(dialog.answers) == [6, 3, None]

    def test_that_a_click_answers_and_a_second_one_takes_it_back(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        question = dialog.questions[0]
        (eight,) = [button for button in question.findChildren(type(dialog.save_button)) if button.label == "8"]
        eight.click()
        assert list(dialog.answers) == [8]
        assert question.accessibleName().endswith("Answer: 8")
        eight.click()
        assert list(dialog.answers) == [None]
        assert question.accessibleName().endswith("Answer: blank")
        assert not dialog.save_button.isEnabled()

    def test_that_letters_and_high_numbers_answer_nothing(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        press(dialog, "aß.²")
        assert list(dialog.answers) == [None]
        press(dialog, "\r")
        assert dialog.questions[0].hasFocus()

    def test_that_digits_of_another_script_are_read(self, screen: OutcomesScreen, them: Group, qtbot: QtBot) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        press(dialog, "٣")
        assert list(dialog.answers) == [3]

    def test_that_day_and_manner_are_kept_and_the_future_cannot_be_chosen(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        dialog.day.setDate(QDate(2030, 1, 1))
        assert dialog.day.date() == QDate(2026, 9, 22)
        dialog.day.setDate(QDate(2026, 9, 21))
        dialog.mode.setCurrentIndex(1)
        dialog.questions[0].setFocus()
        press(dialog, "4\r")
        qtbot.waitUntil(lambda: bool(kept(screen, them.people[1])))
        with screen.context.tasks.database.read(screen.context.actor) as work:
            (view,) = responses(work, them.people[1])
        assert (view.answered_on, view.mode) == (WEEK_2, list(Mode)[1])

    def test_that_a_day_outside_the_occasion_is_refused_in_the_dialog(
        self, screen: OutcomesScreen, them: Group, qtbot: QtBot
    ) -> None:
        choose(screen, them.enrolments[1], qtbot)
        dialog = asked(screen, qtbot)
        dialog.day.setDate(QDate(2026, 9, 10))
        press(dialog, "4\r")
        qtbot.waitUntil(dialog.problem.isVisible)
        assert "cannot stand for week 2" in dialog.problem.text()
        assert list(dialog.answers) == [4]
        assert dialog.save_button.isEnabled()
        assert not kept(screen, them.people[1])

    def test_that_a_person_with_every_form_is_said_to_be_done(
        self, screen: OutcomesScreen, them: Group, heard: Heard, qtbot: QtBot
    ) -> None:
        with screen.context.tasks.database.write(screen.context.actor) as work:
            for form, answers in (("nprs", (7,)), ("peg", (6, 7, 5))):
                enter_form(work, them.enrolments[0], form, Occasion.WEEK_2, answered_on=WEEK_2, answers=answers)
        qtbot.waitUntil(lambda: states(screen, them.enrolments[0]) == ["Returned", "Returned"])
        choose(screen, them.enrolments[0], qtbot)
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
        assert not screen.findChildren(EnterFormDialog)
        assert heard.banners == [("info", "Every form of Anna Berg has come back. There is nothing left to enter.")]


def test_that_a_name_is_shown_literally(
    context: Context, clinic: Database, show: Show, clock: MovingClock, qtbot: QtBot
) -> None:
    from models.programme.enrolment import enrol

    clock.to(START)
    with clinic.write(context.actor) as work:
        made = group(work, size=1)
        enrol(work, made.cohort, person(work, "<b>Zed</b> & {name}", "%s"), joined_on=START)
    screen = cast("OutcomesScreen", show(OutcomesScreen(context)))
    qtbot.waitUntil(lambda: len(screen.people.rows) == 2)
    screen.table.select_row(0)
    qtbot.waitUntil(lambda: any(head.text() == "<b>Zed</b> & {name} %s" for head in screen.findChildren(Heading)))
    dialog = asked(screen, qtbot)
    assert dialog.sentence.text() == "<b>Zed</b> & {name} %s"
    dialog.reject()


def test_that_a_role_without_outcomes_sees_no_score_and_no_way_to_enter(
    them: Group, context: Context, clinic: Database, qtbot: QtBot
) -> None:
    desk = Actor(context.actor.id, "Jo Ferro", frozenset({Role.FRONT_DESK}))
    tasks = Tasks(clinic, desk, executor=InlineExecutor())
    screen = OutcomesScreen(replace(context, actor=desk, tasks=tasks))
    qtbot.addWidget(screen)
    screen.open({})
    screen.show()
    qtbot.waitUntil(lambda: len(screen.people.rows) == 5)
    choose(screen, them.enrolments[0], qtbot)
    assert not cards(screen)
    assert not screen.enter_button.isEnabled()
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.close()


def test_that_the_table_of_people_is_a_sound_model(screen: OutcomesScreen, qtmodeltester: ModelTester) -> None:
    model = people_model()
    model.set_rows(screen.people.rows)
    qtmodeltester.check(model)
    row = model.rows[0]
    assert "Week 2: Due" in str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert row.forms.member.name in str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
