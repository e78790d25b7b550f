"""Accounts and keys: added, changed, passed on and taken away, and only by whose passphrase was typed just now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from models.access import Confirmed, Role
from models.clinic.opening import open_clinic
from models.errors import ClinicError, InvalidError, NotAllowedError, NotConfirmedError, SealedError, StaleError
from models.folder.storage_errors import WrongPassphraseError
from models.keys.recovery_key import new_recovery_key
from models.keys.sign_in_throttle import TooSoonError, failures
from models.keys.slots import Cost, read_key_file, unlock
from models.people.account import (
    FIRST_LASTS,
    FirstPassphrase,
    LastClinicalKeyError,
    add_account,
    change_passphrase,
    change_roles,
    give_first_passphrase,
    leave,
    pass_clinical_key,
)
from models.people.recovery_sheet import make_recovery_sheet_valid
from models.storage.connections import Connections
from tests.conftest import CHEAP
from tests.models.people.office import ADMIN, COACH, DESK, LEAD, MINE, OWN, Office, office

__all__ = ["office"]

if TYPE_CHECKING:
    from collections.abc import Callable


def test_that_an_administrator_never_learns_the_final_passphrase(office: Office) -> None:
    first = office.manage(add_account, "Jo Ferro", [DESK])
    assert isinstance(first, FirstPassphrase)
    assert len(first.passphrase.split()) == 6
    account = office.accounts()["Jo Ferro"]
    assert account.first_until == first.until
    clinic = office.enter("Jo Ferro", first.passphrase)
    assert clinic.must_choose
    clinic.choose_passphrase(first.passphrase, OWN)
    assert not clinic.must_choose
    clinic.close()
    with pytest.raises(WrongPassphraseError):
        office.enter("Jo Ferro", first.passphrase)
    again = office.enter("Jo Ferro", OWN)
    assert not again.must_choose
    again.close()
    assert office.accounts()["Jo Ferro"].first_until is None


def test_that_a_first_passphrase_runs_out_and_a_new_one_can_be_given(office: Office) -> None:
    first = office.manage(add_account, "Jo Ferro", [DESK])
    assert isinstance(first, FirstPassphrase)
    office.clock.now += FIRST_LASTS + timedelta(seconds=1)
    with pytest.raises(NotAllowedError, match="run out"):
        office.enter("Jo Ferro", first.passphrase)
    second = office.manage(give_first_passphrase, first.staff)
    assert isinstance(second, FirstPassphrase)
    office.enter("Jo Ferro", second.passphrase).close()
    with pytest.raises(WrongPassphraseError):
        office.enter("Jo Ferro", first.passphrase)


def test_that_a_new_passphrase_rewrites_one_slot_alone(office: Office) -> None:
    office.add("Jo Ferro", DESK)
    before = {slot.name: slot for slot in read_key_file(office.folder).slots}
    office.manage(change_passphrase, MINE, "five brown foxes")
    after = {slot.name: slot for slot in read_key_file(office.folder).slots}
    assert after["Jo Ferro"] == before["Jo Ferro"]
    assert after["Mina Okafor"].salt != before["Mina Okafor"].salt
    clinic = office.enter(passphrase="five brown foxes")
    assert clinic.keys.clinical is not None
    clinic.close()


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("not mine", "five brown foxes", "not your passphrase"), (MINE, "short", "too short"),
        (MINE, "password123", "first that others"), (MINE, "Mina Okafor", "first that others"),
        (MINE, MINE, "the one that you have now"),
    ],
)  # fmt: skip
def test_that_a_passphrase_that_will_not_do_changes_nothing(office: Office, current: str, new: str, said: str) -> None:
    before = office.folder.keys.read_bytes()
    with pytest.raises(ClinicError, match=said):
        office.manage(change_passphrase, current, new)
    assert office.folder.keys.read_bytes() == before


def test_that_a_peer_leads_slot_alone_cannot_open_what_is_sealed(office: Office) -> None:
    office.fill_in()
    office.add("Sam Reed", LEAD)
    assert unlock(office.folder, OWN, "Sam Reed").keys.clinical is None
    clinic = office.enter("Sam Reed", OWN)
    with pytest.raises(SealedError):
        office.answers(clinic)
    clinic.close()


def test_that_a_clinical_role_brings_its_key_without_the_persons_passphrase(office: Office) -> None:
    office.fill_in()
    office.add("Sam Reed", LEAD)
    office.change("Sam Reed", LEAD, COACH)
    assert office.accounts()["Sam Reed"].holds_clinical
    clinic = office.enter("Sam Reed", OWN)
    assert len(office.answers(clinic)) == 1
    with clinic.database.write(clinic.actor) as work:
        change_passphrase(work, clinic.keyring, OWN, "five brown foxes")
    clinic.close()
    slot = read_key_file(office.folder).slot_of(clinic.actor.id)
    assert slot is not None
    assert slot.clinical is not None
    assert slot.handed is None


def test_that_a_clinical_role_taken_away_takes_the_key_along(office: Office) -> None:
    office.fill_in()
    office.add("Sam Reed", COACH)
    office.change("Sam Reed", DESK)
    clinic = office.enter("Sam Reed", OWN)
    assert clinic.keys.clinical is None
    with pytest.raises(SealedError):
        office.answers(clinic)
    clinic.close()


def test_that_an_administrator_without_the_clinical_key_cannot_pass_it_and_a_colleague_can(office: Office) -> None:
    office.fill_in()
    sam, ada = office.add("Sam Reed", LEAD), office.add("Ada Lund", ADMIN)
    boss = office.enter("Ada Lund", OWN)
    with boss.database.write(boss.actor) as work:
        change_roles(work, boss.keyring, sam, [COACH], version=1, confirmed=boss.confirmed)
        change_roles(work, boss.keyring, ada, [ADMIN, COACH], version=1, confirmed=boss.confirmed)
    boss.close()
    assert office.accounts()["Sam Reed"].waits_for_clinical
    for name in ("Sam Reed", "Ada Lund"):
        clinic = office.enter(name, OWN)
        with pytest.raises(SealedError):
            office.answers(clinic)
        with pytest.raises(InvalidError), clinic.database.write(clinic.actor) as work:
            pass_clinical_key(work, clinic.keyring, sam, confirmed=clinic.confirmed)
        clinic.close()
    office.manage(pass_clinical_key, sam)
    clinic = office.enter("Sam Reed", OWN)
    assert len(office.answers(clinic)) == 1
    clinic.close()


def test_that_somebody_who_leaves_has_no_key_and_stays_in_the_record(office: Office) -> None:
    office.add("Jo Ferro", DESK)
    office.leave("Jo Ferro")
    with pytest.raises(WrongPassphraseError):
        office.enter("Jo Ferro", OWN)
    account = office.accounts()["Jo Ferro"]
    assert not account.line.is_active
    assert not account.has_key
    office.add("Jo Ferro", DESK)


def test_that_the_last_administrator_stays(office: Office) -> None:
    with pytest.raises(InvalidError, match="last administrator"):
        office.leave("Mina Okafor")
    with pytest.raises(InvalidError, match="last administrator"):
        office.change("Mina Okafor", Role.FACILITATOR)
    office.add("Ada Lund", ADMIN, sign_in=False)
    with pytest.raises(InvalidError, match="sign in once"):
        office.leave("Mina Okafor", knowing=True)
    office.manage(make_recovery_sheet_valid, new_recovery_key())
    office.add("Eve Moss", ADMIN)
    office.leave("Mina Okafor", knowing=True)


def test_that_the_last_clinical_key_is_warned_of_and_never_lost(office: Office) -> None:
    with pytest.raises(InvalidError, match="lost for good"):
        office.change("Mina Okafor", ADMIN, knowing=True)
    office.manage(make_recovery_sheet_valid, new_recovery_key())
    with pytest.raises(LastClinicalKeyError, match="only the recovery sheet"):
        office.change("Mina Okafor", ADMIN)
    office.change("Mina Okafor", ADMIN, knowing=True)
    assert not office.accounts()["Mina Okafor"].holds_clinical


def test_that_only_administrators_manage_accounts(office: Office) -> None:
    office.add("Sam Reed", COACH)
    clinic = office.enter("Sam Reed", OWN)
    me, sure = clinic.actor.id, clinic.confirmed
    acts: tuple[Callable[..., object], ...] = (
        lambda work, ring: add_account(work, ring, "Eve Moss", [ADMIN], confirmed=sure),
        lambda work, ring: change_roles(work, ring, me, [ADMIN], version=1, confirmed=sure),
        lambda work, ring: leave(work, ring, me, version=1, confirmed=sure),
        lambda work, ring: give_first_passphrase(work, ring, me, confirmed=sure),
        lambda work, ring: make_recovery_sheet_valid(work, ring, new_recovery_key(), confirmed=sure),
    )
    for act in acts:
        with pytest.raises(NotAllowedError), clinic.database.write(clinic.actor) as work:
            act(work, clinic.keyring)
    clinic.close()


def test_that_roles_are_needed_and_an_old_form_is_refused(office: Office) -> None:
    office.add("Sam Reed", COACH)
    for roles in ([], [Role.PROGRAM]):
        with pytest.raises(InvalidError, match="at least one role"):
            office.manage(add_account, "Eve Moss", roles)
    office.change("Sam Reed", DESK)
    with pytest.raises(StaleError):
        office.manage(change_roles, office.accounts()["Sam Reed"].line.id, [LEAD], version=1)


def test_that_keys_are_put_back_when_the_records_cannot_be_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add("Sam Reed", COACH)
    before = office.folder.keys.read_bytes()
    line = office.accounts()["Sam Reed"].line

    def fail(_connections: Connections) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is gone"))

    monkeypatch.setattr(Connections, "confirm_in_place", fail)
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.manage(add_account, "Eve Moss", [ADMIN]),
        lambda: office.manage(change_roles, line.id, [DESK], version=line.version),
        lambda: office.manage(leave, line.id, version=line.version),
    )
    for act in acts:
        with pytest.raises(OperationalError):
            act()
        assert office.folder.keys.read_bytes() == before


@pytest.mark.parametrize(
    ("stranger", "late"), [(True, timedelta()), (False, timedelta(minutes=5, seconds=1)), (False, timedelta(days=-1))]
)
def test_that_nobody_gets_roles_or_keys_unless_the_passphrase_was_typed_just_now(
    office: Office, stranger: bool, late: timedelta
) -> None:
    sam = office.add("Sam Reed", COACH)
    before = office.folder.keys.read_bytes()
    clinic = office.enter()
    typed = Confirmed(sam if stranger else clinic.actor.id, clinic.clock())
    office.clock.now += late
    acts: tuple[Callable[..., object], ...] = (
        lambda work, ring: add_account(work, ring, "Eve Moss", [ADMIN], confirmed=typed),
        lambda work, ring: change_roles(work, ring, sam, [ADMIN], version=1, confirmed=typed),
        lambda work, ring: leave(work, ring, sam, version=1, confirmed=typed),
        lambda work, ring: give_first_passphrase(work, ring, sam, confirmed=typed),
        lambda work, ring: pass_clinical_key(work, ring, sam, confirmed=typed),
        lambda work, ring: make_recovery_sheet_valid(work, ring, new_recovery_key(), confirmed=typed),
    )
    for act in acts:
        with pytest.raises(NotConfirmedError), clinic.database.write(clinic.actor) as work:
            act(work, clinic.keyring)
    clinic.close()
    assert office.folder.keys.read_bytes() == before
    assert {name for name, account in office.accounts().items() if account.line.is_active} == {
        "Mina Okafor",
        "Sam Reed",
    }


def test_that_a_facilitator_who_becomes_a_peer_lead_keeps_no_key_in_any_form(office: Office) -> None:
    office.fill_in()
    office.add("Sam Reed", Role.FACILITATOR)
    opened = office.enter("Sam Reed", OWN)
    assert len(office.answers(opened)) == 1
    opened.close()
    office.change("Sam Reed", LEAD)
    slot = read_key_file(office.folder).slot_of(office.accounts()["Sam Reed"].line.id)
    assert slot is not None
    assert (slot.clinical, slot.handed) == (None, None)
    assert '"clinical": null' in office.folder.keys.read_text()
    assert unlock(office.folder, OWN, "Sam Reed").keys.clinical is None
    clinic = office.enter("Sam Reed", OWN)
    with pytest.raises(SealedError):
        office.answers(clinic)
    clinic.close()


def test_that_a_new_first_passphrase_never_loses_the_last_clinical_key(office: Office) -> None:
    office.add("Ada Lund", ADMIN)
    mina = office.accounts()["Mina Okafor"].line.id

    def replace_it(*, knowing: bool) -> FirstPassphrase:
        ada = office.enter("Ada Lund", OWN)
        try:
            with ada.database.write(ada.actor) as work:
                return give_first_passphrase(work, ada.keyring, mina, confirmed=ada.confirmed, knowing=knowing)
        finally:
            ada.close()

    with pytest.raises(InvalidError, match="lost for good"):
        replace_it(knowing=True)
    office.manage(make_recovery_sheet_valid, new_recovery_key())
    with pytest.raises(LastClinicalKeyError):
        replace_it(knowing=False)
    first = replace_it(knowing=True)
    assert unlock(office.folder, first.passphrase, "Mina Okafor").keys.clinical is None


def test_that_guesses_at_the_passphrase_that_one_has_are_slowed_and_noted(office: Office) -> None:
    clinic = office.enter()
    for said in (*[WrongPassphraseError] * 4, TooSoonError):
        with pytest.raises(said), clinic.database.write(clinic.actor) as work:
            change_passphrase(work, clinic.keyring, "not mine", "five brown foxes")
    assert [failure.staff for failure in failures(office.folder)] == [clinic.actor.id] * 4
    clinic.close()


def test_that_a_slot_is_as_dear_as_the_computer_that_made_it(office: Office) -> None:
    office.add("Jo Ferro", DESK)
    dear = Cost(memory_kib=64, time=2, lanes=2)
    clinic = open_clinic(office.folder.path, MINE, "Mina Okafor", clock=office.clock, calibrate=lambda: dear)
    assert clinic.keyring.cost is None
    with clinic.database.write(clinic.actor) as work:
        change_passphrase(work, clinic.measured_keyring(), MINE, "five brown foxes")
    clinic.close()
    costs = {slot.name: slot.cost for slot in read_key_file(office.folder).slots}
    assert costs == {"Mina Okafor": dear, "Jo Ferro": CHEAP}
    slower = open_clinic(
        office.folder.path, "five brown foxes", "Mina Okafor", clock=office.clock, calibrate=lambda: CHEAP
    )
    slower.close()


def test_that_a_box_that_was_swapped_is_given_no_key(office: Office) -> None:
    sam = office.add("Sam Reed", LEAD)
    office.add("Jo Ferro", DESK)
    text = office.folder.keys.read_text()
    slots = {slot.name: slot for slot in read_key_file(office.folder).slots}
    office.folder.keys.write_text(text.replace(slots["Sam Reed"].box.hex(), slots["Jo Ferro"].box.hex()))
    with pytest.raises(InvalidError, match="new first passphrase"):
        office.manage(change_roles, sam, [COACH], version=1)


def test_that_a_locked_clinic_holds_no_keys_and_opens_for_its_person_alone(office: Office) -> None:
    office.fill_in()
    office.add("Jo Ferro", DESK)
    clinic = office.enter()
    name = clinic.media.store(b"a photo")
    clinic.lock()
    assert (clinic.keys.data, clinic.keys.clinical, clinic.database.keys.data) == (b"", None, b"")
    with pytest.raises(ClinicError, match="locked"):
        clinic.media.read(name)
    for wrong in ("wrong", OWN):
        with pytest.raises(WrongPassphraseError):
            clinic.unlock(wrong)
    clinic.unlock(MINE)
    assert len(office.answers(clinic)) == 1
    assert clinic.media.read(name) == b"a photo"
    clinic.lock()
    clinic.close()
    office.enter().close()
