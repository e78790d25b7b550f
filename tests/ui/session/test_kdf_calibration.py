"""What a guess at a passphrase costs on this computer: measured once, by a clock that no change of time touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.folder.folder import ClinicFolder
from models.keys.slots import Cost, read_key_file
from tests.conftest import CHEAP
from ui.session import kdf_calibration
from ui.session.kdf_calibration import cost_here, create_measured, open_measured, seconds_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = "quiet river stone"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Cost]]:
    """A computer that needs 0.6 seconds for whatever it is asked, and what it was asked."""
    tried: list[Cost] = []

    def seconds(cost: Cost) -> float:
        tried.append(cost)
        return 0.6

    monkeypatch.setattr(kdf_calibration, "seconds_for", seconds)
    cost_here.cache_clear()
    yield tried
    cost_here.cache_clear()


def test_that_a_derivation_is_timed() -> None:
    assert 0 < seconds_for(CHEAP) < seconds_for(Cost(memory_kib=4096, time=4, lanes=1))


def test_that_it_is_measured_once_and_never_below_the_floor(asked: list[Cost]) -> None:
    assert cost_here() == Cost()
    assert cost_here() == Cost()
    assert asked == [Cost()]


def test_that_a_clinic_made_on_a_fast_computer_opens_on_a_slow_one(
    asked: list[Cost], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, slow = Cost(memory_kib=96, time=3, lanes=2), Cost(memory_kib=16, time=1, lanes=1)
    monkeypatch.setattr(kdf_calibration, "cost_here", lambda: fast)
    create_measured(tmp_path / "c", name="N", country="GB", administrator="Mina", passphrase=WORDS)
    monkeypatch.setattr(kdf_calibration, "cost_here", lambda: slow)
    clinic = open_measured(tmp_path / "c", WORDS, None)
    clinic.choose_passphrase(WORDS, "five brown foxes")
    clinic.close()
    (slot,) = read_key_file(ClinicFolder(tmp_path / "c")).people
    assert slot.cost == slow
    assert not asked
