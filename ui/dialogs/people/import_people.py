"""Import a list in three steps: the file, what its columns hold, and what becomes of each row."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.roster import write_rejects
from models.backup.archive import Reason
from models.imports.import_people import Imported, import_people
from models.imports.roster import (
    Outcome,
    Preview,
    RosterLine,
    RosterPlan,
    ambiguous_date,
    changed_columns,
    likely_order,
    open_roster,
    preview_roster,
)
from models.imports.text_encoding import ASSUMED, ENCODINGS
from models.people.birth_date import DateOrder
from models.programme.cohort import CohortLine, CohortState, cohorts
from models.storage.sign_in_log import note_export
from ui.background.backup_watch import backed_up_first
from ui.dialogs.base import Dialog
from ui.tables.roster import roster_rows, said, why
from ui.theme.theme import app_theme
from ui.theme.tokens import Space
from ui.translation import plural, tr
from ui.widgets.cards import add_all, clear, row
from ui.widgets.columns import ColumnChoices
from ui.widgets.files import DropZone, ask_where_to_save
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Body, Chip, Soft
from ui.widgets.table import TableFrame, TableView
from ui.widgets.wizard import Wizard

if TYPE_CHECKING:
    from pathlib import Path

    from models.errors import ClinicError
    from models.imports.table_file import Table
    from ui.context import Context

FILE, COLUMNS, ROWS = range(3)


class FilePage(QWidget):
    """Which group, and which file."""

    def __init__(self) -> None:
        super().__init__()
        self.cohort = choice([])
        self.drop = DropZone(
            tr("Drop the list here"), tr("CSV, tab-separated text or an Excel workbook"), "*.csv *.tsv *.txt *.xlsx"
        )
        self.chosen = Soft(wrap=True)
        self.chosen.hide()
        form = Form()
        self.cohort_row = form.add(tr("The people belong to"), self.cohort)
        box = _box(self)
        add_all(box, (form, self.drop, self.chosen))
        box.addStretch(1)


class ColumnsPage(QWidget):
    """What the columns hold, and the two things that a file may leave open: its dates and its letters."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = ColumnChoices()
        self.dates, self.letters = choice([]), choice([])
        form = Form()
        self.dates_row = form.add(tr("How does this list write its dates?"), self.dates)
        self.letters_row = form.add(tr("Letters look wrong? They were read as"), self.letters)
        self.remarks = Soft(wrap=True)
        add_all(_box(self), (self.choices, form, self.remarks))

    def show_plan(self, plan: RosterPlan) -> None:
        """Show a list that was just read."""
        self.choices.show_plan(plan)
        self._fill_letters(plan)
        self.ask_dates(plan)
        self.remarks.setText("\n".join(map(said, plan.remarks)))
        self.remarks.setVisible(bool(plan.remarks))

    def ask_dates(self, plan: RosterPlan) -> None:
        """Ask for the order of day and month, once, where a date can be read in two ways; propose what is likely."""
        written = ambiguous_date(plan)
        self.dates_row.setVisible(written is not None)
        if written is None:
            return
        likely = likely_order(plan)
        self.dates.clear()
        self.dates.addItem(tr("Choose…"), "")
        day, month = tr("The day first"), tr("The month first")
        if likely is DateOrder.DMY:
            day = tr("The day first, as other dates in it do")
        elif likely is DateOrder.MDY:
            month = tr("The month first, as other dates in it do")
        self.dates.addItem(day, DateOrder.DMY.value)
        self.dates.addItem(month, DateOrder.MDY.value)
        self.dates_row.set_hint(
            tr("{date} can be read in two ways. It is asked once for the whole list.", date=written)
        )

    def order(self) -> DateOrder | None:
        """Give the order that was chosen."""
        found = self.dates.currentData() if self.dates_row.isVisibleTo(self) else ""
        return DateOrder(found) if found else None

    def _fill_letters(self, plan: RosterPlan) -> None:
        used = plan.table.encoding
        self.letters_row.setVisible(used in ASSUMED)
        self.letters.blockSignals(True)  # noqa: FBT003  (Qt's signature)
        self.letters.clear()
        for name, letters in ENCODINGS.items():
            self.letters.addItem(tr("{letters} ({name})", letters=letters, name=name), name)
        self.letters.setCurrentIndex(self.letters.findData(used))
        self.letters.blockSignals(False)  # noqa: FBT003  (Qt's signature)


