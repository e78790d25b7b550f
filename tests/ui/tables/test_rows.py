"""Tables: what cells show and say, and how the keyboard goes through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from ui.tables.rows import SOFT, CellRole, Column, Look, RowsModel
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


@dataclass(frozen=True)
class Line:
    """One person in a list."""

    name: str
    mark: str


PEOPLE = (Line("<b>Anna</b> Berg", "P"), Line("محمد الحسيني", "L"), Line("", ""))


@pytest.fixture
def model(qapp: object) -> RowsModel[Line]:
    made: RowsModel[Line] = RowsModel(
        [
            Column("Name", lambda line: line.name, Look(bold=True, aside="1988"), tip=lambda line: line.name),
            Column(
                "Attendance",
                lambda line: line.mark,
                lambda line: Look("mark", kind="laurel", letter=line.mark),
                120,
                "centre",
            ),
            Column("Note", lambda _line: "form due", Look("chip", kind="info"), 100, hidden_title=True),
            Column("Share", lambda _line: "60 %", Look("bar", share=0.6), 80),
            Column("Star", lambda _line: "Recognise", Look("icon", icon="star", tone="gold"), 40),
            Column("Key", lambda _line: "7", Look("key"), 40),
            Column("Since", lambda _line: "May", SOFT, 60, "end"),
        ],
        accessible_text=lambda line: f"{line.name}, {line.mark}",
    )
    made.set_rows(PEOPLE)
    return made


@pytest.fixture
def table(model: RowsModel[Line], theme: Theme, qtbot: QtBot) -> Iterator[TableView]:
    view = TableView(model, "People")
    frame = TableFrame(view)
    qtbot.addWidget(frame)
    frame.resize(900, 300)
    frame.show()
    yield view
    frame.hide()


def test_that_the_model_keeps_qts_rules(model: RowsModel[Line], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.set_rows(PEOPLE[:1])
    qtmodeltester.check(model)
    model.set_rows(())
    qtmodeltester.check(model)


def test_that_cells_show_speak_and_look_as_described(model: RowsModel[Line]) -> None:
    cell = model.index(0, 1)
    assert cell.data() == "P"
    assert cell.data(CellRole.LOOK).letter == "P"
    assert cell.data(CellRole.ROW) is PEOPLE[0]
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "<b>Anna</b> Berg, P"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "<qt>&lt;b&gt;Anna&lt;/b&gt; Berg</qt>"
    assert model.headerData(2, Qt.Orientation.Horizontal) == ""
    assert model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "Note"


def test_that_changed_rows_keep_the_current_one(model: RowsModel[Line], table: TableView) -> None:
    table.select_row(1)
    model.set_rows((PEOPLE[0], Line("Mohammed", "P"), PEOPLE[2]))
    assert table.current() == Line("Mohammed", "P")


def test_that_the_keyboard_moves_and_opens(table: TableView, qtbot: QtBot) -> None:
    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current() is PEOPLE[1]
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[1]]


def test_that_every_look_can_be_drawn_both_ways_and_at_any_size(table: TableView, theme: Theme) -> None:
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        table.setLayoutDirection(direction)
        assert not table.grab().isNull()
    theme.set_zoom(200)
    assert table.rowHeight(0) == 88
    assert not table.grab().isNull()
    theme.set_zoom(100)


def test_that_a_double_click_opens_the_row(table: TableView, qtbot: QtBot) -> None:
    place = table.visualRect(table.model().index(1, 0)).center()
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [PEOPLE[1]]


def test_that_a_table_can_be_as_tall_as_its_rows(table: TableView) -> None:
    table.fit_height()
    assert table.height() >= 3 * 44
