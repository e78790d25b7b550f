"""A file that a virus scanner holds for a moment: Laurel waits, and says so when it lasts."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, cast

import pytest

from exports.delivery import deliver
from models.errors import ClinicError
from models.folder import file_retry
from models.folder.file_retry import LONGEST, replace_file, retry_while_in_use
from models.folder.folder import publish
from models.folder.storage_errors import BusyError, sentence_of_system

if TYPE_CHECKING:
    from pathlib import Path


def held(number: int = 32) -> OSError:
    """Give the error that Windows gives."""
    fault = PermissionError(errno.EACCES, "in use", "clinic.db")
    fault.winerror = number  # type: ignore[attr-defined,unused-ignore]
    return fault


class Scanner:
    """Holds a file for some tries."""

    def __init__(self, tries: int, number: int = 32) -> None:
        self.left, self.number, self.slept = tries, number, 0.0

    def __call__(self) -> None:
        if self.left:
            self.left -= 1
            raise held(self.number)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.mark.parametrize("number", [5, 32, 33])
def test_that_a_held_file_is_tried_again_until_it_is_free(number: int) -> None:
    scanner = Scanner(7, number)
    retry_while_in_use(scanner, sleep=scanner.sleep)
    assert scanner.left == 0
    assert 0 < scanner.slept < LONGEST


def test_that_one_held_for_longer_is_told_after_five_seconds() -> None:
    scanner = Scanner(10_000)
    with pytest.raises(PermissionError) as caught:
        retry_while_in_use(scanner, sleep=scanner.sleep)
    assert LONGEST - 0.2 <= scanner.slept <= LONGEST + 0.2
    assert isinstance(sentence_of_system(caught.value), BusyError)


def test_that_another_refusal_is_told_at_once() -> None:
    scanner = Scanner(1, 0)
    with pytest.raises(PermissionError):
        retry_while_in_use(scanner, sleep=scanner.sleep)
    assert scanner.slept == 0


def test_that_what_is_published_or_delivered_waits_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries, slept = type(tmp_path).replace, iter(range(100)), list[float]()

    def replace(self: Path, target: Path) -> Path:
        if next(tries) % 4:
            raise held()
        return real(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", replace)
    for waits in (retry_while_in_use, replace_file):
        monkeypatch.setitem(cast("dict[str, object]", waits.__kwdefaults__), "sleep", slept.append)
    next(tries)
    publish(tmp_path / "keys.json", b"{}")
    deliver(tmp_path / "list.csv", b"a,b")
    assert (tmp_path / "list.csv").read_bytes() == b"a,b"
    assert len(slept) == 6
    monkeypatch.setattr(type(tmp_path), "replace", lambda *_: (_ for _ in ()).throw(held()))
    with pytest.raises(ClinicError):
        deliver(tmp_path / "list.csv", b"new")
    assert (tmp_path / "list.csv").read_bytes() == b"a,b"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.json", "list.csv"]
    assert file_retry.LONGEST == 5
