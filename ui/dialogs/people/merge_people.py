"""Merging two records of one person: finds the other record, shows a preview, and merges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.backup.archive import Reason
from models.people.participant import PersonLine, find_people
from models.privacy.merge import MergePreview, merge_people, merge_preview
from ui.background.backup_watch import backed_up_first
from ui.dialogs.base import Dialog
from ui.tables.person import name_column
from ui.tables.rows import RowsModel
from ui.translation import plural, sentence, tr
from ui.widgets.cards import clear, column
from ui.widgets.forms import SearchBox
from ui.widgets.labels import Body, Soft
from ui.widgets.table import TableFrame, TableView
from ui.words.wording import joined_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
    from models.people.participant import PersonView
    from ui.context import Context


class MergePeopleDialog(Dialog):
    """Merges the record chosen here into the one that was open."""

    def __init__(self, parent: QWidget, context: Context, kept: PersonView) -> None:
        super().__init__(
            tr("Which record is {name} too?", name=kept.name),
            tr("Everything moves to the record that you opened: marks, badges, forms, consent, certificates."),
            parent,
            width=560,
        )
        self.context, self._kept = context, kept
        self._preview: MergePreview | None = None
        self.search = SearchBox(tr("Find the other record"), self._find)
        self.rows: RowsModel[PersonLine] = RowsModel(
            (name_column(lambda one: one.label),), accessible_text=lambda one: one.label.in_list
        )
        self.table = TableView(self.rows, tr("Records found"))
        self.table.current_changed.connect(self._look_at)
        frame = TableFrame(self.table)
        frame.setMinimumHeight(200)
        self.told = column(spacing=4)
        self.add(self.search, frame, self.told)
        self.merge_button = self.act(tr("Merge"), self.merge)
        self.merge_button.setEnabled(False)
        self.search.setText(kept.form.family_name or kept.form.given_name)
        self.search.setFocus()

    def merge(self) -> None:
        """Merge as the preview shows, all or nothing."""
        shown = self._preview
        if shown is None:
            return
        action = partial(
            merge_people,
            keep=shown.keep,
            remove=shown.remove,
            keep_version=shown.keep_version,
            remove_version=shown.remove_version,
        )
        self.merge_button.setEnabled(False)
        backed_up_first(
            self.context.clinic, self.context.tasks, self, Reason.MERGE,
            lambda: self.context.tasks.write(self, action, lambda _: self._done(), self._refused), self._refused,
        )  # fmt: skip

    def _find(self, text: str) -> None:
        self.context.tasks.read(self, partial(find_people, text=text, limit=100), self._show_found)

    def _show_found(self, found: tuple[PersonLine, ...]) -> None:
        self.rows.set_rows([one for one in found if one.id != self._kept.id])
        self._look_at(self.table.current())

    def _look_at(self, line: object) -> None:
        self._preview = None
        self.merge_button.setEnabled(False)
        clear(self.told)
        if isinstance(line, PersonLine):
            query = partial(merge_preview, keep=self._kept.id, remove=line.id)
            self.context.tasks.read(self, query, self._show_preview, self._refused)

    def _show_preview(self, preview: MergePreview) -> None:
        current = self.table.current()
        # The answer to an earlier selection: the person has moved on to another row.
        if not isinstance(current, PersonLine) or current.id != preview.remove:
            return
        self._preview = preview
        clear(self.told)
        self.merge_button.set_label(tr("Merge {name} into this record", name=preview.remove_label.in_text))
        self.merge_button.setEnabled(True)
        for text in preview_sentences(preview):
            self.told.addWidget(Soft(text, wrap=True))

    def _done(self) -> None:
        self.context.toast(tr("The two records are one now."))
        self.accept()

    def _refused(self, error: ClinicError) -> None:
        clear(self.told)
        self.told.addWidget(Body(sentence(error), tone="care"))
        self.merge_button.setEnabled(self._preview is not None)


def preview_sentences(preview: MergePreview) -> tuple[str, ...]:
    """Describe what a merge would do."""
    said = []
    if preview.moved:
        said.append(tr("Moves along: {cohorts}.", cohorts=joined_text(list(preview.moved))))
    said += [
        plural(
            one.marks_taken,
            "Both are in {cohort}; {count} mark comes from the other record.",
            "Both are in {cohort}; {count} marks come from the other record.",
            cohort=one.name,
        )
        for one in preview.shared
    ]
    if preview.filled:
        said.append(
            tr("Filled in from the other record: {values}.", values=joined_text([one.kept for one in preview.filled]))
        )
    said += [
        tr("Stays “{kept}”; “{dropped}” is dropped.", kept=one.kept, dropped=one.dropped) for one in preview.differing
    ]
    if preview.forms:
        said.append(plural(preview.forms, "{count} form moves.", "{count} forms move."))
    if preview.certificates:
        said.append(plural(preview.certificates, "{count} certificate moves.", "{count} certificates move."))
    return tuple(said) or (tr("The other record holds nothing more."),)
