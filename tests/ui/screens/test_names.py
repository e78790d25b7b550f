"""Names are shown literally everywhere: as a person, a cohort and a clinic, in cells, titles, tool tips and dialogs."""

from __future__ import annotations

import html
import json
from contextlib import suppress
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from models.errors import ClinicError
from models.people.consent import Purpose
from models.people.naming import Level
from models.people.participant import find_people
from models.programme.cohort import cohorts, plan_cohort
from models.programme.enrolment import enrol
from models.programme.meeting import meetings
from models.programme.programme import programme_named
from models.settings import change_profile, profile
from tests import factory
from tests.ui.screens.conftest import texts
from ui.dialogs.ceremony.make_ceremony import MakeCeremonyDialog
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.dialogs.people.merge_people import MergePeopleDialog
from ui.screens.certificates import CertificatesScreen
from ui.screens.cohort import CohortScreen
from ui.screens.cohorts import CohortsScreen
from ui.screens.people import PeopleScreen
from ui.screens.person import PersonScreen
from ui.screens.recognition import RecognitionScreen
from ui.screens.register import RegisterScreen
from ui.screens.settings import SettingsScreen
from ui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.access import Actor
    from models.storage.database import Database
    from models.work import Work
    from tests.factory import MovingClock
    from ui.context import Context
    from ui.screen.screen import Screen
    from ui.tables.rows import RowsModel

    Show = Callable[..., Any]
    Settle = Callable[[], None]

NAUGHTY = (
    "<b>Robert</b>", "<img src=x onerror=alert(1)>", "Robert'); DROP TABLE participant;--", "{name} {0} %s %n",
    "Tom & Jerry", "&lt;script&gt;", "=1+1", "👩‍👩‍👧‍👦 🏳️‍🌈", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "الكل في المجمو عة (5)",
    "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐", "null", "../../etc/passwd", "A" * 120,
)  # fmt: skip
EVERY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"


@pytest.fixture
def executor() -> Any:
    from tests.inline import InlineExecutor

    return InlineExecutor()


def settled(name: str) -> str:
    """Give a name as the clinic keeps it."""
    return " ".join(name.split())


def cells(model: RowsModel[Any]) -> list[str]:
    every = (model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
    return [str(model.data(index)) for index in every]


def tips(model: RowsModel[Any]) -> list[str]:
    role = Qt.ItemDataRole.ToolTipRole
    return [
        str(model.data(model.index(row, column), role) or "") for row in range(model.rowCount()) for column in (0, 1)
    ]


def look(screen: Screen[Any]) -> list[str]:
    """Draw a screen and give all that it says; no label may read markup."""
    screen.grab()
    for label in screen.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    return [text.replace("\u2068", "").replace("\u2069", "") for text in texts(screen)]


def add(work: Work, name: str) -> tuple[UUID, UUID] | None:
    """Call a person, a cohort and the clinic by a name, or give None where the name is refused with a sentence."""
    try:
        person = factory.person(work, name, "")
        cohort = plan_cohort(
            work, name, programme_named(work, "Back in Motion").id, start=factory.START, at=time(18, 0)
        )
        enrol(work, cohort, person, joined_on=factory.START)
        change_profile(work, replace(profile(work), name=name))
    except ClinicError:
        return None
    factory.agree(work, person, Purpose.CEREMONY_NAME, Level.FULL)
    return person, cohort


@pytest.mark.parametrize("name", NAUGHTY)
def test_that_a_name_is_shown_literally_on_every_screen(
    context: Context, clinic: Database, writer: Actor, clock: MovingClock, show: Show, settle: Settle, name: str
) -> None:
    clock.to(factory.START)
    with clinic.write(writer) as work:
        made = add(work, name)
        assert made is not None
        person, cohort = made
        session = meetings(work, cohort)[0].id
        namesake = factory.person(work, name, "")
    known = settled(name)
    lists = (
        show(CohortsScreen(context)).rows.model, show(PeopleScreen(context)).rows.model,
        show(CohortScreen(context), cohort=cohort).people.model, show(RegisterScreen(context), meeting=session).rows,
        show(CertificatesScreen(context), cohort=cohort).rows.model,
        show(RecognitionScreen(context), cohort=cohort).path_rows.model,
    )  # fmt: skip
    for model in lists:
        assert known in cells(model)
        assert f"<qt>{html.escape(known)}</qt>" in tips(model)
    assert f"{known}, session 1 of 12" in look(show(TodayScreen(context)))
    assert known in look(show(PersonScreen(context), person=person))
    assert known in look(show(CohortScreen(context), cohort=cohort))
    settings = show(SettingsScreen(context))
    assert settings.clinic.name.text() == known
    screen = show(PersonScreen(context), person=person)
    screen.merge()
    screen.change()
    settle()
    merge, change = screen.findChild(MergePeopleDialog), screen.findChild(EditPersonDialog)
    assert merge is not None
    assert change is not None
    assert [one.id for one in merge.rows.rows] == [namesake]
    assert f"Change {known}" in look(change)
    assert f"Which record is {known} too?" in look(merge)
    make = MakeCeremonyDialog(screen, context, lambda _: None)
    make.open()
    settle()
    assert make.cohort.itemText(0) == known


def test_that_every_string_of_the_naughty_list_passes_through(
    context: Context, clinic: Database, writer: Actor, clock: MovingClock, show: Show
) -> None:
    if not EVERY.exists():
        pytest.skip("the list of naughty strings is not on this computer; the shapes that matter are tried above")
    strings = json.loads(EVERY.read_text(encoding="utf-8"))
    assert len(strings) == 515
    clock.to(factory.START)
    with clinic.write(writer) as work:
        for name in strings:
            with suppress(ClinicError):
                factory.person(work, name, "")
        for name in strings[::8]:
            add(work, name)
    people, listed = show(PeopleScreen(context)), show(CohortsScreen(context))
    with clinic.read(writer) as work:
        names = [line.name for line in find_people(work, limit=2000)]
        groups = {line.name: line.id for line in cohorts(work)}
    assert len(set(names)) > 400
    assert len(groups) > 40
    assert set(names) <= set(cells(people.rows.model))
    assert set(groups) <= set(cells(listed.rows.model))
    for screen in (people, listed, show(TodayScreen(context)), show(SettingsScreen(context))):
        look(screen)
    one = CohortScreen(context)
    for name, cohort in groups.items():
        assert name in look(show(one, cohort=cohort))
