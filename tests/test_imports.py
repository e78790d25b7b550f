"""The house as its imports draw it: no circles, and few loose files beside the folders."""

from __future__ import annotations

import pytest

from tests.house import python_files
from tests.imports import circles, import_graph

DOZEN = 12


def test_that_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b"}, "b": set()}) == []


@pytest.mark.parametrize("folder", ["models/", "ui/"])
def test_that_few_files_stand_loose_beside_the_folders(folder: str) -> None:
    inside = [file.path for file in python_files() if file.is_in(folder)]
    loose = [path for path in inside if path.count("/") == 1 and not path.endswith("__init__.py")]
    assert len(inside) > len(loose) > 0
    assert len(loose) <= DOZEN, loose


def test_that_the_graph_has_every_module_and_types_count() -> None:
    graph = import_graph()
    assert "models.work" in graph["models.people.participant"]
    assert "ui.main_window" in graph


def test_that_no_two_files_know_each_other_not_even_by_their_types() -> None:
    assert circles(import_graph()) == []
