"""The commands that make, check, back up and restore a clinic."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.access import Role
from models.backup.backup import backups
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder
from models.keys.slots import Cost, add_slot
from models.people.staff import add_staff
from models.recognition.effort import EffortPoint
from tests import factory
from ui import commands

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "correct horse battery"
CHEAP = Cost(memory_kib=8, time=1, lanes=1)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LAUREL_USER", raising=False)
    monkeypatch.setattr("ui.commands.new.cost_here", lambda: CHEAP)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    folder = tmp_path / "Klinik Łódź"
    create_clinic(folder, name="Łódź", country="PL", administrator="Mina", passphrase=PASSPHRASE, cost=CHEAP)
    return folder


@pytest.fixture
def busy_clinic(clinic: Path) -> Path:
    opened = open_clinic(clinic, PASSPHRASE, clock=factory.MovingClock())
    with opened.database.write(opened.actor) as work:
        factory.run_sessions(work, factory.group(work, size=3), ["PLE"])
    opened.close()
    return clinic


def add_account(clinic: Path, name: str, role: Role, passphrase: str) -> None:
    opened = open_clinic(clinic, PASSPHRASE, "Mina")
    with opened.database.write(opened.actor) as work:
        account = add_staff(work, name, [role])
    add_slot(opened.folder, opened.keys, account, name, passphrase, clinical=False, cost=CHEAP)
    opened.close()


def json_of(words: list[str], capsys: pytest.CaptureFixture[str], status: int = 0) -> Any:
    capsys.readouterr()
    assert commands.run([*words, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def sentence_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert commands.run(words) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_that_a_new_clinic_is_whole_and_opens_for_its_administrator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_USER", "Mina Okafor")
    folder = tmp_path / "praxis"
    made = json_of(["new", str(folder), "--name", "Praxis Süd", "--country", "DE"], capsys)
    assert made == {"clinic": str(folder), "name": "Praxis Süd", "administrator": "Mina Okafor"}
    assert json_of(["check", str(folder)], capsys) == {"ok": True, "problems": []}


def test_that_a_new_clinic_never_takes_the_place_of_another(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (clinic / "keys.json").read_bytes()
    assert "already holds something" in sentence_of(["new", str(clinic), "--name", "Other"], capsys)
    assert (clinic / "keys.json").read_bytes() == before


def test_that_a_country_without_known_holidays_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "x"
    assert "country" in sentence_of(["new", str(folder), "--name", "X", "--country", "QQ"], capsys)
    assert not folder.exists()


def test_that_check_finds_nothing_wrong_in_a_clinic_that_worked(
    busy_clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json_of(["check", str(busy_clinic)], capsys) == {"ok": True, "problems": []}
    assert commands.run(["check", str(busy_clinic)]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_that_check_works_while_the_window_has_the_clinic_open(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_clinic(clinic, PASSPHRASE)
    try:
        assert json_of(["check", str(clinic)], capsys)["ok"]
    finally:
        opened.close()


def test_that_check_remarks_a_damaged_backup_of_a_sound_clinic(
    busy_clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_clinic(busy_clinic, PASSPHRASE)
    opened.close()
    path = backups(ClinicFolder(busy_clinic))[0]
    path.write_bytes(path.read_bytes()[:-9])
    found = json_of(["check", str(busy_clinic)], capsys)
    assert found["ok"]
    assert found["remarks"] == [f"The backup {path.name} is damaged or not this clinic's."]
    assert commands.run(["check", str(busy_clinic)]) == 0
    assert capsys.readouterr().err == f"Note: {found['remarks'][0]}\n"


def test_that_check_remarks_that_backups_are_not_made_any_more(
    busy_clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_clinic(busy_clinic, PASSPHRASE).close()
    opened = open_clinic(busy_clinic, PASSPHRASE, clock=lambda: system_clock() - timedelta(days=4))
    with opened.database.write(opened.actor) as work:
        factory.person(work, "Anna", "Berg")
    opened.holding.close()
    opened.database.close()
    (remark,) = json_of(["check", str(busy_clinic)], capsys)["remarks"]
    assert remark.startswith("What was entered since ")
    assert remark.endswith(" UTC is in no backup.")


def test_that_check_finds_a_flipped_bit(busy_clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = busy_clinic / "clinic.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    found = json_of(["check", str(busy_clinic)], capsys, status=1)
    assert not found["ok"]
    assert found["problems"]


def test_that_check_finds_points_that_no_mark_explains(busy_clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = open_clinic(busy_clinic, PASSPHRASE)
    with opened.database.write(opened.actor) as work:
        row = work.session.query(EffortPoint).first()
        assert row is not None
        row.points += 100
    opened.close()
    found = json_of(["check", str(busy_clinic)], capsys, status=1)
    assert len(found["problems"]) == 1
    assert "Autumn evening" in found["problems"][0]


def test_that_check_finds_a_damaged_media_file(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = open_clinic(clinic, PASSPHRASE)
    name = opened.media.store(b"a logo")
    opened.close()
    (clinic / "media" / name).write_bytes(b"LRM1 something else entirely, long enough")
    assert "damaged" in json_of(["check", str(clinic)], capsys, status=1)["problems"][0]


def test_that_a_backup_restores_to_the_same_clinic(
    busy_clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, copy = tmp_path / "out" / "clinic.laurel", tmp_path / "copy"
    made = json_of(["backup", str(busy_clinic), "--out", str(file)], capsys)
    assert made == {"file": str(file), "bytes": file.stat().st_size}
    assert json_of(["restore", str(file), "--out", str(copy)], capsys)["clinic"] == str(copy)
    assert json_of(["check", str(copy)], capsys)["ok"]


def test_that_a_backup_never_writes_over_a_file(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.txt"
    file.write_text("mine", encoding="utf-8")
    assert "already a file" in sentence_of(["backup", str(clinic), "--out", str(file)], capsys)
    assert file.read_text(encoding="utf-8") == "mine"


def test_that_a_restore_never_writes_over_a_clinic(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.laurel"
    assert commands.run(["backup", str(clinic), "--out", str(file)]) == 0
    assert "not empty" in sentence_of(["restore", str(file), "--out", str(clinic)], capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "{folder}/nowhere"], "no clinic"),
        (["restore", "{folder}/nothing.laurel", "--out", "{folder}/x"], "no backup"),
        (["backup", "{folder}", "--out", "{folder}/x.laurel"], "do not open this clinic"),
    ],
)
def test_that_what_cannot_be_done_is_said_in_one_sentence(
    clinic: Path,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LAUREL_PASSPHRASE", "not the passphrase")
    assert said in sentence_of([word.format(folder=clinic) for word in words], capsys)


def test_that_without_a_passphrase_and_a_person_it_says_which_variable(
    clinic: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAUREL_PASSPHRASE")
    assert "LAUREL_PASSPHRASE" in sentence_of(["check", str(clinic)], capsys)


def test_that_only_the_only_administrator_acts_without_a_name(
    clinic: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_account(clinic, "Sam Reception", Role.FRONT_DESK, "another passphrase")
    assert json_of(["check", str(clinic)], capsys)["ok"]
    monkeypatch.setenv("LAUREL_PASSPHRASE", "another passphrase")
    assert "LAUREL_USER" in sentence_of(["check", str(clinic)], capsys)
    monkeypatch.setenv("LAUREL_USER", "Sam Reception")
    assert json_of(["check", str(clinic)], capsys)["ok"]


def test_that_two_administrators_have_to_say_who_acts(
    clinic: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_account(clinic, "Ada", Role.ADMINISTRATOR, "a second passphrase")
    assert "LAUREL_USER" in sentence_of(["check", str(clinic)], capsys)
    monkeypatch.setenv("LAUREL_USER", "mina")
    assert json_of(["check", str(clinic)], capsys)["ok"]
