"""Tables that leave Laurel: nothing calculates, nothing breaks the file, and what was cut says so."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from exports.table_file import LONGEST_CELL, TableFile, csv_bytes, records, workbook_bytes
from models.imports.spreadsheet_escape import is_calculated, is_escaped, literal_cell
from models.imports.table_file import read_table
from tests.faults.hostile import corpora

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Strings = Callable[[], tuple[str, ...]]

NOW = datetime(2026, 9, 7, 18, tzinfo=UTC)
FORMULAS = (
    "=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-1", "=cmd|' /C calc'!A0",
)  # fmt: skip
PLAIN = ("Anna", "", "'tis", "O'Brien", "1+1", "a=1", " =1", "_x0041_", "#N/A", "TRUE", "007", "1e5", "a\tb", "a\nb")
BROKEN = ("a\x00b", "\x00=1", "a\x0bb", "\ud800x", "x\udfff", "\ufffe", "\uffff", "a\x85b", "\x1b[2J")


def table(*texts: str) -> TableFile:
    return TableFile("People", ("Name", "Note"), tuple((text, "x") for text in texts))


def cells(content: bytes) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [row[0] for row in sheet.iter_rows(min_row=2)]


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_that_a_formula_is_a_text_in_both_kinds_of_file(text: str) -> None:
    cell = cells(workbook_bytes(table(text), NOW))[0]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    written = lines(csv_bytes(table(text)))[1][0]
    assert written.startswith("'")
    assert is_escaped(written)


@pytest.mark.parametrize("text", PLAIN)
def test_that_any_other_text_is_written_as_it_is(text: str) -> None:
    assert lines(csv_bytes(table(text)))[1][0] == text
    cell = cells(workbook_bytes(table(text), NOW))[0]
    assert not cell.quotePrefix
    assert cell.value in {text or None, text.replace("_", "_x005F_", 1)}
    assert cell.data_type in {"s", "n" if not text else "s"}


@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_that_taking_the_mark_away_gives_what_it_was(text: str) -> None:
    written = literal_cell(text)
    assert (written[1:] if is_escaped(written) else written) == text
    assert is_calculated(text) == (written != text)


@pytest.mark.parametrize("text", BROKEN)
def test_that_what_no_workbook_may_hold_is_shown_by_a_sign(text: str, tmp_path: Path) -> None:
    for kind, content in ((".xlsx", workbook_bytes(table(text), NOW)), (".csv", csv_bytes(table(text)))):
        (tmp_path / f"list{kind}").write_bytes(content)
        found = read_table(tmp_path / f"list{kind}").rows[0].cells[0]
        assert "\ufffd" in found


@pytest.mark.parametrize("strings", corpora())
def test_that_every_text_comes_back_from_both_kinds_of_file(strings: Strings, tmp_path: Path) -> None:
    given = [text for text in strings() if text.strip()]
    whole = table(*given)
    for kind, content in ((".xlsx", workbook_bytes(whole, NOW)), (".csv", csv_bytes(whole))):
        (tmp_path / f"list{kind}").write_bytes(content)
        read = [row.cells[0] for row in read_table(tmp_path / f"list{kind}").rows]
        back = [cell[1:] if is_escaped(cell) else cell for cell in read]
        odd = [(text, cell) for text, cell in zip(given, back, strict=True) if text != cell and "\ufffd" not in cell]
        assert odd == []
    assert sum("\ufffd" in cell for cell in back) - sum("\ufffd" in text for text in given) <= 8


def test_that_a_text_longer_than_a_cell_is_cut_between_characters_and_says_so() -> None:
    for text in ("a" * 40_000, "😀" * 20_000, "a" + "😀" * 20_000):
        value = cells(workbook_bytes(table(text), NOW))[0].value
        assert value.endswith("…")
        assert text.startswith(value[:-1])
        assert LONGEST_CELL - 1 <= len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cells(workbook_bytes(table("a" * LONGEST_CELL), NOW))[0].value == "a" * LONGEST_CELL
    assert lines(csv_bytes(table("a" * 40_000)))[1][0] == "a" * 40_000


def test_that_days_and_numbers_keep_their_kind_and_a_day_before_excel_is_written_out() -> None:
    rows = ((date(1961, 2, 11), 3, 2.5), (date(1899, 12, 30), None, 0))
    whole = TableFile("Numbers", ("Born", "Count", "Score"), rows)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(workbook_bytes(whole, NOW))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [datetime(1961, 2, 11), 3, 2.5],  # noqa: DTZ001  (a workbook knows no zones)
        ["1899-12-30", None, 0],
    ]
    assert lines(csv_bytes(whole))[1:] == [["1961-02-11", "3", "2.5"], ["1899-12-30", "", "0"]]
    assert records(whole)[0] == {"Born": "1961-02-11", "Count": 3, "Score": 2.5}


def test_that_csv_is_as_its_standard_says() -> None:
    content = csv_bytes(TableFile("T", ("a", "b"), (('say "hi"', "x,y"), ("two\r\nlines", "z"))))
    assert content == b'\xef\xbb\xbfa,b\r\n"say ""hi""","x,y"\r\n"two\nlines",z\r\n'


def test_that_a_workbook_holds_no_formula_no_link_and_no_name_of_a_program_of_others() -> None:
    archive = zipfile.ZipFile(io.BytesIO(workbook_bytes(table(*FORMULAS, "http://127.0.0.1/x", "file:///etc"), NOW)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in everything
    assert b"<hyperlink" not in everything
    assert b"openpyxl" not in everything
