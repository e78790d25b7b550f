"""What was done: said in words, found by person, kind and day, proved whole, and saved without values."""

from __future__ import annotations

import ast
import csv
import io
from collections import Counter
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt

from exports.day_sheet import day_sheet
from models.access import Actor, Role
from models.backup.backup import back_up
from models.pages.audit import AuditLine, AuditSearch, search_audit
from models.people.participant import person
from models.people.staff import add_staff
from models.programme.team import change_team
from models.storage import cipher
from models.storage.audit_anchor import anchor_groups
from models.storage.sign_in_log import Way
from models.trail import Action
from tests import factory
from tests.conftest import FACILITATOR, PASSPHRASE
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.dialogs.staff.check_sheet import CheckSheet
from ui.navigation import PLACES, open_to
from ui.screens import audit as module
from ui.screens.audit import AuditScreen
from ui.screens.settings import SettingsScreen
from ui.words.audit import about_text, action_text, entity_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]

TRICKY = "=Bo & <b>Sons</b>"


@pytest.fixture
def them(context: Context, clock: MovingClock) -> Group:
    clock.to(factory.START)
    with context.tasks.database.write(context.actor) as work:
        add_staff(work, TRICKY, context.actor.roles, id_=FACILITATOR)
        made = factory.group(work, size=2)
        change_team(work, made.cohort, [FACILITATOR])
    with context.tasks.database.read(context.actor) as work:
        person(work, made.people[0])
    return made


@pytest.fixture
def screen(context: Context, them: Group, show: Show) -> AuditScreen:
    opened = show(AuditScreen(context))
    assert isinstance(opened, AuditScreen)
    return opened


def column(screen: AuditScreen, place: int) -> list[str]:
    return [screen.rows.model.columns[place].text(line) for line in screen.rows.rows]


def choose(screen: AuditScreen, field: Any, value: object, qtbot: QtBot) -> None:
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())
    settled(screen, qtbot)


def settled(screen: AuditScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not screen._pause.isActive() and screen.context.tasks.is_idle)


def test_that_an_entry_says_who_did_what_to_whom_and_no_value(screen: AuditScreen, qtbot: QtBot) -> None:
    choose(screen, screen.kind, Action.READ, qtbot)
    assert column(screen, 1)[-1] == TRICKY
    assert column(screen, 2)[-1] == "Read"
    assert column(screen, 3)[-1] == "Person · Anna Berg · born, email, phone"
    accessible_text = screen.rows.model.accessible_text
    assert accessible_text is not None
    assert accessible_text(screen.rows.rows[-1]).endswith(f", {TRICKY}, Read, Person · Anna Berg · born, email, phone")


def test_that_each_filter_can_be_seen_and_has_a_name(screen: AuditScreen) -> None:
    fields = (screen.person, screen.kind, screen.entity, screen.first, screen.last)
    assert all(field.visibleRegion().boundingRect().height() > 20 for field in fields)
    assert [field.accessibleName() for field in fields] == ["Who", "What", "About", "From", "Until"]


def test_that_laurel_itself_is_named_and_can_be_looked_for(screen: AuditScreen, qtbot: QtBot) -> None:
    screen.person.setCurrentIndex(screen.person.findText("Laurel"))
    screen.person.activated.emit(0)
    settled(screen, qtbot)
    assert set(column(screen, 1)) == {"Laurel"}


def test_that_a_kind_of_record_can_be_looked_for(screen: AuditScreen, qtbot: QtBot) -> None:
    choose(screen, screen.entity, "cohort_team", qtbot)
    assert set(column(screen, 3)) == {"Team of a cohort"}
    assert screen.header.below.text() == "1 entry found"


def test_that_days_without_entries_say_so_and_cannot_be_saved(screen: AuditScreen, qtbot: QtBot) -> None:
    screen.last.setDate(QDate(2020, 1, 2))
    screen.first.setDate(QDate(2020, 1, 1))
    settled(screen, qtbot)
    qtbot.waitUntil(screen.rows.empty.isVisible)
    assert not screen.rows.frame.isVisible()
    assert not screen.save_button.isEnabled()


def test_that_many_changes_of_a_filter_are_one_search(screen: AuditScreen, qtbot: QtBot) -> None:
    settled(screen, qtbot)
    before = looks(screen)
    for _ in range(3):
        screen.first.setDate(screen.first.date().addDays(-1))
    settled(screen, qtbot)
    assert looks(screen) == before + 2  # (this page's, and the one that counts)


def looks(screen: AuditScreen) -> int:
    with screen.context.tasks.database.read(screen.context.actor) as work:
        return search_audit(work, AuditSearch(action=Action.READ, entity="audit_entry")).found


def test_that_the_record_is_said_to_be_whole_with_the_backup_that_agrees(
    context: Context, them: Group, clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock, show: Show, qtbot: QtBot
) -> None:
    back_up(clinic_folder, keys, clock=clock)
    screen = show(AuditScreen(context))
    qtbot.waitUntil(lambda: "unbroken" in screen.proof.text())
    assert f"The backup of {factory.START.day} " in screen.proof.text()
    assert screen.proof.text().split(" ")[1] == "entries,"


def test_that_an_altered_entry_is_named(
    context: Context, them: Group, clinic_folder: ClinicFolder, keys: Keys, show: Show, qtbot: QtBot
) -> None:
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("UPDATE audit_entry SET entity = 'meeting' WHERE seq = 3")
    screen = show(AuditScreen(context))
    qtbot.waitUntil(lambda: "altered" in screen.proof.text())
    assert screen.proof.text() == "The record of who did what was altered at entry 3."


