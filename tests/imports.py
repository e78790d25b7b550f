"""The imports of Laurel's own files as a graph, those for types alone included."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tests.house import python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house import File

    Graph = dict[str, set[str]]

_INIT: Final = ".__init__"


def module_of(path: str) -> str:
    """Give the dotted name of a file: "models/people/__init__.py" is "models.people"."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(_INIT)


def import_graph() -> Graph:
    """Give for every module the modules of ours that it names in an import, anywhere in the file."""
    files = python_files()
    known = {module_of(file.path) for file in files}
    return {module_of(file.path): set(_named(file, known)) - {module_of(file.path)} for file in files}


def circles(graph: Graph) -> list[list[str]]:
    """Give each set of modules that lead to one another (Tarjan 1972), sorted."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        open_.append(module)
        for other in graph.get(module, ()):
            if other not in order:
                visit(other)
            if other in open_:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == order[module]:
            at = open_.index(module)
            found.append(sorted(open_[at:]))
            del open_[at:]

    for module in graph:
        if module not in order:
            visit(module)
    return sorted(circle for circle in found if len(circle) > 1)


def _named(file: File, known: set[str]) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in known:
                    yield inner
                elif node.module in known:
                    yield node.module
