"""Whatever somebody is called, in dialogs, messages, tool tips and on paper: it is shown, and nothing else happens."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget

from exports.day_sheet import day_pdf
from exports.recovery_sheet import RecoveryPage, recovery_pdf
from models.access import Actor
from models.keys.recovery_key import RecoveryKey
from models.pages.day_sheet import day_page
from models.people.participant import person
from tests import factory
from tests.faults.hostile import corpora, stored
from tests.ui.conftest import context, executor, heard, show, tasks
from ui.dialogs.ask_reason import AskReasonDialog
from ui.dialogs.base import Confirm
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.dialogs.save_table import SaveTableDialog
from ui.screens.cohort import CohortScreen
from ui.screens.people import PeopleScreen
from ui.translation import tip_text, tr
from ui.widgets.labels import Elided, set_tip
from ui.widgets.notices import Banner, Toast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from ui.context import Context
    from ui.screen.screen import Screen

    Strings = Callable[[], tuple[str, ...]]
    Show = Callable[..., Any]

__all__ = ["context", "executor", "heard", "show", "tasks"]
each_collection = pytest.mark.parametrize("strings", corpora())
WIDEST = 1600
"""Pixels: what a window of 1280 may ask for; a picture of 20,000 would."""


@pytest.fixture
def server() -> Iterator[list[bytes]]:
    """What reached a server on this computer, whose address is in every name of this test."""
    asked: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        door.settimeout(0.05)
        going = threading.Event()

        def listen() -> None:
            while not going.is_set():
                try:
                    asked.append(door.accept()[0].recv(100))
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        asked_of.append(door.getsockname()[1])
        yield asked
        going.set()
        listener.join()
        asked_of.pop()


asked_of: list[int] = []


def names(strings: Strings, every: int = 1) -> list[str]:
    """Give what of the strings can be a name, and three that would fetch something."""
    place = f"http://127.0.0.1:{asked_of[0]}/x" if asked_of else "http://127.0.0.1:9/x"
    fetching = [
        f'<img src="{place}">',
        f'<a href="{place}">x</a>',
        f'=WEBSERVICE("{place}")',
        f"<style>@import '{place}'",
    ]
    kept = [name for text in strings() if (name := stored(text)) is not None]
    return [*fetching, *kept[::every]]


def confirm_plain(widget: QWidget, name: str) -> None:
    """Refuse a label that would read a name as anything but letters."""
    for label in widget.findChildren(QLabel):
        if label.text() and (label.text() == name or name in label.text()):
            assert label.textFormat() is Qt.TextFormat.PlainText, name
    assert widget.minimumSizeHint().width() <= WIDEST, name


def confirm_tip(tip: str, name: str) -> None:
    """Refuse a tool tip that shows something else than the letters, or a picture."""
    document = QTextDocument()
    document.setHtml(tip)
    assert " ".join(document.toPlainText().split()) == " ".join(name.split()), name


@each_collection
def test_that_messages_dialogs_and_tool_tips_show_the_letters(
    context: Context, strings: Strings, server: list[bytes], qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    banner, toast, label = Banner(), Toast(parent), Elided("", type_name="body")
    for one in (banner, label):
        qtbot.addWidget(one)
    for name in names(strings, 5 if len(strings()) > 50 else 1):
        title = tr("{name} leaves the group", name=name)
        mine = replace(context, actor=Actor(context.actor.id, name, context.actor.roles))
        shown: list[QWidget] = [
            Confirm(parent, title, title, title, lambda: None),
            AskReasonDialog(parent, title, title, title, lambda _reason: None),
            ConfirmIdentity(parent, mine, title, title, title, lambda _confirmed: None),
        ]
        for dialog in shown:
            confirm_plain(dialog, name)
            assert dialog.windowTitle() == title
            dialog.deleteLater()
        banner.say(name, "care")
        toast.say(name)
        confirm_plain(banner, name)
        confirm_plain(toast, name)
        label.setText(name)
        set_tip(label, name)
        confirm_tip(label.toolTip(), name)
        confirm_tip(tip_text(name), name)
    assert server == []


@pytest.mark.parametrize("strings", corpora()[:1])
def test_that_pages_keep_their_size_and_their_letters(
    context: Context, strings: Strings, server: list[bytes], show: Show
) -> None:
    with context.tasks.database.write(context.actor) as work:
        them = factory.group(work, size=0, name=names(strings)[0])
        for name in names(strings):
            from models.programme.enrolment import enrol

            enrol(work, them.cohort, factory.person(work, name, name, nickname=name, pronunciation=name))
    cohort: Screen[Any] = show(CohortScreen(context), cohort=them.cohort)
    people: Screen[Any] = show(PeopleScreen(context))
    for page in (cohort, people):
        page.resize(1104, 744)
        assert page.width() == 1104
        for name in names(strings):
            confirm_plain(page, name)
    for name in names(strings):
        people.search.setText(name)  # type: ignore[attr-defined]
        assert people.search.text() == name  # type: ignore[attr-defined]
    dialog = SaveTableDialog(cohort, context, them.cohort, names(strings)[0])
    confirm_plain(dialog, names(strings)[0])
    dialog.deleteLater()
    with context.tasks.database.read(context.actor) as work:
        views = [person(work, id_) for id_ in work.session.scalars(_people())]
    for view in views:
        form = EditPersonDialog(people, context, view, lambda _person: None)
        confirm_plain(form, view.name)
        form.deleteLater()
    assert server == []


def _people() -> Any:
    from sqlalchemy import select

    from models.people.participant import Participant

    return select(Participant.id)


@each_collection
def test_that_sheets_are_drawn_whatever_a_clinic_or_a_group_is_called(
    clinic: Database, actor: Actor, strings: Strings, server: list[bytes]
) -> None:
    key = RecoveryKey(bytes(range(16)))
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
        factory.run_sessions(work, them, [])
        page = day_page(work, them.meetings[0].day)
    for name in names(strings, 12 if len(strings()) > 50 else 1):
        assert recovery_pdf(
            RecoveryPage(clinic=name, country="GB", number="1", made_on=date(2026, 9, 7), key=key)
        ).startswith(b"%PDF-")
        assert day_pdf(replace(page, clinic=name)).startswith(b"%PDF-")
    assert server == []
