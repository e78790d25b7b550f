"""One cohort: its people, its sessions, and what can be done for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from exports.consent_form import FormJob, cohort_consent_forms
from models.access import Permission
from models.pages.cohort import CohortPage, cohort_page
from models.programme.enrolment import end_enrolment
from models.programme.meeting import MeetingState, cancel_meeting
from ui.dialogs.ask_reason import AskReasonDialog
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.dialogs.programme.enrol_person import EnrolPersonDialog
from ui.dialogs.programme.team import TeamDialog
from ui.screen.screen import Screen
from ui.tables.cohort import accessible_member, accessible_session, member_columns, session_columns
from ui.translation import tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, row
from ui.widgets.labels import Soft
from ui.widgets.row_list import RowList
from ui.widgets.wizard import Tabs, tab_page
from ui.words.wording import day_text, isolated, joined_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context


class CohortScreen(Screen[CohortPage]):
    """The page of one cohort."""

    help_page = "cohort"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        may_enrol = context.actor.may(Permission.ENROL)
        self.import_button = secondary(tr("Import a list"), self.import_list)
        self.enrol_button = primary(tr("Enrol a person"), self.enrol_someone, key="Ctrl N")
        for button in (self.import_button, self.enrol_button):
            button.setVisible(may_enrol)
        self.shortcut("Ctrl+N", self.enrol_someone)
        self.team_button = quiet(tr("Team…"), self.choose_team)
        self.team_button.setVisible(context.actor.may(Permission.PLAN_COHORT))
        self.header = PageHeader(actions=(self.team_button, self.import_button, self.enrol_button))
        empty = EmptyState("users", tr("Nobody is enrolled yet."), tr("Import your list, or enrol people one by one."))
        self.people = RowList(tr("People of this group"), member_columns(), empty, accessible_text=accessible_member)
        if context.actor.may(Permission.READ_CONTACT):
            self.people.table.opened.connect(lambda line: context.go("person", person=line.member.person))
        none = EmptyState("calendar-blank", tr("No session is planned."))
        self.sessions = RowList(
            tr("Sessions"), session_columns(lambda: context.zone), none, accessible_text=accessible_session
        )
        self._may_mark = context.actor.may(Permission.RECORD_ATTENDANCE)
        if self._may_mark:
            self.sessions.table.opened.connect(lambda line: context.go("register", meeting=line.meeting.id))
        self._lay_out()

    def open(self, parameters: Mapping[str, object]) -> None:
        """Open the cohort, which becomes the current one for the other pages."""
        super().open(parameters)
        self.context.current_cohort.choose(self.parameter("cohort", UUID))

    def query(self) -> Callable[[Work], CohortPage]:
        """Ask for the cohort with its people and sessions."""
        return partial(cohort_page, cohort_id=self.parameter("cohort", UUID))

    def show_result(self, result: CohortPage) -> None:
        """Show people and sessions."""
        self.set_title(result.view.name)
        self.header.title.setText(result.view.name)
        first = result.view.meetings[0]
        when = f"{day_text(first.day).split()[0]} {time_text(first.starts_at, self.context.zone)}"
        counting = sum(line.counts for line in result.view.meetings)
        week = tr("week {week} of {sessions}", week=result.view.week, sessions=counting)
        parts = (result.view.programme.name, when, result.view.place, week)
        self.header.below.setText(" · ".join(filter(None, parts)) + "\n" + _team_text(result.team))
        self.people.show_rows(result.members)
        self.sessions.show_rows(result.sessions)
        self._offer_acts()

    def first_focus(self) -> QWidget:
        """Give the keyboard to the people."""
        return self.people.table

    def enrol_someone(self) -> None:
        """Find a person, or add a new one, and enrol them."""
        if not self.context.actor.may(Permission.ENROL):
            return
        EnrolPersonDialog(self, self.context, self.parameter("cohort", UUID), self._say_enrolled).open()

    def import_list(self) -> None:
        """Import a roster into this cohort."""
        self.context.go("people", importing=True, cohort=self.parameter("cohort", UUID))

    def choose_team(self) -> None:
        """Choose who runs the group."""
        TeamDialog(self, self.context, self.parameter("cohort", UUID), self._say_team).open()

    def save_table(self) -> None:
        """Save one of the group's lists as a file."""
        if self.context.actor.may(Permission.SAVE_LISTS):
            from ui.dialogs.save_table import SaveTableDialog

            SaveTableDialog(self, self.context, self.parameter("cohort", UUID), self.header.title.text()).open()

    def print_forms(self) -> None:
        """Show a consent form for each person of the group, in their language, ready to be printed."""
        cohort_id = self.parameter("cohort", UUID)
        draw = partial(cohort_consent_forms, media=self.context.clinic.media, cohort=cohort_id)
        self.context.tasks.read(self, draw, self._show_forms)

    def _show_forms(self, job: FormJob) -> None:
        leaves = [Leaf("consent", one) for one in job.people]
        PrintPreviewDialog(self, self.context, tr("Consent forms"), job.pdf, "consent-forms.pdf", leaves).open()

    def leave(self) -> None:
        """End the enrolment of the current person, with a reason."""
        line = self.people.current()
        if line is not None and line.member.left_on is None:
            day = self.context.today
            AskReasonDialog(
                self,
                tr("{name} leaves the group", name=isolated(line.member.label.in_text)),
                tr("What they did stays. They can come back into the same place."),
                tr("Let them leave"),
                lambda reason: self.act(partial(end_enrolment, enrolment=line.member.enrolment, on=day, reason=reason)),
            ).open()

    def cancel_session(self) -> None:
        """Cancel the current session, with a reason."""
        line = self.sessions.current()
        if line is not None and line.meeting.state is MeetingState.PLANNED:
            AskReasonDialog(
                self,
                tr("Cancel session {number}", number=line.meeting.number),
                tr("A cancelled session counts for nobody and against nobody."),
                tr("Cancel the session"),
                lambda reason: self.act(partial(cancel_meeting, id_=line.meeting.id, reason=reason)),
            ).open()

    def _say_enrolled(self, name: str) -> None:
        self.context.toast(tr("{name} is enrolled.", name=isolated(name)) if name else tr("Enrolled."))

    def _say_team(self, chosen: frozenset[UUID]) -> None:
        self.context.toast(tr("The team is saved."))
        actor = self.context.actor
        # Whoever has just left the team no longer reaches this page; a refused read would be the next thing seen.
        if actor.id not in chosen and not actor.may_everywhere(Permission.READ_PROGRAMME):
            self.context.go("cohorts")

    def _offer_acts(self) -> None:
        """Enable the buttons that apply to the current rows."""
        member, session = self.people.current(), self.sessions.current()
        self.leave_button.setEnabled(member is not None and member.member.left_on is None)
        planned = session is not None and session.meeting.state is MeetingState.PLANNED
        self.cancel_button.setEnabled(planned)

    def _lay_out(self) -> None:
        go = self.context.go
        self.leave_button = quiet(tr("Leaves the group…"), self.leave)
        self.cancel_button = quiet(tr("Cancel this session…"), self.cancel_session)
        self.leave_button.setVisible(self.context.actor.may(Permission.ENROL))
        self.cancel_button.setVisible(self.context.actor.may(Permission.PLAN_COHORT))
        self.save_button = quiet(tr("Save as a table…"), self.save_table, icon="file-arrow-down")
        self.save_button.setVisible(self.context.actor.may(Permission.SAVE_LISTS))
        self.forms_button = quiet(tr("Consent forms…"), self.print_forms)
        self.forms_button.setVisible(self.context.actor.may(Permission.RECORD_CONSENT))
        hint = Soft(tr("Enter opens the register.") if self._may_mark else "")
        tabs = Tabs(tr("Parts of the cohort"))
        tabs.add(tr("People"), tab_page(self.people, row(self.leave_button)))
        tabs.add(tr("Sessions"), tab_page(self.sessions, row(self.cancel_button, hint)))
        for table in (self.people.table, self.sessions.table):
            table.current_changed.connect(lambda _: self._offer_acts())
        links = row(
            secondary(tr("Recognition"), lambda: go("recognition", cohort=self.parameter("cohort", UUID))),
            secondary(tr("Certificates"), lambda: go("certificates", cohort=self.parameter("cohort", UUID))),
            self.forms_button,
            self.save_button,
            spacing=8,
        )
        page = Page()
        page.body.setSpacing(16)
        page.add(self.header, links, tabs)
        page.body.addStretch()
        self.outer.addWidget(page)


def _team_text(names: tuple[str, ...]) -> str:
    if not names:
        return tr("No team yet: everyone who works in groups reaches it.")
    return tr("Team: {names}", names=joined_text(list(names)))
