"""The command line as other programs see it."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

import main
from models.errors import ClinicError
from ui import commands
from ui.commands import output

ROOT = Path(__file__).parents[3]
HEAVY = ("PySide6", "shiboken6", "sqlalchemy", "sqlcipher3")


def command(name: str) -> commands.Command:
    module = import_module(f"ui.commands.{name.replace('-', '_')}")
    assert module.__doc__
    return SimpleNamespace(configure=module.configure, run=module.run)


def in_place_of(monkeypatch: pytest.MonkeyPatch, result: int | Exception) -> list[Namespace]:
    seen: list[Namespace] = []

    def run(arguments: Namespace) -> int:
        seen.append(arguments)
        if isinstance(result, Exception):
            raise result
        return result

    def configure(parser: ArgumentParser) -> None:
        parser.add_argument("folder")

    monkeypatch.setattr(commands, "import_module", lambda _name: SimpleNamespace(configure=configure, run=run))
    return seen


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_that_every_command_can_be_configured_and_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        commands.run([name, "--help"])
    assert leaving.value.code == 0
    shown = capsys.readouterr().out
    assert f"main.py {name}" in shown
    assert "--json" in shown
    assert callable(command(name).run)


def test_that_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        commands.run(["--help"])
    assert leaving.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in commands.COMMANDS)


@pytest.mark.parametrize(
    "words", [["celebrate"], ["--unknown"], ["check"], ["check", "a", "b"], ["check", "a", "--js"]]
)
def test_that_wrong_use_has_exit_status_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        commands.run(words)
    assert leaving.value.code == 2
    assert "usage: main.py" in capsys.readouterr().err


def test_that_a_command_is_given_its_words_and_its_status_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = in_place_of(monkeypatch, 0)
    assert commands.run(["check", "Praxis Süd", "--json"]) == 0
    assert seen == [Namespace(folder="Praxis Süd", json=True)]


def test_that_a_refusal_is_one_sentence_on_the_error_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_place_of(monkeypatch, ClinicError("There is no clinic in {folder}.", folder="Łódź"))
    assert commands.run(["check", "x"]) == 1
    assert capsys.readouterr() == ("", "There is no clinic in Łódź.\n")


def test_that_a_fault_of_ours_shows_places_and_nobodys_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_place_of(monkeypatch, ValueError("Anna Berg"))
    monkeypatch.setattr(sys, "argv", ["main.py", "check", "x"])
    assert main.main() == 70
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "commands" in shown
    assert "Anna" not in shown


@pytest.mark.parametrize("name", ["score", "verify"])
def test_that_a_command_without_a_clinic_loads_neither_qt_nor_the_database(name: str) -> None:
    script = f"import sys, ui.commands.{name}; sys.exit(any(heavy in sys.modules for heavy in {HEAVY!r}))"
    finished = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)
    assert finished.returncode == 0


def test_that_without_a_screen_the_window_says_what_works_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert commands.run([]) == 1
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "QT_QPA_PLATFORM=vnc" in shown


def test_that_a_missing_system_library_is_said_with_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import ui.app

    def run(_clinic: object) -> int:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ui.app, "run", run)
    assert commands.run([]) == 1
    shown = capsys.readouterr().err
    assert "libEGL.so.1" in shown
    assert "packaging/system-libraries.sh" in shown


def test_that_json_and_lines_are_never_mixed(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(Namespace(json=True), {"name": "Ana María"}, ["a line"])
    output.show(Namespace(json=False), {"name": "Ana María"}, ["a line"])
    assert capsys.readouterr().out == '{"name": "Ana María"}\na line\n'
