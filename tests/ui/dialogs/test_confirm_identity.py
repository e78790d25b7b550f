"""The passphrase once more: a wrong one keeps the dialog, many wrong ones must wait, the right one goes on."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models.access import Actor, Confirmed, Role
from models.keys.sign_in_throttle import FREE, failures
from models.keys.slots import add_slot
from tests.conftest import CHEAP, FACILITATOR, PASSPHRASE
from tests.ui.screens.conftest import is_closed, settle, texts
from ui.dialogs.confirm_identity import ConfirmIdentity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from models.keys.slots import Keys
    from tests.factory import MovingClock
    from ui.context import Context

    Settle = Callable[[], None]

__all__ = ["settle"]


@pytest.fixture
def given() -> list[Confirmed]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, given: list[Confirmed]) -> Iterator[ConfirmIdentity]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    asked = ConfirmIdentity(parent, context, "Erase Anna?", "Nothing stays.", "Erase", given.append, kind="danger")
    asked.open()
    yield asked
    parent.close()


def test_that_the_right_passphrase_goes_on_once(
    qtbot: QtBot, dialog: Any, given: list[Confirmed], settle: Settle, clock: MovingClock
) -> None:
    assert dialog.passphrase.hasFocus()
    assert "Your passphrase, Mina Okafor" in texts(dialog)
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    settle()
    assert is_closed(dialog)
    assert given == [Confirmed(FACILITATOR, clock())]


def test_that_a_wrong_one_keeps_the_dialog_and_is_noted(
    qtbot: QtBot, dialog: Any, context: Context, given: list[Confirmed], settle: Settle
) -> None:
    for typed in ("", "not this one", "x" * 1000):
        dialog.passphrase.setText(typed)
        dialog.confirm_button.click()
        settle()
        assert "Check Caps Lock" in dialog.passphrase_row.below.text()
        assert dialog.confirm_button.isEnabled()
        assert dialog.passphrase.hasFocus()
    assert not given
    assert [failure.staff for failure in failures(context.clinic.folder)] == [FACILITATOR] * 3
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    dialog.confirm_button.click()
    settle()
    assert len(given) == 1


def test_that_many_wrong_ones_must_wait_and_nothing_is_locked_for_good(
    dialog: Any, given: list[Confirmed], settle: Settle, clock: MovingClock
) -> None:
    for _ in range(FREE + 1):
        dialog.passphrase.setText("not this one")
        dialog.confirm_button.click()
        settle()
    dialog.passphrase.setText(PASSPHRASE)
    dialog.confirm_button.click()
    settle()
    assert "several wrong tries. Wait 1 s," in dialog.passphrase_row.below.text()
    assert not given
    clock.now = clock.now.replace(second=clock.now.second + 1)
    dialog.confirm_button.click()
    settle()
    assert len(given) == 1


def test_that_cancel_goes_on_with_nothing(dialog: Any, given: list[Confirmed], settle: Settle) -> None:
    dialog.cancel_button.click()
    settle()
    assert is_closed(dialog)
    assert not given


class TestAccents:
    """Somebody whose keyboard composes accents in another way than the one the passphrase was made on."""

    @pytest.fixture
    def actor(self) -> Actor:
        return Actor(FACILITATOR, "Zoë", frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}))

    def test_that_either_form_of_an_accent_is_the_same_passphrase(
        self, context: Context, keys: Keys, dialog: Any, given: list[Confirmed], settle: Settle
    ) -> None:
        words = "Żółw w łódce, Zoë"
        composed, taken_apart = (unicodedata.normalize(form, words) for form in ("NFC", "NFD"))
        assert composed != taken_apart
        add_slot(context.clinic.folder, keys, FACILITATOR, "Zoë", composed, clinical=True, cost=CHEAP)
        dialog.passphrase.setText(taken_apart)
        dialog.confirm_button.click()
        settle()
        assert len(given) == 1
