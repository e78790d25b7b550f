"""A small clinic in a real encrypted file, migrated once and copied for each test."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from models.access import Actor, Role
from models.backup.opening import open_records
from models.clinic.clinic import PROGRAM
from models.folder.folder import ClinicFolder
from models.keys.slots import Cost, Keys, add_slot, make_key_file
from models.programme.programme import ship_programmes
from models.programme.team_access import CohortTeamAccess
from models.settings import found_clinic
from models.storage import migrate
from models.storage.media import Media
from tests.factory import MovingClock, numbered_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from models.storage.database import Database
    from ui.theme.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CLINIC = UUID("7d0f4c1e-8a44-4a0b-9f6e-2b6a4f0c1d11")
FACILITATOR = UUID("0b5e2a39-51c8-4f5e-9d6c-6a1f8f2e7a01")
FRONT_DESK = UUID("0b5e2a39-51c8-4f5e-9d6c-6a1f8f2e7a02")
PASSPHRASE = "a lantern on the quay"
DESK_PASSPHRASE = "tea at four o'clock"
CHEAP = Cost(memory_kib=8, time=1, lanes=1)


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    """The one look of the application that all tests share; most of them want it as `theme` resets it."""
    from ui.theme.theme import Theme  # not above: the tests without a window do not load Qt
    from ui.theme.tokens import Scheme

    return Theme(qapp, scheme=Scheme.LIGHT)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[ClinicFolder, Keys]:
    """A clinic without anybody in it; tests get copies."""
    folder = ClinicFolder(tmp_path_factory.mktemp("template") / "clinic")
    keys = make_key_file(folder, CLINIC)
    add_slot(folder, keys, FACILITATOR, "Mina Okafor", PASSPHRASE, clinical=True, cost=CHEAP)
    add_slot(folder, keys, FRONT_DESK, "Jo Ferro", DESK_PASSPHRASE, clinical=False, cost=CHEAP)
    migrate.create(folder, keys.data)
    return folder, keys


@pytest.fixture
def clinic_folder(template: tuple[ClinicFolder, Keys], tmp_path: Path) -> ClinicFolder:
    """The folder of a clinic whose tables are at the newest step."""
    return ClinicFolder(shutil.copytree(template[0].path, tmp_path / "clinic"))


@pytest.fixture
def keys(template: tuple[ClinicFolder, Keys]) -> Keys:
    """Both keys of the clinic."""
    return template[1]


@pytest.fixture
def clock() -> MovingClock:
    """A clock that the test moves."""
    return MovingClock()


@pytest.fixture
def actor() -> Actor:
    """Somebody with a clinical role who also manages the clinic."""
    return Actor(FACILITATOR, "Mina Okafor", frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}))


@pytest.fixture
def database(clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock) -> Iterator[Database]:
    """The open records, with a connection kept for the test's own thread."""
    opened = open_records(clinic_folder, keys, clock=clock, new_id=numbered_ids(), team_access=CohortTeamAccess)
    opened.adopt_thread()
    yield opened
    opened.close()


@pytest.fixture
def clinic(database: Database) -> Database:
    """The open records of a clinic with its profile and the shipped programme."""
    with database.write(PROGRAM) as work:
        found_clinic(work, id_=CLINIC, name="Riverside Community Clinic", country="GB")
        ship_programmes(work)
    return database


@pytest.fixture
def media(clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path) -> Media:
    """The clinic's encrypted files."""
    return Media(clinic_folder, keys.data, temporary=tmp_path / "opened")
