"""Tables as CSV or Excel workbooks, without formulas and without losses."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from models.imports.spreadsheet_escape import is_calculated, literal_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    Value = str | int | float | date | None

LONGEST_CELL: Final = 32_767
"""What Excel keeps of one cell, counted as it counts: an emoji is two."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel counts days wrongly before it."""
_WIDEST: Final = 48
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no workbook may hold, and no spreadsheet shows."""
_LINE_END: Final = re.compile(r"\r\n?")
_LOOKS_ENCODED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""How a workbook writes a character by its number: a text that only looks so must say that it does not."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table to be saved: its title, headings, and the cells of each row."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def csv_bytes(table: TableFile) -> bytes:
    """Write CSV (RFC 4180) that Excel opens as Unicode; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (table.headings, *table.rows):
        writer.writerow([literal_cell(_writable(value)) if isinstance(value, str) else _plain(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def workbook_bytes(table: TableFile, now: datetime) -> bytes:
    """Write an Excel workbook of one sheet, with text cells and frozen headings."""
    book = Workbook()
    book.properties.creator, book.properties.created = "Laurel", now.replace(tzinfo=None)
    sheet = cast("Any", book.active)  # a new workbook has one sheet
    sheet.title = table.title
    for place, row in enumerate((table.headings, *table.rows), start=1):
        for column, value in enumerate(row, start=1):
            if value is not None and value != "":
                _fill(sheet.cell(row=place, column=column), value)
    for column, heading in enumerate(table.headings, start=1):
        sheet.cell(row=1, column=column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _width(
            heading, [row[column - 1] for row in table.rows]
        )
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def records(table: TableFile) -> list[dict[str, object]]:
    """Give the rows for a program: cells by heading, dates as ISO 8601."""
    return [dict(zip(table.headings, map(_plain, row), strict=True)) for row in table.rows]


def _fill(cell: Any, value: Value) -> None:  # noqa: ANN401  (its stubs lack half of it)
    """Set a cell by the type of its value; a text stays a text, whatever it looks like."""
    if isinstance(value, date) and value >= _FIRST_DAY:
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, str | date):
        text = _shortened(_writable(str(_plain(value))))
        cell.value = _LOOKS_ENCODED.sub("_x005F_", text)
        cell.data_type = "s"
        cell.quotePrefix = is_calculated(text)  # stays a text when somebody edits it
    else:
        cell.value = value


def _plain(value: Value) -> Value:
    """Give a day as ISO 8601, and anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def _writable(text: str) -> str:
    """Replace what no table file may hold by a sign."""
    return _UNWRITABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def _shortened(text: str) -> str:
    """Give as much of a text as a cell holds; one that is cut ends with an ellipsis that says so."""
    # Excel counts UTF-16 units, of which an emoji has two; "ignore" drops one that was cut in half.
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _width(heading: str, values: Sequence[Value]) -> float:
    """Give the width of a column that shows most of what is in it."""
    longest = max((len(str(value)) for value in (heading, *values) if value is not None), default=0)
    return float(min(longest, _WIDEST) + 3)
