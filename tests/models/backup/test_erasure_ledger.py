"""The list of people who were erased: sealed, never shortened unnoticed, and carried wherever a backup goes."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from models.backup import archive, erasure_ledger
from models.backup.backup import back_up, pack
from models.backup.erasure_ledger import Erased, Ledger, copy_beside, merge
from models.backup.restore import Proof, restore
from models.errors import ClinicError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import DamagedError, NewerError
from models.keys.slots import make_key_file
from tests.conftest import CLINIC, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.access import Actor
    from models.keys.slots import Keys
    from models.storage.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANNA, BEN, CARA = (Erased(NOON + timedelta(days=day), UUID(int=day + 1)) for day in range(3))


def listed(folder: ClinicFolder, keys: Keys, *people: Erased) -> None:
    erasure_ledger.write(folder.erased, CLINIC, keys.data, people)


def edited(folder: ClinicFolder, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(folder.erased.read_text())
    change(document)
    folder.erased.write_text(json.dumps(document))


def test_that_what_is_written_is_read_again_and_names_nobody(clinic_folder: ClinicFolder, keys: Keys) -> None:
    assert Ledger(clinic_folder, keys.data).people() == ()
    listed(clinic_folder, keys, BEN, ANNA)
    assert Ledger(clinic_folder, keys.data).people() == (ANNA, BEN)
    document = json.loads(clinic_folder.erased.read_text())
    assert set(document) == {"format", "clinic", "erased", "seal"}
    assert all(set(entry) == {"person", "at"} for entry in document["erased"])
    assert clinic_folder.erased.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["erased"].pop(),
        lambda document: document["erased"].clear(),
        lambda document: document["erased"][0].update(person=str(uuid4())),
        lambda document: document["erased"][0].update(at=NOON.replace(year=2020).isoformat()),
        lambda document: document.update(clinic=str(uuid4())),
        lambda document: document.update(seal="00"),
        lambda document: document.pop("seal"),
        lambda document: document.update(erased="nobody"),
    ],
)
def test_that_a_list_that_was_altered_or_shortened_is_noticed(
    clinic_folder: ClinicFolder, keys: Keys, change: Callable[[dict[str, Any]], object]
) -> None:
    listed(clinic_folder, keys, ANNA, BEN)
    edited(clinic_folder, change)
    with pytest.raises(DamagedError, match="altered or damaged"):
        Ledger(clinic_folder, keys.data).people()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format": 1}', b"[" * 100_000])
def test_that_a_file_that_is_no_list_is_noticed(clinic_folder: ClinicFolder, keys: Keys, content: bytes) -> None:
    clinic_folder.erased.write_bytes(content)
    with pytest.raises(DamagedError):
        Ledger(clinic_folder, keys.data).people()


def test_that_a_list_of_a_newer_laurel_is_left_to_that_laurel(clinic_folder: ClinicFolder, keys: Keys) -> None:
    listed(clinic_folder, keys, ANNA)
    edited(clinic_folder, lambda document: document.update(format=2))
    with pytest.raises(NewerError):
        Ledger(clinic_folder, keys.data).people()


def test_that_people_are_put_on_the_list_and_taken_off_where_nothing_is_saved(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    ledger = Ledger(clinic_folder, keys.data)

    def add_in_vain() -> None:
        with clinic.write(actor) as work:
            ledger.add(work, [ANNA.person])
            assert [one.person for one in ledger.people()] == [ANNA.person]
            raise ClinicError("There is no room.")

    with pytest.raises(ClinicError, match="no room"):
        add_in_vain()
    assert ledger.people() == ()
    assert not clinic_folder.erased.exists()
    with clinic.write(actor) as work:
        ledger.add(work, [ANNA.person, BEN.person])
        ledger.add(work, [ANNA.person])
    assert {one.person for one in ledger.people()} == {ANNA.person, BEN.person}


def test_that_lists_are_put_together_and_nobody_is_lost(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path
) -> None:
    listed(clinic_folder, keys, ANNA)
    other, damaged, beside = tmp_path / "other.json", tmp_path / "damaged.json", tmp_path / "place"
    erasure_ledger.write(other, CLINIC, keys.data, [Erased(NOON - timedelta(days=9), ANNA.person), BEN])
    damaged.write_text("{")
    beside.mkdir()
    erasure_ledger.write(beside / "erased.json", CLINIC, keys.data, [CARA])
    found = merge(clinic_folder, keys.data, other, damaged, beside, tmp_path / "nothing here")
    assert [one.person for one in found] == [ANNA.person, BEN.person, CARA.person]
    assert found[0].at == NOON - timedelta(days=9)
    assert Ledger(clinic_folder, keys.data).people() == found


def test_that_the_list_of_another_clinic_adds_nobody(clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path) -> None:
    foreign = ClinicFolder(tmp_path / "foreign")
    theirs = make_key_file(foreign, uuid4())
    listed(foreign, theirs, BEN)
    assert merge(clinic_folder, keys.data, foreign.path) == ()


def test_that_a_backup_holds_the_list_and_lies_beside_one(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    listed(clinic_folder, keys, ANNA)
    path = back_up(clinic_folder, keys)
    assert archive.ERASED in archive.read_manifest(path).members
    assert erasure_ledger.read(clinic_folder.backups / "erased.json", CLINIC, keys.data) == (ANNA,)
    erasure_ledger.write(clinic_folder.backups / "erased.json", CLINIC, keys.data, [ANNA, BEN])
    copy_beside(clinic_folder, keys.data, clinic_folder.backups)
    assert erasure_ledger.read(clinic_folder.backups / "erased.json", CLINIC, keys.data) == (ANNA, BEN)


def test_that_a_restored_backup_knows_who_was_erased_since(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path
) -> None:
    listed(clinic_folder, keys, ANNA)
    older = pack(clinic_folder, keys, tmp_path / "elsewhere" / "older.laurel")
    alone = shutil.copy(older, tmp_path / "alone.laurel")
    listed(clinic_folder, keys, ANNA, BEN)
    copy_beside(clinic_folder, keys.data, older.parent)
    restored, by_itself = ClinicFolder(tmp_path / "restored"), ClinicFolder(tmp_path / "by itself")
    restore(older, restored, Proof(PASSPHRASE, "Mina Okafor"))
    restore(Path(alone), by_itself, Proof(PASSPHRASE, "Mina Okafor"))
    assert Ledger(restored, keys.data).people() == (ANNA, BEN)
    assert Ledger(by_itself, keys.data).people() == (ANNA,)
