"""What a person agreed to, on their page: recorded, taken back in two presses, on paper, and never forgotten."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from models.access import Actor, Role
from models.people.consent import Channel, Purpose, Source, consent_history, consents, levels, record_consent
from models.people.consent_text import change_consent_texts, consent_form_texts
from models.people.naming import Level
from models.people.participant import change_person, person
from tests import factory
from tests.ui.screens.conftest import is_closed, texts
from ui.dialogs.people.consent_history import ConsentHistoryDialog
from ui.dialogs.people.record_consent import RecordConsentDialog
from ui.dialogs.people.record_paper import RecordPaperDialog
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.screens.person import PersonScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context
    from ui.widgets.consent_card import ConsentRow

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]

NAME = Purpose.CEREMONY_NAME


def row_of(screen: PersonScreen, purpose: Purpose) -> ConsentRow:
    return screen.agreed.rows[purpose]


def choose(dialog: RecordConsentDialog, answer: str) -> None:
    field = dialog.answer.everywhere
    field.setCurrentIndex(field.findData(answer))


def test_that_a_yes_is_recorded_with_the_keyboard_alone(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    id_ = them.people[0]
    screen = show(PersonScreen(context), person=id_)
    row_of(screen, NAME).record_button.setFocus()
    qtbot.keyClick(row_of(screen, NAME).record_button, Qt.Key.Key_Return)
    dialog = opened(screen, RecordConsentDialog)
    assert "My name may be shown and said at the group’s ceremony, as I have chosen." in texts(dialog)
    assert dialog.answer.everywhere.currentData() is None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert "Choose what the person says." in texts(dialog)
    for _ in range(3):
        qtbot.keyClick(dialog.answer.everywhere, Qt.Key.Key_Down)
    assert dialog.answer.everywhere.currentText() == "Yes, as “Anna”"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert is_closed(dialog)
    said = ask(partial(consents, person=id_))[NAME]
    assert (said.is_given, said.level, said.source) == (True, Level.FIRST, Source.SPOKEN)
    assert "yes" in texts(row_of(screen, NAME))


def test_that_it_is_taken_back_in_two_presses_in_one_place_and_can_be_put_back(
    qtbot: QtBot, context: Context, them: Group, clinic: Database, writer: Actor, show: Show, settle: Settle, ask: Ask,
    heard: Heard,
) -> None:  # fmt: skip
    id_ = them.people[0]
    with clinic.write(writer) as work:
        for channel, level in ((Channel.ANYWHERE, Level.FULL), (Channel.CALL, Level.FIRST)):
            record_consent(work, id_, NAME, is_given=True, level=level, source=Source.PAPER, channel=channel)
    screen = show(PersonScreen(context), person=id_)
    line = row_of(screen, NAME)
    assert not line.sure_button.isVisibleTo(screen)
    qtbot.keyClick(line.withdraw_button, Qt.Key.Key_Return)
    assert line.sure_button.hasFocus()
    assert not line.withdraw_button.isVisibleTo(screen)
    assert ask(partial(consents, person=id_))[NAME].is_given
    qtbot.keyClick(line.keep_button, Qt.Key.Key_Return)
    assert line.withdraw_button.hasFocus()
    line.ask()
    qtbot.keyClick(line.sure_button, Qt.Key.Key_Return)
    settle()
    assert not ask(partial(consents, person=id_))[NAME].is_given_somewhere
    assert "no" in texts(row_of(screen, NAME))
    assert row_of(screen, NAME).record_button.hasFocus()
    words, undo = heard.toasts[-1]
    assert words.startswith("Withdrawn.")
    assert undo is not None
    undo()
    settle()
    allowed = [ask(partial(levels, people=[id_], purpose=NAME, channel=one))[id_] for one in Channel]
    assert allowed == [Level.FIRST, Level.FULL, Level.FIRST, Level.FULL]


def test_that_each_channel_may_get_its_own_answer(
    context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    id_ = them.people[0]
    screen = show(PersonScreen(context), person=id_)
    screen._record(NAME)
    dialog = opened(screen, RecordConsentDialog)
    choose(dialog, Level.FULL.value)
    dialog.answer.parted.setChecked(True)
    call = dialog.answer.own[Channel.CALL]
    call.setCurrentIndex(call.findData(""))
    dialog._record()
    settle()
    said = ask(partial(consents, person=id_))[NAME]
    assert [said.level_in(one) for one in Channel] == [Level.UNMENTIONED, Level.FULL, Level.UNMENTIONED, Level.FULL]
    shown = texts(row_of(screen, NAME))
    assert "in part" in shown
    assert any("in the room: yes, as “Anna Berg” · in a video call: no" in text for text in shown)
    screen._record(NAME)
    again = opened(screen, RecordConsentDialog)
    assert again.answer.parted.isChecked()
    assert again.answer.own[Channel.CALL].currentData() == ""


def test_that_what_has_no_channels_is_asked_once_and_may_end_by_itself(
    context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask, clock: MovingClock
) -> None:
    id_ = them.people[0]
    screen = show(PersonScreen(context), person=id_)
    screen._record(Purpose.SMS)
    dialog = opened(screen, RecordConsentDialog)
    assert not dialog.answer.parted.isVisible()
    choose(dialog, "yes")
    dialog.until.limited.setChecked(True)
    dialog.until.field.setDate(QDate(2026, 12, 31))
    dialog._record()
    settle()
    assert ask(partial(consents, person=id_))[Purpose.SMS].is_given
    assert any("until 31 Dec 2026" in text for text in texts(row_of(screen, Purpose.SMS)))
    clock.now = clock.now.replace(year=2027)
    screen.refresh()
    settle()
    shown = texts(row_of(screen, Purpose.SMS))
    assert "ended" in shown
    assert any("ended on 31 Dec 2026" in text for text in shown)


def test_that_the_words_are_those_of_the_persons_language_with_the_clinics_beside_them(
    context: Context, them: Group, clinic: Database, writer: Actor, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    id_ = them.people[4]
    _speaks(clinic, writer, id_, "ar")
    with clinic.write(writer) as work:
        change_consent_texts(work, "ar", {Purpose.PHOTO: "صورتي للمجموعة <b>فقط</b>."})
    screen = show(PersonScreen(context), person=id_)
    screen._record(Purpose.PHOTO)
    dialog = opened(screen, RecordConsentDialog)
    shown = texts(dialog)
    assert "صورتي للمجموعة <b>فقط</b>." in shown
    assert "Arabic · version 2.1" in shown
    assert "In English: “My photo may be shown to the group.”" in shown
    choose(dialog, "yes")
    dialog._record()
    settle()
    (line,) = ask(partial(consent_history, person=id_))
    assert (line.text, line.language, line.text_version) == ("صورتي للمجموعة <b>فقط</b>.", "ar", "2.1")


def test_that_what_is_kept_are_the_words_that_were_on_the_screen(
    context: Context, them: Group, clinic: Database, writer: Actor, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    screen = show(PersonScreen(context), person=them.people[0])
    screen._record(Purpose.PHOTO)
    dialog = opened(screen, RecordConsentDialog)
    with clinic.write(writer) as work:
        change_consent_texts(work, "en", {Purpose.PHOTO: "Words that nobody has read out."})
    choose(dialog, "yes")
    dialog._record()
    settle()
    (line,) = ask(partial(consent_history, person=them.people[0]))
    assert (line.text, line.text_version) == ("My photo may be shown to the group.", "2")


def test_that_a_signed_form_is_recorded_at_once_and_what_was_empty_stays_as_it_is(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    id_ = them.people[0]
    code = ask(partial(consent_form_texts, language="en")).code
    screen = show(PersonScreen(context), person=id_)
    screen.record_paper()
    dialog = opened(screen, RecordPaperDialog)
    assert dialog.code.text() == code
    assert not any(answer.is_answered for answer in dialog.answers.values())
    dialog._record()
    assert dialog.problem.text().startswith("Nothing is entered yet.")
    for purpose, answer in ((NAME, "first"), (Purpose.SMS, "yes"), (Purpose.BOARD, "")):
        field = dialog.answers[purpose].everywhere
        field.setCurrentIndex(field.findData(answer))
    dialog.kept.setText("Folder 3, front desk")
    dialog.signed.setDate(dialog.signed.date().addDays(-2))
    dialog.code.setText("nonsense")
    dialog._record()
    settle()
    assert "No form of this clinic has the code NONSENSE." in dialog.problem.text()
    dialog.code.setText(code.lower())
    dialog._record()
    settle()
    assert is_closed(dialog)
    assert heard.toasts[-1][0] == "3 answers recorded."
    now = ask(partial(consents, person=id_))
    assert {purpose: said.is_given for purpose, said in now.items()} == {
        NAME: True, Purpose.SMS: True, Purpose.BOARD: False,
    }  # fmt: skip
    screen.show_history()
    told = texts(opened(screen, ConsentHistoryDialog))
    assert sum(f"form {code}" in text for text in told) == 3
    assert any("kept: Folder 3, front desk" in text for text in told)
    assert any("written down by" in text for text in told) or not any("Mina" in text for text in told)


def test_that_nobody_agrees_by_turning_a_wheel(context: Context, them: Group, show: Show, opened: Opened) -> None:
    screen = show(PersonScreen(context), person=them.people[0])
    screen.record_paper()
    dialog = opened(screen, RecordPaperDialog)
    field = dialog.answers[NAME].everywhere
    field.setFocus()
    middle = QPointF(field.rect().center())
    turned = QWheelEvent(
        middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turned)
    assert field.currentData() is None


def test_that_the_history_tells_every_word_newest_first(
    context: Context, them: Group, clinic: Database, writer: Actor, show: Show, opened: Opened, clock: MovingClock
) -> None:
    id_ = them.people[0]
    for is_given in (True, False):
        with clinic.write(writer) as work:
            record_consent(work, id_, Purpose.PHOTO, is_given=is_given, source=Source.SPOKEN)
        clock.now = clock.now.replace(minute=clock.now.minute + 5)
    screen = show(PersonScreen(context), person=id_)
    screen.show_history()
    told = [text for text in texts(opened(screen, ConsentHistoryDialog)) if text.startswith("Photo: ")]
    assert told == ["Photo: no", "Photo: yes"]


def test_that_the_form_is_shown_before_it_is_printed(context: Context, them: Group, show: Show, opened: Opened) -> None:
    screen = show(PersonScreen(context), person=them.people[0])
    screen.print_form()
    assert opened(screen, PrintPreviewDialog).document.pageCount() == 1


def test_that_the_keyboard_goes_through_the_page_as_it_is_read(
    qtbot: QtBot, context: Context, them: Group, show: Show, settle: Settle
) -> None:
    screen = show(PersonScreen(context), person=them.people[0])
    settle()
    row_of(screen, NAME).record_button.setFocus()
    met = []
    for _ in range(12):
        met.append(screen.focusWidget().accessibleName())
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Tab)
    assert met[:2] == ["Record: Name at ceremonies", "Record: Group board"]
    assert met[8:12] == ["Record: Research export", "Print a form…", "A form came back…", "History"]


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestDigitalCoach:
    """What somebody sees who may read a person's page and not record."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.DIGITAL_COACH)

    def test_that_who_may_not_record_sees_what_is_in_force_and_no_way_to_change_it(
        self, context: Context, clinic: Database, writer: Actor, them: Group, show: Show
    ) -> None:
        with clinic.write(writer) as work:
            factory.agree(work, them.people[0], Purpose.PHOTO)
        screen = show(PersonScreen(context), person=them.people[0])
        line = row_of(screen, Purpose.PHOTO)
        assert "yes" in texts(line)
        assert not any(one.isVisibleTo(screen) for one in (line.withdraw_button, line.record_button, line.sure_button))
        assert not {"Print a form…", "A form came back…"} & {
            one.label for one in screen.agreed.buttons() if one.isVisibleTo(screen)
        }
        screen.record_paper()
        assert not screen.findChildren(RecordPaperDialog)


def _speaks(clinic: Database, writer: Actor, id_: UUID, language: str) -> None:
    with clinic.write(writer) as work:
        view = person(work, id_)
        change_person(work, id_, replace(view.form, language=language), version=view.version, country="GB")
