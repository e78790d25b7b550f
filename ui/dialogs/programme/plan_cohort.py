"""Asks for a new cohort, and shows at once on which days it meets."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from models.programme.cohort import plan_cohort, proposed_timetable
from models.programme.programme import ProgrammeLine, programmes
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.forms import Form, choice, date_field, day_of, line, time_field, time_of
from ui.widgets.labels import Soft
from ui.words.wording import day_and_year_text, day_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.programme.timetable import Timetable
    from ui.context import Context

EVENING = time(18, 0)


class PlanCohortDialog(Dialog):
    """Name, programme, first day, time and place; the dates appear as they are chosen."""

    def __init__(self, parent: QWidget, context: Context, then: Callable[[UUID], None]) -> None:
        super().__init__(tr("Plan a cohort"), parent=parent, width=520)
        self.context = context
        self._then = then
        today = context.today
        self.name = line(placeholder=tr("Autumn evening"), limit=120)
        self.programme = choice([])
        self.start = date_field(today + timedelta(days=7))
        self.at = time_field(EVENING)
        self.place = line(placeholder=tr("Room 2 and video"), limit=120)
        self.dates = Soft(wrap=True)
        form = Form()
        self.name_row = form.add(tr("Name"), self.name)
        form.add(tr("Programme"), self.programme)
        form.add(tr("First session"), self.start)
        form.add(tr("Time"), self.at)
        form.add(tr("Place"), self.place)
        form.add_widget(self.dates)
        self.add(form)
        self.act(tr("Plan the cohort"), self._plan)
        self.programme.currentIndexChanged.connect(self._ask_dates)
        self.start.dateChanged.connect(self._ask_dates)
        self.name.setFocus()
        context.tasks.read(self, programmes, self._offer)

    def _offer(self, found: tuple[ProgrammeLine, ...]) -> None:
        for course in found:
            self.programme.addItem(course.name, course.id)
        self._ask_dates()

    def _ask_dates(self) -> None:
        chosen = self.programme.currentData()
        if isinstance(chosen, UUID):
            query = partial(proposed_timetable, programme_id=chosen, start=self._first_day())
            self.context.tasks.read(self, query, self._show_dates, lambda error: self.dates.setText(sentence(error)))

    def _first_day(self) -> date:
        return day_of(self.start)

    def _show_dates(self, plan: Timetable) -> None:
        text = tr(
            "{count} sessions, each {weekday}, until {last}.",
            count=len(plan.days),
            weekday=day_text(plan.days[0]).split()[0],
            last=day_and_year_text(plan.days[-1]),
        )
        for skip in plan.skipped:
            text += "\n" + tr("{day} is left out: {reason}.", day=day_text(skip.day), reason=skip.reason)
        self.dates.setText(text)

    def _plan(self) -> None:
        if not self.name.text().strip():
            self.name_row.set_error(tr("Give the group a name that its members would recognise."))
            self.name.setFocus()
            return
        action = partial(
            plan_cohort,
            name=self.name.text(),
            programme_id=self.programme.currentData(),
            start=self._first_day(),
            at=time_of(self.at),
            place=self.place.text(),
        )
        self.context.tasks.write(self, action, self._done, self._refused)

    def _done(self, cohort: UUID) -> None:
        self.accept()
        self._then(cohort)
