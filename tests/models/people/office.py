"""One clinic, and whoever signs in to it, one after the other."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

import pytest

from models.access import Actor, Role
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.folder import ClinicFolder
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import QuestionnaireResponse, enter_form
from models.people.account import Account, FirstPassphrase, accounts, add_account, change_roles, leave
from tests import factory
from tests.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from models.clinic.clinic import Clinic
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
        """Do something as the first administrator, whose passphrase was right just now."""
        clinic = self.enter()
        if "confirmed" in signature(action).parameters:
            more = {"confirmed": clinic.confirmed} | more
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
