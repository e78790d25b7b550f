"""The cost of deriving a key from a passphrase on this computer: measured once in a run, off the GUI thread."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.kdf_calibration import calibrated
from models.keys.slots import derive_for_nobody

if TYPE_CHECKING:
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from models.keys.slots import Cost


@cache
def cost_here() -> Cost:
    """Measure the cost of a new key slot: half a second to a second on this computer, never below the lower limit."""
    return calibrated(seconds_for)


def seconds_for(cost: Cost) -> float:
    """Derive one key at a cost, and tell how many seconds that took."""
    begun = time.perf_counter()
    derive_for_nobody(cost)
    return time.perf_counter() - begun


def create_measured(path: Path, *, name: str, country: str, administrator: str, passphrase: str) -> None:
    """Make a clinic whose first key slot has the cost measured on this computer."""
    create_clinic(
        path, name=name, country=country, administrator=administrator, passphrase=passphrase, cost=cost_here()
    )


def open_measured(path: Path, passphrase: str, name: str | None, *, accept_loss: bool = False) -> Clinic:
    """Open a clinic whose new key slots get the cost of this computer, measured when the first one is made."""
    return open_clinic(path, passphrase, name, accept_loss=accept_loss, calibrate=cost_here)
