"""The rule of the house that objects are handed down, and not found."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tests.house import at, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house import File

LANGUAGE: Final = "models/translation.py"
"""What is spoken now reaches every word that is said, as with gettext itself; it is the one thing kept by a module."""


def no_current_object(file: File) -> Iterator[str]:
    """Nothing of ours is found through the module or the application: it is made once and handed down.

    What Qt itself shares, such as the palette, the font and the screens, may be asked for. A value that is worked out
    once and never changes is no current object: `@cache` stays, and `Final` says so of a name.
    """
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Global):
            yield at(node, f"sets {', '.join(node.names)} of the module")
        elif isinstance(node, ast.Call) and _finds_ours(node):
            yield at(node, f"`{ast.unparse(node)}` finds an object through the application")
        elif isinstance(node, ast.FunctionDef) and _gives_current(node):
            yield at(node, f"{node.name}() gives out an object that nobody handed to it")
    for statement in () if file.path == LANGUAGE else file.tree.body:
        if isinstance(statement, ast.AnnAssign | ast.Assign) and (waiting := _waiting(statement)):
            yield at(statement, f"{waiting} waits for an object")


def _finds_ours(call: ast.Call) -> bool:
    """Tell whether a child or a property is asked of the application."""
    asked = call.func
    return (
        isinstance(asked, ast.Attribute)
        and asked.attr in {"findChild", "findChildren", "property", "setProperty"}
        and _is_application(asked.value)
    )


def _is_application(owner: ast.expr) -> bool:
    return "instance()" in ast.unparse(owner) or ast.unparse(owner) in {"app", "application", "qApp", "self._app"}


def _gives_current(function: ast.FunctionDef) -> bool:
    """Tell whether a function without parameters takes from the application what it returns."""
    takes = function.args
    if takes.args or takes.kwonlyargs or takes.posonlyargs or takes.vararg or takes.kwarg:
        return False
    asks = any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Application.instance")
        for node in ast.walk(function)
    )
    return asks and any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))


def _waiting(statement: ast.AnnAssign | ast.Assign) -> str:
    """Give the name of a module that is filled later: it begins empty, or is a slot of a context."""
    target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
    value = statement.value
    is_slot = isinstance(value, ast.Call) and name_of(value.func) in {"ContextVar", "local"}
    is_empty = value is not None and ast.unparse(value) in {"None", "[]", "{}", "list()", "dict()", "set()"}
    return ast.unparse(target) if is_empty or is_slot else ""
