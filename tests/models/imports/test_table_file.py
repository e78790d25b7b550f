"""Lists of every kind are read with their letters; what is no list is told so."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from models.errors import InvalidError
from models.imports.table_file import MOST_BYTES, MOST_ROWS, Table, read_table

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
LINES = "Vorname;Nachname\r\nZoë;Súilleabháin\r\nŁukasz;Żółć\r\n"
WESTERN = "Vorname;Nachname\r\nZoë;O’Brien-Ó Súilleabháin\r\nJosé;Müller\r\n"


def file(folder: Path, content: bytes | str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(path: Path, rows: list[list[object]], **settings: object) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, value in settings.items():
        setattr(book, name, value)
    book.save(path)
    return path


def test_that_a_german_list_from_excel_keeps_its_letters() -> None:
    table = read_table(ROSTERS / "excel_german.csv")
    assert table.headings == ("Nachname", "Vorname", "Geburtsdatum", "E-Mail", "Telefon", "Bemerkung")
    assert [row.cells[:2] for row in table.rows] == [
        ("Berg", "Anna"), ("Rahimi", "Samir"), ("ap Gruffydd", "Siân"),
        ("Rodrigues Fernandes de Albuquerque e Castro", "Maria do Carmo de Jesus"), ("Li", "Bo"), ("Berg", "Anna"),
        ("O'Brien-Ó Súilleabháin", "Zoë"), ("", "Madonna"),
    ]  # fmt: skip
    assert {row.cells[5] for row in table.rows} == {"kommt später; hat Anfahrt"}
    assert [row.number for row in table.rows] == list(range(2, 10))
    assert "cp1252" in str(table.remarks[0])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250", "gb18030"]
)
def test_that_the_letters_survive_every_way_of_storing_them(tmp_path: Path, encoding: str) -> None:
    wanted = encoding if encoding in {"cp1250", "gb18030"} else None
    table = read_table(file(tmp_path, LINES.encode(encoding)), encoding=wanted)
    assert cells(table) == [("Zoë", "Súilleabháin"), ("Łukasz", "Żółć")]
    assert table.headings == ("Vorname", "Nachname")


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Zoë", "Begoña", "François", "Jürgen", "Ægir", "Ó Súilleabháin", "João"]),
        ("cp1251", ["Дмитро Щербаківський", "Наталія Іваненко", "Олександр Коваленко", "Ірина Мельник"]),
        ("cp1253", ["Ελευθερία Παπαδοπούλου", "Γιώργος Αντωνίου", "Μαρία Νικολάου", "Δημήτρης Ιωάννου"]),
        ("iso2022_jp", ["山田 花子", "佐藤 太郎"]),
        ("shift_jis", ["山田 花子", "佐藤 太郎", "鈴木 一郎", "高橋 さくら"]),
    ],
)
def test_that_older_encodings_are_told_by_their_letters(tmp_path: Path, encoding: str, names: list[str]) -> None:
    text = "Name,Town\r\n" + "".join(f"{name},x\r\n" for name in names)
    assert [row.cells[0] for row in read_table(file(tmp_path, text.encode(encoding))).rows] == names


def test_that_letters_read_wrongly_can_be_put_right_by_hand(tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Town\r\nDvořák,Brno\r\n".encode("cp1250"))
    assert read_table(path, encoding="cp1250").rows[0].cells[0] == "Dvořák"
    with pytest.raises(InvalidError, match="cannot be read as utf-8"):
        read_table(path, encoding="utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_that_the_separator_is_found(tmp_path: Path, sign: str, end: str) -> None:
    text = end.join([sign.join(("Given name", "Family name", "Note")), sign.join(("Anna", "Berg", '"a, b; c"'))])
    table = read_table(file(tmp_path, text))
    assert table.separator == sign
    assert cells(table) == [("Anna", "Berg", "a, b; c")]


def test_that_excels_own_note_of_the_separator_is_heeded(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, "sep=;\r\nName;Note\r\nAnna, Bo;x\r\n"))
    assert table.headings == ("Name", "Note")
    assert cells(table) == [("Anna, Bo", "x")]


def test_that_a_single_column_is_one_only_where_nothing_separates(tmp_path: Path) -> None:
    assert cells(read_table(file(tmp_path, "Name\nBerg, Anna\nMadonna\n"))) == [("Berg, Anna",), ("Madonna",)]
    with pytest.raises(InvalidError, match="more columns than its first row"):
        read_table(file(tmp_path, "Name\nBerg;Anna\n"))


def test_that_a_row_with_too_many_cells_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, "Given,Family,Note\nAnna,Berg,x\nBo,Li,a,b\nSiân,Gruffydd\n"))
    assert [str(row.fault)[:25] if row.fault else "" for row in table.rows] == ["", "The row has 4 cells under", ""]
    assert table.rows[2].cells == ("Siân", "Gruffydd", "")


def test_that_empty_rows_keep_their_number_and_those_at_the_end_are_left_away(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, "\nGiven,Family\nAnna,Berg\n\n,,\nBo,Li\n,\n\n"))
    assert [(row.number, row.is_blank) for row in table.rows] == [(3, False), (4, True), (5, True), (6, False)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "it is empty"),
        (b" \r\n ", "it is empty"),
        (b"%PDF-1.7\n1 0 obj", "it is a PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "it is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked Excel workbook"),
        (bytes(range(256)) * 8, "it holds no text"),
        (b"MZ\x90\x00\x03\x00\x00", "it holds no text"),
        (b"Given,Family\nAn\x00na,Berg\n", "it holds no text"),
        (b"<!DOCTYPE html><table><tr><td>Anna</td></tr></table>", "it is a web page"),
        (b"PK\x03\x04nothing more", "it is a zip archive"),
        (b",,\n,\n ,\n", "every cell is empty"),
    ],
)
def test_that_what_is_no_list_is_told_so(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(InvalidError, match="is not a CSV or Excel file") as refusal:
        read_table(file(tmp_path, content))
    assert kind in str(refusal.value)


def test_that_a_folder_and_a_missing_file_are_told_so(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(InvalidError, match="it is a folder"):
        read_table(tmp_path / "x.csv")
    with pytest.raises(InvalidError, match="cannot be read"):
        read_table(tmp_path / "y.csv")


def test_that_quotation_marks_that_never_close_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="from line 3 on"):
        read_table(file(tmp_path, 'Given,Family\nAnna,Berg\n"Bo,Li\nSiân,Gruffydd\n'))


def test_that_a_huge_cell_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="line 2"):
        read_table(file(tmp_path, f"Given,Family\n{'x' * 200_000},Berg\n"))
    with pytest.raises(InvalidError, match="larger than 20 MB"):
        read_table(file(tmp_path, b"Given,Family\n" + b"Anna,Berg\n" * (MOST_BYTES // 10)))
    with pytest.raises(InvalidError, match="more than 20000 rows"):
        read_table(file(tmp_path, "Given,Family\n" + "Anna,Berg\n" * (MOST_ROWS + 1)))
    with pytest.raises(InvalidError, match="more than 200 columns"):
        read_table(file(tmp_path, ",".join(f"c{place}" for place in range(500)) + "\n" + "x," * 499 + "x\n"))


def test_that_a_workbook_gives_values_whatever_it_is_called(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.csv",
        [["Given name", "Born", "Mobile", "Note"], ["Zoë", date(1979, 6, 25), 447700900110, "=1+1"], [None],
         ["Bo", datetime.fromisoformat("1990-02-28 08:30"), "07700 900108", True], [None]],
    )  # fmt: skip
    table = read_table(path)
    assert table.headings == ("Given name", "Born", "Mobile", "Note")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Zoë", "1979-06-25", "447700900110", "")),
        (3, ("", "", "", "")),
        (4, ("Bo", "1990-02-28 08:30:00", "07700 900108", "yes")),
    ]
    assert table.epoch == date(1899, 12, 30)


def test_that_the_first_visible_sheet_with_people_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Cover"
    people, old, secret = (book.create_sheet(name) for name in ("People", "Last year", "Salaries"))
    people.append(["Name"])
    people.append(["Anna Berg"])
    old.append(["Name"])
    secret.sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    table = read_table(tmp_path / "book.xlsx")
    assert cells(table) == [("Anna Berg",)]
    assert [str(one) for one in table.remarks] == [
        "Only the sheet People was read, not Cover, Last year.",
        "Hidden sheets were not read: Salaries.",
    ]


def repacked(source: Path, target: Path, **parts: bytes) -> Path:
    """Copy a workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def test_that_a_workbook_that_would_fill_the_disk_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [["Name"], ["Anna"]])
    bomb = repacked(good, tmp_path / "bomb.xlsx", **{"xl/worksheets/sheet1.xml": b" " * 100_000_000})
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(InvalidError, match="unpack to far more"):
        read_table(bomb)
    many = repacked(good, tmp_path / "many.xlsx", **{f"x/{place}": b"" for place in range(2_500)})
    with pytest.raises(InvalidError, match="unpack to far more"):
        read_table(many)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_that_a_workbook_with_entities_is_refused(tmp_path: Path, part: str) -> None:
    good = workbook(tmp_path / "good.xlsx", [["Name"], ["Anna"]])
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with pytest.raises(InvalidError, match="made to do harm"):
        read_table(repacked(good, tmp_path / "evil.xlsx", **{part: laughs}))


def test_that_half_a_workbook_is_told_to_be_damaged(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [["Name"], ["Anna"]])
    with pytest.raises(InvalidError, match="is damaged"):
        read_table(repacked(good, tmp_path / "half.xlsx", **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}))
    with pytest.raises(InvalidError, match="is a zip archive"):
        read_table(file(tmp_path, good.read_bytes()[:-400], "cut.xlsx"))
