"""The lists of a cohort on the command line: as a workbook, as CSV and for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from exports.table import Listing
from models.imports.table_file import read_table
from tests.faults.places import SIGN_IN, new_clinic
from ui import commands

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def clinic_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_clinic(tmp_path_factory.mktemp("reports") / "clinic")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)


def report(clinic_path: Path, out: Path, *more: str) -> int:
    return commands.run(["report", str(clinic_path), "--cohort", "autumn EVENING", "--out", str(out), *more])


@pytest.mark.parametrize("listing", ["people", "attendance", "board", "forms", "scores"])
def test_that_each_list_is_written_as_each_kind(
    clinic_path: Path, tmp_path: Path, listing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("xlsx", "csv", "json"):
        out = tmp_path / "new folder" / f"list.{kind}"
        assert report(clinic_path, out, "--list", listing, "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert told == {"list": listing, "rows": 0 if listing in {"board", "scores"} else 4, "file": str(out)}
        assert out.read_bytes()
    rows = json.loads((tmp_path / "new folder" / "list.json").read_text("utf-8"))
    assert len(rows) == told["rows"]
    assert len(read_table(tmp_path / "new folder" / "list.csv").rows) == told["rows"]
    assert openpyxl.load_workbook(tmp_path / "new folder" / "list.xlsx").active is not None


def test_that_attendance_is_what_a_report_is_unless_another_list_is_named(
    clinic_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(clinic_path, tmp_path / "list.CSV") == 0
    assert capsys.readouterr().out == f"Attendance: 4 rows are in {tmp_path / 'list.CSV'}.\n"
    assert "Came" in read_table(tmp_path / "list.CSV").headings


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("list.pdf", "as PDF are not there yet"), ("list", "cannot tell the kind"), ("list.xls", "cannot tell the kind")],
)
def test_that_another_kind_of_file_is_refused_in_one_sentence(
    clinic_path: Path, tmp_path: Path, name: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(clinic_path, tmp_path / name) == 1
    complaint = capsys.readouterr().err
    assert sentence in complaint
    assert complaint.count("\n") == 1
    assert not (tmp_path / name).exists()


def test_that_a_list_that_there_is_not_is_answered_with_those_that_there_are(
    clinic_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        report(clinic_path, tmp_path / "list.csv", "--list", "register")
    complaint = capsys.readouterr().err
    assert "Listing" not in complaint
    assert all(each.value in complaint for each in Listing)


def test_that_a_cohort_that_is_not_there_leaves_no_file(
    clinic_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "list.csv"
    assert commands.run(["report", str(clinic_path), "--cohort", "=1+1", "--out", str(out)]) == 1
    assert "no cohort called =1+1" in capsys.readouterr().err
    assert not out.exists()
