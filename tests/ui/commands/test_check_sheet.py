"""`main.py check`: with a day sheet, and where the end of the record was cut off."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from exports.day_sheet import day_sheet
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.storage import cipher
from models.storage.audit_anchor import anchor_code, anchor_groups
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from ui import commands

if TYPE_CHECKING:
    from pathlib import Path

    from models.storage.audit import Head


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Head]:
    """A clinic with a sheet of it beside, and what the sheet says."""
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LAUREL_USER", raising=False)
    folder = tmp_path / "clinic"
    create_clinic(folder, name="Quayside", country="GB", administrator="Mina", passphrase=PASSPHRASE, cost=CHEAP)
    with closing(open_clinic(folder, PASSPHRASE)) as clinic:
        with clinic.database.write(clinic.actor) as work:
            factory.group(work, size=3)
        head = clinic.database.verify_audit().head
        with clinic.database.read(clinic.actor) as work:
            (tmp_path / "sheet.pdf").write_bytes(day_sheet(work))
    return folder, head


def checked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert commands.run(["check", str(folder), *words, "--json"]) == status
    return json.loads(capsys.readouterr().out)["problems"]


def cut(folder: Path, after: int, *, with_its_note: bool) -> None:
    with closing(open_clinic(folder, PASSPHRASE, is_exclusive=False)) as clinic:
        key = clinic.keys.data
    with closing(cipher.connect(folder / "clinic.db", key)) as connection:
        connection.execute("DELETE FROM audit_entry WHERE seq > ?", (after,))
    for backup in (folder / "backups").iterdir():
        backup.unlink()
    if with_its_note:
        (folder / "head.json").unlink()


def test_that_a_sheet_agrees_as_letters_as_code_and_as_file(
    made: tuple[Path, Head], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, head = made
    typed = f"{head.seq} {' '.join(anchor_groups(head))}"
    for given in (typed, anchor_code(head), str(tmp_path / "sheet.pdf")):
        assert checked(folder, capsys, "--anchor", given) == []


def test_that_a_tail_cut_off_with_every_trace_is_found_by_the_sheet_alone(
    made: tuple[Path, Head], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, head = made
    cut(folder, head.seq - 2, with_its_note=True)
    said = f"The end of the record of who did what is missing, from entry {head.seq - 1} on."
    assert checked(folder, capsys, "--anchor", str(tmp_path / "sheet.pdf"), status=1) == [said]


def test_that_a_tail_cut_off_is_named_by_its_first_entry(
    made: tuple[Path, Head], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = made
    cut(folder, 10, with_its_note=False)
    found = checked(folder, capsys, status=1)
    assert found[0].startswith("The newest records of this clinic are missing")
    assert found[1] == "The end of the record of who did what is missing, from entry 11 on."


def test_that_a_slip_of_the_pen_is_no_alarm(made: tuple[Path, Head], capsys: pytest.CaptureFixture[str]) -> None:
    folder, head = made
    assert commands.run(["check", str(folder), "--anchor", f"{head.seq + 1} {' '.join(anchor_groups(head))}"]) == 1
    assert "One of the letters is wrong" in capsys.readouterr().err
