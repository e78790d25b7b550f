"""One whole programme through the window: list, twelve registers, badges, a ceremony, certificates, two forms."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QWidget

from ceremonies.permitted import shown_as
from exports.issuer import issuer_from
from exports.issuer_file import issuer_file
from exports.signed_token import Status, read
from leaderboards.stage_name import stage_names
from models.imports.import_people import import_people
from models.imports.roster import open_roster
from models.outcomes.course import course
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.programme.cohort import cohort_named, cohorts
from models.programme.enrolment import members
from models.programme.meeting import MeetingState, meetings
from models.recognition.badge import AwardState, awards
from models.recognition.ceremony import CeremonyState, ceremonies
from models.recognition.certificate import certificates
from tests.inline import InlineExecutor
from tests.ui.ceremony.conftest import texts_of
from ui.ceremony.present import Presentation, presentation
from ui.dialogs.ceremony.make_ceremony import MakeCeremonyDialog
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.dialogs.programme.plan_cohort import PlanCohortDialog
from ui.main_window import MainWindow
from ui.screens.ceremony import CeremonyScreen
from ui.screens.recognition import RecognitionScreen
from ui.screens.register import RegisterScreen
from ui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from ui.context import Context
    from ui.tasks import Tasks

LIST = Path(__file__).parent.parent / "data" / "rosters" / "clinic_list.csv"
START = date(2026, 9, 7)
T = TypeVar("T")

pytestmark = pytest.mark.qt_log_ignore("pipewire-0.3", "PulseAudioService", extend=True)


@pytest.fixture
def executor() -> Executor:
    return InlineExecutor()


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot, clock: MovingClock) -> Iterator[MainWindow]:
    clock.to(START - timedelta(days=7), time(9))
    made = MainWindow(context.clinic, context.profile(), tasks, context.theme)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.begin()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()


D = TypeVar("D", bound=QWidget)


class Keyboard:
    """The person at the keyboard of the window."""

    def __init__(self, window: MainWindow, qtbot: QtBot, clock: MovingClock) -> None:
        self.window, self.qtbot, self.clock = window, qtbot, clock
        self.context = window.context
        self.tasks = window.context.tasks

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.is_idle)

    def screen(self, kind: type[D]) -> D:
        self.settle()
        shown = self.window.screen_shown
        assert isinstance(shown, kind)
        return shown

    def dialog(self, kind: type[D]) -> D:
        self.settle()
        found = [each for each in self.window.findChildren(kind) if each.isVisible()]
        assert len(found) == 1
        return found[0]

    def press(self, widget: QWidget, *keys: str) -> None:
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        for key in keys:
            if key == "Enter":
                self.qtbot.keyClick(widget, Qt.Key.Key_Return)
            else:
                self.qtbot.keyClicks(widget, key)
        self.settle()

    def ask(self, query: Callable[..., T], *arguments: object) -> T:
        with self.tasks.database.read(self.context.actor) as work:
            return query(work, *arguments)


def test_that_a_group_goes_from_its_list_to_its_certificates(
    window: MainWindow, qtbot: QtBot, clock: MovingClock
) -> None:
    hands = Keyboard(window, qtbot, clock)
    cohort = plan_the_cohort(hands)
    bring_the_list_in(hands, cohort)
    hold_the_sessions(hands, cohort)
    give_two_forms_back(hands, cohort)
    approve_the_badges(hands, cohort)
    present_the_ceremony(hands, cohort)
    print_the_certificates(hands, cohort)


def plan_the_cohort(hands: Keyboard) -> UUID:
    hands.context.go("cohorts", new=True)
    dialog = hands.dialog(PlanCohortDialog)
    dialog.name.setText("Autumn evening")
    dialog.start.setDate(QDate(START.year, START.month, START.day))
    dialog.at.setTime(QTime(18, 0))
    hands.settle()
    assert "12 sessions, each Monday" in dialog.dates.text()
    assert dialog.act_button is not None
    dialog.act_button.click()
    hands.settle()
    return hands.ask(cohort_named, "Autumn evening")


def bring_the_list_in(hands: Keyboard, cohort: UUID) -> None:
    with hands.tasks.database.write(hands.context.actor) as work:
        assert import_people(work, open_roster(LIST), cohort).imported == 12
    people = hands.ask(members, cohort)
    assert [one.label.distinguisher for one in people if one.name == "Anna Berg"] == ["1968", "1988"]


def hold_the_sessions(hands: Keyboard, cohort: UUID) -> None:
    for number, meeting in enumerate(hands.ask(meetings, cohort)):
        hands.clock.to(meeting.day)
        hands.context.go("today")
        today = hands.screen(TodayScreen)
        hands.press(today, "Enter")
        register = hands.screen(RegisterScreen)
        late, excused = number % 10, 10
        keys = (register.rows.rows[late].label, "L", register.rows.rows[excused].label, "E", "Enter")
        assert len(keys) == 5
        hands.press(register.table, *keys)
        counts = register.footer.text()
        assert counts == "10 present · 1 late · 1 excused"
        register.close_button.click()
        hands.settle()
    assert {line.state for line in hands.ask(meetings, cohort)} == {MeetingState.CLOSED}
    assert hands.ask(cohorts)[0].week == 12


def give_two_forms_back(hands: Keyboard, cohort: UUID) -> None:
    one = hands.ask(members, cohort)[0]
    first = hands.ask(meetings, cohort)[0].day
    for occasion, day, pain, answers in (
        (Occasion.INTAKE, first, [7], [7, 6, 8]),
        (Occasion.WEEK_2, first + timedelta(days=14), [5], [5, 4, 5]),
    ):
        with hands.tasks.database.write(hands.context.actor) as work:
            enter_form(work, one.enrolment, "nprs", occasion, answered_on=day, answers=pain)
            enter_form(work, one.enrolment, "peg", occasion, answered_on=day, answers=answers)
    line = hands.ask(course, one.person, "peg")
    assert [round(float(point.value), 2) for point in line.points if point.value is not None] == [7.0, 4.67]


def approve_the_badges(hands: Keyboard, cohort: UUID) -> None:
    hands.context.go("recognition", cohort=cohort)
    screen = hands.screen(RecognitionScreen)
    waiting = tuple(award for award in hands.ask(awards, cohort) if award.state is AwardState.PROPOSED)
    screen.approve(waiting)
    hands.settle()
    assert {award.state for award in hands.ask(awards, cohort)} == {AwardState.APPROVED}


def present_the_ceremony(hands: Keyboard, cohort: UUID) -> None:
    hands.context.go("ceremonies")
    hands.settle()
    hands.window.screen_shown.make()  # type: ignore[union-attr]
    dialog = hands.dialog(MakeCeremonyDialog)
    assert dialog.act_button is not None
    dialog.act_button.click()
    screen = hands.screen(CeremonyScreen)
    screen.make_ready()
    hands.settle()
    screen.present_button.click()
    hands.settle()
    running = presentation(hands.context)
    assert running is not None
    seen = go_through(running, hands)
    names = hands.ask(stage_names, cohort)
    unmentioned = [one.identity for one in hands.ask(members, cohort) if names[one.enrolment] is None]
    assert unmentioned
    for name in filter(None, names.values()):
        assert shown_as(name) in seen
    for identity in unmentioned:
        assert identity.given not in seen
        assert identity.family not in seen
    assert not {"NPRS", "PEG", "4.67"} & set(seen.split())
    (view,) = hands.ask(ceremonies)
    assert view.state is CeremonyState.FINISHED
    assert AwardState.PRESENTED in {award.state for award in hands.ask(awards, cohort)}


def go_through(running: Presentation, hands: Keyboard) -> str:
    """Press GO five seconds apart until nothing is left; give every word that the audience saw."""
    seconds = [0.0]
    show = running.show_
    show._monotonic = lambda: seconds[0]
    show._origin = 0.0
    seen = []
    for _press in range(200):
        seconds[0] += 5
        if show.next_action() is None:
            break
        show.go()
        hands.settle()
        seconds[0] += 5
        seen += texts_of(show.audience_picture())
    show.finish(running.console.ended.emit)
    hands.settle()
    return " ".join(seen)


def print_the_certificates(hands: Keyboard, cohort: UUID) -> None:
    hands.context.go("certificates", cohort=cohort)
    hands.settle()
    hands.window.screen_shown.issue()  # type: ignore[union-attr]
    preview = hands.dialog(PrintPreviewDialog)
    assert preview.document.pageCount() == 11
    issuer = issuer_from(hands.ask(issuer_file).encode())
    with pypdfium2.PdfDocument(preview._content) as job:
        for page, line in zip(job, hands.ask(certificates, cohort), strict=True):
            (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
            assert read(code.text, issuer).status is Status.VALID
            assert read(code.text, issuer).serial == line.serial
            assert line.rule_text.startswith("Attended 1")
            assert (
                read(code.text[:40] + "A" + code.text[41:], issuer).status is not Status.VALID or code.text[40] == "A"
            )
    preview.reject()
