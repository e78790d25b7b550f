"""Rules about words and looks: what is shown, translated, coloured and named."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tests.house import SEEKER, at, name_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house import File

_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\brgba?\(")
_WORDS: Final = re.compile(r"[A-Za-z]{2,}")
_PROSE: Final = re.compile(r"[a-z]{2,},? [a-z]{2,}")
_SENTENCE: Final = re.compile(
    r"^[A-Z“{][^/\\]*[a-z]{2,}[,;:]? [a-z]{2,}.*[a-z]{2}|^[a-z ]+ [a-z]{2,} [a-z]{2,} [a-z]{2,}", re.DOTALL
)
_SQL: Final = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ATTACH|DROP|HAVING|WHERE)\b")
_WORDED: Final = {
    "tr", "mark", "plural", "Text", "import_message", "extract", "clean_line", "required_line",
    "SharedTable",  # says to programmers why its rows are about nobody
}  # fmt: skip
_TITLE: Final = re.compile(r"^[A-Z][a-z]")
_SETTERS: Final = {
    "setText", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText", "setTitle",
    "setLabelText", "setPrefix", "setSuffix", "setInformativeText", "setDetailedText", "setAccessibleName",
    "setAccessibleDescription", "setSpecialValueText", "setHtml", "setPlainText", "setMarkdown", "setHeaderLabels",
    "setHorizontalHeaderLabels", "setButtonText", "setFormat", "addTab", "insertTab", "addItem", "addItems",
    "addAction", "addMenu", "showMessage", "drawText", "set_label", "set_text", "set_tip", "banner", "toast",
}  # fmt: skip
_TEXT_WIDGETS: Final = {
    "QLabel", "QPushButton", "QToolButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox", "QMenu",
    "QCommandLinkButton", "QDockWidget", "QLineEdit", "QTextEdit", "QTableWidgetItem", "QListWidgetItem",
    "QTreeWidgetItem", "QMessageBox",
}  # fmt: skip
_NO_TEXT: Final = {
    "QFont", "QFontMetrics", "QKeySequence", "QShortcut", "QSettings", "QUrl", "QColor", "QByteArray", "QLocale",
    "QMimeData", "Path", "Signal", "Slot", "Property", "TypeVar", "Literal", "NewType", "NamedTuple", "KeyCap",
    "tr", "mark", "plural", "getattr", "setProperty", "setObjectName", "extract",
}  # fmt: skip
_PARTS_OF_NAMES: Final = {
    "given_name",
    "family_name",
    "preferred_name",
    "given",
    "family",
    "preferred",
    "distinguisher",
}


def no_bare_label(file: File) -> Iterator[str]:
    """What people wrote is shown as plain text, through the labels of ui/widgets, never a bare QLabel."""
    if file.is_in("ui/widgets/"):
        return
    for node in ast.walk(file.tree):
        made = isinstance(node, ast.Call) and name_of(node.func) == "QLabel"
        inherited = isinstance(node, ast.ClassDef) and any(name_of(base) == "QLabel" for base in node.bases)
        if made or inherited:
            yield at(node, "a bare QLabel guesses rich text; take a label of ui.widgets")


def no_colour(file: File) -> Iterator[str]:
    """Colours are tokens of the theme."""
    if file.is_in("ui/theme"):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _COLOUR.search(node.value):
            yield at(node, f"{node.value!r} is a colour")
        elif isinstance(node, ast.Call) and "QColor" in {name_of(node.func), owner_of(node.func)}:
            if any(isinstance(argument, ast.Constant) for argument in node.args):
                yield at(node, f"{ast.unparse(node)} is a colour")
        elif isinstance(node, ast.Attribute) and owner_of(node) == "GlobalColor" and node.attr != "transparent":
            yield at(node, f"{ast.unparse(node)} is a colour")


def translated(file: File) -> Iterator[str]:
    """A text that people read goes through `tr`, `plural` or `mark`."""
    for call in file.calls():
        called = name_of(call.func)
        if called in _NO_TEXT or called.endswith("Error"):
            continue
        for argument in [*call.args, *(word.value for word in call.keywords)]:
            for text in _literals(argument):
                if _is_text(called, text):
                    yield at(call, f"{called}({text!r}) is not translated")


def _is_text(called: str, text: str) -> bool:
    if called in _SETTERS or called in _TEXT_WIDGETS:
        return bool(_WORDS.search(text))
    return bool(_PROSE.search(text) or (called[:1].isupper() and _TITLE.search(text)))


def _literals(expression: ast.expr) -> Iterator[str]:
    """Give the literal texts that an expression may evaluate to, without those of inner calls."""
    match expression:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield from (text for part in parts for text in _literals(part))
        case ast.IfExp(body=body, orelse=other):
            yield from (*_literals(body), *_literals(other))
        case ast.BinOp(left=left, right=right):
            yield from (*_literals(left), *_literals(right))
        case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            yield from (text for value in values for text in _literals(value))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format" | "join")):
            yield text


def worded(file: File) -> Iterator[str]:
    """A sentence that people read goes through `tr`, `plural`, `mark`, `Text`, a remark or an error, without Qt too.

    Docstrings, patterns, statements of SQL and the messages of bugs are not read by people who run a clinic.
    """
    if file.path in _NOT_WORDED:
        return
    spared = {id(one) for node in ast.walk(file.tree) for one in _not_for_people(node)}
    for node in ast.walk(file.tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in spared else None
        if isinstance(text, str) and _SENTENCE.search(text) and not _SQL.search(text):
            yield at(node, f"{text[:60]!r} is not translated")


_NOT_WORDED: Final = {
    "models/people/shipped_texts.py": "texts of consent are law: each language has its own, with a version",
    "models/imports/headings.py": "headings of a list that an import reads back",
    "models/imports/listed_person.py": "what stands in other people's lists",
    "models/programme/programme.py": "the shipped programme's name and phases are the clinic's data",
    "models/folder/storage_errors.py": "what SQLite says of its faults",
}


def _not_for_people(node: ast.AST) -> Iterator[ast.AST]:
    """Give the literals inside what is translated, raised or written for programmers."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.Call() if name_of(node.func) in _WORDED or name_of(node.func).endswith(("Error", "Warning")):
            yield from (one for part in [*node.args, *node.keywords] for one in ast.walk(part))
        case ast.Call() if name_of(node.func) == "compile" or owner_of(node.func) in {"re", "log"}:
            yield from (one for part in node.args for one in ast.walk(part))
        case ast.Assign(targets=[ast.Name(id="message")]):
            yield from ast.walk(node.value)  # of a bug, which is raised in the next line


