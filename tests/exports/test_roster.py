"""Rejected rows are written so that they can be corrected and tried again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exports.roster import write_rejects
from models.errors import InvalidError
from models.imports.roster import Outcome, open_roster, preview_roster
from models.imports.spreadsheet_escape import literal_cell
from models.settings import found_clinic
from tests import factory
from tests.conftest import CLINIC

if TYPE_CHECKING:
    from models.storage.database import Database

BROKEN = Path(__file__).parents[1] / "data" / "rosters" / "broken_rows.csv"


@pytest.fixture
def clinic(database: Database) -> Database:
    from models.clinic.clinic import PROGRAM

    with database.write(PROGRAM) as work:
        found_clinic(work, id_=CLINIC, name="Quayside", country="GB")
    return database


def test_that_rejected_rows_keep_their_columns_with_the_reason_behind(clinic: Database, tmp_path: Path) -> None:
    plan = open_roster(BROKEN)
    with clinic.read(factory.actor()) as work:
        rejected = preview_roster(work, plan).those(Outcome.BAD)
    write_rejects(plan.table, rejected, tmp_path / "rejects.csv")
    content = (tmp_path / "rejects.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == [*plan.table.headings, "Reason"]
    assert len(rows) == 6
    assert rows[4][0] == "'=cmd|' /C calc'!A0"
    assert rows[5][-1].startswith("The date of birth, 2031-01-01, lies in the future. Correct it. SMS consent")


def test_that_uncorrected_rows_are_rejected_again_and_corrected_ones_taken(clinic: Database, tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    plan = open_roster(BROKEN)
    with clinic.read(factory.actor()) as work:
        first = preview_roster(work, plan)
        write_rejects(plan.table, first.those(Outcome.BAD), path)
        again = preview_roster(work, open_roster(path))
        assert [[str(one) for one in line.reasons] for line in again.lines] == [
            [str(one) for one in line.reasons] for line in first.those(Outcome.BAD)
        ]
        path.write_text(path.read_text("utf-8").replace("31/02/1981", "28/02/1981"), "utf-8")
        assert preview_roster(work, open_roster(path)).lines[0].outcome is Outcome.GOOD


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_that_no_cell_is_ever_a_formula(sign: str) -> None:
    assert literal_cell(f"{sign}1") == f"'{sign}1"
    assert literal_cell("Anna") == "Anna"


def test_that_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="cannot be written"):
        write_rejects(open_roster(BROKEN).table, (), tmp_path / "missing" / "rejects.csv")
