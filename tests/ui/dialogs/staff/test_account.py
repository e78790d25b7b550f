"""Accounts in the window: a colleague is added with a first passphrase shown once; one's own is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.access import Actor, Role
from models.folder.storage_errors import WrongPassphraseError
from models.keys.slots import Keys, unlock
from models.people.staff import add_staff, staff
from tests import factory
from tests.conftest import PASSPHRASE
from tests.ui.screens.conftest import ask, is_closed, opened, settle, texts, writer
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.session.first_passphrase import FirstPassphraseDialog
from ui.dialogs.staff.account import AddAccount, ChangePassphrase
from ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.storage.database import Database
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]
    Opened = Callable[..., Any]

__all__ = ["ask", "opened", "settle", "writer"]
NEW = "seven yellow boats"


def confirm(screen: Any, opened: Opened, settle: Settle, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase once more."""
    asked: ConfirmIdentity = opened(screen, ConfirmIdentity)
    asked.passphrase.setText(passphrase)
    asked.confirm_button.click()
    settle()
    settle()


def test_that_a_person_is_added_and_the_first_passphrase_shown_once(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    screen.people.add_button.click()
    dialog = opened(screen, AddAccount)
    dialog.name.setText("Jo & <b>Sons</b>")
    dialog.roles.boxes[Role.FRONT_DESK].setChecked(True)
    dialog.roles.boxes[Role.FACILITATOR].setChecked(True)
    dialog.add_button.click()
    assert not ask(staff)
    assert opened(screen, ConfirmIdentity).windowTitle() == "Add Jo & <b>Sons</b>?"
    confirm(screen, opened, settle)
    shown = opened(screen, FirstPassphraseDialog)
    assert is_closed(dialog)
    first = shown.first.text()
    assert first in texts(shown)
    (line,) = ask(staff)
    assert line.name == "Jo & <b>Sons</b>"
    assert line.roles == {Role.FRONT_DESK, Role.FACILITATOR}
    entered = unlock(context.clinic.folder, first, line.name)
    assert entered.slot.first_until is not None
    assert entered.keys.clinical is not None
    shown.cancel_button.click()
    settle()
    assert is_closed(shown)
    assert first not in texts(screen)
    assert "Jo & <b>Sons</b>" in texts(screen)
    assert any("Has not signed in yet: the first passphrase opens until 21 September 2026." in t for t in texts(screen))


def test_that_nothing_is_added_without_a_role_or_a_name(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    screen.people.add_button.click()
    dialog = opened(screen, AddAccount)
    dialog.name.setText("Jo")
    dialog.add_button.click()
    assert "at least one role" in dialog.problem.text()
    dialog.roles.boxes[Role.PEER_LEAD].setChecked(True)
    dialog.name.setText("   ")
    dialog.add_button.click()
    assert dialog.name_row.below.text() == "Say who it is."
    assert dialog.name.hasFocus()
    dialog.name.setText("Jo")
    dialog.add_button.click()
    opened(screen, ConfirmIdentity).cancel_button.click()
    settle()
    assert dialog.add_button.isEnabled()
    assert not ask(staff)


def test_that_two_accounts_never_share_a_name(
    context: Context, show: Show, settle: Settle, clinic: Database, writer: Actor, opened: Opened
) -> None:
    with clinic.write(writer) as work:
        add_staff(work, "Jo Ferro", [Role.FRONT_DESK])
    screen = show(SettingsScreen(context))
    screen.people.add_button.click()
    dialog = opened(screen, AddAccount)
    dialog.name.setText("jo ferro")
    dialog.roles.boxes[Role.PEER_LEAD].setChecked(True)
    dialog.add_button.click()
    confirm(screen, opened, settle)
    assert "already has an account" in dialog.problem.text()
    assert dialog.add_button.isEnabled()


def test_that_roles_that_need_the_clinical_key_wait_for_somebody_who_holds_it(
    context: Context, show: Show, settle: Settle, opened: Opened
) -> None:
    context.clinic.keys = Keys(context.clinic.keys.data, None)
    screen = show(SettingsScreen(context))
    screen.people.add_button.click()
    dialog = opened(screen, AddAccount)
    assert any("You do not read answers and scores" in text for text in texts(dialog))
    dialog.name.setText("Sam Reed")
    dialog.roles.boxes[Role.DIGITAL_COACH].setChecked(True)
    dialog.add_button.click()
    confirm(screen, opened, settle)
    first = opened(screen, FirstPassphraseDialog).first.text()
    assert unlock(context.clinic.folder, first, "Sam Reed").keys.clinical is None
    assert "Waits for the key to answers and scores." in " ".join(texts(screen))


def test_that_ones_own_passphrase_is_changed(
    context: Context, show: Show, settle: Settle, opened: Opened, heard: Heard
) -> None:
    screen = show(SettingsScreen(context))
    screen.people.passphrase_button.click()
    dialog = opened(screen, ChangePassphrase)
    dialog.current.setText("not this one")
    dialog.passphrase.setText(NEW)
    dialog.again.setText("seven yellow boots")
    dialog.save_button.click()
    assert "not the same" in dialog.again_row.below.text()
    dialog.again.setText(NEW)
    dialog.save_button.click()
    settle()
    assert "not your passphrase" in dialog.current_row.below.text()
    dialog.current.setText(PASSPHRASE)
    dialog.save_button.click()
    settle()
    assert is_closed(dialog)
    assert heard.toasts[-1][0] == "Your passphrase is changed."
    assert unlock(context.clinic.folder, NEW, "Mina Okafor").keys == context.clinic.keys
    with pytest.raises(WrongPassphraseError):
        unlock(context.clinic.folder, PASSPHRASE, "Mina Okafor")


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What somebody who does not manage accounts meets."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_changes_their_own_passphrase_and_adds_nobody(self, context: Context, show: Show) -> None:
        screen = show(SettingsScreen(context))
        assert screen.people.passphrase_button.isVisible()
        assert not screen.people.add_button.isVisible()
