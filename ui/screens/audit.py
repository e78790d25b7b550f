"""The record of who did what, filtered by person, kind and day, with the state of its chain."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QTimer

from exports.audit import save_audit
from models.clinic.clinic import PROGRAM
from models.pages.audit import AuditPage, AuditSearch, search_audit
from models.trail import Action
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.day_sheet import show_day_sheet
from ui.dialogs.staff.check_sheet import CheckSheet
from ui.screen.screen import Screen
from ui.tables.audit import accessible_entry, audit_columns
from ui.translation import plural, sentence, tr
from ui.widgets.buttons import secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, row
from ui.widgets.files import ask_where_to_save
from ui.widgets.forms import FormRow, choice, date_field, day_of
from ui.widgets.labels import Soft
from ui.widgets.row_list import RowList
from ui.words.audit import action_text, entity_text, when_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtWidgets import QComboBox, QWidget

    from models.access import Confirmed
    from models.errors import ClinicError
    from models.storage.database import Verified
    from models.work import Work
    from ui.context import Context

DAYS: Final = 30
"""How far back the page looks at first."""
PAUSE: Final = 250
"""Milliseconds without a change of a filter before the record is searched: each search is itself written down."""


class AuditScreen(Screen[AuditPage]):
    """The record of who did what. Each look at it is audited too, so it is read only when a filter changes."""

    help_page = "audit"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._is_unproven = True
        self.save_button = secondary(tr("Save as CSV…"), self.save, icon="file-arrow-down")
        self.sheet_button = secondary(tr("Day sheet…"), self.print_sheet, icon="printer")
        self.check_button = secondary(tr("Check a day sheet…"), self.check_sheet)
        self.header = PageHeader(tr("What was done"), actions=(self.check_button, self.sheet_button, self.save_button))
        self.proof = Soft(wrap=True)
        today = context.today
        self.person = choice([(tr("everyone"), None)])
        self.kind = choice([(tr("everything"), None), *((action_text(action), action) for action in Action)])
        self.entity = choice([(tr("every record"), "")])
        self.first, self.last = date_field(today - timedelta(days=DAYS)), date_field(today)
        nothing = EmptyState(
            "magnifying-glass", tr("Nothing like this was done."), tr("Choose more days, or another person.")
        )
        accessible_text = partial(accessible_entry, zone=context.zone)
        self.rows = RowList(tr("What was done"), audit_columns(context.zone), nothing, accessible_text=accessible_text)
        self.more = Soft(wrap=True)
        self.more.hide()
        # A pause: whoever turns a date with the arrows would otherwise leave an audited read at each step.
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.refresh)
        self._lay_out()

    @property
    def wanted(self) -> AuditSearch:
        """What the filters look for."""
        kind = self.kind.currentData()
        return AuditSearch(
            staff=self.person.currentData(),
            action=Action(kind) if kind else None,  # (Qt gives back the bare text)
            entity=self.entity.currentData(),
            first=day_of(self.first),
            last=day_of(self.last),
        )

    def open(self, parameters: Mapping[str, object]) -> None:
        """Show the newest entries, and verify the whole chain once."""
        self._is_unproven = True
        super().open(parameters)

    def query(self) -> Callable[[Work], AuditPage]:
        """Ask for the newest entries that the filters let through."""
        return partial(search_audit, wanted=self.wanted)

    def show_result(self, result: AuditPage) -> None:
        """Show the entries, and offer what the filters can look for."""
        people = [(tr("everyone"), None), *((name, one) for one, name in result.staff), (PROGRAM.name, PROGRAM.id)]
        _offer(self.person, people)
        kinds = sorted((entity_text(entity), entity) for entity in result.entities)
        _offer(self.entity, [(tr("every record"), ""), *kinds])
        self.header.below.setText(plural(result.found, "{count} entry found", "{count} entries found"))
        self.rows.show_rows(result.lines)
        shown = len(result.lines)
        self.more.setText(
            tr("These are the newest {shown}. Choose fewer days to see the others, or save them all.", shown=shown)
        )
        self.more.setVisible(shown < result.found)
        self.save_button.setEnabled(bool(shown))
        if self._is_unproven:
            self._is_unproven = False
            self.verify()

    def first_focus(self) -> QWidget:
        """Give the keyboard to the first filter."""
        return self.person

    def verify(self) -> None:
        """Verify the whole chain on the slow thread and show the result."""
        self._say(tr("Checking whether the record is whole…"))
        database = self.context.tasks.database
        self.context.tasks.run(self, lambda _progress: database.verify_audit(), self._say_whole, self._say_broken)

    def save(self) -> None:
        """Save the entries that the filters let through as CSV, after the passphrase is confirmed."""
        today = self.context.today
        path = ask_where_to_save(self, tr("Save what was done"), f"laurel-audit-{today:%Y-%m-%d}.csv", "CSV (*.csv)")
        if path is not None:
            about = tr("The file says who did what in this clinic. Keep it where only administrators come.")
            ConfirmIdentity(
                self, self.context, tr("Save what was done"), about, tr("Save"), partial(self._save_to, path)
            ).open()

    def print_sheet(self) -> None:
        """Show today's sheet, ready to be printed."""
        show_day_sheet(self, self.context)

    def check_sheet(self) -> None:
        """Ask for the anchor on a day sheet, and compare the record with it."""
        CheckSheet(self, self.context).open()

    def _save_to(self, path: Path, confirmed: Confirmed) -> None:
        job = partial(save_audit, wanted=self.wanted, path=path, zone=self.context.zone, confirmed=confirmed)
        self.context.tasks.run_reading(self, job, self._say_saved)

    def _say_whole(self, found: Verified) -> None:
        text = plural(found.head.seq, "{count} entry, unbroken.", "{count} entries, unbroken.")
        if found.anchored_at is not None:
            when = when_text(found.anchored_at, self.context.zone)
            text += " " + tr("The backup of {when} agrees up to entry {number}.", when=when, number=found.anchored)
        self._say(text)

    def _say_broken(self, error: ClinicError) -> None:
        self.proof.setText(sentence(error))
        self.proof.set_tone("care")

    def _say(self, text: str) -> None:
        self.proof.setText(text)
        self.proof.set_tone("soft")

    def _say_saved(self, count: int) -> None:
        self.context.toast(plural(count, "{count} entry is saved.", "{count} entries are saved."))

    def _lay_out(self) -> None:
        for box in (self.person, self.kind, self.entity):
            box.setMinimumContentsLength(14)
            box.activated.connect(lambda _: self._pause.start())
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _: self._pause.start())
        subject = row(
            FormRow(tr("Who"), self.person), FormRow(tr("What"), self.kind), FormRow(tr("About"), self.entity)
        )
        days = row(FormRow(tr("From"), self.first), FormRow(tr("Until"), self.last))
        page = Page()
        page.add(self.header, self.proof, subject, days, self.rows, self.more)
        page.body.addStretch()
        self.outer.addWidget(page)


def _offer(field: QComboBox, options: Sequence[tuple[str, UUID | str | None]]) -> None:
    """Offer these options, and keep the one that is chosen where it is still among them."""
    if [field.itemData(place) for place in range(field.count())] == [value for _, value in options]:
        return
    chosen = field.currentData()
    with QSignalBlocker(field):
        field.clear()
        for text, value in options:
            field.addItem(text, value)
        places = [place for place, (_, value) in enumerate(options) if value == chosen]
        field.setCurrentIndex(places[0] if places else 0)
