"""Asks which group and when; Laurel writes the rest of the ceremony."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from ceremonies.script_editing import draft_ceremony
from models.errors import ClinicError
from models.programme.cohort import CohortLine, CohortState, cohorts
from models.programme.timetable import wall_time
from models.recognition.ceremony import Venue
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.forms import Form, choice, date_field, day_of, line, time_field, time_of
from ui.words.consent import venue_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ui.context import Context

EVENING = time(19, 0)


class MakeCeremonyDialog(Dialog):
    """Three fields, filled in as well as Laurel can."""

    def __init__(self, parent: QWidget, context: Context, then: Callable[[UUID], object]) -> None:
        super().__init__(
            tr("Make me a ceremony"),
            tr("Laurel writes a timed script with a moment for every person who agreed to be mentioned."),
            parent,
        )
        self.context, self._then = context, then
        self._is_titled = False
        self.cohort = choice([])
        self.title = line(limit=120)
        self.day = date_field(context.today)
        self.at = time_field(EVENING)
        form = Form()
        self.cohort_row = form.add(tr("Group"), self.cohort)
        form.add(tr("Title"), self.title)
        form.add(tr("Day"), self.day)
        form.add(tr("Begins at"), self.at)
        self.venue = choice([(venue_text(venue), venue.value) for venue in Venue])
        form.add(tr("Shown"), self.venue, tr("Each name is shown as its person allows there."))
        self.add(form)
        self.act(tr("Make the ceremony"), self._make)
        self.title.textEdited.connect(self._note_titled)
        self.cohort.currentIndexChanged.connect(self._propose_title)
        self.cohort.setFocus()
        context.tasks.read(self, cohorts, self._offer)

    def _offer(self, found: tuple[CohortLine, ...]) -> None:
        """List the groups nearest to their end first, and choose the one that the window is about."""
        order = sorted(found, key=lambda one: (one.state is CohortState.PLANNED, one.week != one.sessions, -one.week))
        for place, one in enumerate(order):
            self.cohort.addItem(one.name, one.id)
            if one.id == self.context.current_cohort.id:
                self.cohort.setCurrentIndex(place)
        if not found:
            self.cohort_row.set_error(tr("Plan a cohort first: a ceremony is made from a group’s own record."))
        self._propose_title()

    def _note_titled(self) -> None:
        self._is_titled = True

    def _propose_title(self) -> None:
        if not self._is_titled and self.cohort.currentText():
            self.title.setText(tr("{cohort} celebration", cohort=self.cohort.currentText()))

    def _make(self) -> None:
        if self.cohort.currentData() is None:
            return
        try:
            starts = self._starts()
        except ClinicError as error:
            self.show_problem(sentence(error))
            return
        action = partial(
            draft_ceremony,
            cohort=self.cohort.currentData(),
            title=self.title.text(),
            planned_for=starts,
            zone=self.context.zone,
            venue=Venue(self.venue.currentData()),
        )
        self.context.tasks.write(self, action, self._done, self._refused)

    def _starts(self) -> datetime:
        return wall_time(day_of(self.day), time_of(self.at), self.context.profile().time_zone)

    def _done(self, ceremony: UUID) -> None:
        self.accept()
        self._then(ceremony)
