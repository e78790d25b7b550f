"""Each thing that can be wrong with a clinic's file: its own sentence, and the files stay as they are."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from models.folder.folder import ClinicFolder, Found
from models.folder.storage_errors import (
    DamagedError,
    LostRecordsError,
    NewerError,
    NoClinicError,
    NotOursError,
    OtherClinicError,
)
from models.storage import cipher
from models.storage.database import Database
from tests.models.storage.test_database import count, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.access import Actor
    from models.errors import ClinicError
    from models.keys.slots import Keys


def filled(folder: ClinicFolder, keys: Keys, actor: Actor, rows: int = 200) -> None:
    database = Database.open(folder, keys)
    database.adopt_thread()
    for n in range(rows):
        put(database, actor, f"person {n}", secret="s" * 200)
    database.close()


def raw(folder: ClinicFolder, keys: Keys, *statements: str) -> None:
    with closing(cipher.connect(folder.database, keys.data)) as connection:
        for statement in statements:
            connection.execute(statement)


def zero_bytes(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.write_bytes(b"")


def one_kilobyte(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.write_bytes(folder.database.read_bytes()[:1024])


def half(folder: ClinicFolder, keys: Keys) -> None:
    content = folder.database.read_bytes()
    folder.database.write_bytes(content[: len(content) // 8192 * 4096])


def half_a_page_missing(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.write_bytes(folder.database.read_bytes()[:-2048])


def first_page_zeroed(folder: ClinicFolder, keys: Keys) -> None:
    content = folder.database.read_bytes()
    folder.database.write_bytes(bytes(4096) + content[4096:])


def bit_in_first_page(folder: ClinicFolder, keys: Keys) -> None:
    flip(folder.database, 100)


def text_file(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.write_text("Dear all,\n" * 900)


def plain_database(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.unlink()
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.execute("CREATE TABLE participant (name TEXT)")


def another_clinic(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.unlink()
    cipher.create(folder.database, keys.data, uuid4()).close()


def foreign_application(folder: ClinicFolder, keys: Keys) -> None:
    raw(folder, keys, "PRAGMA application_id = 7")


def newer_step(folder: ClinicFolder, keys: Keys) -> None:
    raw(folder, keys, "UPDATE alembic_version SET version_num = '9999'")


def missing(folder: ClinicFolder, keys: Keys) -> None:
    folder.database.unlink()


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("break_it", "error", "words"),
    [
        (zero_bytes, DamagedError, "0 bytes"),
        (one_kilobyte, DamagedError, "cut off"),
        (half_a_page_missing, DamagedError, "cut off"),
        (half, DamagedError, "cannot be read|does not open"),
        (first_page_zeroed, NotOursError, "not a Laurel file"),
        (bit_in_first_page, DamagedError, "does not open its records"),
        (text_file, NotOursError, "not a Laurel file"),
        (plain_database, NotOursError, "unencrypted"),
        (another_clinic, OtherClinicError, "another clinic"),
        (foreign_application, NotOursError, "not made by Laurel"),
        (newer_step, NewerError, "newer Laurel"),
        (missing, NoClinicError, "missing"),
    ],
)
def test_that_a_wrong_file_is_refused_with_its_own_sentence_and_untouched(
    clinic_folder: ClinicFolder,
    keys: Keys,
    actor: Actor,
    break_it: Callable[[ClinicFolder, Keys], None],
    error: type[ClinicError],
    words: str,
    fingerprint: Callable[[Path], dict[str, str]],
) -> None:
    filled(clinic_folder, keys, actor)
    break_it(clinic_folder, keys)
    before = fingerprint(clinic_folder.path)
    with pytest.raises(error, match=words):
        Database.open(clinic_folder, keys)
    assert fingerprint(clinic_folder.path) == before


def test_that_keys_of_another_clinic_open_nothing(
    clinic_folder: ClinicFolder, keys: Keys, fingerprint: Callable[[Path], dict[str, str]]
) -> None:
    before = fingerprint(clinic_folder.path)
    with pytest.raises(DamagedError, match="does not open its records"):
        Database.open(clinic_folder, type(keys)(bytes(32), None))
    with pytest.raises(ValueError, match="32 bytes"):
        Database.open(clinic_folder, type(keys)(keys.data[:31], None))
    assert fingerprint(clinic_folder.path) == before


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_that_one_flipped_bit_is_found(clinic_folder: ClinicFolder, keys: Keys, actor: Actor, share: float) -> None:
    filled(clinic_folder, keys, actor)
    flip(clinic_folder.database, int(clinic_folder.database.stat().st_size * share))
    database = Database.open(clinic_folder, keys)
    assert database.problems() != []
    database.close()


def test_that_reading_a_damaged_page_says_so(clinic_folder: ClinicFolder, keys: Keys, actor: Actor) -> None:
    filled(clinic_folder, keys, actor)
    database = Database.open(clinic_folder, keys)
    for page in range(2, clinic_folder.database.stat().st_size // 4096):
        flip(clinic_folder.database, page * 4096 + 900)
    with pytest.raises(DamagedError, match="damaged"):
        count(database, actor)
    database.close()


def crashed_copy(folder: ClinicFolder, keys: Keys, actor: Actor, target: Path) -> ClinicFolder:
    """Copy a folder as it lies while Laurel has it open: the newest records are in the -wal alone."""
    filled(folder, keys, actor)
    database = Database.open(folder, keys)
    database.adopt_thread()
    for n in range(5):
        put(database, actor, f"late {n}")
    copy = ClinicFolder(shutil.copytree(folder.path, target))
    database.close()
    return copy


def test_that_a_copy_taken_in_mid_work_opens_whole(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor, tmp_path: Path
) -> None:
    database = Database.open(crashed_copy(clinic_folder, keys, actor, tmp_path / "copy"), keys)
    assert count(database, actor) == 205
    database.close()


def remove(wal: Path) -> None:
    wal.unlink()


def flip_early(wal: Path) -> None:
    flip(wal, 2000)


def cut(wal: Path) -> None:
    wal.write_bytes(wal.read_bytes()[:-5000])


@pytest.mark.parametrize("break_it", [remove, flip_early, cut])
def test_that_a_lost_or_damaged_wal_is_noticed_and_can_be_accepted(
    clinic_folder: ClinicFolder,
    keys: Keys,
    actor: Actor,
    tmp_path: Path,
    break_it: Callable[[Path], None],
    fingerprint: Callable[[Path], dict[str, str]],
) -> None:
    copy = crashed_copy(clinic_folder, keys, actor, tmp_path / "copy")
    break_it(copy.path / "clinic.db-wal")
    before = fingerprint(copy.path)
    with pytest.raises(LostRecordsError, match="newest records"):
        Database.open(copy, keys)
    assert fingerprint(copy.path) == before
    database = Database.open(copy, keys, accept_loss=True)
    assert 200 <= count(database, actor) < 205
    put(database, actor, "after")
    assert database.problems() == []
    database.close()
    Database.open(copy, keys).close()


def test_that_a_wal_from_another_time_is_refused(
    clinic_folder: ClinicFolder,
    keys: Keys,
    actor: Actor,
    tmp_path: Path,
    fingerprint: Callable[[Path], dict[str, str]],
) -> None:
    old = clinic_folder.database.read_bytes()
    copy = crashed_copy(clinic_folder, keys, actor, tmp_path / "copy")
    copy.database.write_bytes(old)
    before = fingerprint(copy.path)
    with pytest.raises((DamagedError, LostRecordsError)):
        Database.open(copy, keys)
    assert fingerprint(copy.path) == before


def test_that_an_older_file_in_place_of_the_newer_is_noticed(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    old = clinic_folder.database.read_bytes()
    filled(clinic_folder, keys, actor, 3)
    clinic_folder.database.write_bytes(old)
    with pytest.raises(LostRecordsError):
        Database.open(clinic_folder, keys)


@pytest.mark.parametrize("content", [b"", b"{", b'{"seq": 9}', b'{"seq": 9, "mac": "00", "sum": 1}', b"\0" * 160])
def test_that_an_unreadable_note_of_the_head_raises_no_alarm(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor, content: bytes
) -> None:
    filled(clinic_folder, keys, actor, 3)
    clinic_folder.head.write_bytes(content)
    Database.open(clinic_folder, keys).close()


def test_that_a_look_tells_a_clinic_from_an_empty_folder_and_from_something_else(
    clinic_folder: ClinicFolder, tmp_path: Path
) -> None:
    assert clinic_folder.look() is Found.CLINIC
    assert ClinicFolder(tmp_path / "none").look() is Found.NOTHING
    (tmp_path / "empty").mkdir()
    assert ClinicFolder(tmp_path / "empty").look() is Found.NOTHING
    assert ClinicFolder(tmp_path).look() is Found.SOMETHING_ELSE
