"""Accounts and keys: added, changed, passed on, taken away, and recovered with the sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from models.access import Actor, Role
from models.audit import AuditEntry
from models.clinic import Clinic, create_clinic, open_clinic, recover, recoverable
from models.errors import ClinicError, InvalidError, NotAllowedError, SealedError, StaleError
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import QuestionnaireResponse, enter_form
from models.people.staff import (
    FIRST_LASTS,
    Account,
    FirstPassphrase,
    LastClinicalKeyError,
    accounts,
    add_account,
    change_passphrase,
    change_roles,
    give_first_passphrase,
    leave,
    make_sheet_valid,
    pass_clinical_key,
    valid_sheet,
)
from models.storage.database import Database
from models.storage.faults import WrongPassphraseError
from models.storage.folder import ClinicFolder
from models.storage.recovery import RecoveryKey, new_recovery_key
from models.storage.vault import look_into, unlock
from tests import factory
from tests.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.factory import MovingClock

MINE = "quiet river stone"
OWN = "seven yellow boats"
DESK, LEAD, COACH, ADMIN = Role.FRONT_DESK, Role.PEER_LEAD, Role.DIGITAL_COACH, Role.ADMINISTRATOR


class Office:
    """One clinic and whoever signs in to it, one after the other."""

    def __init__(self, folder: Path, clock: MovingClock) -> None:
        self.folder, self.clock = ClinicFolder(folder), clock

    def enter(self, name: str = "Mina Okafor", passphrase: str = MINE) -> Clinic:
        return open_clinic(self.folder.path, passphrase, name, clock=self.clock)

    def manage(self, action: Callable[..., object], *args: object, **more: object) -> object:
        """Do something as the first administrator."""
        clinic = self.enter()
        try:
            with clinic.database.write(clinic.actor) as work:
                return action(work, clinic.keyring, *args, **more)
        finally:
            clinic.close()

    def accounts(self) -> dict[str, Account]:
        listed: tuple[Account, ...] = self.manage(accounts)  # type: ignore[assignment]
        return {account.line.name: account for account in listed}

    def add(self, name: str, *roles: Role, sign_in: bool = True) -> UUID:
        """Add somebody who then chooses a passphrase of their own."""
        first = self.manage(add_account, name, roles)
        assert isinstance(first, FirstPassphrase)
        if sign_in:
            clinic = self.enter(name, first.passphrase)
            assert clinic.must_choose
            clinic.choose_passphrase(first.passphrase, OWN)
            clinic.close()
        return first.staff

    def change(self, name: str, *roles: Role, **more: object) -> None:
        line = self.accounts()[name].line
        self.manage(change_roles, line.id, roles, version=line.version, **more)

    def leave(self, name: str, **more: object) -> None:
        line = self.accounts()[name].line
        self.manage(leave, line.id, version=line.version, **more)

    def fill_in(self) -> None:
        """Keep somebody's answers, sealed under the clinical key."""
        clinic = self.enter()
        with clinic.database.write(clinic.actor) as work:
            them = factory.group(work, size=1)
            enter_form(work, them.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=(1, 2, 3))
        clinic.close()

    def answers(self, clinic: Clinic) -> list[object]:
        """Read the sealed columns with the keys of whoever is signed in."""
        nosy = Actor(clinic.actor.id, clinic.actor.name, frozenset({Role.FACILITATOR}))
        with clinic.database.read(nosy) as work:
            return [row.answers for row in work.session.query(QuestionnaireResponse).all()]


@pytest.fixture
def office(tmp_path: Path, clock: MovingClock) -> Office:
    create_clinic(
        tmp_path / "clinic", name="Riverside", country="GB", administrator="Mina Okafor", passphrase=MINE, clock=clock,
        cost=CHEAP,
    )  # fmt: skip
    return Office(tmp_path / "clinic", clock)


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
    before = {slot.name: slot for slot in look_into(office.folder).slots}
    office.manage(change_passphrase, MINE, "five brown foxes")
    after = {slot.name: slot for slot in look_into(office.folder).slots}
    assert after["Jo Ferro"] == before["Jo Ferro"]
    assert after["Mina Okafor"].salt != before["Mina Okafor"].salt
    clinic = office.enter(passphrase="five brown foxes")
    assert clinic.keys.clinical is not None
    clinic.close()


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("not mine", "five brown foxes", "is another one"), (MINE, "short", "too short"),
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
    slot = look_into(office.folder).slot_of(clinic.actor.id)
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
        change_roles(work, boss.keyring, sam, [COACH], version=1)
        change_roles(work, boss.keyring, ada, [ADMIN, COACH], version=1)
    boss.close()
    assert office.accounts()["Sam Reed"].waits_for_clinical
    for name in ("Sam Reed", "Ada Lund"):
        clinic = office.enter(name, OWN)
        with pytest.raises(SealedError):
            office.answers(clinic)
        with pytest.raises(InvalidError), clinic.database.write(clinic.actor) as work:
            pass_clinical_key(work, clinic.keyring, sam)
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
    office.manage(make_sheet_valid, new_recovery_key())
    office.add("Eve Moss", ADMIN)
    office.leave("Mina Okafor", knowing=True)


