"""Every headless command in a language that nobody speaks: what it says and what it can be asked is no English."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest

from exports.shipped_templates import Shipped
from models.clinic.founding import create_clinic
from models.keys.slots import Cost
from tests.pseudo_language import LEFT_TO_RIGHT, spoken_everywhere
from ui import commands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE: Final = "correct horse battery"
CHEAP: Final = Cost(memory_kib=8, time=1, lanes=1)
RUNS: Final = re.compile(r"[A-Za-z]{2,}")
PYTHONS_OWN: Final = "usage options show this help message and exit h positional arguments"
"""Said by argparse, which has catalogues of its own."""
# The kinds of a list are typed as they are; days off are called as the library of holidays calls them.
DATA: Final = (
    "Quayside Mina Autumn Back in Motion Anna Silva Ben clinic json csv pdf xlsx UTC MB PHQ public nothing "
    "attendance board forms scores Christmas New Year Day "
    "phq main py score FILE responses laurel LAUREL USER London Europe GB"
)
LIST: Final = "Given name,Family name,Date of birth\nAnna,Silva,1970-05-30\nAnna,Silva,1970-05-30\nBen,,1970-13-30\n"


@pytest.fixture(autouse=True)
def _spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LAUREL_USER", raising=False)
    with spoken_everywhere(LEFT_TO_RIGHT):
        yield


def english_in(said: str, *data: str) -> set[str]:
    """Give the words without an accent that are neither data, options nor what stands for a value."""
    known = {word.casefold() for word in RUNS.findall(" ".join((DATA, *data)))}
    shown = re.sub(r"--?[a-z][a-z-]*|\b[A-Z|:]+\b|\S*/\S*|\b\w*\d\w*\b", " ", said)
    return {run for run in RUNS.findall(shown) if run.casefold() not in known}


@pytest.mark.parametrize("name", ["", *commands.COMMANDS])
def test_that_the_help_of_a_command_says_no_english(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.run([*filter(None, [name]), "--help"])
    said = capsys.readouterr().out
    head, _, told = said.partition("\n\n")
    told = re.sub(r"\{[^}]*\}", " ", told)  # the values of an option, which are typed as they are
    assert head.startswith("usage: main.py")
    assert "‹" in told
    assert english_in(told, PYTHONS_OWN, *commands.COMMANDS, *Shipped) == set()


def test_that_a_clinic_run_by_commands_is_told_no_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, lists = str(tmp_path / "clinic"), tmp_path / "list.csv"
    create_clinic(tmp_path / "clinic", name="Quayside", country="GB", administrator="Mina", passphrase=PASSPHRASE,
        cost=CHEAP)  # fmt: skip
    lists.write_text(LIST, encoding="utf-8")
    group = ["--cohort", "Autumn"]
    asked = [
        ["cohorts", folder],
        [
            "cohort",
            folder,
            "--name",
            "Autumn",
            "--programme",
            "Back in Motion",
            "--start",
            "2031-11-27",
            "--at",
            "18:00",
        ],
        ["cohorts", folder],
        ["import-people", folder, str(lists), *group, "--dry-run"],
        ["import-people", folder, str(lists), *group, "--only-good"],
        ["standings", folder, *group],
        ["report", folder, *group, "--out", str(tmp_path / "list.xlsx")],
        ["certificates", folder, *group, "--out", str(tmp_path / "papers")],
        ["issuer-key", folder, "--out", str(tmp_path / "issuer.json")],
        ["verify", "LRL1:AAAA", "--issuer", str(tmp_path / "issuer.json")],
        ["export-person", folder, "--person", "Anna Silva", "--out", str(tmp_path / "anna.zip")],
        ["backup", folder, "--out", str(tmp_path / "copy.laurel")],
        ["restore", str(tmp_path / "copy.laurel"), "--out", str(tmp_path / "again")],
        ["check", folder],
    ]
    for words in asked:
        commands.run(words)
        told = capsys.readouterr()
        assert told.out + told.err, words
        assert english_in(told.out + told.err) == set(), words


def test_that_a_score_says_no_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, responses in enumerate(([1] * 9, [1] * 4 + [None] * 5, [9] * 9, "none")):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps({"responses": responses}), encoding="utf-8")
        commands.run(["score", "phq9", str(file)])
        assert english_in(capsys.readouterr().out, "total band") == set()
