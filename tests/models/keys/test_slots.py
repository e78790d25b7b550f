"""Key slots: who opens what, and what a wrong passphrase or an edited key file comes to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from models.errors import ClinicError, InvalidError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import DamagedError, NewerError, NoClinicError, WrongPassphraseError
from models.keys.slots import Cost, Keys, add_slot, derive, make_key_file, read_key_file, unlock
from tests.conftest import CHEAP, CLINIC, DESK_PASSPHRASE, FACILITATOR, FRONT_DESK, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_that_a_clinical_slot_opens_both_keys(clinic_folder: ClinicFolder, keys: Keys) -> None:
    opened = unlock(clinic_folder, PASSPHRASE, "Mina Okafor")
    assert (opened.keys, opened.staff, opened.name) == (keys, FACILITATOR, "Mina Okafor")
    assert keys.clinical is not None
    assert keys.data != keys.clinical


def test_that_a_front_desk_slot_opens_the_data_key_alone(clinic_folder: ClinicFolder, keys: Keys) -> None:
    opened = unlock(clinic_folder, DESK_PASSPHRASE)
    assert (opened.keys, opened.staff) == (Keys(keys.data, None), FRONT_DESK)


@pytest.mark.parametrize(
    ("passphrase", "name"),
    [
        ("", None), ("x", None), (PASSPHRASE.upper(), None), (PASSPHRASE + " ", None), ("n" * 1000, None),
        (PASSPHRASE, "Jo Ferro"), (PASSPHRASE, "Nobody"), ("\ud800 half a letter", None), ("\0", None),
    ],
)  # fmt: skip
def test_that_a_wrong_passphrase_or_name_says_so(
    clinic_folder: ClinicFolder, passphrase: str, name: str | None, fingerprint: Callable[[Path], dict[str, str]]
) -> None:
    before = fingerprint(clinic_folder.path)
    with pytest.raises(WrongPassphraseError, match="do not open this clinic"):
        unlock(clinic_folder, passphrase, name)
    assert fingerprint(clinic_folder.path) == before


def test_that_composed_and_decomposed_letters_are_one_passphrase(clinic_folder: ClinicFolder, keys: Keys) -> None:
    add_slot(clinic_folder, keys, uuid4(), "Zoë", "caf\u00e9 au lait", clinical=False, cost=CHEAP)
    assert unlock(clinic_folder, "cafe\u0301 au lait", "zoe\u0308").name == "Zoë"


def test_that_a_new_passphrase_replaces_the_old_one(clinic_folder: ClinicFolder, keys: Keys) -> None:
    add_slot(clinic_folder, keys, FACILITATOR, "Mina Okafor", "another long one", clinical=True, cost=CHEAP)
    assert unlock(clinic_folder, "another long one").keys == keys
    with pytest.raises(WrongPassphraseError):
        unlock(clinic_folder, PASSPHRASE)


def test_that_only_a_clinical_role_can_pass_the_clinical_key_on(clinic_folder: ClinicFolder) -> None:
    desk = unlock(clinic_folder, DESK_PASSPHRASE).keys
    with pytest.raises(InvalidError):
        add_slot(clinic_folder, desk, uuid4(), "Al", "long enough", clinical=True, cost=CHEAP)


def test_that_a_short_passphrase_is_refused(clinic_folder: ClinicFolder, keys: Keys) -> None:
    with pytest.raises(InvalidError, match="at least 8"):
        add_slot(clinic_folder, keys, uuid4(), "Al", "seven77", clinical=False, cost=CHEAP)


def test_that_a_second_clinic_is_not_made_over_the_first(clinic_folder: ClinicFolder) -> None:
    with pytest.raises(InvalidError, match="already a clinic"):
        make_key_file(clinic_folder, uuid4())


def test_that_the_default_cost_is_the_floor_of_a_real_clinic() -> None:
    assert Cost() == Cost(memory_kib=64 * 1024, time=3, lanes=4)


def test_that_keys_show_neither_in_words_nor_in_the_key_file(clinic_folder: ClinicFolder, keys: Keys) -> None:
    assert keys.clinical is not None
    for key in (keys.data, keys.clinical):
        assert key.hex() not in repr(keys) + clinic_folder.keys.read_text()


def test_that_purposes_have_different_keys(keys: Keys) -> None:
    assert len({keys.data, derive(keys.data, "audit"), derive(keys.data, "media"), derive(keys.data, "backup")}) == 4


def test_that_an_empty_folder_holds_no_clinic(tmp_path: Path) -> None:
    with pytest.raises(NoClinicError, match="no clinic"):
        read_key_file(ClinicFolder(tmp_path))


def test_that_records_without_their_key_file_are_not_called_empty(clinic_folder: ClinicFolder) -> None:
    clinic_folder.keys.unlink()
    with pytest.raises(DamagedError, match="key file is missing"):
        unlock(clinic_folder, PASSPHRASE)


def swap_keys(document: dict[str, Any]) -> None:
    slot = document["slots"][0]
    slot["data"], slot["clinical"] = slot["clinical"], slot["data"]


def other_person(document: dict[str, Any]) -> None:
    document["slots"][0]["staff"] = str(FRONT_DESK)


def other_clinic(document: dict[str, Any]) -> None:
    document["clinic"] = str(uuid4())


def flip_clinical(document: dict[str, Any]) -> None:
    part = document["slots"][0]["clinical"]
    part["ct"] = f"{int(part['ct'][0], 16) ^ 1:x}{part['ct'][1:]}"


def newer(document: dict[str, Any]) -> None:
    document["format"] = 2


def hungry(document: dict[str, Any]) -> None:
    document["slots"][0]["argon2"]["memory_kib"] = 1 << 40


def short(document: dict[str, Any]) -> None:
    document["slots"][0]["data"]["ct"] = "00"


def shapeless(document: dict[str, Any]) -> None:
    document["slots"] = ["x"]


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (swap_keys, WrongPassphraseError), (other_person, WrongPassphraseError), (other_clinic, WrongPassphraseError),
        (flip_clinical, DamagedError), (newer, NewerError), (hungry, DamagedError), (short, DamagedError),
        (shapeless, DamagedError),
    ],
)  # fmt: skip
def test_that_an_edited_key_file_opens_nothing(
    clinic_folder: ClinicFolder, edit: Callable[[dict[str, Any]], None], error: type[ClinicError]
) -> None:
    document = json.loads(clinic_folder.keys.read_text())
    assert document["clinic"] == str(CLINIC)
    edit(document)
    clinic_folder.keys.write_text(json.dumps(document))
    with pytest.raises(error):
        unlock(clinic_folder, PASSPHRASE, "Mina Okafor")


@pytest.mark.parametrize("content", [b"", b"\0\0", b"[]", b'{"format": 1}', b"{" * 10, "ÿ".encode("latin-1")])
def test_that_a_broken_key_file_says_so(clinic_folder: ClinicFolder, content: bytes) -> None:
    clinic_folder.keys.write_bytes(content)
    with pytest.raises(DamagedError, match="key file is damaged"):
        unlock(clinic_folder, PASSPHRASE)
