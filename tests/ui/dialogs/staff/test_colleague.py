"""A colleague's account in the window: roles, a new first passphrase, the key passed on, and leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.access import Actor, Confirmed, Role
from models.keys.keyring import KeyRing
from models.keys.recovery_key import new_recovery_key
from models.keys.slots import Keys, read_key_file, unlock
from models.people.account import FirstPassphrase, accounts, add_account, change_roles
from models.people.recovery_sheet import make_recovery_sheet_valid
from models.people.staff import Staff
from tests.conftest import CHEAP, FACILITATOR, PASSPHRASE
from tests.ui.screens.conftest import ask, is_closed, opened, settle, texts, writer
from ui.dialogs.base import Confirm
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.session.first_passphrase import FirstPassphraseDialog
from ui.dialogs.staff.colleague import Colleague, PassClinicalKey
from ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.people.account import Account
    from models.storage.database import Database
    from tests.factory import MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]
    Opened = Callable[..., Any]

__all__ = ["ask", "opened", "settle", "writer"]
LONG = "محمد الحسيني & <b>Maria do Carmo de Jesus Rodrigues</b> Fernandes de Albuquerque"


@pytest.fixture
def sam(clinic: Database, context: Context, writer: Actor) -> FirstPassphrase:
    """A facilitator who has not signed in yet; Mina has an account too."""
    with clinic.write(writer) as work:
        work.session.add(
            Staff(id=FACILITATOR, name="Mina Okafor", roles=frozenset({Role.ADMINISTRATOR, Role.FACILITATOR}))
        )
        work.session.flush()
        sure = Confirmed(writer.id, work.now)
        return add_account(work, context.clinic.keyring, LONG, [Role.FACILITATOR], confirmed=sure)


def change(screen: Any, opened: Opened, name: str = LONG) -> Any:
    """Open the dialog of an account, as its link does."""
    row = next(row for row in screen.people.rows.values() if row.name.accessibleName() == name)
    row.doors[0].click()
    return opened(screen, Colleague)


def confirm(screen: Any, opened: Opened, settle: Settle, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase once more."""
    asked = opened(screen, ConfirmIdentity)
    asked.passphrase.setText(passphrase)
    asked.confirm_button.click()
    settle()
    settle()


def account_of(ask: Ask, context: Context, name: str = LONG) -> Account:
    listed: tuple[Account, ...] = ask(lambda work: accounts(work, context.clinic.keyring))
    return next(account for account in listed if account.line.name == name)


def test_that_a_facilitator_becomes_a_peer_lead_and_the_key_is_gone_at_once(
    context: Context, sam: FirstPassphrase, show: Show, settle: Settle, ask: Ask, opened: Opened, heard: Heard
) -> None:
    assert unlock(context.clinic.folder, sam.passphrase, LONG).keys.clinical is not None
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    assert LONG in texts(dialog)
    assert dialog.roles.chosen == {Role.FACILITATOR}
    dialog.roles_button.click()
    assert "These are the roles now" in dialog.problem.text()
    dialog.roles.boxes[Role.FACILITATOR].setChecked(False)
    dialog.roles_button.click()
    assert "at least one role" in dialog.problem.text()
    dialog.roles.boxes[Role.PEER_LEAD].setChecked(True)
    dialog.roles_button.click()
    assert any("From now on: Peer lead." in text for text in texts(opened(screen, ConfirmIdentity)))
    confirm(screen, opened, settle)
    assert is_closed(dialog)
    assert "are changed." in heard.toasts[-1][0]
    assert account_of(ask, context).line.roles == {Role.PEER_LEAD}
    assert unlock(context.clinic.folder, sam.passphrase, LONG).keys.clinical is None
    assert "Peer lead" in texts(screen)


def test_that_tab_comes_by_the_people_in_the_order_in_which_they_are_read(
    qtbot: QtBot, context: Context, sam: FirstPassphrase, show: Show
) -> None:
    screen = show(SettingsScreen(context))
    doors = [door for row in screen.people.rows.values() for door in row.doors]
    assert len(doors) == 2
    qtbot.waitUntil(lambda: all(door.isVisible() for door in doors))
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    at = screen.computer.minutes
    at.setFocus()
    for expected in (*doors, screen.people.add_button, screen.people.passphrase_button, screen.sheet.button):
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        assert expected.hasFocus()
        at = expected


