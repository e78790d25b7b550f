"""`main.py recover`, and what a first passphrase cannot do without a window."""

from __future__ import annotations

import json
import unicodedata
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import WrongPassphraseError
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.keys.slots import Cost, read_key_file
from models.people.account import add_account
from models.people.recovery_sheet import make_recovery_sheet_valid
from tests.conftest import CHEAP
from ui import commands
from ui.commands import new, recover, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Sentence = Callable[[list[str]], str]

OLD, NEW = "correct horse battery", "seven yellow boats"
MEASURED = Cost(memory_kib=16, time=2, lanes=1)
NAME = "Zoë Żółć"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_PASSPHRASE", NEW)
    for variable in ("LAUREL_USER", "LAUREL_RECOVERY"):
        monkeypatch.delenv(variable, raising=False)
    for command in (new, recover):
        monkeypatch.setattr(command, "cost_here", lambda: MEASURED)


@pytest.fixture
def sentence(capsys: pytest.CaptureFixture[str]) -> Sentence:
    def said(words: list[str]) -> str:
        capsys.readouterr()
        assert commands.run(words) == 1
        answer = capsys.readouterr().err
        assert answer.count("\n") == 1
        return answer

    return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_clinic(tmp_path / "c", name="Łódź", country="PL", administrator=NAME, passphrase=OLD, cost=CHEAP)
    return tmp_path / "c"


@pytest.fixture
def key(folder: Path) -> RecoveryKey:
    made = new_recovery_key()
    clinic = open_clinic(folder, OLD)
    with clinic.database.write(clinic.actor) as work:
        make_recovery_sheet_valid(work, clinic.keyring, made, confirmed=clinic.confirmed)
    clinic.close()
    return made


def words_of(key: RecoveryKey) -> list[str]:
    return [" ".join([*words, digits]) for words, digits in key.lines]


@pytest.mark.parametrize("form", ["words", "code"])
def test_that_the_sheet_gives_a_new_passphrase_as_dear_as_this_computer_bears(
    folder: Path, key: RecoveryKey, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAUREL_RECOVERY", key.code if form == "code" else " ".join(words_of(key)))
    assert commands.run(["recover", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"clinic": str(folder), "user": NAME}
    opened = open_clinic(folder, NEW)
    assert opened.keys.clinical is not None
    opened.close()
    with pytest.raises(WrongPassphraseError):
        open_clinic(folder, OLD)
    (slot,) = read_key_file(ClinicFolder(folder)).people
    assert slot.cost == MEASURED


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_that_an_account_is_named_in_whatever_way_its_accents_are_composed(
    folder: Path, key: RecoveryKey, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_RECOVERY", key.code)
    name = unicodedata.normalize(form, NAME.upper())  # type: ignore[arg-type]  # (the stub wants the literal)
    assert commands.run(["recover", str(folder), "--user", name]) == 0
    open_clinic(folder, NEW, NAME).close()


def test_that_the_lines_and_the_passphrase_are_asked_for_where_somebody_is_there(
    folder: Path, key: RecoveryKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: Iterator[str] = iter([*words_of(key), NEW, NEW])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.delenv("LAUREL_PASSPHRASE")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sign_in, "getpass", answer)
    assert commands.run(["recover", str(folder)]) == 0
    assert asked[0] == "Line 1 of the recovery sheet: "
    assert asked[-2:] == ["New passphrase: ", "Again: "]
    open_clinic(folder, NEW).close()


def test_that_a_refusal_says_why_and_changes_nothing(
    folder: Path, key: RecoveryKey, sentence: Sentence, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "keys.json").read_bytes()
    assert "LAUREL_RECOVERY" in sentence(["recover", str(folder)])
    lines = words_of(key)
    monkeypatch.setenv("LAUREL_RECOVERY", " ".join([lines[0], lines[2], lines[1], lines[3]]))
    assert "Line 2" in sentence(["recover", str(folder)])
    monkeypatch.setenv("LAUREL_RECOVERY", new_recovery_key().code)
    assert "does not open this clinic" in sentence(["recover", str(folder)])
    monkeypatch.setenv("LAUREL_RECOVERY", key.code)
    assert f"Accounts here: {NAME}." in sentence(["recover", str(folder), "--user", "Nobody"])
    monkeypatch.setenv("LAUREL_PASSPHRASE", "short")
    assert "too short" in sentence(["recover", str(folder)])
    assert (folder / "keys.json").read_bytes() == before


def test_that_wrong_use_is_told_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commands.run(["recover"])
    assert left.value.code == 2
    assert "usage: main.py recover" in capsys.readouterr().err


def test_that_a_new_clinic_is_as_dear_as_this_computer_bears(tmp_path: Path) -> None:
    assert commands.run(["new", str(tmp_path / "new"), "--name", "N", "--country", "GB"]) == 0
    (slot,) = read_key_file(ClinicFolder(tmp_path / "new")).people
    assert slot.cost == MEASURED


@pytest.mark.parametrize("words", [["cohorts"], ["check"], ["backup", "--out", "x.laurel"]])
def test_that_a_first_passphrase_opens_no_command_and_it_says_how_to_go_on(
    folder: Path, words: list[str], sentence: Sentence, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = open_clinic(folder, OLD)
    with clinic.database.write(clinic.actor) as work:
        first = add_account(work, clinic.keyring, "Ada Lund", [Role.ADMINISTRATOR], confirmed=clinic.confirmed)
    clinic.close()
    monkeypatch.setenv("LAUREL_USER", "Ada Lund")
    monkeypatch.setenv("LAUREL_PASSPHRASE", first.passphrase)
    assert "Sign in once in the window and choose one of your own" in sentence([words[0], str(folder), *words[1:]])
