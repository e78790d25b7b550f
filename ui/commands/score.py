"""`main.py score`: score the responses to a form; needs no clinic, no database and no window."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ClinicError
from models.outcomes.instruments.library import instrument
from models.outcomes.instruments.scoring import Score, score
from models.translation import tr
from ui.commands.output import show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from models.outcomes.instruments.rules import Value


def configure(parser: ArgumentParser) -> None:
    """Add the form and where its responses are read from."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help=tr("the form, such as phq9, odi or peg"))
    parser.add_argument(
        "file",
        metavar="FILE.json",
        nargs="?",
        default="-",
        help=tr('{"responses": [..]} or a list of these; null is a blank; - or nothing reads the standard input'),
    )


def run(arguments: Namespace) -> int:
    """Score one record or a list of them, each on its own; what cannot be scored says why."""
    form = instrument(arguments.instrument)
    given = _records(arguments.file)
    scored = [_scored(form.id, record) for record in (given if isinstance(given, list) else [given])]
    results = [_result(each) for each in scored]
    show(arguments, results if isinstance(given, list) else results[0], map(_line, scored))
    return 0


def _records(source: str) -> list[object] | dict[str, object]:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        found = json.loads(raw.decode("utf-8-sig"))
    except OSError as fault:
        raise ClinicError(
            "{file} cannot be read ({fault}). Check its name and place.", file=source, fault=fault.strerror
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise ClinicError(
            'The responses are not JSON. Write them as {{"responses": [..]}}, with null for a blank.'
        ) from fault
    if not isinstance(found, list | dict):
        raise ClinicError(
            'The responses are not a record. Write them as {{"responses": [..]}}, or as a list of such records.'
        )
    return found


def _scored(form: str, record: object) -> Score:
    responses = record.get("responses") if isinstance(record, dict) else None
    if not isinstance(responses, list | dict):
        version = instrument(form).rule_version
        return Score(
            instrument=form,
            scores={},
            valid=False,
            reason=tr('The record has no list of "responses".'),
            rule_version=version,
        )
    return score(form, responses)


def _result(scored: Score) -> dict[str, object]:
    result: dict[str, object] = {"instrument": scored.instrument, "scores": dict(scored.scores), "valid": scored.valid}
    if not scored.valid:
        result["reason"] = scored.reason
    return result | {"rule_version": scored.rule_version}


def _line(scored: Score) -> str:
    found = ", ".join(f"{key} {_said(value)}" for key, value in scored.scores.items())
    said = ". ".join(part for part in (found, scored.reason) if part)
    return f"{scored.instrument}: {said}"


def _said(value: Value) -> str:
    """Say a score, a flag or the words of a band; the keys before them are those of the JSON."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return tr(value) if isinstance(value, str) else str(value)
