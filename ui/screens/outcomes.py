"""Outcomes: which forms are due, and the course of one person's scores."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.access import Permission
from models.pages.outcomes import OutcomesPage, PersonOutcomes, outcomes_page, person_outcomes
from models.programme.cohort import CohortState
from ui.dialogs.outcomes.enter_form import EnterFormDialog
from ui.screen.cohort_screen import CurrentCohortScreen
from ui.tables.questionnaire import PersonRow, people_model
from ui.translation import plural, tr
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, clear, column, columns
from ui.widgets.course import CourseCard
from ui.widgets.labels import Heading, Soft
from ui.widgets.table import TableFrame, TableView
from ui.words.outcome import due_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from models.programme.cohort import CohortLine
    from models.work import Work
    from ui.context import Context


class OutcomesScreen(CurrentCohortScreen[OutcomesPage]):
    """A cohort's people with their forms; beside them the courses of the current person."""

    help_page = "outcomes"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: OutcomesPage | None = None
        self._shown: UUID | None = None
        self.enter_button = primary(tr("Enter a form"), self.enter_form, key="Enter")
        self.header = PageHeader(tr("Outcomes"), actions=(self.chooser, self.enter_button))
        self.people = people_model()
        self.table = TableView(self.people, tr("People and their forms"))
        self.side = column(spacing=20)
        self.content = column(spacing=20)
        page = Page()
        page.add(self.header, self.content)
        page.body.addStretch()
        self.outer.addWidget(page)
        self._lay_out()
        self.table.opened.connect(lambda _row: self.enter_form())
        self.table.current_changed.connect(lambda _row: self._ask_person())

    def query(self) -> Callable[[Work], OutcomesPage]:
        """Ask for the forms of the current cohort."""
        return partial(outcomes_page, cohort=self.wanted_cohort)

    def show_result(self, result: OutcomesPage) -> None:
        """List the people; then read the courses of the current one."""
        super().show_result(result)
        self._page = result
        chosen = result.choice.chosen
        self.header.below.setText("" if chosen is None else _summary(chosen, result))
        self._empty.setVisible(not result.people)
        self._grid.setVisible(bool(result.people))
        self.enter_button.setEnabled(bool(result.people) and self.context.actor.may(Permission.RECORD_OUTCOMES))
        current = self.table.current()
        # By enrolment: the order of the rows may be another one after a change.
        before = current.forms.member.enrolment if isinstance(current, PersonRow) else None
        self.people.set_rows([PersonRow(line, result.today) for line in result.people])
        self.table.fit_height()
        enrolments = [line.member.enrolment for line in result.people]
        if before in enrolments:
            self.table.select_row(enrolments.index(before))
        self._ask_person()

    def first_focus(self) -> QWidget:
        """Let the arrows choose a person and Enter take their form."""
        return self.table if self.people.rows else self

    def enter_form(self) -> None:
        """Open the form of the current person that is due next."""
        current = self.table.current()
        if self._page is None or not isinstance(current, PersonRow) or not self.enter_button.isEnabled():
            return
        if not current.forms.open_forms:
            self.context.show_banner(
                tr(
                    "Every form of {name} has come back. There is nothing left to enter.",
                    name=current.forms.member.label.in_text,
                )
            )
            return
        EnterFormDialog(self.context, current.forms, self._page.today, self).open()

    def _lay_out(self) -> None:
        from PySide6.QtWidgets import QWidget

        self._grid = QWidget()
        left = column(TableFrame(self.table), spacing=8)
        left.addWidget(Soft(tr("A form that comes back incomplete counts as returned; it has no score."), wrap=True))
        left.addStretch(1)
        grid = columns((1, left), (1, self.side))
        grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setLayout(grid)
        self._empty = EmptyState(
            "chart-line",
            tr("Nobody is enrolled here yet."),
            tr("Forms are asked for around a person's first session and in week 2. Enrol people in a cohort to begin."),
            secondary(tr("Open the cohorts"), lambda: self.context.go("cohorts")),
        )
        self.content.addWidget(self._grid)
        self.content.addWidget(self._empty)
        self._grid.hide()

    def _ask_person(self) -> None:
        current = self.table.current()
        if not isinstance(current, PersonRow) or not self.context.actor.may(Permission.READ_OUTCOMES):
            clear(self.side)
            return
        member = current.forms.member
        self._shown = member.person
        self.context.tasks.read(self, partial(person_outcomes, participant=member.person), self._show_person)

    def _show_person(self, result: PersonOutcomes) -> None:
        current = self.table.current()
        # Whoever holds an arrow key leaves several answers on their way; only that of the row now current is shown.
        if result.person != self._shown or not isinstance(current, PersonRow):
            return
        member = current.forms.member
        clear(self.side)
        asked = due_text(current.forms.due) or tr("Nothing is asked for now.")
        self.side.addLayout(column(Heading(member.label.in_text, wrap=True), Soft(asked, wrap=True), spacing=2))
        for course in result.courses:
            own = [each for each in result.responses if each.instrument == course.instrument]
            self.side.addWidget(CourseCard(course, own))
        if not result.courses:
            self.side.addWidget(
                EmptyState(
                    "clipboard-text",
                    tr("No form has come back yet."),
                    tr("Press Enter to copy one from paper."),
                )
            )
        self.side.addStretch(1)


def _summary(line: CohortLine, result: OutcomesPage) -> str:
    """Say the cohort's week and how many forms are due."""
    due = sum(len(person.due) for person in result.people)
    week = (
        tr("week {week} of {sessions}", week=line.week, sessions=line.sessions)
        if line.state is CohortState.RUNNING
        else tr("not started yet")
        if line.state is CohortState.PLANNED
        else tr("has ended")
    )
    forms = plural(due, "{count} form is due", "{count} forms are due") if due else tr("no form is due")
    return " · ".join((line.name, week, forms))
