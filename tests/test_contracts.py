"""Each import contract of pyproject.toml holds here, and breaks when its rule is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ui", "exports", "ceremonies", "leaderboards", "models", "migrations")


@dataclass(frozen=True)
class Offence:
    """One import that breaks one contract."""

    contract: str
    file: str
    statement: str
    companion: tuple[str, str] | None = None
    """A second file and its statement, where one import alone is no offence."""


OFFENCES = (
    Offence("arrow", "models/offender.py", "import leaderboards.nominees"),
    Offence("arrow", "leaderboards/offender.py", "from ceremonies import script"),
    Offence("arrow", "ceremonies/offender.py", "import exports"),
    Offence("arrow", "exports/offender.py", "import ui.commands"),
    Offence("areas", "models/people/offender.py", "from models.programme import cohort"),
    Offence("areas", "models/outcomes/offender.py", "from models.recognition import badge"),
    Offence("areas", "models/storage/offender.py", "from models.people import participant"),
    Offence("areas", "models/recognition/offender.py", "from models.pages import today"),
    Offence("areas", "models/offender.py", "from models.errors import ClinicError"),
    Offence("qt", "models/people/offender.py", "from PySide6.QtCore import QObject"),
    Offence("qt", "ceremonies/offender.py", "import PySide6"),
    Offence("qt", "exports/offender.py", "import shiboken6"),
    Offence("commands", "ui/commands/offender.py", "from PySide6.QtCore import QObject"),
    Offence("commands", "ui/commands/offender.py", "import ui.offender", ("ui/offender.py", "import PySide6")),
    Offence("database", "ui/screens/offender.py", "from sqlalchemy import select"),
    Offence("database", "exports/offender.py", "import sqlcipher3"),
    Offence("database", "ceremonies/offender.py", "import sqlalchemy.orm"),
    Offence("paper", "ui/screens/offender.py", "from reportlab.pdfgen import canvas"),
    Offence("paper", "ceremonies/offender.py", "import reportlab"),
    Offence("steps", "migrations/versions/offender.py", "from models.base import Base"),
    Offence("migrations", "migrations/offender.py", "import leaderboards"),
    Offence("unknown-migrations", "models/storage/offender.py", "import migrations.versions"),
    Offence(
        "screens",
        "ui/screens/offender.py",
        "import ui.screens.other_offender",
        ("ui/screens/other_offender.py", "import sys"),
    ),
    Offence(
        "cycles",
        "exports/offender.py",
        "import exports.other_offender",
        ("exports/other_offender.py", "import exports.offender"),
    ),
    Offence("stage", "ceremonies/offender.py", "from models.people.participant import Participant"),
    Offence("stage", "ceremonies/scenes/offender.py", "from models.outcomes import questionnaire"),
    Offence("stage", "ceremonies/offender.py", "from models.programme.cohort import cohort"),
    # Parts that are still to come are shut out without anybody remembering them.
    Offence(
        "stage",
        "ceremonies/offender.py",
        "import models.messages_offender",
        ("models/messages_offender.py", "import sys"),
    ),
    Offence(
        "stage",
        "ceremonies/offender.py",
        "from models.programme.note_offender import NOTE",
        ("models/programme/note_offender.py", "NOTE = 1"),
    ),
    Offence("scores", "leaderboards/offender.py", "from models.outcomes import questionnaire"),
    Offence(
        "scores",
        "leaderboards/offender.py",
        "from models.outcomes.alert_offender import ALERT",
        ("models/outcomes/alert_offender.py", "ALERT = 1"),
    ),
    Offence("scores", "leaderboards/offender.py", "from models.outcomes.instruments import scoring"),
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            place = copy / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}


def lint(tree: Path, contract: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    words = ["--no-logo", "--no-cache", "--contract", contract]
    return subprocess.run(
        [sys.executable, "-c", script, *words], cwd=tree, capture_output=True, text=True, check=False, timeout=120
    )


def test_that_every_contract_has_an_offence_that_breaks_it() -> None:
    assert {offence.contract for offence in OFFENCES} == contracts()


@pytest.mark.parametrize("contract", sorted(contracts()))
def test_that_the_contract_is_kept(tree: Path, contract: str) -> None:
    finished = lint(tree, contract)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda offence: f"{offence.contract}: {offence.statement}")
def test_that_the_offence_breaks_its_contract(tree: Path, offence: Offence) -> None:
    files = [(offence.file, offence.statement), *([offence.companion] if offence.companion else [])]
    try:
        for file, statement in files:
            (tree / file).write_text(f"{statement}\n", encoding="utf-8")
        finished = lint(tree, offence.contract)
    finally:
        for file, _statement in files:
            (tree / file).unlink(missing_ok=True)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "1 broken" in finished.stdout
    assert "offender" in finished.stdout


def test_that_completion_is_the_one_thing_leaderboards_may_know_of_the_forms(tree: Path) -> None:
    offender = tree / "leaderboards/offender.py"
    completion = tree / "models/outcomes/completion.py"
    was_there = completion.exists()
    try:
        offender.write_text("from models.outcomes import completion\n", encoding="utf-8")
        if not was_there:
            completion.write_text('"""Which forms were returned."""\n', encoding="utf-8")
        assert lint(tree, "scores").returncode == 0
    finally:
        offender.unlink()
        if not was_there:
            completion.unlink()
