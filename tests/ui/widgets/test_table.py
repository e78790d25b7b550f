"""Columns give the words of their chips the room that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui.tables.rows import Column, Look, RowsModel
from ui.theme.appearance import px
from ui.widgets.cell_width import chip_width
from ui.widgets.table import TableView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme

WORD = "Rückmeldung steht noch aus"


@pytest.mark.parametrize("look", [Look("chip", kind="info"), Look("mark", kind="info", letter="N")])
def test_that_a_column_grows_for_a_long_chip_and_never_shrinks(qtbot: QtBot, theme: Theme, look: Look) -> None:
    model = RowsModel[str]([Column("Form", lambda row: row, look, width=96), Column("Name", lambda row: row)])
    table = TableView(model, "Forms")
    qtbot.addWidget(table)
    model.set_rows(["Due"])
    assert table.columnWidth(0) == px(96)
    model.set_rows(["Due", WORD])
    assert table.columnWidth(0) == chip_width(WORD, look) > px(96)
    model.set_rows(["Due"])
    assert table.columnWidth(0) == chip_width(WORD, look)


def test_that_text_without_a_chip_asks_for_no_room(theme: Theme) -> None:
    assert chip_width(WORD, Look()) == chip_width("", Look("chip")) == 0
    theme.set_zoom(150)
    large = chip_width(WORD, Look("chip"))
    theme.set_zoom(100)
    assert large > chip_width(WORD, Look("chip"))