def test_that_a_wrong_passphrase_changes_nothing(
    context: Context, sam: FirstPassphrase, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    dialog.roles.boxes[Role.ADMINISTRATOR].setChecked(True)
    dialog.roles_button.click()
    confirm(screen, opened, settle, "not this one")
    assert not is_closed(opened(screen, ConfirmIdentity))
    assert account_of(ask, context).line.roles == {Role.FACILITATOR}


def test_that_a_colleague_changed_meanwhile_is_said_and_not_written_over(
    context: Context, sam: FirstPassphrase, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask,
    opened: Opened,
) -> None:  # fmt: skip
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    with clinic.write(writer) as work:
        sure = Confirmed(writer.id, work.now)
        change_roles(work, context.clinic.keyring, sam.staff, [Role.FRONT_DESK], version=1, confirmed=sure)
    dialog.roles.boxes[Role.ADMINISTRATOR].setChecked(True)
    dialog.roles_button.click()
    confirm(screen, opened, settle)
    assert "Somebody changed this record" in dialog.problem.text()
    assert account_of(ask, context).line.roles == {Role.FRONT_DESK}
    assert dialog.roles_button.isEnabled()


def test_that_a_confirmation_that_waited_too_long_is_asked_for_anew(
    context: Context, sam: FirstPassphrase, show: Show, settle: Settle, ask: Ask, opened: Opened, clock: MovingClock
) -> None:
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    dialog.roles.boxes[Role.ADMINISTRATOR].setChecked(True)
    dialog.roles_button.click()
    old = Confirmed(FACILITATOR, clock() - timedelta(minutes=6))
    opened(screen, ConfirmIdentity)._go_on(old)
    settle()
    settle()
    assert "Your passphrase is needed once more." in dialog.problem.text()
    assert account_of(ask, context).line.roles == {Role.FACILITATOR}


def test_that_an_account_is_closed_and_stays_for_the_record(
    context: Context, sam: FirstPassphrase, show: Show, settle: Settle, ask: Ask, opened: Opened, heard: Heard
) -> None:
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    dialog.close_button.click()
    confirm(screen, opened, settle)
    assert is_closed(dialog)
    assert "is closed." in heard.toasts[-1][0]
    assert read_key_file(context.clinic.folder).slot_of(sam.staff) is None
    assert "left; was Facilitator" in texts(screen)
    row = screen.people.rows[sam.staff]
    assert not row.doors


def test_that_the_last_administrator_stays_and_it_is_said_why(
    context: Context, sam: FirstPassphrase, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened, "Mina Okafor")
    assert not dialog.close_button.isVisible()
    assert not dialog.first_button.isVisible()
    dialog.roles.boxes[Role.ADMINISTRATOR].setChecked(False)
    dialog.roles_button.click()
    confirm(screen, opened, settle)
    assert "This is the last administrator who can sign in." in dialog.problem.text()
    assert Role.ADMINISTRATOR in account_of(ask, context, "Mina Okafor").line.roles


def test_that_a_new_first_passphrase_is_shown_once(
    qtbot: QtBot, context: Context, sam: FirstPassphrase, show: Show, settle: Settle, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened)
    dialog.first_button.click()
    confirm(screen, opened, settle)
    shown = opened(screen, FirstPassphraseDialog)
    assert is_closed(dialog)
    assert shown.first.text() != sam.passphrase
    qtbot.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Return)
    assert not is_closed(shown)
    assert unlock(context.clinic.folder, shown.first.text(), LONG).slot.first_until is not None


@pytest.mark.parametrize("does", [True, False])
def test_that_the_last_clinical_key_is_given_up_knowingly_or_not_at_all(
    context: Context, sam: FirstPassphrase, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask,
    opened: Opened, does: bool,
) -> None:  # fmt: skip
    with clinic.write(writer) as work:
        sure = Confirmed(writer.id, work.now)
        make_recovery_sheet_valid(work, context.clinic.keyring, new_recovery_key(), confirmed=sure)
        change_roles(work, context.clinic.keyring, sam.staff, [Role.ADMINISTRATOR], version=1, confirmed=sure)
    screen = show(SettingsScreen(context))
    dialog = change(screen, opened, "Mina Okafor")
    dialog.roles.boxes[Role.FACILITATOR].setChecked(False)
    dialog.roles_button.click()
    confirm(screen, opened, settle)
    warned = opened(screen, Confirm)
    assert any("Afterwards only the recovery sheet opens them." in text for text in texts(warned))
    (warned.act_button if does else warned.cancel_button).click()
    settle()
    settle()
    assert is_closed(dialog) is does
    assert account_of(ask, context, "Mina Okafor").holds_clinical is not does


def test_that_a_key_is_passed_on_to_whoever_waits_for_it(
    context: Context, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    without = KeyRing(context.clinic.folder, Keys(context.clinic.keys.data, None), CHEAP)
    with clinic.write(writer) as work:
        made = add_account(work, without, LONG, [Role.DIGITAL_COACH], confirmed=Confirmed(writer.id, work.now))
    screen = show(SettingsScreen(context))
    row = screen.people.rows[made.staff]
    assert "Waits for the key to answers and scores." in row.state.text()
    row.doors[1].click()
    confirm(screen, opened, settle)
    assert not screen.findChildren(PassClinicalKey) or is_closed(screen.findChildren(PassClinicalKey)[0])
    assert not account_of(ask, context).waits_for_clinical
    assert unlock(context.clinic.folder, made.passphrase, LONG).keys == context.clinic.keys
    assert len(screen.people.rows[made.staff].doors) == 1


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestFacilitator:
    """Somebody who reads answers and scores and manages no accounts."""

    @pytest.fixture
    def actor(self) -> Actor:
        return Actor(FACILITATOR, "Mina Okafor", frozenset({Role.FACILITATOR}))

    def test_that_a_facilitator_passes_the_key_on_and_changes_nobody(
        self, context: Context, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask, opened: Opened
    ) -> None:
        without = KeyRing(context.clinic.folder, Keys(context.clinic.keys.data, None), CHEAP)
        with clinic.write(writer) as work:
            made = add_account(work, without, LONG, [Role.DIGITAL_COACH], confirmed=Confirmed(writer.id, work.now))
        screen = show(SettingsScreen(context))
        (door,) = screen.people.rows[made.staff].doors
        door.click()
        confirm(screen, opened, settle)
        assert account_of(ask, context).holds_clinical
        assert not screen.people.rows[made.staff].doors
