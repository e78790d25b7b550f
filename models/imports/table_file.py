"""Reading lists as tables: csv, tsv and xlsx, told apart by content and never by file name."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.errors import InvalidError
from models.imports.import_message import ImportMessage, import_message
from models.imports.text_encoding import ASSUMED, ENCODINGS, decoded
from models.imports.workbook_file import is_workbook, read_workbook
from models.translation import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
"""Limits far above any list of a clinic's people: a file beyond them is the wrong one, or made to fill the memory."""
SEPARATORS: Final = ",;\t|"
_SAMPLE: Final = 50
"""Rows that are looked at to find the separator."""
_LONGEST_CELL: Final = 100_000
"""Characters; the csv module stops with an error of its own above 131,072."""
_KINDS: Final = {
    # The first bytes of what people choose by mistake; the old Excel format is that of locked workbooks too.
    b"%PDF": Text("a PDF"),
    b"\xd0\xcf\x11\xe0": Text("an old or locked Excel workbook"),
    b"\x7fELF": Text("a program"),
    b"\x89PNG": Text("a picture"),
    b"\xff\xd8\xff": Text("a picture"),
    b"GIF8": Text("a picture"),
    b"{\\rtf": Text("a text document"),
    b"<!DOC": Text("a web page"),
    b"<html": Text("a web page"),
    b"PK\x03\x04": Text("a zip archive"),
    b"SQLite": Text("a database"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by its number in the file (the headings are row 1); `fault` says why it cannot be read."""

    number: int
    cells: tuple[str, ...]
    fault: ImportMessage | None = None

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list as it is in the file, every cell as text; blank rows at the end are left out.

    `encoding` and `separator` are "" for a workbook, whose day numbers count from `epoch`.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str
    separator: str
    epoch: date | None
    remarks: tuple[ImportMessage, ...]


def read_table(path: Path, *, encoding: str | None = None) -> Table:
    """Read a csv, tsv or xlsx file; raise `InvalidError` for any other file, naming its kind where it is known.

    `encoding` is that of a csv or tsv file where somebody chose it; without it, it is detected.
    """
    content = _content(path)
    if is_workbook(content):
        sheet = read_workbook(path.name, content, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
        return _table(path.name, sheet.rows, "", "", sheet.epoch, sheet.remarks)
    kind = next((kind for start, kind in _KINDS.items() if content.lstrip()[: len(start)] == start), None)
    if kind is not None:
        raise not_a_list(path.name, kind)
    text, used = decoded(path.name, content, encoding)
    unsure = import_message(
        "{file} does not say how its letters are stored. They were read as {letters} ({encoding}): check the names.",
        file=path.name,
        letters=Text(ENCODINGS.get(used, "")),
        encoding=used,
    )
    separator, text = _separator(path.name, text)
    rows = list(_records(path.name, text, separator))
    return _table(path.name, rows, used, separator, None, (unsure,) if used in ASSUMED and not encoding else ())


def not_a_list(file: str, kind: Text) -> InvalidError:
    """Give the error of a file that is no list."""
    return InvalidError(
        "{file} is not a CSV or Excel file: it is {kind}. Save the list as CSV or as an Excel workbook (.xlsx).",
        file=file,
        kind=kind,
    )


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise not_a_list(path.name, Text("a folder"))
        if path.stat().st_size > MOST_BYTES:
            raise InvalidError(
                "{file} is larger than {limit} MB, which no list of people is. Choose the right file, or split it.",
                file=path.name,
                limit=MOST_BYTES // 1_000_000,
            )
        content = path.read_bytes()
    except OSError as fault:
        raise InvalidError(
            "{file} cannot be read ({fault}). Check that it is there and may be opened.",
            file=path.name,
            fault=fault.strerror or Text("it is not there"),
        ) from None
    if not content.strip():
        raise InvalidError("{file} is not a CSV or Excel file: it is empty.", file=path.name)
    return content


def _separator(file: str, text: str) -> tuple[str, str]:
    """Find the separator: Excel's "sep=" line, else the one that gives rows as many cells as the heading.

    Raises `InvalidError` where rows have more cells than the heading.
    """
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    widths = {sign: _widths(text, sign) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: _agreement(widths[sign]))
    if widths[best][0] > 1:
        return best, text
    if any(max(counts) > 1 and sign != "," for sign, counts in widths.items()):
        raise InvalidError(
            "The rows of {file} have more columns than its first row. Give every column a heading.", file=file
        )
    return "\x1f", text  # one column: a separator that no text contains


def _widths(text: str, sign: str) -> list[int]:
    """Count the cells of the first records."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    widths: list[int] = []
    try:
        for record in reader:
            if record:
                widths.append(len(record))
            if len(widths) == _SAMPLE:
                break
    except csv.Error:
        pass  # counted as far as it can be read; reading it whole names the line with the fault
    return widths or [1]


def _agreement(widths: list[int]) -> tuple[bool, float, int]:
    heading = widths[0]
    return heading > 1, sum(width == heading for width in widths) / len(widths), heading


def _records(file: str, text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise InvalidError(
                "{file} cannot be read from line {line} on: a quotation mark there is never closed, or stands in the "
                "middle of a cell. Correct that line.",
                file=file,
                line=line,
            ) from None
        if any(len(cell) > _LONGEST_CELL for cell in record):
            raise InvalidError(
                "A cell on line {line} of {file} is longer than {limit} characters. Correct that line.",
                file=file, line=line, limit=_LONGEST_CELL,
            )  # fmt: skip
        line = reader.line_num + 1
        yield record
        if line > MOST_ROWS * 10:
            return


def _table(
    file: str,
    records: list[list[str]],
    encoding: str,
    separator: str,
    epoch: date | None,
    remarks: tuple[ImportMessage, ...],
) -> Table:
    while records and not any(cell.strip() for cell in records[-1]):
        records.pop()
    start = next((place for place, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if start is None:
        raise InvalidError("{file} is not a CSV or Excel file with people in it: every cell is empty.", file=file)
    if len(records) - start - 1 > MOST_ROWS:
        raise InvalidError(
            "{file} has more than {limit} rows. Split it into smaller lists.", file=file, limit=MOST_ROWS
        )
    headings = tuple(cell.strip() for cell in records[start])
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise InvalidError("{file} has more than {limit} columns. Take out those that are not about the people.",
                           file=file, limit=MOST_COLUMNS)  # fmt: skip
    rows = tuple(
        _row(number, record, len(headings)) for number, record in enumerate(records[start + 1 :], start=start + 2)
    )
    return Table(
        file=file, headings=headings, rows=rows, encoding=encoding, separator=separator, epoch=epoch, remarks=remarks
    )


def _row(number: int, record: list[str], width: int) -> TableRow:
    surplus = any(cell.strip() for cell in record[width:])
    fault = import_message(
        "The row has {count} cells under {width} headings: a cell that holds the separator needs quotation marks.",
        count=len(record),
        width=width,
    )
    cells = record if surplus else [*record[:width], *[""] * (width - len(record))]
    return TableRow(number, tuple(cells), fault if surplus else None)
