"""Wrong passphrases: once, five times, fifty times; ever slower, written down, and never locked out for good."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import WrongPassphraseError
from models.keys.sign_in_throttle import FREE, LONGEST_WAIT, TooSoonError, admit, failures, waiting
from models.storage.audit import AuditEntry
from models.trail import Action
from tests.conftest import CHEAP, DESK_PASSPHRASE, FACILITATOR, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 9, 7, 18, tzinfo=UTC)


def fail(folder: ClinicFolder, times: int, name: str | None = "Mina Okafor", now: datetime = NOW) -> datetime:
    """Try wrongly, each time as soon as it is allowed."""
    for _ in range(times):
        with pytest.raises(WrongPassphraseError):
            admit(folder, "wrong", name, now)
        slot = failures(folder)[-1].slot
        now += waiting(failures(folder), slot, now)
    return now


@pytest.mark.parametrize(("times", "rest"), [(1, 0), (3, 0), (4, 1), (5, 2), (7, 8), (50, 60)])
def test_that_each_slip_costs_more_and_never_more_than_a_minute(
    clinic_folder: ClinicFolder, times: int, rest: int
) -> None:
    free_again = fail(clinic_folder, times)
    last = failures(clinic_folder)[-1]
    assert waiting(failures(clinic_folder), last.slot, last.at) == timedelta(seconds=rest)
    assert rest <= LONGEST_WAIT.total_seconds()
    if rest:
        with pytest.raises(TooSoonError, match="nothing is locked for good"):
            admit(clinic_folder, PASSPHRASE, "Mina Okafor", free_again - timedelta(milliseconds=1))
    assert admit(clinic_folder, PASSPHRASE, "mina okafor", free_again).staff == FACILITATOR


def test_that_one_persons_slips_hold_nobody_else_back(clinic_folder: ClinicFolder) -> None:
    fail(clinic_folder, 50)
    assert admit(clinic_folder, DESK_PASSPHRASE, "Jo Ferro", NOW).name == "Jo Ferro"


def test_that_unknown_names_are_held_back_alike_and_together(clinic_folder: ClinicFolder) -> None:
    for name in ("Nobody", "No One", "Nemo", "Niemand"):
        with pytest.raises(WrongPassphraseError):
            admit(clinic_folder, "wrong", name, NOW)
    with pytest.raises(TooSoonError):
        admit(clinic_folder, "wrong", "Personne", NOW)
    assert {failure.slot for failure in failures(clinic_folder)} == {"unknown"}


def test_that_neither_names_nor_what_was_typed_are_kept(clinic_folder: ClinicFolder) -> None:
    for name in ("Mina Okafor", "Somebody Else"):
        with pytest.raises(WrongPassphraseError):
            admit(clinic_folder, "my secret elsewhere", name, NOW)
    text = clinic_folder.failures.read_text()
    assert "secret" not in text
    assert "Somebody" not in text
    assert [set(one) for one in json.loads(text)] == [{"at", "slot"}] * 2


def test_that_a_clock_set_back_makes_nobody_wait_for_long(clinic_folder: ClinicFolder) -> None:
    fail(clinic_folder, FREE + 2)
    slot = failures(clinic_folder)[-1].slot
    assert waiting(failures(clinic_folder), slot, NOW - timedelta(days=400)) <= LONGEST_WAIT


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"at": "soon", "slot": "x"}]', b"null", b"[" * 100000])
def test_that_a_damaged_note_keeps_nobody_out(clinic_folder: ClinicFolder, content: bytes) -> None:
    clinic_folder.failures.write_bytes(content)
    assert admit(clinic_folder, PASSPHRASE, "Mina Okafor", NOW).staff == FACILITATOR


def test_that_failures_reach_the_audit_when_somebody_gets_in(tmp_path: Path) -> None:
    create_clinic(
        tmp_path / "clinic",
        name="Riverside",
        country="GB",
        administrator="Mina Okafor",
        passphrase=PASSPHRASE,
        cost=CHEAP,
    )
    folder = ClinicFolder(tmp_path / "clinic")
    for name in ("Mina Okafor", "Mina Okafor", "Nobody"):
        with pytest.raises(WrongPassphraseError):
            open_clinic(folder.path, "wrong", name)
    assert len(failures(folder)) == 3
    clinic = open_clinic(folder.path, PASSPHRASE, "Mina Okafor")
    with clinic.database.read(clinic.actor) as work:
        rows = work.session.query(AuditEntry).filter(AuditEntry.action == Action.FAILED.value).all()
    assert [(row.row_id, row.count) for row in rows] == [(clinic.actor.id, 2), (None, 1)]
    assert not folder.failures.exists()
    assert clinic.database.problems() == []
    clinic.close()
