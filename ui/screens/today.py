"""Today: what is due now, with tonight's session first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.participant import Participant
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting, MeetingState
from models.recognition.badge import BadgeAward
from models.recognition.ceremony import Ceremony, CeremonyState
from models.register import UNRECOGNISED_WEEKS, Register
from models.today import Due, DueKind, FirstSteps, Today, Unrecognised, today
from ui.screen import Screen
from ui.translation import plural, tr
from ui.widgets.buttons import link, primary, secondary
from ui.widgets.cards import Card, Divider, EmptyState, Page, PageHeader, Row, clear, column, columns, row
from ui.widgets.labels import Avatar, Chip, Soft, Strong, Title
from ui.wording import day_text, span_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QGridLayout, QWidget

    from models.programme.meeting import MeetingLine
    from models.work import Work
    from ui.context import Context

FORENOON, AFTERNOON = 12, 18


class TodayScreen(Screen[Today]):
    """The first page: one primary button, then what waits."""

    watches = frozenset(
        {Attendance, Meeting, Cohort, Enrolment, Participant, BadgeAward, Ceremony, QuestionnaireResponse}
    )
    help_page = "today"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tonight: UUID | None = None
        self.page = Page()
        self.outer.addWidget(self.page)
        self.header = PageHeader()
        self.content = column(spacing=20)
        self.page.add(self.header, self.content)
        self.page.body.addStretch()
        self.shortcut("Return", self.open_register)
        self.shortcut("Enter", self.open_register)

    def query(self) -> Callable[[Work], Today]:
        """Ask for everything that is due."""
        return today

    def show_result(self, result: Today) -> None:
        """Lay the page out in the order in which it is read."""
        self.header.title.setText(self._greeting())
        things = len(result.due) + len(result.tonight)
        waiting = plural(things, "{count} thing is due", "{count} things are due") if things else tr("nothing is due")
        self.header.below.setText(f"{day_text(result.day)} · {waiting}")
        self._tonight = result.tonight[0].meeting.id if result.tonight else None
        clear(self.content)
        if not result.first_steps.is_done:
            self.content.addWidget(self._first_steps(result.first_steps))
        for number, page in enumerate(result.tonight):
            self.content.addWidget(self._session(page, is_first=number == 0))
        if not result.tonight and result.next_meeting is not None and result.next_cohort is not None:
            self.content.addWidget(self._coming(result.next_meeting, result.next_cohort.name))
        self.content.addLayout(self._below(result))

    def first_focus(self) -> QWidget:
        """Let Enter open the register."""
        return self

    def open_register(self) -> None:
        """Open tonight's register."""
        if self._tonight is not None:
            self.context.go("register", meeting=self._tonight)

    def _greeting(self) -> str:
        with_name = {"name": self.context.actor.name.split()[0]}
        hour = self.context.clinic.clock().astimezone(self.context.zone).hour
        if hour < FORENOON:
            return tr("Good morning, {name}", **with_name)
        return (
            tr("Good afternoon, {name}", **with_name) if hour < AFTERNOON else tr("Good evening, {name}", **with_name)
        )

    def _session(self, page: Register, *, is_first: bool) -> Card:
        card = Card(edge="laurel")
        session = page.meeting
        times = span_text(session.starts_at, session.starts_at + timedelta(minutes=session.minutes), self.context.zone)
        title = tr(
            "{cohort}, session {number} of {sessions}",
            cohort=page.cohort_name,
            number=session.number,
            sessions=page.sessions,
        )
        text = column(
            Soft(" · ".join(filter(None, (tr("Today {times}", times=times), page.phase)))), Title(title, wrap=True)
        )
        text.addLayout(row(*_session_chips(page), spacing=8))
        label = tr("Open the register") if session.state is not MeetingState.CLOSED else tr("Look at the register")
        make, key = (primary, "Enter") if is_first else (secondary, "")
        button = make(label, lambda: self.context.go("register", meeting=session.id), key=key)
        card.add(row(text, button, stretch=0))
        return card

    def _coming(self, session: MeetingLine, cohort: str) -> Card:
        card = Card(edge="laurel")
        when = f"{day_text(session.day)}, {time_text(session.starts_at, self.context.zone)}"
        title = tr("{cohort}, session {number}", cohort=cohort, number=session.number)
        card.add(Soft(tr("Next session · {when}", when=when)), Title(title, wrap=True))
        return card

    def _below(self, result: Today) -> QGridLayout:
        side = column(spacing=20)
        if result.next_ceremony is not None:
            side.addWidget(self._ceremony(result))
        if result.unrecognised:
            side.addWidget(self._unrecognised(result.unrecognised))
        side.addStretch()
        due = column(self._due(result.due))
        due.addStretch()
        if side.count() == 1:
            return columns((1, due))
        return columns((5, due), (4, side))

    def _due(self, things: tuple[Due, ...]) -> Card:
        card = Card(tr("Due"), tr("now"))
        if not things:
            card.add(
                EmptyState(
                    "check-circle", tr("Nothing is waiting for you."), tr("Registers, forms and badges are up to date.")
                )
            )
        for number, thing in enumerate(things):
            if number:
                card.add(Divider())
            card.add(self._due_row(thing))
        return card

    def _due_row(self, thing: Due) -> Row:
        go = self.context.go
        if thing.kind is DueKind.REGISTER and thing.meeting is not None:
            id_ = thing.meeting.id
            title = tr("Register of {cohort}, session {number}", cohort=thing.cohort_name, number=thing.meeting.number)
            below = " · ".join((day_text(thing.meeting.day), plural(thing.count, "{count} person", "{count} people")))
            return _row(
                Chip(tr("Overdue"), "info"), title, below, link(tr("Take it"), lambda: go("register", meeting=id_))
            )
        if thing.kind is DueKind.FORMS:
            chip = Chip(tr("Overdue"), "info") if thing.is_overdue else Chip(tr("Forms"), "info")
            title = tr("Pain and function forms, {cohort}", cohort=thing.cohort_name)
            below = plural(
                thing.count, "{count} person has a form to give back", "{count} people have a form to give back"
            )
            return _row(chip, title, below, link(tr("Enter"), lambda: go("outcomes", cohort=thing.cohort)))
        title = plural(
            thing.count,
            "{count} badge proposed, {cohort}",
            "{count} badges proposed, {cohort}",
            cohort=thing.cohort_name,
        )
        below = tr("a facilitator approves or holds each one")
        return _row(
            Chip(tr("Approve"), "gold"),
            title,
            below,
            link(tr("Review"), lambda: go("recognition", cohort=thing.cohort)),
        )

    def _ceremony(self, result: Today) -> Card:
        view = result.next_ceremony
        card = Card(tr("Next ceremony"), edge="gold_fill")
        if view is None:
            return card
        local = view.planned_for.astimezone(self.context.zone)
        card.add(Strong(view.title, wrap=True), Soft(f"{day_text(local.date())}, {time_text(local)}"))
        ready = view.state is CeremonyState.READY
        chip = Chip(tr("script ready"), "laurel") if ready else Chip(tr("draft"), "neutral")
        open_it = secondary(tr("Open"), lambda: self.context.go("ceremony", ceremony=view.id))
        card.add(row(chip, Soft(), open_it, stretch=1))
        return card

    def _unrecognised(self, people: tuple[Unrecognised, ...]) -> Card:
        title = plural(
            UNRECOGNISED_WEEKS,
            "Nobody has recognised these people for {count} week",
            "Nobody has recognised these people for {count} weeks",
        )
        card = Card(title)
        for one in people[:6]:
            came = tr("came to {attended} of {held} sessions", attended=one.attended, held=one.held)
            card.add(Row(one.name, came, lead=Avatar(one.name)))
        return card

    def _first_steps(self, steps: FirstSteps) -> Card:
        card = Card(tr("Your first evening"), tr("three steps"), edge="laurel")
        go = self.context.go
        todo: tuple[tuple[bool, str, str, QWidget], ...] = (
            (
                steps.has_cohort,
                tr("Plan a cohort"),
                tr("A name, a day and a time; Laurel skips the public holidays."),
                link(tr("Plan"), lambda: go("cohorts", new=True)),
            ),
            (
                steps.has_people,
                tr("Bring your list in"),
                tr("From a CSV or Excel file, with a preview, or by hand."),
                link(tr("Import"), lambda: go("people", importing=True)),
            ),
            (
                steps.has_enrolled,
                tr("Enrol the people"),
                tr("Then tonight’s register is one Enter away."),
                link(tr("Enrol"), lambda: go("cohorts")),
            ),
        )
        for done, title, below, act in todo:
            chip = Chip(tr("Done"), "laurel") if done else Chip(tr("To do"), "neutral")
            card.add(_row(chip, title, below, act))
        return card


def _row(chip: Chip, title: str, below: str, action: QWidget) -> Row:
    return Row(title, below, lead=chip, lead_width=84, actions=(action,))


def _session_chips(page: Register) -> list[Chip]:
    forms = sum(line.is_form_due for line in page.rows)
    waiting = sum(line.weeks_unrecognised >= UNRECOGNISED_WEEKS for line in page.rows)
    chips = [Chip(tr("{count} enrolled", count=len(page.rows)), "laurel")]
    if page.meeting.state is MeetingState.CLOSED:
        chips.append(Chip(tr("register closed"), "neutral"))
    if forms:
        chips.append(Chip(plural(forms, "{count} form due", "{count} forms due"), "info"))
    if waiting:
        chips.append(Chip(tr("{count} not recognised for 3 weeks", count=waiting), "gold"))
    return chips
