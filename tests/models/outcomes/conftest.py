"""An encrypted clinic with one cohort of five, for the tests of forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from models.access import Actor, Role
from models.clinic import create_clinic
from models.storage.database import Database
from models.storage.folder import ClinicFolder
from models.storage.vault import Cost, Keys, unlock
from tests.factory import START, Group, MovingClock, actor, group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "three good evenings"


@dataclass
class Forms:
    """A clinic whose first session was on START and whose clock stands in week 2."""

    folder: ClinicFolder
    keys: Keys
    database: Database
    clock: MovingClock
    group: Group
    facilitator: Actor


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[Forms]:
    clock = MovingClock()
    clock.to(START)
    cost = Cost(memory_kib=8, time=1, lanes=1)
    create_clinic(
        tmp_path / "clinic", name="Test clinic", country="GB", administrator="Mina", passphrase=PASSPHRASE, clock=clock,
        cost=cost,
    )  # fmt: skip
    folder = ClinicFolder(tmp_path / "clinic")
    keys = unlock(folder, PASSPHRASE).keys
    database = Database.open(folder, keys, clock=clock)
    mina = actor(Role.FACILITATOR, Role.ADMINISTRATOR)
    with database.write(mina) as work:
        them = group(work, size=5)
    clock.to(date(2026, 9, 22), time(12))
    yield Forms(folder, keys, database, clock, them, mina)
    database.close()
