"""One cohort: its people, its sessions, and what can be done for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from exports.consent_form import FormJob, cohort_consent_forms
from models.access import Permission
from models.pages.cohort import CohortPage, MemberRow, SessionRow, cohort_page
from models.people.participant import Participant
from models.people.staff import Staff
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment, end_enrolment
from models.programme.meeting import Meeting, MeetingState, cancel_meeting
from models.programme.team import CohortTeam
from ui.dialogs.ask_reason import AskReasonDialog
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.dialogs.programme.enrol_person import EnrolPersonDialog
from ui.dialogs.programme.team import TeamDialog
from ui.screen import Screen
from ui.tables.rows import SOFT, Column, Look, RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, row
from ui.widgets.labels import Soft
from ui.widgets.table import TableFrame, TableView
from ui.widgets.wizard import Tabs, tab_page
from ui.words.tally import came_text, came_tip, excused_tip, no_show_tip
from ui.words.wording import day_text, isolated, joined_text, short_day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context
    from ui.widgets.labels import Kind


class CohortScreen(Screen[CohortPage]):
    """A group's own page."""

    watches = frozenset({Cohort, Enrolment, Meeting, Attendance, Participant, CohortTeam, Staff})
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
        self.people = RowsModel(self._member_columns(), spoken=_spoken_member)
        self.people_table = TableView(self.people, tr("People of this group"))
        if context.actor.may(Permission.READ_CONTACT):
            self.people_table.opened.connect(lambda line: context.go("person", person=line.member.person))
        self.sessions = RowsModel(self._session_columns(), spoken=self._spoken_session)
        self.sessions_table = TableView(self.sessions, tr("Sessions"))
        self._may_mark = context.actor.may(Permission.RECORD_ATTENDANCE)
        if self._may_mark:
            self.sessions_table.opened.connect(lambda line: context.go("register", meeting=line.meeting.id))
        self.empty = EmptyState(
            "users", tr("Nobody is enrolled yet."), tr("Import your list, or enrol people one by one.")
        )
        self._lay_out()

    def query(self) -> Callable[[Work], CohortPage]:
        """Ask for the cohort with its people and sessions."""
        return partial(cohort_page, cohort_id=self.parameter("cohort", UUID))

    def show_result(self, result: CohortPage) -> None:
        """Show people and sessions."""
        self.set_title(result.view.name)
        self.header.title.setText(result.view.name)
        first = result.view.meetings[0]
        when = f"{day_text(first.day).split()[0]} {time_text(first.starts_at, self.context.zone)}"
        week = tr("week {week} of {sessions}", week=result.view.week, sessions=len(result.sessions))
        parts = (result.view.programme.name, when, result.view.place, week)
        self.header.below.setText(" · ".join(filter(None, parts)) + "\n" + _team_text(result.team))
        self.people.set_rows(result.members)
        self.people_table.fit_height()
        self.frame.setVisible(bool(result.members))
        self.empty.setVisible(not result.members)
        self.sessions.set_rows(result.sessions)
        self.sessions_table.fit_height()
        self._offer_acts()

    def first_focus(self) -> QWidget:
        """Give the keyboard to the people."""
        return self.people_table

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
        """Let the current person leave the group."""
        line = self.people_table.current()
        if isinstance(line, MemberRow) and line.member.left_on is None:
            day = self.context.today
            AskReasonDialog(
                self,
                tr("{name} leaves the group", name=isolated(line.member.name)),
                tr("What they did stays. They can come back into the same place."),
                tr("Let them leave"),
                lambda reason: self.act(partial(end_enrolment, enrolment=line.member.enrolment, on=day, reason=reason)),
            ).open()

    def cancel_session(self) -> None:
        """Call the current session off."""
        line = self.sessions_table.current()
        if isinstance(line, SessionRow) and line.meeting.state is MeetingState.PLANNED:
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
        if actor.id not in chosen and not actor.may_everywhere(Permission.READ_PROGRAMME):
            self.context.go("cohorts")

    def _offer_acts(self) -> None:
        """Offer only what can be done to the rows that the keyboard is on."""
        member, session = self.people_table.current(), self.sessions_table.current()
        self.leave_button.setEnabled(isinstance(member, MemberRow) and member.member.left_on is None)
        planned = isinstance(session, SessionRow) and session.meeting.state is MeetingState.PLANNED
        self.cancel_button.setEnabled(planned)

    def _lay_out(self) -> None:
        go = self.context.go
        self.frame = TableFrame(self.people_table)
        self.leave_button = quiet(tr("Leaves the group…"), self.leave)
        self.cancel_button = quiet(tr("Cancel this session…"), self.cancel_session)
        self.leave_button.setVisible(self.context.actor.may(Permission.ENROL))
        self.cancel_button.setVisible(self.context.actor.may(Permission.PLAN_COHORT))
        self.save_button = quiet(tr("Save as a table…"), self.save_table, icon="file-arrow-down")
        self.save_button.setVisible(self.context.actor.may(Permission.SAVE_LISTS))
        self.forms_button = quiet(tr("Consent forms…"), self.print_forms)
        self.forms_button.setVisible(self.context.actor.may(Permission.RECORD_CONSENT))
        for part in (self.frame, self.empty):
            part.hide()
        hint = Soft(tr("Enter opens the register.") if self._may_mark else "")
        tabs = Tabs(tr("Parts of the cohort"))
        tabs.add(tr("People"), tab_page(self.frame, self.empty, row(self.leave_button)))
        tabs.add(tr("Sessions"), tab_page(TableFrame(self.sessions_table), row(self.cancel_button, hint)))
        for table in (self.people_table, self.sessions_table):
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

    def _member_columns(self) -> tuple[Column[MemberRow], ...]:
        return (
            Column(tr("Name"), lambda line: line.member.name, _name_look, tip=lambda line: line.member.name),
            Column(tr("Came"), lambda line: came_text(line.tally), width=110, tip=lambda line: came_tip(line.tally)),
            Column(
                tr("Told us"),
                lambda line: str(line.tally.excused),
                width=90,
                align="centre",
                tip=lambda line: excused_tip(line.tally),
            ),
            Column(
                tr("No-show"),
                lambda line: str(line.tally.no_show),
                width=90,
                align="centre",
                tip=lambda line: no_show_tip(line.tally),
            ),
            Column(tr("Since"), _since_text, SOFT, width=170, tip=_since_text),
        )

    def _session_columns(self) -> tuple[Column[SessionRow], ...]:
        return (
            Column(tr("Number"), lambda line: str(line.meeting.number), Look(bold=True), width=80, align="centre"),
            Column(tr("Day"), lambda line: day_text(line.meeting.day)),
            Column(tr("Time"), lambda line: time_text(line.meeting.starts_at, self.context.zone), SOFT, width=90),
            Column(tr("Phase"), lambda line: line.phase, SOFT, width=140),
            Column(
                tr("State"), _state_text, lambda line: Look("chip", kind=_STATE_KINDS[line.meeting.state]), width=120
            ),
        )

    def _spoken_session(self, line: SessionRow) -> str:
        return ", ".join((str(line.meeting.number), day_text(line.meeting.day), line.phase, _state_text(line)))


_STATE_KINDS: dict[MeetingState, Kind] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.HELD: "info",
    MeetingState.CLOSED: "laurel",
    MeetingState.CANCELLED: "neutral",
}


def _team_text(names: tuple[str, ...]) -> str:
    if not names:
        return tr("No team yet: everyone who works in groups reaches it.")
    return tr("Team: {names}", names=joined_text(list(names)))


def _name_look(line: MemberRow) -> Look:
    return Look(bold=True, aside=line.member.distinguisher)


def _since_text(line: MemberRow) -> str:
    if line.member.left_on is None:
        return short_day_text(line.member.joined_on)
    return tr("left {day}", day=short_day_text(line.member.left_on))


def _state_text(line: SessionRow) -> str:
    words = {
        MeetingState.PLANNED: tr("planned"),
        MeetingState.HELD: tr("open"),
        MeetingState.CLOSED: tr("closed"),
        MeetingState.CANCELLED: tr("cancelled"),
    }
    return words[line.meeting.state]


def _spoken_member(line: MemberRow) -> str:
    told = plural(line.tally.excused, "told us {count} time", "told us {count} times")
    return ", ".join(filter(None, (line.member.name, line.member.distinguisher, came_text(line.tally), told)))
