"""A ceremony on a stage without a clinic: the clock, the journal and the names are in the test's hands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox

from ceremonies.director import Director
from ceremonies.journal import read, replay
from tests.ceremonies.company import Company, consent_mix, stored_for
from ui.ceremony.audience import Audience
from ui.ceremony.console import Console
from ui.ceremony.names import NameBook
from ui.ceremony.show import Show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from ceremonies.scenes import Picture
    from ceremonies.scenes.picture import Item
    from leaderboards.stage_name import StageName
    from models.errors import ClinicError
    from ui.ceremony.show import Written
    from ui.theme.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier
EVENING = datetime(2026, 11, 23, 19, tzinfo=UTC)


@dataclass
class Evening:
    """What the tests hold instead of a clinic; answers come at once unless `is_slow`."""

    company: Company = field(default_factory=consent_mix)
    seconds: float = 0.0
    rows: list[str] = field(default_factory=list)
    stage_names: dict[UUID, StageName | None] = field(default_factory=dict)
    is_slow: bool = False
    is_reading: bool = True
    broken: ClinicError | None = None
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stage_names = {
            one.reference: replace(one.name, pronunciation="" if one.name.is_anonymous else "say it so")
            for one in self.company.nominees
        }
        self.stored = stored_for(self.company)
        self.script = self.stored.document

    def clock(self) -> datetime:
        return EVENING + timedelta(seconds=self.seconds)

    def write(self, number: int, row: str, then: Written, failed: Callable[[ClinicError], None]) -> None:
        def answer() -> None:
            if self.broken is not None:
                failed(self.broken)
                return
            assert number == len(self.rows)
            self.rows.append(row)
            then(self.stage_names)

        self.waiting.append(answer)
        if not self.is_slow:
            self.answer()

    def answer(self) -> None:
        """Let the journal catch up."""
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()

    def reread(self, then: Callable[[dict[UUID, StageName | None]], None], _failed: object) -> None:
        if self.is_reading:
            then(self.stage_names)

    def withdraw(self, name: str) -> None:
        """Take a person's consent back, where nobody has read it yet."""
        person = self.company.reference(name)
        self.stage_names = self.stage_names | {person: None}

    def replayed(self) -> Director:
        return replay(self.stored, (entry.event for entry in read(self.rows)))

    def place_of(self, name: str) -> int:
        person = self.company.reference(name)
        return next(place for place, cue in enumerate(self.script.cues) if cue.recipient == person)


@pytest.fixture(autouse=True)
def _no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog in the middle of a ceremony would stand between the presenter and the room."""

    def refuse(*_arguments: object) -> None:
        pytest.fail("a dialog was opened during a ceremony")

    for kind in (QDialog, QMessageBox):
        for name in ("exec", "open", "show"):
            monkeypatch.setattr(kind, name, refuse, raising=False)


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.fixture
def run(evening: Evening, theme: Theme, qtbot: QtBot) -> Iterator[Show]:
    """A live run, behind the curtain."""
    book = NameBook(evening.stage_names, evening.reread)
    shown = Show(Director.start(evening.stored), book, evening.write, evening.clock, monotonic=lambda: evening.seconds)
    yield shown
    shown.deleteLater()
    book.deleteLater()


@pytest.fixture
def console(run: Show, qtbot: QtBot) -> Iterator[Console]:
    """Both windows, open."""
    audience = Audience(run)
    opened = Console(run, audience, ZoneInfo("Europe/London"))
    audience.show()
    opened.resize(1280, 800)
    opened.show()
    opened.activateWindow()
    opened.go_button.setFocus()
    yield opened
    opened.close_windows()
    audience.deleteLater()
    opened.deleteLater()


@pytest.fixture
def messages(run: Show) -> list[str]:
    """Every sentence for the presenter."""
    heard: list[str] = []
    run.message.connect(heard.append)
    run.refused.connect(heard.append)
    return heard


def go(run: Show, evening: Evening, times: int = 1) -> None:
    """Press GO calmly."""
    for _ in range(times):
        evening.seconds += 2
        run.go()


def texts_of(picture: Picture) -> list[str]:
    """List every line of text in a picture."""
    found: list[str] = []

    def look(items: tuple[Item, ...]) -> None:
        for item in items:
            inner = getattr(item, "items", None)
            line = getattr(item, "line", None)
            if inner is not None:
                look(inner)
            elif line is not None:
                found.append(line.text)

    look(picture.everything())
    return found


def press(console: Console, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, on: QWidget | None = None) -> None:
    """Press a key of the keyboard or the clicker."""
    QTest.keyClick(on or console.go_button, key, modifiers)


def begun(console: Console, evening: Evening, name: str | None = None) -> None:
    """Open the curtain; with a name, bring this person's kicker on ("" is the first who is anonymous)."""
    go(console.run, evening)
    if name is not None:
        console.run.arm(evening.place_of(name))
        go(console.run, evening)
    evening.seconds += 2
