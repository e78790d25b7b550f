"""The restore drill in the window, and the card that tells of the last one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PySide6.QtWidgets import QWidget

from models.access import Role
from models.backup.backup import backups
from models.clinic.drill import OVERDUE, last_drill
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.keys.slots import Kind, make_slot, read_key_file, save_key_file
from models.people.staff import add_staff
from tests.conftest import CHEAP, FACILITATOR
from ui.dialogs.backup.try_backup import TryBackup
from ui.widgets.proof_cards import CheckCard, DrillCard

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.factory import MovingClock
    from ui.context import Context


@pytest.fixture
def sheet(context: Context) -> RecoveryKey:
    """A clinic of an administrator, with a recovery sheet."""
    made, clinic = new_recovery_key(), context.clinic
    clinic.is_exclusive = True
    with clinic.database.write(clinic.actor) as work:
        add_staff(work, "Mina Okafor", [Role.ADMINISTRATOR, Role.FACILITATOR], id_=FACILITATOR)
    key_file = read_key_file(clinic.folder)
    slot = make_slot(
        key_file, clinic.keys, UUID(int=9), "1", made.passphrase, clinical=True, cost=CHEAP, kind=Kind.RECOVERY
    )
    save_key_file(clinic.folder, key_file.with_slot(slot))
    return made


def words_of(sheet: RecoveryKey) -> str:
    return "\n".join(" ".join([*words, digits]) for words, digits in sheet.lines)


def test_that_a_drill_tells_what_it_found_and_the_card_remembers_it(
    context: Context, sheet: RecoveryKey, clock: MovingClock, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    card = DrillCard(context)
    qtbot.addWidget(card)
    card.refresh()
    qtbot.waitUntil(lambda: "Nobody has tried" in card.text.text())
    dialog = TryBackup(context, page)
    dialog.tried.connect(card.refresh)
    dialog.open()
    dialog.words.setPlainText("not the words")
    dialog.attempt()
    assert dialog.words_row.has_error
    dialog.words.setPlainText(words_of(sheet))
    dialog.attempt()
    qtbot.waitUntil(lambda: "It works" in dialog.verdict.text(), timeout=20000)
    assert dialog.words.toPlainText() == ""
    assert not dialog.form.isVisible()
    assert "entries of who did what" in dialog.detail.text() or "entry" in dialog.detail.text()
    assert len(backups(context.clinic.folder)) == 1
    qtbot.waitUntil(lambda: "it works" in card.text.text())
    dialog.reject()
    clock.now += OVERDUE + timedelta(days=1)
    card.refresh()
    qtbot.waitUntil(lambda: "3 months ago" in card.text.text())


def test_that_a_drill_that_fails_is_said_and_noted(context: Context, sheet: RecoveryKey, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    dialog = TryBackup(context, page)
    dialog.open()
    dialog.words.setPlainText(words_of(new_recovery_key()))
    dialog.attempt()
    qtbot.waitUntil(lambda: "older sheet" in dialog.problem.text(), timeout=20000)
    assert dialog.button.isEnabled()
    with context.clinic.database.read(context.actor) as work:
        last = last_drill(work)
    assert last is not None
    assert not last.is_passed
    dialog.reject()


def test_that_without_a_recovery_sheet_the_card_says_what_to_do_first(context: Context, qtbot: QtBot) -> None:
    card = DrillCard(context)
    qtbot.addWidget(card)
    card.refresh()
    assert "recovery sheet first" in card.text.text()
    assert not card.button.isEnabled()


def test_that_a_clinic_that_was_never_checked_says_so(context: Context, qtbot: QtBot) -> None:
    card = CheckCard(context)
    qtbot.addWidget(card)
    assert "Not checked yet" in card.text.text()
    assert not card.button.isEnabled()
