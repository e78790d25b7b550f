"""People: adding, namesakes, changing, merging, and what each person agreed to."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models.access import Actor, Role
from models.pages.search import search
from models.people.participant import change_person, find_people, person
from models.people.person_form import PersonForm
from tests import factory
from tests.ui.screens.conftest import texts
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.dialogs.people.import_people import ImportPeopleDialog
from ui.dialogs.people.merge_people import MergePeopleDialog
from ui.screens.people import PeopleScreen
from ui.screens.person import PersonScreen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]


def test_that_a_person_is_added_by_hand(
    qtbot: QtBot, context: Context, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(PeopleScreen(context))
    assert "Nobody here yet." in texts(screen)
    assert screen.search.hasFocus()
    qtbot.keyClick(screen.search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(screen, EditPersonDialog)
    assert dialog.given.hasFocus()
    dialog.given.setText("Łukasz")
    dialog.family.setText("Żółć")
    qtbot.keyClicks(dialog.born, "4 March 1959")
    qtbot.keyClick(dialog.born, Qt.Key.Key_Return)
    settle()
    (line,) = ask(find_people)
    assert ask(partial(person, id_=line.id)).form.born == date(1959, 3, 4)
    assert heard.went == [("person", {"person": line.id})]
    assert [row.line.name for row in screen.rows.rows] == ["Łukasz Żółć"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1/2/1970", "Write the month as a word"),
        ("19.19.1970", "does not exist"),
        ("soon", "is not a date"),
        ("1.1.70", "year of two digits"),
    ],
)
@pytest.mark.parametrize("executor", ["inline"], indirect=True)
def test_that_a_date_that_cannot_be_is_said_at_its_field(
    context: Context, show: Show, opened: Opened, ask: Ask, typed: str, said: str
) -> None:
    screen = show(PeopleScreen(context))
    screen.add_person()
    dialog = opened(screen, EditPersonDialog)
    dialog.given.setText("Bo")
    dialog.born.setText(typed)
    dialog._save()
    assert said in dialog.born_row.below.text()
    assert dialog.born.hasFocus()
    assert not ask(find_people)


def test_that_what_the_clinic_refuses_stays_in_the_dialog(
    qtbot: QtBot, context: Context, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(PeopleScreen(context))
    screen.add_person()
    dialog = opened(screen, EditPersonDialog)
    qtbot.keyClicks(dialog.given, "Bo")
    qtbot.keyClicks(dialog.email, "not an address")
    qtbot.keyClick(dialog.email, Qt.Key.Key_Return)
    settle()
    assert dialog.isVisible()
    assert dialog.problem.text()
    assert dialog.email.text() == "not an address"
    assert not ask(find_people)
    assert not heard.banners


def test_that_namesakes_are_pointed_out_and_stay_two(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    screen = show(PeopleScreen(context))
    screen.add_person()
    dialog = opened(screen, EditPersonDialog)
    qtbot.keyClicks(dialog.given, "Anna")
    qtbot.keyClicks(dialog.family, "Berg")
    dialog.family.editingFinished.emit()
    settle()
    assert dialog.alike.text().startswith("Already here: Anna Berg (1950), Anna Berg (1958).")
    qtbot.keyClicks(dialog.born, "1988-10-10")
    qtbot.keyClick(dialog.born, Qt.Key.Key_Return)
    settle()
    named = [(line.name, line.label.distinguisher) for line in ask(partial(find_people, text="anna berg"))]
    assert sorted(named) == [("Anna Berg", "1950"), ("Anna Berg", "1958"), ("Anna Berg", "1988")]


def test_that_a_person_is_found_and_opened_without_leaving_the_search(
    qtbot: QtBot, context: Context, them: Group, show: Show, settle: Settle, heard: Heard
) -> None:
    screen = show(PeopleScreen(context))
    assert screen.rows.rows[0].groups == "Autumn evening"
    qtbot.keyClicks(screen.search, "berg")
    settle()
    assert screen.header.below.text() == "2 people found"
    assert screen.search.hasFocus()
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    assert heard.went == [("person", {"person": screen.rows.rows[1].line.id})]
    qtbot.keyClicks(screen.search, "xyz")
    settle()
    assert "Nobody has a name like this." in texts(screen)


def test_that_a_change_against_an_older_version_is_refused_and_kept_in_the_form(
    qtbot: QtBot, context: Context, them: Group, clinic: Database, writer: Actor, show: Show, opened: Opened,
    settle: Settle, ask: Ask,
) -> None:  # fmt: skip
    id_ = them.people[7]
    screen = show(PersonScreen(context), person=id_)
    screen.change()
    dialog = opened(screen, EditPersonDialog)
    with clinic.write(writer) as work:
        view = person(work, id_)
        change_person(work, id_, PersonForm(given_name="Bobo", family_name="Li"), version=view.version, country="GB")
    dialog.given.setText("Robert")
    qtbot.keyClick(dialog.given, Qt.Key.Key_Return)
    settle()
    assert "Somebody changed this record" in dialog.problem.text()
    assert dialog.given.text() == "Robert"
    assert ask(partial(person, id_=id_)).name == "Bobo Li"
    assert screen.header.title.text() == "Bobo Li"


def test_that_a_merge_shows_what_it_would_do_first(
    qtbot: QtBot, context: Context, them: Group, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    kept, other = them.people[0], them.people[8]
    screen = show(PersonScreen(context), person=kept)
    screen.merge()
    dialog = opened(screen, MergePeopleDialog)
    assert [one.id for one in dialog.rows.rows] == [other]
    assert dialog.merge_button.label == "Merge Anna Berg (1958) into this record"
    told = texts(dialog)
    assert "Stays “1950-03-04”; “1958-03-04” is dropped." in told
    assert len(ask(find_people)) == 12
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    settle()
    assert len(ask(find_people)) == 11
    assert heard.toasts[-1][0] == "The two records are one now."


def test_that_the_count_of_sessions_says_what_it_counts(context: Context, them: Group, show: Show) -> None:
    screen = show(PersonScreen(context), person=them.people[0])
    assert "came to 0 of 12 sessions" in texts(screen)
    assert any("12 sessions are planned since they joined" in one.toolTip() for one in screen.findChildren(QWidget))


def test_that_the_import_opens_for_the_cohort_that_asked(
    context: Context, them: Group, show: Show, opened: Opened
) -> None:
    screen = show(PeopleScreen(context), importing=True, cohort=them.cohort)
    assert opened(screen, ImportPeopleDialog).isModal()


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets on the people."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_sees_names_and_no_contact_data(
        self, qtbot: QtBot, context: Context, heard: Heard, them: Group, show: Show
    ) -> None:
        screen = show(PeopleScreen(context), importing=True)
        assert len(screen.rows.rows) == 12
        assert not [one for one in screen.findChildren(Button) if one.isVisibleTo(screen)]
        qtbot.keyClick(screen.search, Qt.Key.Key_Return)
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
        qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert not heard.went
        assert not screen.findChildren(EditPersonDialog) + screen.findChildren(ImportPeopleDialog)

    def test_that_the_search_offers_a_peer_lead_no_page_that_is_closed_to_them(
        self, context: Context, them: Group
    ) -> None:
        with context.tasks.database.read(context.actor) as work:
            assert not search(work, "berg")
            assert [hit.kind for hit in search(work, "autumn")] == ["cohort"]