class RowsPage(QWidget):
    """Every row with its outcome, counted above."""

    def __init__(self) -> None:
        super().__init__()
        self.chips = row()
        self.model = roster_rows()
        self.table = TableView(self.model, tr("Rows of the list"))
        self.detail, self.advice = Body(), Soft(wrap=True)
        self.table.current_changed.connect(self._tell)
        box = _box(self)
        box.addLayout(self.chips)
        box.addWidget(TableFrame(self.table), 1)
        box.addWidget(self.detail)
        box.addWidget(self.advice)

    def show_preview(self, preview: Preview) -> None:
        """Show the rows, those that need a look first."""
        good, bad = len(preview.those(Outcome.GOOD)), len(preview.those(Outcome.BAD))
        known, left = len(preview.those(Outcome.KNOWN)), len(preview.those(Outcome.REPEATED, Outcome.EMPTY))
        clear(self.chips)
        for chip in (
            Chip(plural(good, "{count} new person", "{count} new people"), "laurel"),
            Chip(plural(known, "{count} known", "{count} known"), "info") if known else None,
            Chip(plural(left, "{count} skipped", "{count} skipped"), "neutral") if left else None,
            Chip(plural(bad, "{count} cannot be taken", "{count} cannot be taken"), "care") if bad else None,
        ):
            if chip is not None:
                self.chips.addWidget(chip)
        self.chips.addStretch(1)
        self.model.set_rows(sorted(preview.lines, key=lambda line: line.outcome is not Outcome.BAD))
        self._tell(self.table.current())
        self.advice.setText(
            tr("Rows that cannot be taken go into a file with their reasons, to be corrected and imported later.")
            if bad
            else tr("Names and consent come in as they are in the list. Consent from a list allows no messages.")
        )

    def _tell(self, line: object) -> None:
        """Say all of what a cell has no room for."""
        told = why(line) if isinstance(line, RosterLine) else ""
        self.detail.setText(told)
        self.detail.setVisible(bool(told))


