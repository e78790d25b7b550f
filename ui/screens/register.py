"""The register of one session; each mark is saved as it is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from leaderboards.awards import Closing, close_session, correct_attendance, mark_rest, undo_attendance
from models.access import Permission
from models.pages.register import UNRECOGNISED_WEEKS, Register, RegisterRow, register
from models.programme.attendance import Attendance, AttendanceChange, MarkStep
from models.programme.mark import Mark
from models.programme.meeting import MeetingState
from models.storage.audit import AuditEntry
from models.text import fold
from ui.dialogs.ask_reason import AskReasonDialog
from ui.dialogs.programme.mark_history import MarkHistoryDialog
from ui.screen.screen import Screen
from ui.tables.attendance import accessible_row, mark_text, register_columns
from ui.tables.rows import RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import Card, Page, PageHeader, column, row
from ui.widgets.forms import SearchBox
from ui.widgets.labels import Body, KeyCap, Soft, Strong
from ui.widgets.register_table import RegisterTable
from ui.widgets.responsive_row import ResponsiveRow
from ui.widgets.table import TableFrame
from ui.words.wording import day_text, joined_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from models.base import Base
    from models.work import Work
    from ui.context import Context


MARKING: Final = frozenset({Attendance, AttendanceChange, AuditEntry})
"""Tables that a mark changes, and nothing else on the page."""
SPOTLIT: Final = 4
"""Names that the spotlight card says in full."""
WIDE_ENOUGH: Final = 840
"""Pixels before zoom; on a narrower page the keys stand below the rows."""


class RegisterScreen(Screen[Register]):
    """The register of one session."""

    help_page = "register"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: Register | None = None
        self._steps: list[MarkStep] = []
        self._is_roll_fresh = False
        self._saved_at = ""
        self.undo_button = secondary(tr("Undo"), self.undo, key="Ctrl Z")
        self.rest_button = primary(tr("Rest present"), self.mark_the_rest, key="Enter")
        self.header = PageHeader(actions=(self.undo_button, self.rest_button))
        self.rows = RowsModel(register_columns(), accessible_text=accessible_row)
        self.table = RegisterTable(self.rows, tr("Register"))
        self.search = SearchBox(tr("Find a name"), self._find)
        self.search.returnPressed.connect(self._end_search)
        self.search.hide()
        self.footer = Strong(wrap=True)
        self.spotlight = Card(tr("Spotlight tonight"), tint="gold")
        self.spotlight_text = Body(tone="on-gold")
        self.closing = Card(tr("End of the session"))
        self.closing_text = Body(tone="soft")
        self.close_button = secondary(tr("Close the session"), self.close_the_session)
        self.history_button = secondary(tr("History of this mark"), self.show_history)
        self._lay_out()
        self._connect()

    def query(self) -> Callable[[Work], Register]:
        """Ask for the register of the session."""
        meeting = self.parameter("meeting", UUID)
        # A mark changes no roll, and reading the roll is the dear part: it is handed back while it is fresh.
        known = self._page.roll if self._page is not None and self._page.meeting.id == meeting else None
        return partial(register, meeting_id=meeting, known=known if self._is_roll_fresh else None)

    def show_result(self, result: Register) -> None:
        """Show everyone expected, what was ticked, and what it adds up to."""
        if self._page is None or self._page.meeting.id != result.meeting.id:
            self._steps = []
        self._page = result
        self._is_roll_fresh = True
        self.header.title.setText(result.cohort_name)
        self.rows.set_rows(result.rows)
        self.table.fit_height()
        self.footer.setText(footer_text(result))
        self._show_saved()
        self._show_spotlight(result)
        self._show_closing(result)
        self.undo_button.setEnabled(bool(self._steps))
        self.rest_button.setEnabled(not result.is_closed and None in result.counts)

    def first_focus(self) -> QWidget:
        """Give the keyboard to the rows: the letters mark at once."""
        return self.table

    def mark(self, line: RegisterRow, code: Mark | None) -> None:
        """Set one person's mark; after closing, ask for the reason first."""
        if self._page is None or line.mark == code:
            return
        act = partial(correct_attendance, meeting_id=self._page.meeting.id, enrolment=line.member.enrolment, mark=code)
        if not self._page.is_closed:
            self._do(act)
            return
        AskReasonDialog(
            self,
            tr("Correct {name} to “{mark}”", name=line.member.label.in_text, mark=mark_text(code)),
            tr("This session is closed. The old mark is kept with your name, the time and this reason."),
            tr("Correct the mark"),
            lambda reason: self._do(partial(act, reason=reason)),
            hint=tr("For example: arrived after the register was closed"),
        ).open()

    def mark_the_rest(self) -> None:
        """Mark everyone not marked yet present."""
        if self._page is not None and not self._page.is_closed:
            self._do(partial(mark_rest, meeting_id=self._page.meeting.id))

    def undo(self) -> bool:
        """Undo the last act on this register; a bulk act is undone as a whole."""
        if not self._steps:
            return False
        self.act(partial(undo_attendance, step=self._steps.pop()))
        return True

    def close_the_session(self) -> None:
        """Close the register: points are posted and badges proposed."""
        if self._page is not None:
            self.act(partial(close_session, meeting_id=self._page.meeting.id), self._say_closed)

    def show_history(self) -> None:
        """Show who set the current row's mark, when and why."""
        line = self.table.current()
        if self._page is not None and isinstance(line, RegisterRow):
            MarkHistoryDialog(self, self.context, self._page.meeting.id, line.member).open()

    def _lay_out(self) -> None:
        self.spotlight.add(self.spotlight_text)
        self.closing.add(self.closing_text, row(self.close_button), row(self.history_button))
        left = column(self.header, self.search, TableFrame(self.table), self._foot(), spacing=12)
        right = column(_codes_card(), self.spotlight, self.closing, spacing=14)
        page = Page()
        page.body.setContentsMargins(24, 20, 24, 20)
        page.add(ResponsiveRow((13, left), (5, right), narrow=WIDE_ENOUGH))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _foot(self) -> QHBoxLayout:
        hints = row(
            KeyCap("7"), KeyCap("L"), Soft(tr("row, code")), KeyCap("P"), KeyCap("L"), KeyCap("E"),
            Soft(tr("mark, go on")), KeyCap("/"), Soft(tr("find")), spacing=6,
        )  # fmt: skip
        return row(self.footer, hints, stretch=0)

    def _connect(self) -> None:
        self.table.marked.connect(self.mark)
        self.table.rest_present.connect(self.mark_the_rest)
        self.table.find_wanted.connect(self._begin_search)
        self.context.tasks.saved.connect(self._note_saved)

    def _hear_change(self, tables: frozenset[type[Base]]) -> None:
        """Keep the roll of the last answer while only marks have changed."""
        self._is_roll_fresh = self._is_roll_fresh and tables <= MARKING
        super()._hear_change(tables)

    def _do(self, act: Callable[[Work], MarkStep]) -> None:
        self.act(act, self._remember)

    def _remember(self, step: MarkStep) -> None:
        if step.changes:
            self._steps.append(step)
            self.undo_button.setEnabled(True)

    def _note_saved(self, at: datetime) -> None:
        self._saved_at = tr("Saved {time}", time=time_text(at, self.context.zone))
        self._show_saved()

    def _show_saved(self) -> None:
        if self._page is None:
            return
        session = self._page.meeting
        parts = (
            tr("Session {number} of {sessions}", number=session.number, sessions=self._page.sessions),
            f"{day_text(session.day)}, {time_text(session.starts_at, self.context.zone)}",
            tr("Closed") if self._page.is_closed else "",
            self._saved_at,
        )
        self.header.below.setText(" · ".join(filter(None, parts)))

    def _show_spotlight(self, page: Register) -> None:
        waiting = [line.member.label.in_text for line in page.rows if line.weeks_unrecognised >= UNRECOGNISED_WEEKS]
        self.spotlight.setVisible(bool(waiting))
        names = joined_text(
            waiting if len(waiting) <= SPOTLIT else [*waiting[:SPOTLIT], _more_text(len(waiting) - SPOTLIT)]
        )
        self.spotlight_text.setText(
            plural(len(waiting), "{names} has had no recognition for three weeks.",
                   "{names} have had no recognition for three weeks.", names=names)
        )  # fmt: skip

    def _show_closing(self, page: Register) -> None:
        may = self.context.actor.may(Permission.CLOSE_SESSION)
        begun = page.meeting.state is not MeetingState.PLANNED
        self.close_button.setVisible(may and begun and not page.is_closed)
        if page.is_closed:
            words = tr("This session is closed. A mark can still be corrected, with its reason; the old one is kept.")
        elif None in page.counts:
            words = tr("When everyone is marked, close the session: effort points are posted and badges proposed.")
        else:
            words = tr("Everyone is marked. Close the session to post effort points and to propose badges.")
        self.closing_text.setText(words)

    def _say_closed(self, closing: Closing) -> None:
        if closing.proposed:
            self.context.toast(
                plural(closing.proposed, "Session closed. {count} badge waits for approval.",
                       "Session closed. {count} badges wait for approval.")
            )  # fmt: skip
        else:
            self.context.toast(tr("Session closed. Effort points are posted."))

    def _begin_search(self) -> None:
        self.search.show()
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _find(self, text: str) -> None:
        words = fold(text).split()
        for number, line in enumerate(self.rows.rows):
            if words and all(word in fold(line.member.name) for word in words):
                self.table.select_row(number)
                return

    def _end_search(self) -> None:
        self.search.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _more_text(count: int) -> str:
    return plural(count, "{count} more", "{count} more")


def footer_text(page: Register) -> str:
    """Count what the register says: "9 present · 1 late · 1 excused · 1 not marked"."""
    order: list[Mark | None] = [*Mark, None]
    counts = page.counts
    return " · ".join(f"{counts[mark]} {mark_text(mark).lower()}" for mark in order if counts[mark])


def _codes_card() -> Card:
    """Show the keys that mark."""
    card = Card(tr("Keys"))
    pairs = [Mark.PRESENT, Mark.LATE, Mark.REMOTE, Mark.LEFT_EARLY, Mark.EXCUSED, Mark.FLARE_UP, Mark.NO_SHOW]
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    for number, mark in enumerate(pairs):
        grid.addWidget(KeyCap(mark.value), number // 2, number % 2 * 2)
        grid.addWidget(Soft(mark_text(mark), wrap=True), number // 2, number % 2 * 2 + 1)
    card.add(grid, row(KeyCap("Enter"), Soft(tr("the rest present")), spacing=8))
    card.add(row(KeyCap("Del"), Soft(tr("not marked again")), spacing=8))
    return card
