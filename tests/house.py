"""Rules of the code that a machine can check; each yields the offences that it finds in one file."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
CODE: Final = ("main.py", "ui/", "exports/", "ceremonies/", "leaderboards/", "models/", "migrations/")

DATABASE: Final = "models/storage/database.py"
LAST_STOPS: Final = ("main.py", "ui/tasks.py")
SEEKER: Final = "models/privacy/mentions.py"
"""Looks for people's names in texts, in every order of their parts, and shows none."""
WORK_IN_UI: Final = ("ui/sample/",)
"""The sample clinic makes months of records by use cases of every folder, in units of work that it opens itself at
moments of its own clock; what it does is made up, so that nothing below `ui/` should be able to do it."""
LONGEST_FILE: Final = 400

_PATHS: Final = re.compile(r"\b(Path|ClinicFolder)\b")
_VAGUE: Final = re.compile(r"(Manager|Helper|Util|Utils|Handler)(?![a-z])")
_REASONLESS: Final = re.compile(r"#\s*(noqa|type:\s*ignore|fmt:\s*off)(?!.*\(.+\))")
_ADDRESSES: Final = re.compile(
    r"pypi\." + r"org|python" + r"hosted|registry\.npm" + r"js|deb\.debian\." + r"org|pkg\." + r"dev|"
    r"(?<![\w.])/wo" + r"rk/|(?<![\w.}])/t" + r"mp/(?!\.X11-unix/)|/ro" + r"ot/"
)


@dataclass(frozen=True)
class File:
    """One file of the tree, by its path from the root, with its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def is_in(self, *folders: str) -> bool:
        return self.path.startswith(folders)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@cache
def tracked() -> tuple[File, ...]:
    """Give every text file that belongs to Laurel."""
    git = shutil.which("git")
    words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run([git, *words], cwd=ROOT, capture_output=True, text=True, check=False) if git else None
    names = listed.stdout.split("\0") if listed is not None and listed.returncode == 0 else _walked()
    return tuple(_readable(sorted(set(names) - {""})))


def python_files() -> tuple[File, ...]:
    """Give Laurel's own code, without its tests."""
    return tuple(file for file in tracked() if file.path.endswith(".py") and file.path.startswith(CODE))


def _walked() -> list[str]:
    """List the files where there is no git to ask, as in an unpacked archive."""
    generated = {"build", "screenshots"}
    kept = [top for top in ROOT.iterdir() if top.name not in generated and not top.name.startswith(".")]
    paths = [path for top in kept for path in (top.rglob("*") if top.is_dir() else [top])]
    return [path.relative_to(ROOT).as_posix() for path in paths if path.is_file() and path.suffix != ".pyc"]


def _readable(names: list[str]) -> Iterator[File]:
    for name in names:
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield File(name, content.decode("utf-8", errors="replace"))


def name_of(function: ast.expr) -> str:
    """Give the last name of an expression: `setText` of `self.title.setText`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def owner_of(function: ast.expr) -> str:
    """Give the name before the last: `datetime` of `datetime.now`, and of `datetime.datetime.now`."""
    return name_of(function.value) if isinstance(function, ast.Attribute) else ""


def at(node: ast.AST, sentence: str) -> str:
    """Format an offence with its line."""
    return f"line {getattr(node, 'lineno', 1)}: {sentence}"


def permission_first(file: File) -> Iterator[str]:
    """A public function whose first parameter is `work` starts with `work.require(...)`."""
    for node in file.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
            first = node.args.args[0]
            typed = first.annotation is not None and ast.unparse(first.annotation).strip("'\"") == "Work"
            if (first.arg == "work" or typed) and not _requires(node, first.arg):
                yield at(node, f"{node.name} does not start with work.require(...)")


def _requires(function: ast.FunctionDef, work: str) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    first = body[0] if body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Call)):
        return False
    return name_of(first.value.func) == "require" and owner_of(first.value.func) == work


def no_use_case_in_window(file: File) -> Iterator[str]:
    """The window asks and acts through the folders below it: nothing in `ui/` is handed the unit of work.

    A protocol may name it, since it only says what is asked for from below.
    """
    if not file.is_in("ui/") or file.is_in(*WORK_IN_UI):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef) and any(name_of(_unsubscripted(base)) == "Protocol" for base in node.bases):
            continue
        for function in ast.iter_child_nodes(node):
            if isinstance(function, ast.FunctionDef) and _is_given_work(function):
                yield at(function, f"{function.name} is a use case or a page's read: it belongs below ui/")


def _unsubscripted(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base


def _is_given_work(function: ast.FunctionDef) -> bool:
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    annotations = ("" if one.annotation is None else ast.unparse(one.annotation).strip("'\"") for one in given)
    return any(one.arg == "work" for one in given) or "Work" in annotations


def confirmed_is_used(file: File) -> Iterator[str]:
    """A public function given a `confirmed` and a `work` checks it with `work.confirm`, or hands it on by its name."""
    for node in file.tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
        calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
        used = [c for c in calls if name_of(c.func) == "confirm" or any(k.arg == "confirmed" for k in c.keywords)]
        if {"work", "confirmed"} <= names and not used:
            yield at(node, f"{node.name} is given a passphrase typed once more and does not look at it")


def one_commit(file: File) -> Iterator[str]:
    """Nothing but the database commits, and no table is made but by a migration."""
    for call in file.calls():
        if name_of(call.func) == "commit" and file.path != DATABASE:
            yield at(call, "only the database commits")
        if name_of(call.func) == "create_all":
            yield at(call, "tables are made by migrations")


def relationships_raise(file: File) -> Iterator[str]:
    """A relationship is never loaded implicitly."""
    for call in file.calls():
        lazy = next((word.value for word in call.keywords if word.arg == "lazy"), None)
        if name_of(call.func) == "relationship" and not (isinstance(lazy, ast.Constant) and lazy.value == "raise"):
            yield at(call, 'a relationship needs lazy="raise"')


def no_blanket_except(file: File) -> Iterator[str]:
    """Only `LAST_STOPS` catch everything; whoever cleans up re-raises."""
    if file.path in LAST_STOPS:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            # A bare `raise` at the end passes the error on unchanged.
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if not passes_on and any(one is None or name_of(one) in {"Exception", "BaseException"} for one in caught):
                yield at(node, "catches everything")


def no_vague_name(file: File) -> Iterator[str]:
    """No Manager, Helper, Util or Handler."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef) and _VAGUE.search(node.name):
            yield at(node, f"{node.name} does not say what it is")
    if re.search(r"(^|_)(manager|helper|util|handler)s?$", Path(file.path).stem):
        yield f"{file.path} does not say what it holds"


