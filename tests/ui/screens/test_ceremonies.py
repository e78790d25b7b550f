"""Ceremonies: made in a moment, read, changed, made ready, and then fixed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from ceremonies.script_editing import change_words, draft_ceremony, script_of
from models.access import Actor, Role
from models.people.consent import Channel, Purpose, Source, record_consent, record_consents
from models.people.naming import Level
from models.people.statement import Statement
from models.recognition.badge import AwardState, awards, decide_badges
from models.recognition.ceremony import CeremonyState, Venue, ceremonies, ceremony, start_run
from tests import factory
from tests.ui.screens.conftest import is_closed, texts
from ui.dialogs.ceremony.edit_cue import EditCueDialog
from ui.dialogs.ceremony.make_ceremony import MakeCeremonyDialog
from ui.screens.ceremonies import CeremoniesScreen
from ui.screens.ceremony import CeremonyScreen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]


@pytest.fixture
def venue(clinic: Database, writer: Actor, them: Group) -> Group:
    """The group after its first session; three people chose how to be named, the others were not asked."""
    with clinic.write(writer) as work:
        for person, level in zip(them.people, (Level.FULL, Level.FIRST, Level.ANONYMOUS), strict=False):
            factory.agree(work, person, Purpose.CEREMONY_NAME, level)
        factory.run_sessions(work, them, ["PPPPPPPPPPPP"])
        decide_badges(work, [one.id for one in awards(work, them.cohort)], AwardState.APPROVED)
    return them


@pytest.fixture
def draft(clinic: Database, writer: Actor, venue: Group) -> UUID:
    """A ceremony as it was just made."""
    with clinic.write(writer) as work:
        starts = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
        return draft_ceremony(work, venue.cohort, "Half-way evening", planned_for=starts, zone=UTC)


def test_that_a_ceremony_is_made_with_two_keys(
    qtbot: QtBot, context: Context, venue: Group, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(CeremoniesScreen(context))
    assert "No ceremony yet." in texts(screen)
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(screen, MakeCeremonyDialog)
    assert dialog.title.text() == "Autumn evening celebration"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert is_closed(dialog)
    (made,) = ask(ceremonies)
    assert made.state is CeremonyState.DRAFT
    assert heard.went == [("ceremony", {"ceremony": made.id})]
    assert [view.title for view in screen.rows.rows] == ["Autumn evening celebration"]


def test_that_a_ceremony_is_proposed_for_the_group_that_the_window_is_about(
    context: Context, clinic: Database, writer: Actor, venue: Group, show: Show, opened: Opened
) -> None:
    with clinic.write(writer) as work:
        other = factory.group(work, size=1, name="Another group")
    for cohort in (other.cohort, venue.cohort):
        context.current_cohort.choose(cohort)
        screen = show(CeremoniesScreen(context))
        screen.make()
        assert opened(screen, MakeCeremonyDialog).cohort.currentData() == cohort


def test_that_without_a_group_the_dialog_says_what_to_do_first(
    qtbot: QtBot, context: Context, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    screen = show(CeremoniesScreen(context))
    screen.make()
    dialog = opened(screen, MakeCeremonyDialog)
    assert "Plan a cohort first" in dialog.cohort_row.below.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert not ask(ceremonies)


def test_that_the_page_shows_names_as_consent_allows_and_no_others(
    context: Context, draft: UUID, clinic: Database, writer: Actor, venue: Group, show: Show, settle: Settle
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    said = texts(screen)
    assert {"Anna Berg", "Samir", "A member of this group"} <= set(said)
    assert "9 people are not mentioned and leave no gap." in said
    assert not [text for text in said if "Żółć" in text or "Rahimi" in text]
    with clinic.write(writer) as work:
        record_consent(work, venue.people[0], Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN)
    settle()
    assert "10 people are not mentioned and leave no gap." in texts(screen)
    assert not [row for row in screen.rows.rows if "Berg" in row.title + row.say]


def test_that_where_it_is_shown_decides_how_much_of_each_name_is(
    context: Context, draft: UUID, clinic: Database, writer: Actor, venue: Group, show: Show, settle: Settle, ask: Ask
) -> None:
    with clinic.write(writer) as work:
        call = Statement(purpose=Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN, channel=Channel.CALL)
        record_consents(work, venue.people[0], [call])
    screen = show(CeremonyScreen(context), ceremony=draft)
    assert "Anna Berg" not in texts(screen)
    screen.venue.setCurrentIndex(screen.venue.findText("In the room only"))
    screen.venue.activated.emit(screen.venue.currentIndex())
    settle()
    assert ask(partial(ceremony, id_=draft)).venue is Venue.ROOM
    assert "Anna Berg" in texts(screen)
    screen.make_ready()
    settle()
    with clinic.write(writer) as work:
        start_run(work, draft, is_rehearsal=False)
    screen.venue.setCurrentIndex(screen.venue.findText("In a video call only"))
    screen.venue.activated.emit(screen.venue.currentIndex())
    settle()
    assert ask(partial(ceremony, id_=draft)).venue is Venue.ROOM
    assert screen.venue.currentText() == "In the room only"


def test_that_a_draft_has_one_primary_act_and_a_ready_one_another(
    context: Context, draft: UUID, show: Show, settle: Settle, heard: Heard, ask: Ask
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)

    def primaries() -> list[str]:
        shown = (one for one in screen.findChildren(Button) if one.isVisibleTo(screen))
        return [one.label for one in shown if one.property("kind") == "primary"]

    assert primaries() == ["Make it ready"]
    screen.ready_button.click()
    settle()
    assert primaries() == ["Present"]
    assert screen.rehearse_button.isVisibleTo(screen)
    assert not screen.edit_button.isVisibleTo(screen)
    words, undo = heard.toasts[-1]
    assert words.startswith("Ready")
    assert undo is not None
    undo()
    settle()
    assert ask(partial(ceremony, id_=draft)).state is CeremonyState.DRAFT


def test_that_the_words_of_a_ready_ceremony_are_fixed(
    qtbot: QtBot, context: Context, draft: UUID, show: Show, settle: Settle, heard: Heard
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    screen.make_ready()
    settle()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert not screen.findChildren(EditCueDialog)
    assert "its words are fixed" in heard.banners[-1][1]


def test_that_words_are_changed_and_put_back(
    qtbot: QtBot, context: Context, draft: UUID, show: Show, opened: Opened, settle: Settle, heard: Heard, ask: Ask
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    before = script_of(ask(partial(ceremony, id_=draft))).cues[0].say
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    dialog = opened(screen, EditCueDialog)
    dialog.say.setPlainText("Good evening, {everybody}.")
    dialog._save()
    assert dialog.say_row.has_error
    dialog.say.setPlainText("Good evening, all of you.")
    dialog._save()
    settle()
    assert screen.rows.rows[0].say == "Good evening, all of you."
    assert "Good evening, all of you." in texts(screen)
    words, undo = heard.toasts[-1]
    assert words == "The words are saved."
    assert undo is not None
    undo()
    settle()
    assert script_of(ask(partial(ceremony, id_=draft))).cues[0].say == before


def test_that_words_changed_elsewhere_are_not_overwritten(
    context: Context, draft: UUID, clinic: Database, writer: Actor, show: Show, opened: Opened, settle: Settle
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    screen.edit(screen.table.current())
    dialog = opened(screen, EditCueDialog)
    with clinic.write(writer) as work:
        view = ceremony(work, draft)
        cue = script_of(view).cues[0]
        change_words(work, draft, cue.id, say="From elsewhere.", seconds=60, version=view.version)
    dialog.say.setPlainText("From here.")
    dialog._save()
    settle()
    assert screen.rows.rows[0].say == "From elsewhere."
    assert "Somebody changed this record" in dialog.problem.text()
    assert dialog.say.toPlainText() == "From here."


def test_that_a_part_is_moved_with_buttons(context: Context, draft: UUID, show: Show, settle: Settle) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    titles = [row.title for row in screen.rows.rows]
    screen.table.select_row(2)
    screen.move_part(1)
    settle()
    assert [row.title for row in screen.rows.rows] == [*titles[:2], titles[3], titles[2], *titles[4:]]
    assert screen.table.currentIndex().row() == 3


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestFrontDesk:
    """What the front desk meets on ceremonies."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.FRONT_DESK)

    def test_that_the_front_desk_reads_and_presents_nothing(self, context: Context, draft: UUID, show: Show) -> None:
        listed = show(CeremoniesScreen(context))
        assert not listed.make_button.isVisibleTo(listed)
        screen = show(CeremonyScreen(context), ceremony=draft)
        assert not [one for one in screen.findChildren(Button) if one.isVisibleTo(screen)]


def test_that_a_second_enter_after_making_it_ready_does_not_put_it_back(
    qtbot: QtBot, context: Context, draft: UUID, show: Show, settle: Settle, ask: Ask
) -> None:
    screen = show(CeremonyScreen(context), ceremony=draft)
    screen.ready_button.setFocus()
    qtbot.keyClick(screen.ready_button, Qt.Key.Key_Return)
    settle()
    assert screen.focusWidget() is screen.rehearse_button
    assert ask(partial(ceremony, id_=draft)).state is CeremonyState.READY