class ImportPeopleDialog(Dialog):
    """Nothing is written before the last button, and then all of it or nothing."""

    def __init__(self, parent: QWidget, context: Context, cohort: UUID | None) -> None:
        super().__init__(tr("Import people"), parent=parent, width=920)
        self.context, self._wanted = context, cohort
        self.plan: RosterPlan | None = None
        self.preview: Preview | None = None
        self._path: Path | None = None
        self.file_page, self.columns_page, self.rows_page = FilePage(), ColumnsPage(), RowsPage()
        self.steps = Wizard(
            [
                (tr("The list"), self.file_page),
                (tr("Its columns"), self.columns_page),
                (tr("Its rows"), self.rows_page),
            ],
            finish=tr("Import"),
        )
        self.steps.may_go_on = self._may_go_on
        self.steps.finished.connect(self.finish)
        self.steps.cancelled.connect(self.reject)
        self.steps.moved.connect(lambda _step: self.show_problem(""))
        self.cancel_button.hide()
        self.add(self.steps)
        self.setMinimumHeight(app_theme().px(620))
        self.file_page.drop.chosen.connect(self.read)
        self.columns_page.letters.activated.connect(self._read_again)
        self.columns_page.choices.changed.connect(self._ask_dates_again)
        self._offer_next()
        context.tasks.read(self, cohorts, self._offer)

    def read(self, path: Path, encoding: str | None = None) -> None:
        """Read a file beside the window and go on to its columns."""
        self.show_problem("")
        self._path = path
        job = partial(open_roster, path, encoding=encoding)
        self.context.tasks.run(self, lambda _progress: job(), self._show_plan, self._refused)

    def finish(self) -> None:
        """Import everything, or the good rows once it is known where the others go."""
        preview, cohort = self.preview, self.file_page.cohort.currentData()
        if preview is None or self._path is None or not isinstance(cohort, UUID):
            return
        rejected, target = preview.those(Outcome.BAD), None
        if rejected:
            name = tr("{list}, not taken.csv", list=self._path.stem)
            target = ask_where_to_save(self, tr("Where to write the rows that cannot be taken"), name, "CSV (*.csv)")
            if target is None:
                return
        action = partial(import_people, plan=preview.plan, cohort=cohort, only_good=bool(rejected))
        self.steps.next_button.setEnabled(False)
        done = partial(self._done, target=target)
        backed_up_first(
            self.context.clinic, self.context.tasks, self, Reason.IMPORT,
            lambda: self.context.tasks.write(self, action, done, self._refused), self._refused,
        )  # fmt: skip

    def _offer(self, found: tuple[CohortLine, ...]) -> None:
        for line in found:
            if line.state is not CohortState.ENDED or line.id == self._wanted:
                self.file_page.cohort.addItem(line.name, line.id)
        there = [self.file_page.cohort.itemData(place) for place in range(self.file_page.cohort.count())]
        if self._wanted in there:
            self.file_page.cohort.setCurrentIndex(there.index(self._wanted))
        if not there:
            self.file_page.cohort_row.set_error(tr("Plan a cohort first: people are imported into a group."))
        self._offer_next()

    def _show_plan(self, plan: RosterPlan) -> None:
        self.plan = plan
        self.file_page.chosen.setText(
            tr("{file}: {rows} rows, {columns} columns", file=plan.table.file, rows=len(plan.table.rows),
               columns=len(plan.table.headings))
        )  # fmt: skip
        self.file_page.chosen.show()
        self.columns_page.show_plan(plan)
        self._offer_next()
        if self.steps.pages.currentIndex() == FILE:
            self.steps.show_step(COLUMNS)

    def _read_again(self, _index: int) -> None:
        if self._path is not None:
            self.read(self._path, str(self.columns_page.letters.currentData()))

    def _ask_dates_again(self) -> None:
        if self.plan is not None:
            self.plan = changed_columns(self.plan, self.columns_page.choices.columns())
            self.columns_page.ask_dates(self.plan)

    def _may_go_on(self, step: int) -> bool:
        """Leave the columns only through the preview, which is asked for here and moves on by itself."""
        if step == FILE:
            return self.plan is not None
        if step == COLUMNS and self.plan is not None:
            order = self.columns_page.order() or self.plan.dates
            if order is None and ambiguous_date(self.plan) is not None:
                self.columns_page.dates_row.set_error(tr("Say whether the day or the month comes first in this list."))
                self.columns_page.dates.setFocus()
                return False
            plan = replace(self.plan, dates=order)
            self.context.tasks.read(self, partial(preview_roster, plan=plan), self._show_preview, self._refused)
            return False
        return True

    def _show_preview(self, preview: Preview) -> None:
        self.preview = preview
        self.rows_page.show_preview(preview)
        self.steps.show_step(ROWS)
        good, bad = len(preview.those(Outcome.GOOD)), len(preview.those(Outcome.BAD))
        known = len(preview.those(Outcome.KNOWN))
        label = plural(good, "Import {count} person", "Import all {count} people")
        if bad:
            label = plural(good, "Import the good one", "Import the {count} good ones")
        elif not good:
            label = tr("Enrol those who are known")
        self.steps.next_button.set_label(label)
        self.steps.next_button.setEnabled(bool(good or known))

    def _done(self, result: Imported, *, target: Path | None) -> None:
        told = [plural(result.imported, "{count} person was imported.", "{count} people were imported.")]
        if result.enrolled:
            told.append(plural(result.enrolled, "{count} known was enrolled.", "{count} known were enrolled."))
        told += [said(warning) for warning in result.warnings]
        if target is None or self.preview is None:
            self._close(told)
            return
        job = partial(_write_rejects, self.context, self.preview.plan.table, result.rejected, target)
        told.append(tr("{count} rows were not taken and are in {file}.", count=len(result.rejected), file=target.name))
        self.context.tasks.run(self, lambda _progress: job(), lambda _: self._close(told), self._refused)

    def _close(self, told: list[str]) -> None:
        self.context.toast(" ".join(told))
        self.accept()

    def _refused(self, error: ClinicError) -> None:
        super()._refused(error)
        self._offer_next()

    def _offer_next(self) -> None:
        has_group = self.file_page.cohort.currentData() is not None
        self.steps.next_button.setEnabled(self.plan is not None and has_group)


def _write_rejects(context: Context, table: Table, rejected: tuple[RosterLine, ...], target: Path) -> None:
    write_rejects(table, rejected, target)
    note_export(context.tasks.database, context.actor, "rejected_row", count=len(rejected))


def _box(page: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(Space.L)
    return box
