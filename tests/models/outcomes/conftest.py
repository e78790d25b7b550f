"""A clinic with one cohort of five, for the tests of forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from tests.factory import START, Group, MovingClock, group

if TYPE_CHECKING:
    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database


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
def forms(clinic: Database, clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock, actor: Actor) -> Forms:
    clock.to(START)
    with clinic.write(actor) as work:
        them = group(work, size=5)
    clock.to(date(2026, 9, 22), time(12))
    return Forms(clinic_folder, keys, clinic, clock, them, actor)
