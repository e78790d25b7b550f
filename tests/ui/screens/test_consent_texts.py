"""Words of consent: changed by an administrator, language by language, each version kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from models.people.consent_text import consent_form_texts
from models.people.purpose import Purpose
from models.settings import change_profile, profile
from tests.ui.screens.conftest import texts
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.navigation import PLACES
from ui.screens.consent_texts import ConsentTextsScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.access import Actor
    from models.storage.database import Database
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]

PHOTO = Purpose.PHOTO


def to_language(screen: ConsentTextsScreen, code: str) -> None:
    screen.language.setCurrentIndex(screen.language.findData(code))
    screen.language.activated.emit(screen.language.currentIndex())


def test_that_words_are_changed_and_saved_with_the_keyboard(
    qtbot: QtBot, context: Context, show: Show, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(ConsentTextsScreen(context))
    assert screen.language.currentText() == "English"
    card = screen.cards[PHOTO]
    assert card.aside.text() == "version 2"
    assert not screen.save_button.isEnabled()
    card.editor.setFocus()
    card.editor.selectAll()
    qtbot.keyClicks(card.editor, "The <b>group</b> may see my photo.")
    qtbot.keyClick(card.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    words = ask(partial(consent_form_texts, language="en")).texts[PHOTO]
    assert (words.text, words.version) == ("The <b>group</b> may see my photo.", "2.1")
    assert card.aside.text().startswith("version 2.1 · since ")
    assert heard.toasts[-1][0] == "1 text is in force from now on."
    assert not screen.save_button.isEnabled()


def test_that_laurels_words_come_back_as_another_version(
    context: Context, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(ConsentTextsScreen(context))
    card, shipped = screen.cards[PHOTO], ask(partial(consent_form_texts, language="en")).texts[PHOTO].text
    assert not card.shipped_button.isVisible()
    card.editor.setPlainText("Other words.")
    assert card.shipped_button.isVisible()
    screen.save()
    settle()
    card.shipped_button.click()
    screen.save()
    settle()
    words = ask(partial(consent_form_texts, language="en")).texts[PHOTO]
    assert (words.text, words.version) == (shipped, "2.2")


def test_that_another_language_is_shown_from_its_own_side_and_typed_words_are_not_lost(
    context: Context, show: Show, settle: Settle, heard: Heard
) -> None:
    screen = show(ConsentTextsScreen(context))
    card = screen.cards[PHOTO]
    card.editor.setPlainText("Half a sent")
    assert not screen.may_leave()
    to_language(screen, "ar")
    settle()
    assert screen.language.currentData() == "en"
    assert card.typed == "Half a sent"
    assert heard.banners[-1][1].startswith("You have changed words that are not saved.")
    card.shipped_button.click()
    assert screen.may_leave()
    to_language(screen, "ar")
    settle()
    assert card.typed == "يجوز عرض صورتي على المجموعة."
    assert card.editor.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft


def test_that_a_language_of_the_clinic_is_offered_and_used_once_it_is_whole(
    context: Context, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask
) -> None:
    with clinic.write(writer) as work:
        change_profile(work, replace(profile(work), languages=("en", "cy")))
    screen = show(ConsentTextsScreen(context))
    to_language(screen, "cy")
    settle()
    assert any(text.startswith("Not used yet") for text in texts(screen))
    assert screen.cards[PHOTO].aside.text() == "not written yet"
    for card in screen.cards.values():
        card.editor.setPlainText(f"Geiriau {card.purpose}\nyn Gymraeg.")
    screen.save()
    settle()
    form = ask(partial(consent_form_texts, language="cy"))
    assert (form.language, form.texts[PHOTO].text) == ("cy", "Geiriau photo yn Gymraeg.")
    assert not any(text.startswith("Not used yet") for text in texts(screen))


def test_that_an_endless_text_is_refused_and_stays_in_its_field(
    qtbot: QtBot, context: Context, show: Show, settle: Settle
) -> None:
    screen = show(ConsentTextsScreen(context))
    card = screen.cards[PHOTO]
    card.editor.setPlainText("word " * 140)
    assert card.count.text() == "99 letters too many"
    said: list[object] = []
    context.tasks.failed.connect(said.append)
    screen.save()
    settle()
    assert "longer than 600" in str(said[-1])
    assert len(card.typed) == 699


def test_that_a_blank_form_is_shown_before_it_is_printed(context: Context, show: Show, opened: Opened) -> None:
    screen = show(ConsentTextsScreen(context))
    screen.print_blank()
    assert opened(screen, PrintPreviewDialog).document.pageCount() == 1


def test_that_only_who_changes_the_clinic_finds_the_page() -> None:
    (place,) = [one for one in PLACES if one.name == "consent_texts"]
    assert place.permission.name == "CHANGE_PROFILE"
