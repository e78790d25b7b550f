"""What a headless command prints: lines for a person, JSON for a program."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable


_COMMANDS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def show(arguments: Namespace, data: object, lines: Iterable[str]) -> None:
    """Print `data` as JSON where `--json` was given, else the lines."""
    if arguments.json:
        say(json.dumps(data, ensure_ascii=False))
    else:
        for line in lines:
            say(line)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{on_one_line(line)}\n")


def complain(sentence: str) -> None:
    """Print one sentence on the error output."""
    sys.stderr.write(f"{on_one_line(sentence)}\n")


def on_one_line(text: str) -> str:
    """Show what would break the line, or command a terminal, by its number (as JSON writes it too)."""
    return "".join(f"\\u{ord(sign):04x}" if _COMMANDS.match(sign) else sign for sign in text)


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
