"""An erased person is nowhere any more: in no page, file, list or backup, whatever happens in between or afterwards."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.clinic import open_clinic
from models.erasure import erasure_preview
from models.people.erasure import Ground
from models.people.participant import find_people
from models.storage.backup import latest
from models.storage.folder import ClinicFolder
from models.sweep import ErasedPerson, erase
from tests.conftest import PASSPHRASE
from tests.factory import MovingClock
from tests.models.planted import MARKERS, NAME, Planted, found_in, plant

if TYPE_CHECKING:
    from models.clinic import Clinic


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planted, MovingClock]:
    """The clinic with somebody planted everywhere."""
    clock = MovingClock()
    return plant(tmp_path_factory.mktemp("planted") / "clinic", clock), clock


@pytest.fixture
def clock(made: tuple[Planted, MovingClock]) -> MovingClock:
    moved = MovingClock()
    moved.now = made[1].now
    return moved


@pytest.fixture
def planted(made: tuple[Planted, MovingClock], tmp_path: Path) -> Planted:
    """A copy of it for one test."""
    folder = shutil.copytree(made[0].folder, tmp_path / "clinic")
    return Planted(**{**made[0].__dict__, "folder": Path(folder)})


def opened(planted: Planted, clock: MovingClock) -> closing[Clinic]:
    return closing(open_clinic(planted.folder, PASSPHRASE, NAME, clock=clock))


def erased(clinic: Clinic, planted: Planted, **words: object) -> ErasedPerson:
    with clinic.database.read(clinic.actor) as work:
        shown = erasure_preview(work, planted.person)
    given: dict[str, object] = {"ground": Ground.ASKED, "knowing": True, **words}
    return erase(clinic, shown.person, version=shown.version, confirmed=clinic.confirmed, **given)  # type: ignore[arg-type]


def test_that_the_search_finds_what_was_planted(planted: Planted, clock: MovingClock) -> None:
    with opened(planted, clock) as clinic:
        found = found_in(planted.folder, clinic.keys, latest(clinic.folder))
    for marker in MARKERS:
        assert f"pages: {marker}" in found
        assert f"backup/pages: {marker}" in found
    assert any(line.startswith("media ") for line in found)


def test_that_nothing_is_found_of_somebody_who_was_erased(
    planted: Planted, clock: MovingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    for variable in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"):
        (home / variable).mkdir(parents=True)
        monkeypatch.setenv(variable, str(home / variable))
    with opened(planted, clock) as clinic:
        keys = clinic.keys
        done = erased(clinic, planted)
        assert done.is_swept
        assert found_in(planted.folder, keys, done.backup, home) == set()
        with clinic.database.read(clinic.actor) as work:
            assert find_people(work, "zephyrine") == ()
    assert found_in(planted.folder, keys, latest(ClinicFolder(planted.folder)), home) == set()
