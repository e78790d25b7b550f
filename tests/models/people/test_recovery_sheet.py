"""A lost passphrase, and the sheet that opens the clinic all the same."""

from __future__ import annotations

import pytest

from models.clinic.recovery import recover, recoverable
from models.errors import ClinicError
from models.folder.storage_errors import WrongPassphraseError
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.keys.slots import unlock
from models.people.recovery_sheet import make_recovery_sheet_valid, valid_recovery_sheet
from models.storage.audit import AuditEntry
from tests.models.people.office import DESK, Office, office

__all__ = ["office"]


def test_that_a_lost_passphrase_is_recovered_with_the_sheet(office: Office) -> None:
    office.fill_in()
    key = new_recovery_key()
    office.manage(make_recovery_sheet_valid, key)
    office.add("Jo Ferro", DESK)
    assert [line.name for line in recoverable(office.folder.path, key, clock=office.clock)] == [
        "Mina Okafor",
        "Jo Ferro",
    ]
    assert recover(office.folder.path, key, "five brown foxes", clock=office.clock) == "Mina Okafor"
    with pytest.raises(WrongPassphraseError):
        office.enter()
    clinic = office.enter(passphrase="five brown foxes")
    assert len(office.answers(clinic)) == 1
    with clinic.database.read(clinic.actor) as work:
        noted = work.session.query(AuditEntry).filter(AuditEntry.entity == "key").all()
        assert "recovery" in [row.fields for row in noted]
        assert valid_recovery_sheet(work, clinic.keyring) is not None
    assert clinic.database.problems() == []
    clinic.close()


def test_that_the_sheet_gives_no_clinical_key_to_the_front_desk(office: Office) -> None:
    key = new_recovery_key()
    office.manage(make_recovery_sheet_valid, key)
    office.add("Jo Ferro", DESK)
    assert recover(office.folder.path, key, "five brown foxes", "Jo Ferro", clock=office.clock) == "Jo Ferro"
    assert unlock(office.folder, "five brown foxes", "Jo Ferro").keys.clinical is None


def test_that_an_older_sheet_is_told_which_one_counts(office: Office) -> None:
    old, new = new_recovery_key(), new_recovery_key()
    office.manage(make_recovery_sheet_valid, old)
    office.manage(make_recovery_sheet_valid, new)
    with pytest.raises(WrongPassphraseError, match="number 2, made on 2026-09-07"):
        recover(office.folder.path, old, "five brown foxes", clock=office.clock)
    assert recover(office.folder.path, new, "five brown foxes", clock=office.clock) == "Mina Okafor"


def test_that_a_clinic_without_a_sheet_says_so_and_wrong_keys_are_slowed(office: Office) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphraseError, match="No recovery sheet"):
            recover(office.folder.path, RecoveryKey(bytes(16)), "five brown foxes", clock=office.clock)
    with pytest.raises(ClinicError, match="Wait 1 s,"):
        recover(office.folder.path, RecoveryKey(bytes(16)), "five brown foxes", clock=office.clock)
