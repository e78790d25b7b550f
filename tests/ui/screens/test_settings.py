"""Settings: each field is saved when it is left, taken back with Ctrl+Z, and never typed over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton

from exports.reading import codes_of
from models.access import Actor, Role
from models.keys.recovery_key import read_recovery_key
from models.keys.slots import Keys, open_recovery
from models.people.recovery_sheet import valid_recovery_sheet
from models.settings import change_profile, profile
from tests import factory
from tests.conftest import PASSPHRASE
from tests.inline import InlineExecutor
from tests.ui.screens.conftest import texts
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.staff.recovery_sheet import MakeRecoverySheet
from ui.screens.settings import SettingsScreen
from ui.tasks import Runner
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]
    Opened = Callable[..., Any]

NO_SHEET = "There is no recovery sheet yet: if the passphrase is lost, nobody can open the clinic."


def test_that_a_field_is_saved_with_enter_and_by_leaving_it(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    name = screen.clinic.name
    assert name.hasFocus()
    assert name.text() == "Riverside Community Clinic"
    name.selectAll()
    qtbot.keyClicks(name, "Harbour Clinic")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    settle()
    assert ask(profile).name == "Harbour Clinic"
    assert screen.header.below.text() == "Saved 19:00"
    screen.clinic.languages.setFocus()
    screen.clinic.languages.setText("cy, en")
    screen.clinic.urgent.setFocus()
    screen.clinic.urgent.setPlainText("Ring 999.\nThen ring us.")
    screen.clinic.page_address.setFocus()
    settle()
    kept = ask(profile)
    assert kept.languages == ("cy", "en")
    assert "Ring 999." in kept.urgent_words


def test_that_nothing_typed_is_nothing_saved(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    before = ask(profile).version
    for field in (screen.clinic.name, screen.clinic.urgent, screen.clinic.languages):
        field.setFocus()
    qtbot.keyClick(screen.clinic.languages, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ask(profile).version == before


def test_that_the_last_changes_are_taken_back_one_by_one(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    for name in ("Harbour Clinic", "Hill Clinic"):
        screen.clinic.name.setText(name)
        qtbot.keyClick(screen.clinic.name, Qt.Key.Key_Return)
        settle()
    assert screen.undo()
    settle()
    assert screen.clinic.name.text() == "Harbour Clinic"
    assert screen.undo()
    settle()
    assert ask(profile).name == "Riverside Community Clinic"
    assert not screen.undo()


def test_that_what_cannot_be_is_said_and_stays_to_be_corrected(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    screen.clinic.page_address.setText("http://insecure.example")
    qtbot.keyClick(screen.clinic.page_address, Qt.Key.Key_Return)
    settle()
    assert "must begin with https://" in screen.clinic.problem.text()
    assert screen.clinic.page_address.text() == "http://insecure.example"
    assert ask(profile).verification_page == ""
    screen.clinic.page_address.setText("https://secure.example")
    qtbot.keyClick(screen.clinic.page_address, Qt.Key.Key_Return)
    settle()
    assert not screen.clinic.problem.isVisible()
    assert ask(profile).verification_page == "https://secure.example"


def test_that_a_change_from_elsewhere_does_not_touch_what_is_being_typed(
    qtbot: QtBot, context: Context, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    screen.clinic.name.setText("Half a na")
    with clinic.write(writer) as work:
        change_profile(work, replace(profile(work), name="Elsewhere", urgent_words="Ring us."))
    settle()
    assert screen.clinic.name.text() == "Half a na"
    assert screen.clinic.urgent.toPlainText() == "Ring us."
    qtbot.keyClick(screen.clinic.name, Qt.Key.Key_Return)
    settle()
    kept = ask(profile)
    assert (kept.name, kept.urgent_words) == ("Half a na", "Ring us.")


def test_that_a_stale_save_is_refused_and_the_words_stay(
    qtbot: QtBot, context: Context, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(SettingsScreen(context))
    screen.clinic.name.setText("From here")
    screen._shown = replace(screen._shown, version=screen._shown.version - 1)
    qtbot.keyClick(screen.clinic.name, Qt.Key.Key_Return)
    settle()
    assert "Somebody changed this record" in screen.clinic.problem.text()
    assert screen.clinic.name.text() == "From here"
    assert ask(profile).name == "Riverside Community Clinic"
    qtbot.keyClick(screen.clinic.name, Qt.Key.Key_Return)
    settle()
    assert ask(profile).name == "From here"


def test_that_a_logo_is_kept_and_dropped_and_a_wrong_file_is_said(
    context: Context, show: Show, settle: Settle, ask: Ask, tmp_path: Path
) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("green"))
    picture.save(str(tmp_path / "logo.png"))
    (tmp_path / "notes.png").write_text("not a picture")
    screen = show(SettingsScreen(context))
    screen.clinic.logo_chosen.emit(tmp_path / "logo.png")
    settle()
    assert ask(profile).logo is not None
    assert screen.clinic.logo.isVisible()
    screen.clinic.logo_chosen.emit(tmp_path / "notes.png")
    settle()
    assert screen.clinic.problem.text()
    assert ask(profile).logo is not None
    screen.clinic.no_logo.click()
    settle()
    assert ask(profile).logo is None
    assert not screen.clinic.logo.isVisible()


def test_that_colours_are_chosen_here(context: Context, show: Show) -> None:
    screen = show(SettingsScreen(context))
    scheme = screen.computer.scheme
    scheme.setCurrentIndex(scheme.findText("dark"))
    scheme.activated.emit(scheme.currentIndex())
    assert context.theme.wanted is Scheme.DARK


def test_that_the_minutes_until_laurel_locks_are_chosen_here(context: Context, show: Show) -> None:
    heard: list[int] = []
    context.preferences.followers.append(lambda now: heard.append(now.lock_minutes))
    screen = show(SettingsScreen(context))
    minutes = screen.computer.minutes
    assert minutes.currentText() == "5 minutes"
    assert [minutes.itemData(place) for place in (0, minutes.count() - 1)] == [1, 60]
    minutes.setCurrentIndex(minutes.findText("1 minute"))
    minutes.activated.emit(minutes.currentIndex())
    assert heard == [1]
    assert context.preferences.now.lock_minutes == 1


def test_that_a_number_of_minutes_set_by_hand_is_offered(context: Context, show: Show) -> None:
    context.preferences.save(replace(context.preferences.now, lock_minutes=7))
    assert show(SettingsScreen(context)).computer.minutes.currentText() == "7 minutes"


def confirm(screen: Any, opened: Opened, settle: Settle) -> None:
    """Type the passphrase once more."""
    asked = opened(screen, ConfirmIdentity)
    asked.passphrase.setText(PASSPHRASE)
    asked.confirm_button.click()
    settle()
    settle()


def test_that_a_recovery_sheet_is_made_shown_and_from_then_on_counts(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    screen = show(SettingsScreen(context))
    assert NO_SHEET in texts(screen)
    screen.sheet.button.click()
    opened(screen, MakeRecoverySheet).make_button.click()
    confirm(screen, opened, settle)
    preview = opened(screen, PrintPreviewDialog)
    assert preview.document.pageCount() == 1
    (code,) = codes_of(preview._content)
    unlocked = open_recovery(context.clinic.folder, read_recovery_key(code).passphrase)
    assert unlocked.keys == context.clinic.keys
    preview.reject()
    settle()
    assert NO_SHEET not in texts(screen)
    assert screen.sheet.text.text().startswith("Recovery sheet 1, made on ")
    screen.sheet.button.click()
    asked = opened(screen, MakeRecoverySheet)
    assert "Sheet 1 then no longer opens the clinic." in texts(asked)
    asked.reject()
    assert ask(lambda work: valid_recovery_sheet(work, context.clinic.keyring)).number == "1"
    screen.make_sheet()
    opened(screen, MakeRecoverySheet).make_button.click()
    confirm(screen, opened, settle)
    assert opened(screen, PrintPreviewDialog).windowTitle() == "Recovery sheet 2"
    assert screen.sheet.text.text().startswith("Recovery sheet 2, ")


def test_that_who_cannot_read_scores_is_told_who_can_make_the_sheet(
    context: Context, show: Show, settle: Settle, ask: Ask, opened: Opened
) -> None:
    context.clinic.keys = Keys(context.clinic.keys.data, None)
    screen = show(SettingsScreen(context))
    screen.sheet.button.click()
    dialog = opened(screen, MakeRecoverySheet)
    dialog.make_button.click()
    confirm(screen, opened, settle)
    assert "Somebody who is administrator and has a clinical role can make it." in dialog.problem.text()
    assert dialog.make_button.isEnabled()
    assert ask(lambda work: valid_recovery_sheet(work, context.clinic.keyring)) is None


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
def test_that_the_sign_in_offers_the_recovery_key_only_where_a_sheet_counts(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, opened: Opened
) -> None:
    def offers() -> bool:
        panel = SignIn(context.clinic.folder.path, Runner(InlineExecutor(), screen), lambda *_: None)
        qtbot.addWidget(panel)
        return any("Use the recovery key" in each.text() for each in panel.findChildren(QAbstractButton))

    screen = show(SettingsScreen(context))
    assert not offers()
    screen.make_sheet()
    opened(screen, MakeRecoverySheet).make(context.clinic.confirmed)
    settle()
    settle()
    assert offers()


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets in the settings."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_reads_the_profile_and_chooses_colours(
        self, context: Context, show: Show, settle: Settle, ask: Ask
    ) -> None:
        screen = show(SettingsScreen(context))
        assert screen.clinic.name.isReadOnly()
        assert not screen.clinic.country.isEnabled()
        assert not screen.clinic.logo_zone.isVisible()
        assert screen.computer.scheme.isEnabled()
        assert NO_SHEET not in texts(screen)
        assert "An administrator changes what the clinic is called and where it is." in texts(screen)
        screen.clinic.name.setText("Mine")
        screen.save()
        settle()
        assert ask(profile).name == "Riverside Community Clinic"