def paths_are_no_places(file: File) -> Iterator[str]:
    """A place is a position in a list or on a page: a folder or a file is called so."""
    for node in ast.walk(file.tree):
        name, kind = "", None
        if isinstance(node, ast.arg):
            name, kind = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            name, kind = node.target.id if isinstance(node.target, ast.Name) else "", node.annotation
        elif isinstance(node, ast.FunctionDef):
            name, kind = node.name, node.returns
        if name.strip("_") in {"place", "places"} and kind is not None and _PATHS.search(ast.unparse(kind)):
            yield f"line {getattr(node, 'lineno', 0)}: {name} is a path"


def short_file(file: File) -> Iterator[str]:
    """A file has fewer than four hundred lines."""
    lines = file.text.count("\n")
    if lines >= LONGEST_FILE:
        yield f"{lines} lines"


def reasons_given(file: File) -> Iterator[str]:
    """A suppressed check gives its reason, in brackets."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if _REASONLESS.search(line):
            yield f"line {number}: says no reason"


def keyword_records(file: File) -> Iterator[str]:
    """A record of many fields is built by keyword: a new field must never shift the others."""
    for node in ast.walk(file.tree):
        made = next((one for one in getattr(node, "decorator_list", ()) if "dataclass" in ast.unparse(one)), None)
        if isinstance(node, ast.ClassDef) and made is not None and "kw_only=True" not in ast.unparse(made):
            types = [ast.unparse(part.annotation) for part in node.body if isinstance(part, ast.AnnAssign)]
            placed = types[: types.index("KW_ONLY")] if "KW_ONLY" in types else types
            if len(types) - types.count("KW_ONLY") > 3 and (len(placed) > 4 or len(set(placed)) < len(placed)):
                yield at(node, f"{node.name} takes {len(placed)} fields by their place; let it take them by keyword")


def no_address(file: File) -> Iterator[str]:
    """Nothing names a package registry, or a path of one machine."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if found := _ADDRESSES.search(line):
            yield f"line {number}: {found.group()}"


def said_at_once(file: File) -> Iterator[str]:
    """A program that a test starts flushes each line: one that is killed by a signal loses its buffer.

    Such programs are texts in the tests. A run with PYTHONUNBUFFERED set would not show the fault.
    """
    programs = (node for node in ast.walk(file.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    for node in programs:
        for call in _prints(str(node.value)):
            if not any(word.arg == "flush" for word in call.keywords):
                yield at(node, f"`{ast.unparse(call)}` keeps its words in a buffer; print with flush=True")


def _prints(text: str) -> Iterator[ast.Call]:
    try:
        program = ast.parse(text) if "print(" in text else ast.Module([], [])
    except SyntaxError:
        return
    for node in ast.walk(program):
        if isinstance(node, ast.Call) and name_of(node.func) == "print" and isinstance(node.func, ast.Name):
            yield node
