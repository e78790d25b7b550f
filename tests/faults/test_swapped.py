"""Files of two clinics mixed, or not all of them copied: refused in a sentence, or told by the check."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from models.folder.storage_errors import DamagedError, LostRecordsError, NoClinicError, OtherClinicError
from models.people.participant import find_people
from tests.faults.places import SIGN_IN, laurel, new_clinic, open_for_mina

if TYPE_CHECKING:
    from pathlib import Path

    from models.errors import ClinicError


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another clinic, whose administrator has the same name and passphrase."""
    return new_clinic(tmp_path_factory.mktemp("stranger") / "clinic", size=2)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".db", ".json"}}


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (("keys.json",), OtherClinicError), (("clinic.db",), OtherClinicError), (("head.json",), LostRecordsError),
        (("keys.json", "clinic.db"), LostRecordsError), (("clinic.db", "head.json"), OtherClinicError),
    ],
)  # fmt: skip
def test_that_files_of_another_clinic_are_refused_and_stay_as_they_are(
    clinic_path: Path, stranger: Path, files: tuple[str, ...], kind: type[ClinicError]
) -> None:
    for name in files:
        shutil.copyfile(stranger / name, clinic_path / name)
    before = content(clinic_path)
    with pytest.raises(kind):
        open_for_mina(clinic_path)
    assert content(clinic_path) == before


@pytest.mark.parametrize(("left_out", "kind"), [("keys.json", DamagedError), ("clinic.db", NoClinicError)])
def test_that_a_copy_that_lacks_what_matters_is_refused(
    clinic_path: Path, left_out: str, kind: type[ClinicError]
) -> None:
    (clinic_path / left_out).unlink()
    with pytest.raises(kind):
        open_for_mina(clinic_path)


@pytest.mark.parametrize("left_out", ["head.json", "media", "backups", "reserve", "laurel.lock"])
def test_that_a_copy_that_lacks_what_can_be_made_anew_opens_whole(clinic_path: Path, left_out: str) -> None:
    if (clinic_path / left_out).is_dir():
        shutil.rmtree(clinic_path / left_out)
    else:
        (clinic_path / left_out).unlink(missing_ok=True)
    opened = open_for_mina(clinic_path)
    with opened.database.read(opened.actor) as work:
        assert len(find_people(work)) == 4
    kept = opened.media.store(b"a logo")
    assert opened.media.read(kept) == b"a logo"
    opened.close()
    assert list((clinic_path / "backups").glob("*.laurel"))


def test_that_half_a_database_is_refused_and_the_backup_beside_it_restores(clinic_path: Path, tmp_path: Path) -> None:
    file = clinic_path / "clinic.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(DamagedError):
        open_for_mina(clinic_path)
    newest = max((clinic_path / "backups").iterdir())
    assert laurel("restore", str(newest), "--out", str(tmp_path / "restored"), environment=SIGN_IN).returncode == 0
    opened = open_for_mina(tmp_path / "restored")
    with opened.database.read(opened.actor) as work:
        assert len(find_people(work)) == 4
    opened.close()


def test_that_kept_files_that_changed_places_are_told_by_the_check(clinic_path: Path) -> None:
    opened = open_for_mina(clinic_path)
    first, second = (clinic_path / "media" / opened.media.store(text) for text in (b"one", b"two"))
    opened.close()
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    answer = laurel("check", str(clinic_path), "--json", environment=SIGN_IN)
    found = json.loads(answer.stdout)
    assert not found["ok"]
    assert len(found["problems"]) == 2
    assert all("media is damaged or was altered" in told for told in found["problems"])


def test_that_backups_of_another_clinic_among_ours_do_no_harm(clinic_path: Path, stranger: Path) -> None:
    theirs = max((stranger / "backups").iterdir())
    shutil.copyfile(theirs, clinic_path / "backups" / theirs.name)
    opened = open_for_mina(clinic_path)
    with opened.database.write(opened.actor) as work:
        from tests import factory

        factory.person(work, "One", "More")
    opened.close()
    again = open_for_mina(clinic_path)
    with again.database.read(again.actor) as work:
        assert len(find_people(work)) == 5
    again.close()
