"""Whatever a scheduled job or a slip of the keyboard gives to a command: done, or refused in one sentence."""

from __future__ import annotations

import os
import shutil
from argparse import ArgumentParser
from importlib import import_module
from typing import TYPE_CHECKING, Final

import pytest

from exports.delivery import deliver
from models.errors import ClinicError
from tests.conftest import CHEAP
from tests.faults.hostile import corpora
from tests.faults.places import ROOT, SIGN_IN
from ui import commands
from ui.session.kdf_calibration import cost_here

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Strings = Callable[[], tuple[str, ...]]

ROSTER: Final = str(ROOT / "tests" / "data" / "rosters" / "clinic_list.csv")
SOUND: Final[dict[str, tuple[str, ...]]] = {
    "demo": ("made", "--cohorts=1", "--people=1"),
    "new": ("made", "--name=X"),
    "cohort": ("clinic", "--name=X", "--programme=Back in Motion", "--start=2026-09-07", "--at=18:00"),
    "cohorts": ("clinic",),
    "check": ("clinic",),
    "import-people": ("clinic", ROSTER, "--cohort=Autumn evening", "--dry-run"),
    "score": ("phq9", "answers.json"),
    "standings": ("clinic", "--cohort=Autumn evening"),
    "report": ("clinic", "--cohort=Autumn evening", "--out=list.csv"),
    "certificates": ("clinic", "--cohort=Autumn evening", "--out=certificates"),
    "issuer-key": ("clinic", "--out=issuer.json"),
    "verify": ("LR1.ABC", "--issuer=issuer.json"),
    "backup": ("clinic", "--out=one.laurel"),
    "restore": ("kept.laurel", "--out=restored"),
    "recover": ("clinic", "--user=Mina Okafor"),
    "drill": ("clinic", "--from=kept.laurel"),
    "export-person": ("clinic", "--person=Samir Rahimi", "--out=person.zip"),
}
VALUES: Final = (
    "--", "-", "", " ", "\n", "-rf", "=", "'", "%s%n%(a)s", "{0}", "../../x", "x" * 5000, os.fsdecode(b"\xff"), "🏳",
    "nan", "1e999", "-1", "0", "9" * 30, "٣", "clinic", "answers.json", "no/such/folder", "\u202ex", "﷽",
)  # fmt: skip

SLOW: Final = {
    "demo": 12,
    "new": 12,
    "cohort": 3,
    "certificates": 2,
    "restore": 2,
    "report": 2,
    "standings": 2,
    "export-person": 6,
}
"""Of these every so manieth value; the others are quick to refuse."""


@pytest.fixture
def here(clinic_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to stand in, with a clinic, a backup and a file of answers."""
    folder = tmp_path / "here"
    folder.mkdir()
    clinic_path.rename(folder / "clinic")
    shutil.copyfile(next((folder / "clinic" / "backups").iterdir()), folder / "kept.laurel")
    (folder / "answers.json").write_text('{"responses": [1, 2, 3]}')
    (folder / "issuer.json").write_text("{}")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LAUREL_RECOVERY", "no sheet")
    monkeypatch.setattr("ui.session.kdf_calibration.calibrated", lambda *_: CHEAP)
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    cost_here.cache_clear()
    yield folder
    cost_here.cache_clear()


def actions(name: str) -> list[Action]:
    parser = ArgumentParser()
    import_module(f"ui.commands.{name.replace('-', '_')}").configure(parser)
    return [action for action in parser._actions if action.nargs is None and action.dest != "help"]


def with_hostile(name: str, action: Action, value: str) -> list[str]:
    """Give the words of a sound call with one value replaced."""
    sound = list(SOUND[name])
    if action.option_strings:
        option = action.option_strings[0]
        kept = [word for word in sound if not word.startswith(f"{option}=")]
        return [name, *kept, f"{option}={value}"]
    places = [one.dest for one in actions(name) if not one.option_strings]
    bare = [word for word in sound if not word.startswith("--")]
    bare[places.index(action.dest)] = value
    return [name, *(word for word in sound if word.startswith("--")), "--", *bare]


def status_of(words: list[str]) -> int:
    try:
        return commands.run(words)
    except SystemExit as leaving:
        return int(leaving.code or 0)


def confirm_manners(status: int, complaint: str, words: list[str]) -> None:
    """Refuse anything but: done, or one sentence."""
    assert status in {0, 1, 2}, words
    assert "Traceback" not in complaint
    if status == 1:
        assert len([line for line in complaint.splitlines() if not line.startswith("Note: ")]) == 1, (words, complaint)
        assert complaint.rstrip("\n").endswith((".", "!", "?", ")")), (words, complaint)
    if status == 2:
        last = complaint[complaint.index(": error: ") :]
        assert complaint.startswith("usage: main.py")
        assert last.endswith("\n")


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_that_a_hostile_value_in_any_place_is_done_or_refused_in_one_sentence(
    here: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for action in actions(name):
        for value in VALUES[:: SLOW.get(name, 1)]:
            words = with_hostile(name, action, value)
            capsys.readouterr()
            confirm_manners(status_of(words), capsys.readouterr().err, words)
            for left in ("made", "restored", "one.laurel"):
                shutil.rmtree(here / left, ignore_errors=True)
                (here / left).unlink(missing_ok=True)
    assert status_of(["check", "clinic"]) == 0


@pytest.mark.parametrize("strings", corpora())
def test_that_any_text_names_a_cohort_or_a_form_that_is_not_there(
    strings: Strings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    for text in _some(strings()):
        for words in (["score", f"--list={text}"], ["standings", "clinic", f"--cohort={text}"]):
            capsys.readouterr()
            status = status_of(words)
            assert status in {1, 2}, words
            confirm_manners(status, capsys.readouterr().err, words)


def _some(texts: tuple[str, ...]) -> Iterator[str]:
    yield from (text.replace("\x00", "") for text in texts[:: max(1, len(texts) // 40)])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="devices as Linux has them")
def test_that_what_is_no_file_is_never_replaced_by_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ClinicError, match="is no file"):
        deliver(tmp_path / "pipe", b"x")
    assert (tmp_path / "pipe").is_fifo()
