"""A list is imported in three steps, and nothing is written before the last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from models.imports.headings import Field
from models.imports.roster import Outcome
from models.programme.enrolment import members
from tests import factory
from ui.dialogs.people import import_people
from ui.dialogs.people.import_people import COLUMNS, FILE, ROWS, ImportPeopleDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.tasks import Tasks

    Opener = Callable[[UUID | None], ImportPeopleDialog]

ROSTERS = Path(__file__).parents[3] / "data" / "rosters"


@pytest.fixture
def cohort(tasks: Tasks) -> UUID:
    with tasks.database.write(tasks.actor) as work:
        factory.group(work, size=0, name="Autumn afternoon")
        return factory.group(work, size=0).cohort


@pytest.fixture
def opened(qtbot: QtBot, context: Context, cohort: UUID) -> Opener:
    parent = QWidget()
    qtbot.addWidget(parent)

    def open_for(wanted: UUID | None) -> ImportPeopleDialog:
        dialog = ImportPeopleDialog(parent, context, wanted)
        dialog.open()
        qtbot.waitUntil(lambda: context.tasks.is_idle)
        return dialog

    return open_for


def wait(qtbot: QtBot, dialog: ImportPeopleDialog) -> None:
    qtbot.waitUntil(lambda: dialog.context.tasks.is_idle)


def chosen(qtbot: QtBot, dialog: ImportPeopleDialog, path: Path) -> None:
    dialog.file_page.drop.chosen.emit(path)
    wait(qtbot, dialog)


def go_on(qtbot: QtBot, dialog: ImportPeopleDialog) -> int:
    """Press the button; give the step that is shown, -1 once the dialog is gone."""
    dialog.steps.next_button.click()
    wait(qtbot, dialog)
    return dialog.steps.pages.currentIndex() if isValid(dialog) and isValid(dialog.steps.pages) else -1


def people_in(tasks: Tasks, cohort: UUID) -> int:
    with tasks.database.read(tasks.actor) as work:
        return len(members(work, cohort))


def test_that_a_good_list_is_imported_in_three_presses(
    qtbot: QtBot, opened: Opener, cohort: UUID, tasks: Tasks, heard: Heard
) -> None:
    dialog = opened(cohort)
    assert dialog.file_page.cohort.currentText() == "Autumn evening"
    assert not dialog.steps.next_button.isEnabled()
    chosen(qtbot, dialog, ROSTERS / "clinic_list.csv")
    assert dialog.steps.pages.currentIndex() == COLUMNS
    assert dialog.columns_page.choices.columns()[Field.CEREMONY] == 8
    assert not dialog.columns_page.dates_row.isVisibleTo(dialog)
    assert go_on(qtbot, dialog) == ROWS
    assert len(dialog.rows_page.model.rows) == 12
    assert dialog.steps.next_button.text() == "Import all 12 people"
    assert people_in(tasks, cohort) == 0
    go_on(qtbot, dialog)
    assert people_in(tasks, cohort) == 12
    assert heard.toasts[0][0] == "12 people were imported."


def test_that_bad_rows_come_first_and_go_into_a_file(
    qtbot: QtBot, opened: Opener, cohort: UUID, tasks: Tasks, heard: Heard, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    dialog = opened(cohort)
    chosen(qtbot, dialog, ROSTERS / "broken_rows.csv")
    go_on(qtbot, dialog)
    assert [line.outcome for line in dialog.rows_page.model.rows[:5]] == [Outcome.BAD] * 5
    index = dialog.rows_page.model.index(0, 3)
    assert "February 1981 has no day 31" in index.data()
    dialog.rows_page.table.select_row(4)
    assert "neither yes nor no" in dialog.rows_page.detail.text()
    assert dialog.steps.next_button.text() == "Import the 9 good ones"
    monkeypatch.setattr(import_people, "ask_where_to_save", lambda *_: None)
    go_on(qtbot, dialog)
    assert people_in(tasks, cohort) == 0
    target = tmp_path / "rejects.csv"
    monkeypatch.setattr(import_people, "ask_where_to_save", lambda *_: target)
    go_on(qtbot, dialog)
    assert people_in(tasks, cohort) == 9
    assert target.read_text("utf-8-sig").count("\n") == 6
    assert heard.toasts[0][0] == "9 people were imported. 5 rows were not taken and are in rejects.csv."


def test_that_the_order_of_dates_is_asked_only_where_it_matters(
    qtbot: QtBot, opened: Opener, cohort: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,DOB\nAnna,04/03/1968\nBo,25/12/1990\n", "utf-8")
    dialog = opened(cohort)
    chosen(qtbot, dialog, path)
    dates = dialog.columns_page.dates
    assert dialog.columns_page.dates_row.isVisibleTo(dialog)
    assert [dates.itemText(place) for place in range(3)] == [
        "Choose…", "The day first, as other dates in it do", "The month first",
    ]  # fmt: skip
    assert go_on(qtbot, dialog) == COLUMNS
    assert dialog.columns_page.dates_row.has_error
    dates.setCurrentIndex(1)
    assert go_on(qtbot, dialog) == ROWS
    assert [line.outcome for line in dialog.rows_page.model.rows] == [Outcome.GOOD] * 2


def test_that_columns_can_be_changed_by_hand_and_mean_one_thing(
    qtbot: QtBot, opened: Opener, cohort: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Who,Whence\nAnna,Berg\n", "utf-8")
    dialog = opened(cohort)
    chosen(qtbot, dialog, path)
    first, second = dialog.columns_page.choices.choices
    assert dialog.columns_page.choices.columns() == {}
    assert go_on(qtbot, dialog) == COLUMNS
    assert "is called a name" in dialog.problem.text()
    first.setCurrentIndex(first.findData(Field.GIVEN.value))
    second.setCurrentIndex(second.findData(Field.GIVEN.value))
    assert dialog.columns_page.choices.columns() == {Field.GIVEN: 1}
    first.setCurrentIndex(first.findData(Field.FAMILY.value))
    assert go_on(qtbot, dialog) == ROWS
    assert dialog.rows_page.model.rows[0].name == "Berg Anna"


def test_that_letters_that_look_wrong_are_read_again(
    qtbot: QtBot, opened: Opener, cohort: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Name,Town\nDvořák,Brno\n".encode("cp1250"))
    dialog = opened(cohort)
    chosen(qtbot, dialog, path)
    encoding = dialog.columns_page.encoding
    assert encoding.currentData() == "cp1252"
    assert "read as Western European (cp1252)" in dialog.columns_page.remarks.text()
    assert dialog.columns_page.encoding_row.isVisibleTo(dialog)
    encoding.setCurrentIndex(encoding.findData("cp1250"))
    encoding.activated.emit(encoding.currentIndex())
    wait(qtbot, dialog)
    assert dialog.plan is not None
    assert dialog.plan.table.rows[0].cells[0] == "Dvořák"


def test_that_a_file_that_is_no_list_gets_its_sentence(
    qtbot: QtBot, opened: Opener, cohort: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"%PDF-1.7")
    dialog = opened(cohort)
    chosen(qtbot, dialog, path)
    assert "it is a PDF" in dialog.problem.text()
    assert dialog.steps.pages.currentIndex() == FILE
    chosen(qtbot, dialog, ROSTERS / "clinic_list.csv")
    assert dialog.problem.text() == ""


def test_that_a_list_imported_before_enrols_those_who_are_known(
    qtbot: QtBot, opened: Opener, cohort: UUID, tasks: Tasks, heard: Heard
) -> None:
    for _ in range(2):
        dialog = opened(cohort)
        chosen(qtbot, dialog, ROSTERS / "clinic_list.csv")
        go_on(qtbot, dialog)
        label = dialog.steps.next_button.text()
        go_on(qtbot, dialog)
    assert label == "Enrol those who are known"
    assert people_in(tasks, cohort) == 12
    assert heard.toasts[-1][0] == "0 people were imported."


def test_that_without_a_cohort_it_is_said_what_to_do(qtbot: QtBot, context: Context) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ImportPeopleDialog(parent, context, None)
    dialog.open()
    wait(qtbot, dialog)
    assert dialog.file_page.cohort_row.has_error
    chosen(qtbot, dialog, ROSTERS / "clinic_list.csv")
    assert not dialog.steps.next_button.isEnabled()


def test_that_the_table_of_rows_is_a_sound_model(
    qtbot: QtBot, opened: Opener, cohort: UUID, qtmodeltester: ModelTester
) -> None:
    dialog = opened(cohort)
    chosen(qtbot, dialog, ROSTERS / "broken_rows.csv")
    go_on(qtbot, dialog)
    qtmodeltester.check(dialog.rows_page.model)
    accessible_text = dialog.rows_page.model.accessible_text
    assert accessible_text is not None
    assert accessible_text(dialog.rows_page.model.rows[-1]).startswith("Row 15, Anna Berg, twice. The same person")
    assert partial(accessible_text, dialog.rows_page.model.rows[0])().startswith("Row 4, Nguyễn")
