"""The commands that plan cohorts, import people and list what became of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.backup.backup_list import backups_in
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.people.consent import Purpose
from tests import factory
from ui import commands

PASSPHRASE = "correct horse battery"
ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
CHEAP = Cost(memory_kib=8, time=1, lanes=1)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LAUREL_USER", raising=False)


@pytest.fixture
def clinic(tmp_path: Path) -> str:
    folder = tmp_path / "clinic"
    create_clinic(folder, name="Quayside", country="GB", administrator="Mina", passphrase=PASSPHRASE, cost=CHEAP)
    return str(folder)


@pytest.fixture
def cohort(clinic: str, capsys: pytest.CaptureFixture[str]) -> str:
    words = ["cohort", clinic, "--name", "Autumn", "--programme", "back in motion", "--start", "2031-09-01"]
    assert commands.run([*words, "--at", "18:00"]) == 0
    capsys.readouterr()
    return clinic


def json_of(words: list[str], capsys: pytest.CaptureFixture[str], status: int = 0) -> Any:
    capsys.readouterr()
    assert commands.run([*words, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def imported(clinic: str, file: str | Path, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    return json_of(["import-people", clinic, str(file), "--cohort", "Autumn", *words], capsys, status)


def test_that_a_cohort_is_planned_around_holidays(clinic: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["cohort", clinic, "--name", "Autumn", "--programme", "Back in Motion", "--start", "2031-11-27"]
    planned = json_of([*words, "--at", "18:00"], capsys)
    assert len(planned["sessions"]) == 12
    assert planned["sessions"][0] == {"number": 1, "starts": "2031-11-27T18:00+00:00"}
    assert [each["day"] for each in planned["passed_over"]] == ["2031-12-25", "2032-01-01"]


def test_that_a_second_cohort_of_a_name_is_refused(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["cohort", cohort, "--name", "AUTUMN", "--programme", "Back in Motion", "--start", "2031-09-01"]
    assert commands.run([*words, "--at", "18:00"]) == 1
    assert "already a cohort" in capsys.readouterr().err


@pytest.mark.parametrize(("start", "at"), [("01/09/2031", "18:00"), ("2031-09-01", "6pm"), ("2031-02-30", "18:00")])
def test_that_a_date_or_time_that_is_none_is_wrong_use(clinic: str, start: str, at: str) -> None:
    words = ["cohort", clinic, "--name", "A", "--programme", "Back in Motion", "--start", start, "--at", at]
    with pytest.raises(SystemExit) as end:
        commands.run(words)
    assert end.value.code == 2


def test_that_the_cohorts_are_listed_as_promised(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    imported(cohort, ROSTERS / "clinic_list.csv", capsys)
    (line,) = json_of(["cohorts", cohort], capsys)
    assert {name: line[name] for name in ("name", "week", "people", "state")} == {
        "name": "Autumn", "week": 0, "people": 12, "state": "planned",
    }  # fmt: skip
    assert commands.run(["cohorts", cohort]) == 0
    assert "12 people  Autumn" in capsys.readouterr().out


def test_that_a_list_is_imported_and_the_second_time_skipped(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = imported(cohort, ROSTERS / "clinic_list.csv", capsys)
    assert (first["imported"], first["skipped"], first["rejected"]) == (12, [], [])
    again = imported(cohort, ROSTERS / "clinic_list.csv", capsys)
    assert again["imported"] == 0
    assert again["skipped"][0] == {"row": 2, "reason": "Anna Berg is in the clinic already.", "name": "Anna Berg"}
    assert len(again["skipped"]) == 12


def test_that_one_bad_row_refuses_the_list_in_one_sentence(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import-people", cohort, str(ROSTERS / "broken_rows.csv"), "--cohort", "Autumn", "--json"]
    assert commands.run(words) == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert (told["imported"], [line["row"] for line in told["rejected"]]) == (0, [4, 6, 8, 16, 17])
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("Nothing was imported: 5 of 16 rows cannot be taken.")
    assert json_of(["cohorts", cohort], capsys)[0]["people"] == 0


def test_that_the_good_rows_go_in_and_the_others_into_a_file(
    cohort: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rejects = tmp_path / "rejects.csv"
    told = imported(cohort, ROSTERS / "broken_rows.csv", capsys, "--only-good", "--rejects", str(rejects))
    assert told["imported"] == 9
    assert rejects.read_text("utf-8-sig").count("\n") == 6
    assert json_of(["cohorts", cohort], capsys)[0]["people"] == 9


def test_that_a_dry_run_writes_nothing(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    noted = ("clinic.db", "head.json")  # who came and went is written down all the same
    before = {path: path.read_bytes() for path in Path(cohort).rglob("*") if path.is_file() and path.name not in noted}
    told = imported(cohort, ROSTERS / "clinic_list.csv", capsys, "--dry-run")
    assert (told["imported"], told["dry_run"]) == (12, True)
    now = {path: path.read_bytes() for path in Path(cohort).rglob("*") if path.is_file() and path.name not in noted}
    assert now == before
    assert json_of(["cohorts", cohort], capsys)[0]["people"] == 0


def test_that_dates_with_two_readings_are_refused_until_their_order_is_given(
    cohort: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,DOB\nAnna,04/03/1968\n", "utf-8")
    assert commands.run(["import-people", cohort, str(path), "--cohort", "Autumn"]) == 1
    assert capsys.readouterr().err == (
        "04/03/1968 can be read in two ways. Say with --dates dmy or --dates mdy how list.csv writes its dates.\n"
    )
    assert imported(cohort, path, capsys, "--dates", "dmy")["imported"] == 1


def test_that_a_list_is_imported_after_a_backup_and_a_rehearsal_needs_none(
    clinic: str, cohort: str, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_clinic(Path(clinic), PASSPHRASE)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Anna", "Berg")
    opened.holding.close()  # as after a crash: nothing was backed up
    opened.database.close()
    imported(clinic, ROSTERS / "clinic_list.csv", capsys, "--dry-run")
    assert "import" not in {line.reason for line in backups_in(Path(clinic) / "backups")}
    imported(clinic, ROSTERS / "clinic_list.csv", capsys)
    made = [(line.reason, line.people) for line in backups_in(Path(clinic) / "backups")]
    assert made[:2] == [("close", 13), ("import", 1)]


def test_that_a_german_list_is_imported_with_its_letters(cohort: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = imported(cohort, ROSTERS / "excel_german.csv", capsys)
    assert (told["imported"], told["rejected"]) == (8, [])
    opened = open_clinic(Path(cohort), PASSPHRASE)
    with opened.database.read(opened.actor) as work:
        from models.people.participant import find_people

        assert "Zoë O'Brien-Ó Súilleabháin" in {line.name for line in find_people(work)}
    opened.close()


@pytest.mark.parametrize(("file", "sentence"), [("no.csv", "cannot be read"), ("x.csv", "is not a CSV or Excel file")])
def test_that_a_file_that_is_no_list_gets_one_sentence(
    cohort: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, sentence: str
) -> None:
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.4")
    assert commands.run(["import-people", cohort, str(tmp_path / file), "--cohort", "Autumn"]) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_that_the_board_is_empty_below_five_and_shows_aliases_above(
    clinic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_clinic(Path(clinic), PASSPHRASE, clock=factory.MovingClock())
    with opened.database.write(opened.actor) as work:
        them = factory.group(work, size=6)
        for one in them.people[:4]:
            factory.agree(work, one, Purpose.BOARD)
        factory.run_sessions(work, them, ["PPEPPP"])
    opened.close()
    words = ["standings", clinic, "--cohort", "autumn evening"]
    assert json_of(words, capsys) == []
    assert commands.run(words) == 0
    assert capsys.readouterr().out == "No board: 4 opted in, and there is one from 5 people on.\n"
    opened = open_clinic(Path(clinic), PASSPHRASE, clock=factory.MovingClock())
    with opened.database.write(opened.actor) as work:
        factory.agree(work, them.people[4], Purpose.BOARD)
    opened.close()
    board = json_of(words, capsys)
    assert [(line["points"], line["rank"]) for line in board] == [(10, 1)] * 4 + [(5, 2)]
    assert not {line["name"] for line in board} & {"Anna Berg", "Bo Li"}
    assert commands.run(words) == 0
    assert capsys.readouterr().out.startswith("  1    10  ")


def test_that_an_unknown_cohort_is_told(clinic: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["standings", clinic, "--cohort", "Winter"]) == 1
    assert "There is no cohort called Winter" in capsys.readouterr().err
