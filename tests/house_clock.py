"""The rules of the house about time and chance: whose clock is read, and in which zone an instant is told."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tests.house import at, name_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house import File

CLOCK: Final = "models/folder/clock.py"
NAMES_FILES: Final = ("models/folder/", "models/keys/", "models/storage/", "models/backup/", "models/clinic/")
"""May take a random name for a file of their own, or a key."""
ZONELESS: Final = {
    "ui/widgets/forms.py",  # takes the day or the time out of a field of Qt, which has no zone
    "models/imports/workbook_file.py",  # the cells of a spreadsheet are wall-clock times
    "models/backup/rotation.py",  # names files, and counts the days of which a backup is kept, in UTC for ever
    "models/backup/swap.py",  # names a folder; another zone could give a name that is there already
    "models/folder/lock.py",  # writes its note before a clinic, and so a zone, is open; the sentence says UTC
    "ui/errors.py",  # reports a bug also where no clinic is open; the report says UTC
}
"""Where what gives a day is not an instant, or is meant in UTC."""

_CLOCKS: Final = {"now", "utcnow", "today", "currentDateTime", "currentDateTimeUtc", "currentDate", "currentTime"}
_TIMES: Final = {"time", "time_ns", "localtime", "gmtime", "ctime"}
_OF_A_DAY: Final = {"date", "time", "timetz", "weekday", "isoweekday", "isocalendar", "strftime"}
_DIRECTIVE: Final = re.compile(r"%[A-Za-z]")
_MEASURES: Final = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"}


def one_clock(file: File) -> Iterator[str]:
    """Clock and randomness are passed in."""
    if file.path == CLOCK:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            taken = {alias.name for alias in node.names}
            if taken & _TIMES or (taken & _MEASURES and not file.is_in("ui/")):
                yield at(node, "time is passed in")
        elif isinstance(node, ast.Attribute) and _reads_clock(node, in_ui=file.is_in("ui/")):
            yield at(node, f"{ast.unparse(node)}: time is passed in")
        elif isinstance(node, ast.Call) and _takes_chance(node, names_files=file.is_in(*NAMES_FILES)):
            yield at(node, f"{ast.unparse(node.func)}: chance is passed in")


def _reads_clock(node: ast.Attribute, *, in_ui: bool) -> bool:
    owner = name_of(node.value)
    if owner in {"datetime", "date", "QDateTime", "QDate", "QTime"}:
        return node.attr in _CLOCKS
    return owner == "time" and (node.attr in _TIMES or (node.attr in _MEASURES and not in_ui))


def _takes_chance(call: ast.Call, *, names_files: bool) -> bool:
    if name_of(call.func) == "uuid4":
        return not names_files
    return owner_of(call.func) == "random" and name_of(call.func) not in {"Random", "SystemRandom"}


def day_in_zone(file: File) -> Iterator[str]:
    """An instant gives a day or a time of day only where it is visibly put into the clinic's zone."""
    if file.path in ZONELESS:
        return
    zoned = {target.id for target, value in _assigned(file.tree) if isinstance(target, ast.Name) and _is_zoned(value)}
    for call in file.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in _OF_A_DAY:
            owner = call.func.value
            # `datetime.strftime` of the class, and `func.date` of SQL, read no instant here.
            is_class = isinstance(owner, ast.Name) and owner.id in {"datetime", "sa", "func"}
            if not is_class and not _is_zoned(owner) and name_of(owner) not in zoned:
                yield at(call, f"{ast.unparse(call)}: take work.today, or the instant in the clinic's zone first")
    # A name cannot tell a date from an instant, its annotation can; `today` is a date in the whole tree.
    for field in _formatted(file.tree):
        if not _is_zoned(field.value) and name_of(field.value) not in zoned | _zoneless_names(file.tree) | {"today"}:
            yield at(field, f"{ast.unparse(field.value)} is told in no zone: put it into the clinic's, or say UTC")


def _formatted(tree: ast.Module) -> Iterator[ast.FormattedValue]:
    """Give the fields that are formatted as a day or a time, but for texts that say UTC."""
    for text in ast.walk(tree):
        if isinstance(text, ast.JoinedStr):
            fields = [part for part in text.values if isinstance(part, ast.FormattedValue) and part.format_spec]
            says_utc = any(isinstance(part, ast.Constant) and "UTC" in str(part.value) for part in text.values)
            if not says_utc:
                yield from (one for one in fields if _DIRECTIVE.search(ast.unparse(one.format_spec or one)))


def _zoneless_names(tree: ast.Module) -> set[str]:
    """Give the names that are annotated as a date or a time of day everywhere in a file, and never as an instant."""
    annotated = [
        (node.arg if isinstance(node, ast.arg) else name_of(node.target), ast.unparse(node.annotation))
        for node in ast.walk(tree)
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None
    ]
    instants = {name for name, kind in annotated if "datetime" in kind}
    return {name for name, kind in annotated if re.search(r"\b(date|time)\b", kind)} - instants


def _assigned(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Give each assigned target with its value, anywhere in a file; of `a, b = x, y` both."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    yield from zip(target.elts, node.value.elts, strict=False)
                else:
                    yield target, node.value


def _is_zoned(expression: ast.expr) -> bool:
    """Tell whether an instant is put into a zone there; UTC is no clinic's, and no argument is the computer's."""
    return any(
        isinstance(node, ast.Call)
        and name_of(node.func) == "astimezone"
        and bool(node.args)
        and name_of(node.args[0]) not in {"UTC", "utc"}
        for node in ast.walk(expression)
    )
