"""Today: what is due now, with today's sessions first."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from models.access import Permission
from models.pages.register import UNRECOGNISED_WEEKS
from models.pages.today import Due, DueKind, FirstSteps, Today, Tonight, Unrecognised, today
from models.programme.meeting import MeetingState
from models.recognition.ceremony import CeremonyState
from ui.dialogs.day_sheet import show_day_sheet
from ui.screen.screen import Screen
from ui.translation import plural, tr
from ui.widgets.backup_notice import BackupNotice
from ui.widgets.buttons import Button, link, primary, quiet, secondary
from ui.widgets.cards import Card, Divider, EmptyState, Page, PageHeader, Row, clear, column, row
from ui.widgets.labels import Avatar, Chip, Soft, Strong, Title, set_tip
from ui.widgets.responsive_row import ResponsiveRow
from ui.words.wording import day_text, isolated, span_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.programme.meeting import MeetingLine
    from models.work import Work
    from ui.context import Context

FORENOON, AFTERNOON = 12, 18
MOST: Final = 12
"""More sessions or things due are counted, not listed: nobody reads a hundred cards."""


class TodayScreen(Screen[Today]):
    """The first page, with one primary button above what is due."""

    help_page = "today"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._enter: Callable[[], None] | None = None
        self.page = Page()
        self.outer.addWidget(self.page)
        self.sheet_button = quiet(tr("Day sheet…"), self.print_sheet, icon="printer")
        self.sheet_button.hide()
        self.header = PageHeader(actions=(self.sheet_button,))
        self.content = column(spacing=20)
        self.page.add(self.header, BackupNotice(context), self.content)
        self.page.body.addStretch()
        # Qt counts Enter of the number pad as another key.
        self.shortcut("Return", self.press_primary)
        self.shortcut("Enter", self.press_primary)

    def query(self) -> Callable[[Work], Today]:
        """Ask for everything that is due."""
        return partial(today, keyring=self.context.clinic.keyring)

    def show_result(self, result: Today) -> None:
        """Lay the page out in the order in which it is read."""
        self.header.title.setText(self._greeting())
        open_ = sum(session.meeting.state is not MeetingState.CLOSED for session in result.tonight)
        things = len(result.due) + open_ + result.needs_sheet
        waiting = plural(things, "{count} thing is due", "{count} things are due") if things else tr("nothing is due")
        self.header.below.setText(f"{day_text(result.day)} · {waiting}")
        self.sheet_button.setVisible(bool(result.tonight))
        self._enter = None
        self.keep_keyboard()
        clear(self.content)
        if not result.first_steps.is_done:
            self.content.addWidget(self._first_steps(result.first_steps))
        for number, page in enumerate(result.tonight[:MOST]):
            self.content.addWidget(self._session(page, is_first=number == 0))
        if len(result.tonight) > MOST:
            more = len(result.tonight) - MOST
            words = plural(more, "and {count} session more today", "and {count} sessions more today")
            self.content.addLayout(row(Soft(words), link(tr("All groups"), partial(self.context.go, "cohorts"))))
        if not result.tonight and result.next_meeting is not None and result.next_cohort is not None:
            self.content.addWidget(self._coming(result.next_meeting, result.next_cohort.name))
        self.content.addWidget(self._below(result))

    def first_focus(self) -> QWidget:
        """Let Enter press the primary button."""
        return self

    def press_primary(self) -> None:
        """Press the button that has the keyboard, else the primary one."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and self.isAncestorOf(focused):
            focused.click()
        elif self._enter is not None:
            self._enter()

    def print_sheet(self) -> None:
        """Show the sheet of today's registers, ready to be printed for the file."""
        show_day_sheet(self, self.context)

    def _greeting(self) -> str:
        with_name = {"name": self.context.actor.name.split()[0]}
        hour = self.context.clinic.clock().astimezone(self.context.zone).hour
        if hour < FORENOON:
            return tr("Good morning, {name}", **with_name)
        return (
            tr("Good afternoon, {name}", **with_name) if hour < AFTERNOON else tr("Good evening, {name}", **with_name)
        )

    def _session(self, page: Tonight, *, is_first: bool) -> Card:
        card = Card(edge="laurel")
        session = page.meeting
        times = span_text(session.starts_at, session.starts_at + timedelta(minutes=session.minutes), self.context.zone)
        title = tr(
            "{cohort}, session {number} of {sessions}",
            cohort=isolated(page.cohort_name),
            number=session.number,
            sessions=page.sessions,
        )
        text = column(
            Soft(" · ".join(filter(None, (tr("Today {times}", times=times), page.phase)))), Title(title, wrap=True)
        )
        text.addLayout(row(*_session_chips(page), spacing=8))
        may_mark = self.context.actor.may(Permission.RECORD_ATTENDANCE)
        go = partial(self.context.go, "register", meeting=session.id)
        label = tr("Look at the register") if session.state is MeetingState.CLOSED else tr("Open the register")
        if not may_mark:
            label, go = tr("Look at the group"), partial(self.context.go, "cohort", cohort=session.cohort)
        # One primary button on a page: the first steps of a new clinic come before a session.
        is_primary = is_first and self._enter is None
        if is_primary:
            self._enter = go
        button = primary(label, go, key="Enter") if is_primary else secondary(label, go)
        card.add(row(text, button, stretch=0))
        return card

    def _coming(self, session: MeetingLine, cohort: str) -> Card:
        card = Card(edge="laurel")
        when = f"{day_text(session.day)}, {time_text(session.starts_at, self.context.zone)}"
        title = tr("{cohort}, session {number}", cohort=isolated(cohort), number=session.number)
        text = column(Soft(tr("Next session · {when}", when=when)), Title(title, wrap=True))
        look = secondary(tr("Look at the group"), partial(self.context.go, "cohort", cohort=session.cohort))
        card.add(row(text, look, stretch=0))
        return card

    def _below(self, result: Today) -> QWidget:
        side = column(spacing=20)
        if result.next_ceremony is not None:
            side.addWidget(self._ceremony(result))
        if result.unrecognised:
            side.addWidget(self._unrecognised(result.unrecognised))
        due = self._due(result.due, is_new=not result.first_steps.is_done, needs_sheet=result.needs_sheet)
        return ResponsiveRow((5, column(due)), (4, side)) if side.count() else ResponsiveRow((1, column(due)))

    def _due(self, things: tuple[Due, ...], *, is_new: bool, needs_sheet: bool) -> Card:
        card = Card(tr("Due"), "" if is_new else tr("now"))
        if not things and not needs_sheet:
            words = tr("What is due shows here, the most urgent first.") if is_new else tr("Everything is up to date.")
            card.add(EmptyState("check-circle", tr("Nothing is waiting for you."), words))
        for number, thing in enumerate(things[:MOST]):
            if number:
                card.add(Divider())
            card.add(self._due_row(thing))
        if len(things) > MOST:
            more = len(things) - MOST
            card.add(Divider(), Soft(plural(more, "and {count} thing more", "and {count} things more")))
        if needs_sheet:
            card.add(*([Divider()] if things else []), self._sheet_row())
        return card

    def _sheet_row(self) -> Row:
        """Make the row that reminds administrators of the recovery sheet until there is one."""
        below = tr("if a passphrase is lost, nobody can open the clinic")
        return _row(
            Chip(tr("Safety"), "care"), tr("There is no recovery sheet"), below, link(tr("Make one…"), self.make_sheet)
        )

    def make_sheet(self) -> None:
        """Make the first recovery sheet."""
        from ui.dialogs.staff.recovery_sheet import MakeRecoverySheet  # paper, loaded when it is needed

        MakeRecoverySheet(self, self.context, None, self.refresh).open()

    def _due_row(self, thing: Due) -> Row:
        go = self.context.go
        if thing.kind is DueKind.REGISTER and thing.meeting is not None:
            id_ = thing.meeting.id
            title = tr("Register of {cohort}, session {number}", cohort=thing.cohort_name, number=thing.meeting.number)
            below = " · ".join((day_text(thing.meeting.day), plural(thing.count, "{count} person", "{count} people")))
            act = link(tr("Take it"), lambda: go("register", meeting=id_))
            return _row(Chip(tr("Overdue"), "info"), title, below, act)
        if thing.kind is DueKind.FORMS:
            chip = Chip(tr("Overdue"), "info") if thing.is_overdue else Chip(tr("Forms"), "info")
            title = tr("Pain and function forms, {cohort}", cohort=thing.cohort_name)
            below = plural(
                thing.count, "{count} person has a form to give back", "{count} people have a form to give back"
            )
            may_enter = self.context.actor.may(Permission.RECORD_OUTCOMES)
            enter = link(tr("Enter"), lambda: go("outcomes", cohort=thing.cohort)) if may_enter else None
            return _row(chip, title, below, enter)
        title = plural(
            thing.count,
            "{count} badge proposed, {cohort}",
            "{count} badges proposed, {cohort}",
            cohort=thing.cohort_name,
        )
        below = tr("a facilitator approves or holds each one")
        act = link(tr("Review"), lambda: go("recognition", cohort=thing.cohort))
        return _row(Chip(tr("Approve"), "gold"), title, below, act)

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
        for one in people:
            came = tr("came to {attended} of the {held} sessions held", attended=one.attended, held=one.held)
            card.add(Row(one.label.in_list, came, lead=Avatar(one.label.name)))
        return card

    def _first_steps(self, steps: FirstSteps) -> Card:
        card = Card(tr("Your first evening"), tr("three steps"), edge="laurel")
        go = self.context.go
        todo: tuple[tuple[bool, str, str, str, Callable[[], None]], ...] = (
            (
                steps.has_cohort,
                tr("Plan a cohort"),
                tr("A name, a day and a time; Laurel skips the public holidays."),
                tr("Plan"),
                partial(go, "cohorts", new=True),
            ),
            (
                steps.has_people,
                tr("Bring your list in"),
                tr("From a CSV or Excel file, with a preview, or by hand."),
                tr("Import"),
                partial(go, "people", importing=True),
            ),
            (
                steps.has_enrolled,
                tr("Enrol the people"),
                tr("Then tonight’s register is one Enter away."),
                tr("Enrol"),
                partial(go, "cohorts"),
            ),
        )
        for done, title, below, label, act in todo:
            chip = Chip(tr("Done"), "laurel") if done else Chip(tr("To do"), "neutral")
            is_next = not done and self._enter is None
            if is_next:
                self._enter = act
            card.add(_row(chip, title, below, primary(label, act, key="Enter") if is_next else link(label, act)))
        return card


def _row(chip: Chip, title: str, below: str, action: QWidget | None) -> Row:
    return Row(title, below, lead=chip, lead_width=84, actions=() if action is None else (action,))


def _session_chips(page: Tonight) -> list[Chip]:
    forms, waiting = page.forms, page.unrecognised
    chips = [Chip(tr("{count} enrolled", count=page.enrolled), "laurel")]
    if page.meeting.state is MeetingState.CLOSED:
        chips.append(Chip(tr("register closed"), "neutral"))
    if forms:
        chips.append(Chip(plural(forms, "{count} person has a form due", "{count} people have a form due"), "info"))
    if waiting:
        words = plural(
            waiting, "{count} not recognised for {weeks} weeks", "{count} not recognised for {weeks} weeks",
            weeks=UNRECOGNISED_WEEKS,
        )  # fmt: skip
        chips.append(Chip(words, "gold"))
        set_tip(chips[-1], tr("Nobody approved a badge for them since, or since they joined."))
    return chips
