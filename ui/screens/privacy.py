"""Privacy: the retention period, who is past it, who was erased, and what was exported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QSpinBox

from models.pages.privacy import PrivacyPage, privacy_page
from models.privacy.retention import LONGEST, set_retention_years
from ui.dialogs.privacy.erase_person import ErasePersonDialog
from ui.dialogs.privacy.keep_longer import KeepLongerDialog
from ui.screen.screen import Screen
from ui.translation import literal, plural, tr
from ui.widgets.buttons import link
from ui.widgets.cards import Card, Divider, EmptyState, Page, PageHeader, Row, clear, column
from ui.widgets.forms import FormRow
from ui.widgets.labels import Chip, Soft
from ui.widgets.responsive_row import ResponsiveRow
from ui.words.privacy import ground_text, need_text
from ui.words.wording import day_and_year_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from models.pages.privacy import DoneErasure, HandedOut
    from models.privacy.retention import Overdue, OverdueLine
    from models.work import Work
    from ui.context import Context


class PrivacyScreen(Screen[PrivacyPage]):
    """The page from which people decide about records that are past retention; nothing is deleted by itself."""

    help_page = "privacy"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header = PageHeader(
            tr("Privacy"), tr("How long records are kept, whose time is over, and what was erased or handed out.")
        )
        self.years = QSpinBox()
        self.years.setRange(1, LONGEST)
        self.years.setMaximumWidth(140)
        self.years.lineEdit().setTextMargins(9, 0, 0, 0)
        self.years.editingFinished.connect(self.save)
        self._saved_years = 0
        self.people: tuple[OverdueLine, ...] = ()
        """Whose time is over, as the page shows them."""
        self.overdue, self.erased, self.handed_out = (column(spacing=0) for _ in range(3))
        self.postponed = Soft(wrap=True)
        self._lay_out()

    def query(self) -> Callable[[Work], PrivacyPage]:
        """Ask for the page."""
        return privacy_page

    def show_result(self, result: PrivacyPage) -> None:
        """Show the rule, the people to decide about, and what was done."""
        # The field of years stays; everything else is made anew and would drop the keyboard.
        if not self.years.hasFocus():
            self.keep_keyboard()
        with QSignalBlocker(self.years):
            self.years.setValue(result.overdue.years)
            self.years.setSuffix(literal(" " + plural(result.overdue.years, "year", "years")))
        self._saved_years = result.overdue.years
        self._show_overdue(result.overdue)
        _fill(self.erased, map(self._erasure_row, result.erased), "user", tr("Nobody was erased."))
        handed = map(self._handed_row, result.handed_out)
        _fill(self.handed_out, handed, "file-arrow-down", tr("Nothing was handed out."))

    def first_focus(self) -> QWidget:
        """Give the keyboard to the years."""
        return self.years

    def save(self) -> None:
        """Store the retention period, when the field is left."""
        years = self.years.value()
        if years != self._saved_years:
            before, self._saved_years = self._saved_years, years
            put_back = partial(self.act, partial(set_retention_years, years=before))
            text = plural(years, "Records are kept for {count} year.", "Records are kept for {count} years.")
            self.act(partial(set_retention_years, years=years), lambda _: self.context.toast(text, put_back))

    def keep(self, line: OverdueLine) -> None:
        """Postpone the decision about somebody's records."""
        KeepLongerDialog(self, self.context, line).open()

    def erase(self, line: OverdueLine) -> None:
        """Erase somebody, after showing what that means."""
        ErasePersonDialog(self, self.context, line.person, line.label.in_text).open()

    def _lay_out(self) -> None:
        rule, over = Card(tr("How long records are kept")), Card(tr("Time is over"))
        years = FormRow(tr("After the last time that the clinic had to do with a person"), self.years)
        years.name.setWordWrap(True)
        rule.add(
            years,
            Soft(
                tr(
                    "How long is for the clinic to decide: the law of your country, your profession and your funder "
                    "say different things, and a child's records are often kept longer. Ask whoever advises you."
                ),
                wrap=True,
            ),
        )
        over.add(
            Soft(tr("Nothing is deleted by itself. Look at each person, and decide."), wrap=True),
            self.overdue,
            self.postponed,
        )
        done, given = Card(tr("Erased")), Card(tr("Handed out about one person"))
        done.add(Soft(tr("Kept without a name, so that a restored backup brings nobody back."), wrap=True), self.erased)
        given.add(self.handed_out)
        page = Page()
        left, right = column(rule, over, spacing=20), column(done, given, spacing=20)
        for side in (left, right):
            side.addStretch()
        page.add(self.header, ResponsiveRow((5, left), (4, right)))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _show_overdue(self, found: Overdue) -> None:
        self.people = found.people
        _fill(self.overdue, map(self._overdue_row, found.people), "user", tr("Nobody's time is over."))
        self.postponed.setText(
            plural(
                found.postponed,
                "{count} more is kept longer, as was decided, and asked about again later.",
                "{count} more are kept longer, as was decided, and asked about again later.",
            )
        )
        self.postponed.setVisible(bool(found.postponed))

    def _overdue_row(self, line: OverdueLine) -> Row:
        parts = [
            tr("last {day}", day=day_and_year_text(line.last_day)),
            tr("kept until {day}", day=day_and_year_text(line.until)),
        ]
        if line.kept_before is not None:
            parts.append(tr("kept before: {why}", why=need_text(line.kept_before).lower()))
        actions = (
            link(tr("Open"), partial(self.context.go, "person", person=line.person)),
            link(tr("Keep…"), partial(self.keep, line)),
            link(tr("Erase…"), partial(self.erase, line)),
        )
        return Row(line.label.in_list, " · ".join(parts), actions=actions)

    def _erasure_row(self, line: DoneErasure) -> Row:
        who = line.staff_name or tr("Laurel")
        below = tr("by {name} · {mark}", name=who, mark=str(line.person)[:8])
        if line.is_early:
            below += " · " + tr("before the time was over")
        if not line.is_finished:
            below += " · " + tr("the rest goes at the next start")
        return Row(ground_text(line.ground), below, lead=Chip(self._day(line.at), "neutral"), lead_width=156)

    def _handed_row(self, line: HandedOut) -> Row:
        by = tr("by {name}", name=line.staff_name or tr("Laurel"))
        return Row(
            line.name or tr("somebody erased since"), by, lead=Chip(self._day(line.at), "neutral"), lead_width=156
        )

    def _day(self, moment: datetime) -> str:
        return day_and_year_text(moment.astimezone(self.context.zone).date())


def _fill(place: QVBoxLayout, rows: Iterable[QWidget], icon: str, none: str) -> None:
    """Show rows with dividers between them, or the sentence for none."""
    clear(place)
    for number, one in enumerate(rows):
        if number:
            place.addWidget(Divider())
        place.addWidget(one)
    if not place.count():
        place.addWidget(EmptyState(icon, none))
