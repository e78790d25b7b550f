"""The three pages of the import of a list: the file, its columns, its rows."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.imports.roster import (
    Outcome,
    Preview,
    RosterLine,
    RosterPlan,
    ambiguous_date,
    likely_order,
)
from models.imports.text_encoding import ASSUMED, ENCODINGS
from models.people.birth_date import DateOrder
from ui.tables.roster import roster_rows, why
from ui.theme.tokens import Space
from ui.translation import plural, tr
from ui.widgets.cards import add_all, clear, row
from ui.widgets.columns import ColumnChoices
from ui.widgets.files import DropZone
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Body, Chip, Soft
from ui.widgets.table import TableFrame, TableView


class FilePage(QWidget):
    """The first page: the cohort, and the file."""

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
    """The second page: the meaning of the columns, the order of dates, and the encoding."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = ColumnChoices()
        self.dates, self.encoding = choice([]), choice([])
        form = Form()
        self.dates_row = form.add(tr("How does this list write its dates?"), self.dates)
        self.encoding_row = form.add(tr("Letters look wrong? They were read as"), self.encoding)
        self.remarks = Soft(wrap=True)
        add_all(_box(self), (self.choices, form, self.remarks))

    def show_plan(self, plan: RosterPlan) -> None:
        """Show a list that was just read."""
        self.choices.show_plan(plan)
        self._fill_encodings(plan)
        self.ask_dates(plan)
        self.remarks.setText("\n".join(map(str, plan.remarks)))
        self.remarks.setVisible(bool(plan.remarks))

    def ask_dates(self, plan: RosterPlan) -> None:
        """Ask for the order of day and month where a date can be read in two ways; propose the likely one."""
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

    def _fill_encodings(self, plan: RosterPlan) -> None:
        used = plan.table.encoding
        self.encoding_row.setVisible(used in ASSUMED)
        self.encoding.blockSignals(True)  # noqa: FBT003  (Qt's signature)
        self.encoding.clear()
        for name, letters in ENCODINGS.items():
            self.encoding.addItem(tr("{letters} ({name})", letters=tr(letters), name=name), name)
        self.encoding.setCurrentIndex(self.encoding.findData(used))
        self.encoding.blockSignals(False)  # noqa: FBT003  (Qt's signature)


class RowsPage(QWidget):
    """The third page: every row with its outcome, and their numbers."""

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
        """Show the rows, those with faults first."""
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
        """Show the whole reason, for which a cell has no room."""
        told = why(line) if isinstance(line, RosterLine) else ""
        self.detail.setText(told)
        self.detail.setVisible(bool(told))


def _box(page: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(Space.L)
    return box
