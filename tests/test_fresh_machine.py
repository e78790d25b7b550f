"""What a fresh machine runs: the script of the checks, and the Makefile with an older or a newer Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SET: Final = {
    "PYTHONUNBUFFERED": "1", "PYTHONPATH": "/elsewhere", "QT_QPA_PLATFORM": "vnc", "QT_SCALE_FACTOR": "2",
    "LAUREL_USER": "Mina", "LAUREL_PASSPHRASE": "one\nXDG_NOT=a variable", "XDG_CONFIG_HOME": "/elsewhere",
}  # fmt: skip

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="this system has no shell of this kind")


def program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@needs_shell
def test_that_the_checks_lean_on_no_variable_of_the_machine_and_are_make_test(tmp_path: Path) -> None:
    program(tmp_path / "make", 'echo "make $*"; env')
    kept = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "MYPYTHON": "stays"}
    answer = subprocess.run(
        [str(ROOT / ".ci" / "run")], env={**SET, **kept}, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    words, *lines = answer.stdout.splitlines()
    assert words == "make test"
    assert "MYPYTHON=stays" in lines
    assert not [line for line in lines if line.startswith(("PYTHON", "QT_", "LAUREL_", "XDG_"))]


@needs_shell
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("version", "is_refused", "said"),
    [
        ((3, 10), True, "Laurel needs Python 3.11 to 3.14"),
        ((3, 11), False, ""),
        ((3, 14), False, ""),
        ((3, 15), False, "Laurel has not been tried with Python 3.15 yet."),
    ],
)
def test_that_an_older_python_is_refused_and_a_newer_one_is_tried(
    tmp_path: Path, version: tuple[int, int], said: str, *, is_refused: bool
) -> None:
    python = tmp_path / "python"
    claim = f"import sys; sys.version_info = {(*version, 0)!r}"
    program(python, f'[ "$1" = -c ] || {{ echo "ran $*"; exit 0; }}\nexec {sys.executable} -c "{claim}; $2"')
    made = tmp_path / "venv" / f".made-with-{version[0]}.{version[1]}"
    (tmp_path / "venv").mkdir()
    answer = subprocess.run(
        ["make", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}", str(made)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert (answer.returncode != 0) is is_refused, answer.stderr
    assert said in answer.stderr
    assert bool(answer.stderr) is bool(said)
    assert made.exists() is not is_refused
