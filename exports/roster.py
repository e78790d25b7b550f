"""The rows that an import rejected, as a file to be corrected and imported again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from models.errors import InvalidError
from models.imports.roster import REASON
from models.imports.spreadsheet_escape import literal_cell
from models.imports.table_file import SEPARATORS
from models.translation import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from models.imports.roster import RosterLine
    from models.imports.table_file import Table


def write_rejects(table: Table, lines: Iterable[RosterLine], path: Path) -> None:
    """Write the rows in their original columns with the reason behind them, as CSV that Excel opens as Unicode."""
    text = io.StringIO()
    separator = table.separator if table.separator in tuple(SEPARATORS) else ","
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([*map(literal_cell, table.headings), REASON])
    for line in lines:
        reasons = " ".join(map(str, line.reasons))
        writer.writerow([*map(literal_cell, line.cells[: len(table.headings)]), literal_cell(reasons)])
    try:
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as fault:
        raise InvalidError(
            "The rejected rows cannot be written to {file} ({fault}). Choose another place.",
            file=path,
            fault=fault.strerror or Text("it cannot be opened"),
        ) from None
