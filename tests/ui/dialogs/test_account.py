"""Accounts in the window: a colleague is added with a first passphrase shown once; one's own is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.access import Actor, Role
from models.people.staff import staff
from models.storage.faults import WrongPassphraseError
from models.storage.vault import Keys, unlock
from tests import factory
from tests.conftest import PASSPHRASE
from tests.ui.screens.conftest import ask, is_closed, opened, settle, texts, writer
from ui.dialogs.account import AddAccount, ChangePassphrase
from ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]
    Opened = Callable[..., Any]

__all__ = ["ask", "opened", "settle", "writer"]
NEW = "seven yellow boats"


def test_that_a_person_is_added_and_the_first_passphrase_shown_once(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    screen.add_button.click()
    dialog = opened(screen, AddAccount)
    dialog.name.setText("Jo & <b>Sons</b>")
    dialog.boxes[Role.FRONT_DESK].setChecked(True)
    dialog.boxes[Role.FACILITATOR].setChecked(True)
    dialog.add_button.click()
    settle()
    first = dialog.first.text()
    assert first in texts(dialog)
    assert not dialog.form.isVisible()
    assert not dialog.add_button.isVisible()
    (line,) = ask(staff)
    assert line.name == "Jo & <b>Sons</b>"
    assert line.roles == {Role.FRONT_DESK, Role.FACILITATOR}
    entered = unlock(context.clinic.folder, first, line.name)
    assert entered.slot.first_until is not None
    assert entered.keys.clinical is not None
    dialog.cancel_button.click()
    settle()
    assert is_closed(dialog)
    assert first not in texts(screen)
    assert "Jo & <b>Sons</b>" in texts(screen)


def test_that_nothing_is_added_without_a_role_or_a_name(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    screen.add_button.click()
    dialog = opened(screen, AddAccount)
    dialog.name.setText("Jo")
    dialog.add_button.click()
    settle()
    assert "at least one role" in dialog.problem.text()
    dialog.boxes[Role.PEER_LEAD].setChecked(True)
    dialog.name.clear()
    dialog.add_button.click()
    settle()
    assert dialog.problem.text()
    assert dialog.add_button.isEnabled()
    assert not ask(staff)


def test_that_roles_that_need_the_clinical_key_are_given_by_those_who_hold_it(
    context: Context, show: Show, opened: Opened
) -> None:
    context.clinic.keys = Keys(context.clinic.keys.data, None)
    screen = show(SettingsScreen(context))
    screen.add_button.click()
    dialog = opened(screen, AddAccount)
    assert not dialog.boxes[Role.FACILITATOR].isEnabled()
    assert dialog.boxes[Role.FRONT_DESK].isEnabled()
    assert any("Roles that read answers and scores" in text for text in texts(dialog))


def test_that_ones_own_passphrase_is_changed(
    context: Context, show: Show, settle: Settle, opened: Opened, heard: Heard
) -> None:
    screen = show(SettingsScreen(context))
    screen.passphrase_button.click()
    dialog = opened(screen, ChangePassphrase)
    dialog.current.setText("not this one")
    dialog.passphrase.setText(NEW)
    dialog.again.setText("seven yellow boots")
    dialog.save_button.click()
    assert "not the same" in dialog.again_row.below.text()
    dialog.again.setText(NEW)
    dialog.save_button.click()
    settle()
    assert "another one" in dialog.current_row.below.text()
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
        assert screen.passphrase_button.isVisible()
        assert not screen.add_button.isVisible()