def test_that_the_last_clinical_key_is_warned_of_and_never_lost(office: Office) -> None:
    with pytest.raises(InvalidError, match="lost for good"):
        office.change("Mina Okafor", ADMIN, knowing=True)
    office.manage(make_sheet_valid, new_recovery_key())
    with pytest.raises(LastClinicalKeyError, match="only the recovery sheet"):
        office.change("Mina Okafor", ADMIN)
    office.change("Mina Okafor", ADMIN, knowing=True)
    assert not office.accounts()["Mina Okafor"].holds_clinical


def test_that_only_administrators_manage_accounts(office: Office) -> None:
    office.add("Sam Reed", COACH)
    clinic = office.enter("Sam Reed", OWN)
    acts: tuple[Callable[..., object], ...] = (
        lambda work, ring: add_account(work, ring, "Eve Moss", [ADMIN]),
        lambda work, ring: change_roles(work, ring, clinic.actor.id, [ADMIN], version=1),
        lambda work, ring: leave(work, ring, clinic.actor.id, version=1),
        lambda work, ring: give_first_passphrase(work, ring, clinic.actor.id),
        lambda work, ring: make_sheet_valid(work, ring, new_recovery_key()),
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

    def fail(_database: Database) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is gone"))

    monkeypatch.setattr(Database, "_confirm_in_place", fail)
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.manage(add_account, "Eve Moss", [ADMIN]),
        lambda: office.manage(change_roles, line.id, [DESK], version=line.version),
        lambda: office.manage(leave, line.id, version=line.version),
    )
    for act in acts:
        with pytest.raises(OperationalError):
            act()
        assert office.folder.keys.read_bytes() == before


def test_that_a_box_that_was_swapped_is_given_no_key(office: Office) -> None:
    sam = office.add("Sam Reed", LEAD)
    office.add("Jo Ferro", DESK)
    text = office.folder.keys.read_text()
    slots = {slot.name: slot for slot in look_into(office.folder).slots}
    office.folder.keys.write_text(text.replace(slots["Sam Reed"].box.hex(), slots["Jo Ferro"].box.hex()))
    with pytest.raises(InvalidError, match="new first passphrase"):
        office.manage(change_roles, sam, [COACH], version=1)


def test_that_a_lost_passphrase_is_recovered_with_the_sheet(office: Office) -> None:
    office.fill_in()
    key = new_recovery_key()
    office.manage(make_sheet_valid, key)
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
        assert valid_sheet(work, clinic.keyring) is not None
    assert clinic.database.problems() == []
    clinic.close()


def test_that_the_sheet_gives_no_clinical_key_to_the_front_desk(office: Office) -> None:
    key = new_recovery_key()
    office.manage(make_sheet_valid, key)
    office.add("Jo Ferro", DESK)
    assert recover(office.folder.path, key, "five brown foxes", "Jo Ferro", clock=office.clock) == "Jo Ferro"
    assert unlock(office.folder, "five brown foxes", "Jo Ferro").keys.clinical is None


def test_that_an_older_sheet_is_told_which_one_counts(office: Office) -> None:
    old, new = new_recovery_key(), new_recovery_key()
    office.manage(make_sheet_valid, old)
    office.manage(make_sheet_valid, new)
    with pytest.raises(WrongPassphraseError, match="number 2, made on 2026-09-07"):
        recover(office.folder.path, old, "five brown foxes", clock=office.clock)
    assert recover(office.folder.path, new, "five brown foxes", clock=office.clock) == "Mina Okafor"


def test_that_a_clinic_without_a_sheet_says_so_and_wrong_keys_are_slowed(office: Office) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphraseError, match="No recovery sheet"):
            recover(office.folder.path, RecoveryKey(bytes(16)), "five brown foxes", clock=office.clock)
    with pytest.raises(ClinicError, match="Wait 1 seconds"):
        recover(office.folder.path, RecoveryKey(bytes(16)), "five brown foxes", clock=office.clock)


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
