"""Cohorts: every group with its week, its people and its next session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from models.access import Permission
from models.programme.cohort import CohortLine, CohortState, cohorts
from ui.dialogs.programme.plan_cohort import PlanCohortDialog
from ui.screen.list_screen import ListScreen
from ui.tables.rows import SOFT, STRONG, Column, Look
from ui.translation import plural, tr
from ui.widgets.buttons import primary
from ui.widgets.cards import EmptyState, PageHeader
from ui.widgets.row_list import RowList
from ui.words.wording import short_day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from models.work import Work
    from ui.context import Context
    from ui.widgets.labels import Kind


class CohortsScreen(ListScreen[CohortLine]):
    """The list of cohorts."""

    help_page = "cohorts"
    once = frozenset({"new"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shortcut("Ctrl+N", self.plan)

    def make_header(self) -> PageHeader:
        """Make the title with the way to plan a group."""
        self.plan_button = primary(tr("Plan a cohort"), self.plan, key="Ctrl N")
        self.plan_button.setVisible(self.context.actor.may(Permission.PLAN_COHORT))
        return PageHeader(tr("Cohorts"), actions=(self.plan_button,))

    def make_rows(self) -> RowList[CohortLine]:
        """Make the list of groups."""
        empty = EmptyState(
            "users",
            tr("No group yet."),
            tr("Plan the first one: Laurel works out the dates and leaves the public holidays out."),
        )
        return RowList(tr("Cohorts"), self._columns(), empty, accessible_text=_accessible_text)

    def open_row(self, line: CohortLine) -> None:
        """Open the group's page."""
        self.context.go("cohort", cohort=line.id)

    def show_result(self, result: tuple[CohortLine, ...]) -> None:
        """Show the groups, and count what runs and what is planned."""
        super().show_result(result)
        self.header.below.setText(_summary(result))

    def open(self, parameters: Mapping[str, object]) -> None:
        """Open the list, or at once the dialog for a new cohort."""
        super().open(parameters)
        if parameters.get("new"):
            # Once the page is shown, which the dialog lies over.
            QTimer.singleShot(0, self, self.plan)

    def query(self) -> Callable[[Work], tuple[CohortLine, ...]]:
        """Ask for all cohorts."""
        return cohorts

    def plan(self) -> None:
        """Ask for the name, day and time of a new cohort."""
        if self.context.actor.may(Permission.PLAN_COHORT):
            PlanCohortDialog(self, self.context, self._open_planned).open()

    def _open_planned(self, cohort: UUID) -> None:
        self.context.go("cohort", cohort=cohort)
        self.context.toast(tr("The cohort is planned with all its sessions."))

    def _columns(self) -> tuple[Column[CohortLine], ...]:
        return (
            Column(tr("Name"), lambda line: line.name, STRONG, tip=lambda line: line.name),
            Column(tr("Programme"), lambda line: line.programme, SOFT, width=150),
            Column(tr("State"), _state_text, lambda line: Look("chip", kind=state_kind(line.state)), width=110),
            Column(tr("Week"), _week_text, width=90, tip=_week_tip),
            Column(tr("People"), lambda line: str(line.people), width=80, align="centre", tip=_people_tip),
            Column(tr("Next session"), partial(_next_text, self.context), SOFT, width=190),
        )


def state_text(state: CohortState) -> str:
    """Say where a cohort stands."""
    words = {
        CohortState.PLANNED: tr("planned"),
        CohortState.RUNNING: tr("running"),
        CohortState.ENDED: tr("ended"),
    }
    return words[state]


def state_kind(state: CohortState) -> Kind:
    """Give a state its chip."""
    kinds: dict[CohortState, Kind] = {
        CohortState.PLANNED: "info",
        CohortState.RUNNING: "laurel",
        CohortState.ENDED: "neutral",
    }
    return kinds[state]


def _state_text(line: CohortLine) -> str:
    return state_text(line.state)


def _summary(lines: tuple[CohortLine, ...]) -> str:
    running = sum(line.state is CohortState.RUNNING for line in lines)
    planned = sum(line.state is CohortState.PLANNED for line in lines)
    parts = [plural(running, "{count} running", "{count} running")] if lines else []
    parts += [plural(planned, "{count} planned", "{count} planned")] if planned else []
    return " · ".join(parts)


def _week_tip(line: CohortLine) -> str:
    return plural(
        line.week,
        "The day of {count} session of {sessions} has come; cancelled ones are not counted.",
        "The days of {count} sessions of {sessions} have come; cancelled ones are not counted.",
        sessions=line.sessions,
    )


def _people_tip(line: CohortLine) -> str:
    return plural(
        line.people, "{count} person is enrolled and has not left.", "{count} people are enrolled and have not left."
    )


def _week_text(line: CohortLine) -> str:
    return tr("{week} of {sessions}", week=line.week, sessions=line.sessions)


def _next_text(context: Context, line: CohortLine) -> str:
    if line.next_meeting is None:
        return "–"
    return f"{short_day_text(line.next_meeting.day)}, {time_text(line.next_meeting.starts_at, context.zone)}"


def _accessible_text(line: CohortLine) -> str:
    people = plural(line.people, "{count} person", "{count} people")
    return ", ".join((line.name, line.programme, _state_text(line), _week_text(line), people))
