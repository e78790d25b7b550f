"""Signing in, split into deriving the key from the passphrase and the rest: slot, file, checks, audit, account.

Beside it the least that a program can do for the same: the bare derivation with the same parameters, and one encrypted
file opened with its key and read once. The cost is what this computer would be given when a clinic is made.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.storage import cipher
from tests import factory
from ui.session.kdf_calibration import cost_here

ROUNDS: Final = 9
PASSPHRASE: Final = "a long bench"
CHEAP: Final = Cost(memory_kib=8, time=1, lanes=1)


def derived(cost: Cost) -> float:
    """Derive a key with nothing around it; give the seconds."""
    start = time.perf_counter()
    hash_secret_raw(
        PASSPHRASE.encode(), os.urandom(16), time_cost=cost.time, memory_cost=cost.memory_kib, parallelism=cost.lanes,
        hash_len=32, type=Type.ID,
    )  # fmt: skip
    return time.perf_counter() - start


def read_once(place: Path, key: bytes) -> float:
    """Open an encrypted file and read a row; give the seconds."""
    start = time.perf_counter()
    connection = cipher.connect(place, key)
    connection.execute("SELECT name FROM clinic_profile").fetchone()
    taken = time.perf_counter() - start
    connection.close()
    return taken


def measure() -> dict[str, float]:
    """Take turns; medians. The clinic's own derivation is made cheap, so that the rest stands alone."""
    cost = cost_here()
    rest, derivation, reading = [], [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        create_clinic(folder, name="Bench", country="GB", administrator="Mina", passphrase=PASSPHRASE, cost=CHEAP)
        for round_ in range(ROUNDS):
            start = time.perf_counter()
            clinic = open_clinic(folder, PASSPHRASE)
            rest.append(time.perf_counter() - start)
            if not round_:
                with clinic.database.write(clinic.actor) as work:
                    factory.group(work)
            file, key = clinic.folder.database, clinic.keys.data
            clinic.close()
            derivation.append(derived(cost))
            reading.append(read_once(file, key))
    ours, bare = (median(derivation) + median(each) for each in (rest[1:], reading[1:]))
    return {
        "sign_in_seconds": ours,
        "sign_in_derivation_seconds": median(derivation),
        "sign_in_rest_ms": median(rest[1:]) * 1000,
        "sign_in_bare_rest_ms": median(reading[1:]) * 1000,
        "sign_in_ratio": ours / bare,
    }
