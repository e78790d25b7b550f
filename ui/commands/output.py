"""What a headless command prints: lines for a person, JSON for a program."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable


def show(arguments: Namespace, data: object, lines: Iterable[str]) -> None:
    """Print `data` as JSON where `--json` was given, else the lines."""
    if arguments.json:
        say(json.dumps(data, ensure_ascii=False))
    else:
        for line in lines:
            say(line)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


def complain(sentence: str) -> None:
    """Print one sentence on the error output."""
    sys.stderr.write(f"{sentence}\n")


def progress(line: str) -> None:
    """Replace the progress line on the error output; silent where nobody looks."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def use_utf8() -> None:
    """Let names of every script through, whatever code page the terminal or pipe was opened with."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