def extractable(file: File) -> Iterator[str]:
    """What `tr`, `plural` and `mark` are given can be extracted for translators."""
    counts: Final = {"tr": 1, "mark": 1, "extract": 1, "plural": 3}
    for call in file.calls():
        if isinstance(call.func, ast.Name) and call.func.id in counts:
            texts = call.args[: counts[call.func.id]][1 if call.func.id == "plural" else 0 :]
            for text in texts:
                literal = isinstance(text, ast.Constant) and isinstance(text.value, str)
                marked = call.func.id == "tr" and isinstance(text, ast.Name | ast.Attribute | ast.Subscript)
                if not literal and not marked:
                    yield at(call, f"{ast.unparse(text)} cannot be found by a translator")


def one_resolver_of_names(file: File) -> Iterator[str]:
    """Only models/people composes a displayed name from its parts."""
    if file.is_in("models/people/", SEEKER):
        return
    for node in ast.walk(file.tree):
        for part in _inserted(node):
            parts = [one for one in ast.walk(part) if isinstance(one, ast.Attribute) and one.attr in _PARTS_OF_NAMES]
            if parts:
                yield at(node, f"{ast.unparse(parts[0])}: a name is put together by models/people/naming.py alone")


def _inserted(node: ast.AST) -> Iterator[ast.expr]:
    """Give the expressions that become part of a text here: in braces, added, joined or formatted."""
    match node:
        case ast.FormattedValue(value=value):
            yield value
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            yield from (left, right)
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            yield from (one.elt if isinstance(one, ast.GeneratorExp | ast.ListComp) else one for one in node.args)
            yield from (word.value for word in node.keywords)
