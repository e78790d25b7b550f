"""Import a list in three steps: the file, what its columns hold, and what becomes of each row."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

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
    open_roster,
    preview_roster,
)
from models.programme.cohort import CohortLine, CohortState, cohorts
from models.storage.sign_in_log import note_export
from ui.background.backup_watch import backed_up_first
from ui.dialogs.base import Dialog
from ui.dialogs.people.import_people_pages import ColumnsPage, FilePage, RowsPage
from ui.theme.appearance import px
from ui.translation import plural, tr
from ui.widgets.files import ask_where_to_save
from ui.widgets.wizard import Wizard

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
    from models.imports.table_file import Table
    from ui.context import Context

FILE, COLUMNS, ROWS = range(3)


class ImportPeopleDialog(Dialog):
    """Leads through the three pages; nothing is stored before the last button, and then all or nothing."""

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
        self.setMinimumHeight(px(620))
        self.file_page.drop.chosen.connect(self.read)
        self.columns_page.encoding.activated.connect(self._read_again)
        self.columns_page.choices.changed.connect(self._ask_dates_again)
        self._offer_next()
        context.tasks.read(self, cohorts, self._offer)

    def read(self, path: Path, encoding: str | None = None) -> None:
        """Read a file off the GUI thread, and go on to its columns."""
        self.show_problem("")
        self._path = path
        job = partial(open_roster, path, encoding=encoding)
        self.context.tasks.run(self, lambda _progress: job(), self._show_plan, self._refused)

    def finish(self) -> None:
        """Import everything, or the good rows after asking where to write the others."""
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
        ids = [self.file_page.cohort.itemData(index) for index in range(self.file_page.cohort.count())]
        if self._wanted in ids:
            self.file_page.cohort.setCurrentIndex(ids.index(self._wanted))
        if not ids:
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
            self.read(self._path, str(self.columns_page.encoding.currentData()))

    def _ask_dates_again(self) -> None:
        if self.plan is not None:
            self.plan = changed_columns(self.plan, self.columns_page.choices.columns())
            self.columns_page.ask_dates(self.plan)

    def _may_go_on(self, step: int) -> bool:
        """Tell whether the next page may be shown."""
        if step == FILE:
            return self.plan is not None
        if step == COLUMNS and self.plan is not None:
            order = self.columns_page.order() or self.plan.dates
            if order is None and ambiguous_date(self.plan) is not None:
                self.columns_page.dates_row.set_error(tr("Say whether the day or the month comes first in this list."))
                self.columns_page.dates.setFocus()
                return False
            plan = replace(self.plan, dates=order)
            # Read off the GUI thread: the next page is shown when the preview is there.
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
        told += [str(warning) for warning in result.warnings]
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
