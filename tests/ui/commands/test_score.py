"""The command that scores a form."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ui.commands import run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]


@pytest.fixture
def scored(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., object]:
    def ask(form: str, records: object) -> object:
        file = tmp_path / "responses.json"
        file.write_text(json.dumps(records), encoding="utf-8")
        assert run(["score", form, str(file), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_that_one_record_gives_one_result(scored: Callable[..., object]) -> None:
    assert scored("phq9", {"responses": [2, 2, 2, 2, 1, 1, 1, 1, 0]}) == {
        "instrument": "phq9",
        "scores": {"total": 12, "band": "Moderate depression", "item9_flag": False},
        "valid": True,
        "rule_version": "1",
    }


def test_that_a_list_gives_a_list_and_one_bad_record_spoils_no_other(scored: Callable[..., object]) -> None:
    good, blank, other = {"responses": [6, 7, 4]}, {"responses": [6, None, 4]}, {"answers": [1]}
    results = scored("peg", [good, blank, other, 5, good])
    assert isinstance(results, list)
    assert [each["valid"] for each in results] == [True, False, False, False, True]
    assert results[1]["scores"] == {}
    assert results[1]["reason"] == "Question 2 has no answer. All 3 questions need an answer for a score."
    assert "responses" in results[2]["reason"]


def test_that_an_empty_list_gives_an_empty_list(scored: Callable[..., object]) -> None:
    assert scored("peg", []) == []


def test_that_a_raw_sum_is_enough_where_a_table_is_published(scored: Callable[..., object]) -> None:
    result = scored("promis_pi4a", {"responses": {"raw_sum": 20}})
    assert isinstance(result, dict)
    assert result["scores"]["t"] == 75.6


def test_that_the_standard_input_is_read_without_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'\xef\xbb\xbf{"responses": [7]}')))
    assert run(["score", "nprs"]) == 0
    assert capsys.readouterr().out == "nprs: value 7\n"


def test_that_a_person_reads_why_there_is_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.json"
    file.write_text('{"responses": [null, NaN, 1]}', encoding="utf-8")
    assert run(["score", "peg", str(file)]) == 0
    assert capsys.readouterr().out == "peg: Answer 2 is not a number.\n"


@pytest.mark.parametrize(
    "content",
    [b"not json", b"\xff\xfe", b"7", b'"text"', b"[" * 100_000, b"", b'{"responses": ' + b"9" * 5000 + b"}"],
    ids=["words", "bytes", "number", "text", "depth", "nothing", "digits"],
)
def test_that_what_is_no_record_is_refused_in_one_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    assert run(["score", "peg", str(file)]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    assert "{{" not in written.err


def test_that_a_missing_file_and_an_unknown_form_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "peg", str(tmp_path / "none.json")]) == 1
    assert "none.json" in capsys.readouterr().err
    assert run(["score", "sf36"]) == 1
    assert "no form called sf36" in capsys.readouterr().err


def test_that_the_command_loads_neither_database_nor_window() -> None:
    code = (
        "import sys; from ui.commands import run; run(['score', 'peg', '--json']);"
        "sys.exit(bool({'sqlalchemy', 'PySide6', 'sqlcipher3', 'argon2'} & set(sys.modules)))"
    )
    given = b'{"responses": [1, 2, 3]}'
    ran = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["scores"]["mean"] == 2.0
