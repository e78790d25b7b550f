"""Saving a list: which, as what, where to, the passphrase once more; and nobody's name in the name of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.access import Actor, Role
from models.imports.table_file import read_table
from models.keys.slots import add_slot
from models.pages.audit import AuditSearch, search_audit
from models.trail import Action
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.ui.screens.conftest import settle
from ui.dialogs import save_table as module
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.save_table import SaveTableDialog
from ui.screens.cohort import CohortScreen
from ui.screens.people import PeopleScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.keys.slots import Keys
    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Settle = Callable[[], None]

__all__ = ["settle"]


@pytest.fixture
def them(context: Context, clock: MovingClock) -> Group:
    clock.to(factory.START)
    with context.tasks.database.write(context.actor) as work:
        return factory.group(work, size=3, name="../CON. Autumn")


@pytest.fixture
def actor() -> Actor:
    return factory.actor(Role.FACILITATOR, Role.ADMINISTRATOR)


@pytest.fixture
def account(context: Context, keys: Keys) -> None:
    add_slot(context.clinic.folder, keys, context.actor.id, context.actor.name, PASSPHRASE, clinical=True, cost=CHEAP)


def asked(screen: Any, kind: type[Any]) -> Any:
    return next(one for one in screen.findChildren(kind) if one.isVisible())


def confirm(screen: Any, qtbot: QtBot) -> None:
    dialog = asked(screen, ConfirmIdentity)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.confirm()
    qtbot.waitUntil(lambda: bool(screen.context.tasks.is_idle))


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
@pytest.mark.usefixtures("account")
def test_that_a_list_is_saved_after_the_passphrase(
    context: Context, them: Group, show: Show, heard: Heard, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, settle: Settle, kind: str,
) -> None:  # fmt: skip
    screen = show(CohortScreen(context), cohort=them.cohort)
    proposed: list[str] = []

    def asked_where(_parent: object, _title: str, name: str, _kind: str) -> Path:
        proposed.append(name)
        return tmp_path / "list"

    monkeypatch.setattr(module, "ask_where_to_save", asked_where)
    screen.save_button.click()
    dialog = asked(screen, SaveTableDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.listing.setCurrentIndex(dialog.listing.findData("attendance"))
    assert "each session's mark" in dialog.note.text()
    dialog.save()
    assert proposed == [f"laurel-attendance-CON.-Autumn-2026-09-07{kind}"]
    assert not list(tmp_path.glob("list*"))
    confirm(screen, qtbot)
    qtbot.waitUntil(lambda: bool(heard.toasts))
    assert heard.toasts[0][0] == "3 rows are saved."
    assert len(read_table(tmp_path / f"list{kind}").rows) == 3
    settle()
    with context.tasks.database.read(context.actor) as work:
        assert [line.entity for line in search_audit(work, AuditSearch(action=Action.EXPORT)).lines] == ["attendance"]


@pytest.mark.usefixtures("account", "them")
def test_that_the_people_of_the_clinic_are_saved_as_they_are_asked_for(
    context: Context, show: Show, heard: Heard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(PeopleScreen(context))
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: tmp_path / "mine.CSV")
    screen.save_button.click()
    dialog = asked(screen, SaveTableDialog)
    assert not dialog.listing_row.isVisible()
    dialog.save()
    confirm(screen, qtbot)
    qtbot.waitUntil(lambda: bool(heard.toasts))
    assert read_table(tmp_path / "mine.CSV").headings[0] == "Given name"


def test_that_nothing_is_overwritten_unasked_and_thinking_better_of_it_is_no_fault(
    context: Context, them: Group, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(CohortScreen(context), cohort=them.cohort)
    screen.save_table()
    dialog = asked(screen, SaveTableDialog)
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: None)
    dialog.save()
    assert dialog.isVisible()
    (tmp_path / "list.xlsx").write_bytes(b"something else")
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: tmp_path / "list")
    dialog.save()
    assert dialog.problem.text() == "There is a file called list.xlsx already. Choose another name."
    assert (tmp_path / "list.xlsx").read_bytes() == b"something else"


@pytest.mark.usefixtures("account")
def test_that_a_place_that_cannot_be_written_is_said(
    context: Context, them: Group, show: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    screen = show(CohortScreen(context), cohort=them.cohort)
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: tmp_path / "file" / "list.csv")
    screen.save_table()
    asked(screen, SaveTableDialog).save()
    with qtbot.waitSignal(context.tasks.failed) as failure:
        confirm(screen, qtbot)
    assert "cannot be written" in str(failure.args[0])


@pytest.mark.parametrize("role", [Role.PEER_LEAD, Role.FRONT_DESK])
def test_that_a_role_is_offered_only_its_own_lists(
    context: Context, them: Group, show: Show, role: Role, clock: MovingClock
) -> None:
    from dataclasses import replace

    mine = replace(context, actor=factory.actor(role))
    people, cohort = show(PeopleScreen(mine)), show(CohortScreen(mine), cohort=them.cohort)
    may = role is not Role.PEER_LEAD
    assert people.save_button.isVisible() == cohort.save_button.isVisible() == may
    people.save_table()
    cohort.save_table()
    assert len(people.findChildren(SaveTableDialog)) == may
    for dialog in cohort.findChildren(SaveTableDialog):
        assert [dialog.listing.itemData(place) for place in range(dialog.listing.count())] == [
            "people", "attendance", "board", "forms",
        ]  # fmt: skip