def test_that_what_is_saved_holds_no_name_of_a_participant_and_no_formula(
    screen: AuditScreen, them: Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Heard, qtbot: QtBot
) -> None:
    out = tmp_path / "audit.csv"
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: None)
    screen.save()
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: out)
    choose(screen, screen.kind, Action.READ, qtbot)
    screen.save_button.click()
    assert not out.exists()
    confirm(screen, qtbot)
    qtbot.waitUntil(lambda: bool(heard.toasts))
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert heard.toasts[0][0] == f"{len(rows)} entries are saved."
    assert {row["who"] for row in rows} == {f"'{TRICKY}"}
    last = rows[-1]
    assert (last["what"], last["about"], last["record"]) == ("read", "participant", str(them.people[0]))
    assert last["fields"] == "born email phone"
    assert "Anna" not in out.read_text("utf-8")
    choose(screen, screen.kind, Action.EXPORT, qtbot)
    assert column(screen, 2) == [f"Saved as a file, {len(rows)} entries"]


def test_that_a_file_that_cannot_be_written_is_said(
    screen: AuditScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Heard, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(module, "ask_where_to_save", lambda *_: tmp_path / "file" / "audit.csv")
    with qtbot.waitSignal(screen.context.tasks.failed) as told:
        screen.save()
        confirm(screen, qtbot)
    assert "cannot be written" in str(told.args[0])
    assert not heard.toasts


def confirm(screen: AuditScreen, qtbot: QtBot) -> None:
    """Type the passphrase that is asked for once more."""
    (dialog,) = (each for each in screen.findChildren(ConfirmIdentity) if each.isVisible())
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    settled(screen, qtbot)


def test_that_the_day_sheet_is_shown_and_its_print_is_an_entry(screen: AuditScreen, qtbot: QtBot) -> None:
    qtbot.mouseClick(screen.sheet_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(screen.findChildren(PrintPreviewDialog)))
    (preview,) = screen.findChildren(PrintPreviewDialog)
    assert preview.document.pageCount() == 1
    preview._note(Action.PRINT, Counter({Leaf("day_sheet"): 1}))
    settled(screen, qtbot)
    preview.reject()
    choose(screen, screen.kind, Action.PRINT, qtbot)
    assert column(screen, 3) == ["Day sheet"]


def test_that_a_sheet_is_checked_by_its_letters_or_its_pdf(
    screen: AuditScreen, qtbot: QtBot, tmp_path: Path, keys: Keys
) -> None:
    database = screen.context.tasks.database
    with database.read(screen.context.actor) as work:
        (tmp_path / "sheet.pdf").write_bytes(day_sheet(work))
    head = database.verify_audit().head
    qtbot.mouseClick(screen.check_button, Qt.MouseButton.LeftButton)
    (dialog,) = screen.findChildren(CheckSheet)
    typed = f"{head.seq} {' '.join(anchor_groups(head))}"
    qtbot.keyClicks(dialog.letters, typed[:-1])
    qtbot.keyClick(dialog.letters, Qt.Key.Key_Return)
    settled(screen, qtbot)
    assert "five groups of four letters" in dialog.letters_row.below.text()
    dialog.letters.setText(typed)
    qtbot.keyClick(dialog.letters, Qt.Key.Key_Return)
    settled(screen, qtbot)
    assert dialog.answer.text().startswith(f"The record still holds entry {head.seq} as the sheet says")
    with closing(cipher.connect(database.folder.database, keys.data)) as connection:
        connection.execute("DELETE FROM audit_entry WHERE seq > 3")
        database._last_commit.reset(cipher.audit_head(connection))
    dialog.check_file(tmp_path / "sheet.pdf")
    settled(screen, qtbot)
    assert dialog.answer.text() == "The end of the record of who did what is missing, from entry 4 on."
    dialog.reject()


def test_that_only_administrators_find_the_way(context: Context, show: Show, heard: Heard) -> None:
    screen = show(SettingsScreen(context))
    screen.audit_button.click()
    assert heard.went == [("audit", {})]
    for role in Role:
        here = open_to(PLACES, Actor(FACILITATOR, "Mina Okafor", frozenset({role})))
        assert ("audit" in here) == (role is Role.ADMINISTRATOR)


def test_that_every_kind_of_record_has_words() -> None:
    from models.base import Base

    names = set(Base.metadata.tables) | set(noted_by_hand())
    assert {"backup", "recovery_key", "certificate"} <= names
    assert not {name for name in names if name and entity_text(name) == name.replace("_", " ")}


def noted_by_hand() -> Iterator[str]:
    """Find what the code calls the things that it writes into the record beside the tables."""
    place = {"record_export": 1, "Change": 1, "record_read": 0, "Leaf": 0, "note_export": 2, "note": 2}
    for folder in ("models", "leaderboards", "ceremonies", "exports", "ui"):
        for path in (Path(__file__).parents[3] / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    said = node.args[place[name]] if len(node.args) > place.get(name, 99) else None
                    if isinstance(said, ast.Constant) and isinstance(said.value, str):
                        yield said.value


def test_that_every_action_and_every_way_in_and_out_has_words() -> None:
    zone = UTC
    for action in Action:
        assert action_text(action)
    for way in Way:
        line = AuditLine(
            seq=1,
            at=factory.MovingClock().now,
            staff=FACILITATOR,
            staff_name="",
            action=Action.SIGN_IN,
            entity="staff",
            row=None,
            subject="",
            fields=(way,),
            count=1,
        )
        assert about_text(line, zone) != way.value
