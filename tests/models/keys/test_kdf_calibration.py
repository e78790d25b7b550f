"""The cost of a passphrase on slow and fast computers."""

from __future__ import annotations

import pytest

from models.keys.kdf_calibration import LONGEST, SHORTEST, calibrated
from models.keys.slots import Cost


class Machine:
    """Takes so many seconds for each mebibyte and pass, and counts what it was asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.tried: list[Cost] = []

    def __call__(self, cost: Cost) -> float:
        self.tried.append(cost)
        return self.seconds * cost.memory_kib / 1024 * cost.time


@pytest.mark.parametrize("floor_takes", [0.005, 0.02, 0.087, 0.2, 0.3, 0.45])
def test_that_a_try_takes_half_a_second_to_a_second(floor_takes: float) -> None:
    machine = Machine(floor_takes / (64 * 3))
    cost = calibrated(machine)
    seconds = machine(cost)
    assert seconds <= LONGEST
    assert seconds >= SHORTEST or cost.time == 60
    assert cost.memory_kib >= 64 * 1024
    assert cost.time >= 3
    assert cost.lanes == 4
    assert len(machine.tried) <= 8


@pytest.mark.parametrize("floor_takes", [0.5, 0.99, 1.5, 8.0])
def test_that_a_slow_computer_stays_at_the_floor(floor_takes: float) -> None:
    assert calibrated(Machine(floor_takes / (64 * 3))) == Cost()


def test_that_a_clock_that_stands_still_ends_it_too() -> None:
    assert calibrated(lambda _cost: 0.0).time <= 60
