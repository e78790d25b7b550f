"""Reading Excel workbooks: values only, checked by their ZIP directory before anything is unpacked."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from openpyxl.utils.exceptions import InvalidFileException

from models.errors import InvalidError
from models.imports.import_message import ImportMessage, import_message
from models.imports.spreadsheet_escape import is_calculated
from models.translation import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_UNPACKED: Final = 60_000_000
MOST_PARTS: Final = 2_000
"""Bytes and files: more is a ZIP bomb, or no list of people."""
_ENCODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character by its number: so workbooks write what XML does not allow, and any text that looks like this."""
_MARKER: Final = "xl/workbook.xml"
_DAMAGED: Final = (zipfile.BadZipFile, ParseError, InvalidFileException, KeyError, ValueError, TypeError, IndexError,
                   AttributeError, EOFError, NotImplementedError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet as text, the day from which its day numbers count, and messages about it."""

    rows: list[list[str]]
    epoch: date
    remarks: tuple[ImportMessage, ...]


def is_workbook(content: bytes) -> bool:
    """Tell by its ZIP directory whether a file is an Excel workbook."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _MARKER in archive.namelist()
    except zipfile.BadZipFile:
        return False


def read_workbook(file: str, content: bytes, *, most_rows: int, most_columns: int) -> Sheet:
    """Read the values of the first visible sheet with any; raise `InvalidError` for a damaged, locked or harmful file.

    Reading stops after `most_rows`.
    """
    _confirm_harmless(file, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _sheet(book, most_rows, most_columns)
        finally:
            book.close()
    except InvalidError:
        raise
    except (DefusedXmlException, *_DAMAGED):
        raise _refusal(file, Text("it is damaged")) from None


def _sheet(book: openpyxl.Workbook, most_rows: int, most_columns: int) -> Sheet:
    every: list[Any] = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    visible = [sheet for sheet in every if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in every if sheet not in visible]
    epoch = book.epoch.date()
    chosen, rows = "", list[list[str]]()
    for sheet in visible:
        rows = _rows(sheet, most_rows, most_columns)
        if any(any(row) for row in rows):
            chosen = sheet.title
            break
    others = [sheet.title for sheet in visible if sheet.title != chosen]
    remarks = []
    if others:
        remarks.append(
            import_message("Only the sheet {sheet} was read, not {others}.", sheet=chosen, others=", ".join(others))
        )
    if hidden:
        remarks.append(import_message("Hidden sheets were not read: {others}.", others=", ".join(hidden)))
    return Sheet(rows, epoch, tuple(remarks))


def _rows(sheet: Any, most_rows: int, most_columns: int) -> list[list[str]]:  # noqa: ANN401  (openpyxl types it wrongly)
    sheet.reset_dimensions()  # the size that the file states may be wrong: rows would be missed
    rows: list[list[str]] = []
    blank = 0
    for cells in sheet.iter_rows(max_col=most_columns + 1):
        row = _trimmed(cells)
        blank = 0 if any(row) else blank + 1
        rows.append(row)
        if len(rows) > most_rows + 2 or blank > most_rows:
            break
    return rows


def _trimmed(cells: Sequence[Any]) -> list[str]:
    row = [_with_apostrophe(cell, _text(cell.value)) for cell in cells]
    while row and not row[-1]:
        row.pop()
    return row


def _with_apostrophe(cell: Any, text: str) -> str:  # noqa: ANN401  (of a sheet that is only read)
    """Put back the apostrophe of a text that looks like a formula: Excel keeps it in the cell's style."""
    return f"'{text}" if is_calculated(text) and cell.has_style and cell.style_array.quotePrefix else text


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return _ENCODED.sub(lambda found: chr(int(found[1], 16)), value)
        case _:
            return str(value)


def _confirm_harmless(file: str, content: bytes) -> None:
    """Raise `InvalidError` for a file that unpacks to far more than a list, is locked, or declares entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _refusal(file, Text("it would unpack to far more than a list of people can hold"))
        if any(part.flag_bits & 1 for part in parts):
            raise _refusal(file, Text("it is locked with a password"))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _confirm_plain(file, archive, part)


def _confirm_plain(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Parse one part as far as its first element, before which alone a document type can be declared."""
    try:
        with archive.open(part) as stream:
            next(iter(iterparse(stream, events=("start",), forbid_dtd=True)), None)
    except (DefusedXmlException, *_DAMAGED, zlib.error):
        raise _refusal(file, Text("it is damaged, or made to do harm")) from None


def _refusal(file: str, reason: Text) -> InvalidError:
    return InvalidError(
        "{file} is not an Excel file that Laurel opens: {reason}. Save the list again, or as CSV.",
        file=file,
        reason=reason,
    )
