"""Output of headless commands: lines for a person, JSON for a program."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable


# Controls and direction overrides: a participant's name must not move the cursor or reorder a line.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


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


def print_error(sentence: str) -> None:
    """Print one sentence on the error output."""
    sys.stderr.write(f"{on_one_line(sentence)}\n")


def on_one_line(text: str) -> str:
    """Escape the characters that break a line or control a terminal, as JSON does."""
    return "".join(f"\\u{ord(sign):04x}" if _CONTROLS.match(sign) else sign for sign in text)


def progress(line: str) -> None:
    """Replace the progress line on the error output, where that is a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def use_utf8() -> None:
    """Set the output to UTF-8: names of every script must not fail at the code page of a terminal or pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
