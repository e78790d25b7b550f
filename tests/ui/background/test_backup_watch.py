"""The watch that backs up while the clinic is open: in time, held off by a ceremony, tried again, told once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.backup.archive import Reason
from models.backup.backup import backups
from models.backup.second_place import copies_in
from models.backup.verify import verify
from models.folder.storage_errors import BackupError
from models.trail import Action
from tests import factory
from ui.background.backup_watch import AGAIN, EVERY, SOON, BackupWatch, Round, backed_up_first
from ui.preferences import KeptPreferences, PreferenceFile, Preferences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.backup.backup_list import BackupLine
    from models.errors import ClinicError
    from tests.factory import MovingClock
    from ui.context import Context


class Evening:
    """A watch over an open clinic, whose time the test tells."""

    def __init__(self, context: Context, clock: MovingClock, qtbot: QtBot) -> None:
        self.context, self.clock, self.qtbot = context, clock, qtbot
        self.now, self.is_live = 1000.0, False
        self.told: list[str] = []
        self.kept = KeptPreferences()
        context.clinic.is_exclusive = True
        self.watch = BackupWatch(
            context.clinic, context.tasks, self.kept, is_busy=lambda: self.is_live, seconds=lambda: self.now,
            parent=context.tasks,
        )  # fmt: skip
        self.watch.troubled.connect(self._hear)

    def _hear(self, error: ClinicError) -> None:
        self.told.append(str(error))

    def enter(self, name: str = "Anna") -> None:
        with self.context.tasks.database.write(self.context.actor) as work:
            factory.person(work, name, "Berg")

    def goes_on(self, seconds: float) -> None:
        """Let time go by, and the watch look."""
        self.now += seconds
        self.clock.now += timedelta(seconds=seconds)
        self.watch.look()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.tasks.is_idle and self.watch.job is None)

    @property
    def made(self) -> list[Path]:
        return backups(self.context.clinic.folder)


@pytest.fixture
def evening(context: Context, clock: MovingClock, qtbot: QtBot) -> Iterator[Evening]:
    made = Evening(context, clock, qtbot)
    yield made
    made.settle()
    made.watch.deleteLater()
    context.clinic.is_exclusive = False


def test_that_a_backup_is_made_every_half_hour_in_which_something_changed(evening: Evening) -> None:
    evening.enter()
    evening.goes_on(SOON - 1)
    assert evening.made == []
    evening.goes_on(1)
    assert len(evening.made) == 1
    evening.goes_on(EVERY + 1)
    assert len(evening.made) == 1
    evening.enter("Bo")
    evening.goes_on(EVERY - 10)
    assert len(evening.made) == 1
    evening.goes_on(20)
    assert len(evening.made) == 2
    assert verify(evening.made[0], evening.context.clinic.keys).reason == "every half hour"


def test_that_coming_and_going_makes_no_backup(evening: Evening) -> None:
    evening.goes_on(SOON)
    before = evening.made
    evening.context.tasks.database.note(evening.context.actor, Action.SIGN_IN, "staff")
    evening.goes_on(EVERY)
    assert evening.made == before


def test_that_a_suspended_computer_backs_up_when_it_wakes(evening: Evening) -> None:
    evening.goes_on(SOON)
    evening.enter()
    evening.goes_on(3 * 24 * 3600)
    assert len(evening.made) == 2


def test_that_a_clock_set_back_changes_nothing_of_it(evening: Evening) -> None:
    evening.goes_on(SOON)
    evening.enter()
    evening.clock.now -= timedelta(days=2)
    evening.goes_on(EVERY)
    assert len(evening.made) == 2


def test_that_a_live_ceremony_holds_it_off_until_it_has_ended(evening: Evening) -> None:
    evening.enter()
    evening.is_live = True
    evening.goes_on(EVERY)
    evening.goes_on(EVERY)
    assert evening.made == []
    evening.is_live = False
    evening.goes_on(1)
    assert len(evening.made) == 1


def test_that_a_failure_is_told_once_and_tried_again_soon(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BackupError("Everything entered is saved, but there is no room for a backup.")

    evening.enter()
    with monkeypatch.context() as full:
        full.setattr("models.clinic.clinic.back_up", refuse)
        for seconds in (SOON, AGAIN, AGAIN):
            evening.goes_on(seconds)
        assert evening.told == ["Everything entered is saved, but there is no room for a backup."]
    evening.goes_on(AGAIN)
    assert len(evening.made) == 1
    with monkeypatch.context() as full:
        full.setattr("models.clinic.clinic.back_up", refuse)
        evening.goes_on(EVERY)
    assert len(evening.told) == 2


def test_that_a_clinic_that_is_only_visited_is_not_backed_up(evening: Evening) -> None:
    evening.enter()
    evening.context.clinic.is_exclusive = False
    evening.goes_on(EVERY)
    evening.watch.refresh()
    evening.settle()
    assert evening.made == []
    assert evening.watch.state is None


def chosen(evening: Evening, second_place: Path) -> Round:
    second_place.mkdir(exist_ok=True)
    rounds: list[Round] = []
    refused: list[ClinicError] = []
    evening.watch.choose(second_place, rounds.append, refused.append)
    evening.qtbot.waitUntil(lambda: bool(rounds or refused))
    evening.settle()
    assert not refused
    return rounds[0]


def test_that_a_chosen_second_place_gets_each_backup_and_is_remembered(evening: Evening, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    made = chosen(evening, stick)
    assert made.problem is None
    assert made.copy_problem is None
    assert evening.kept.now.backup_folder == str(stick)
    home = copies_in(stick, evening.context.clinic.folder)
    assert [path.name for path in home.iterdir()] == [evening.made[0].name]
    evening.enter()
    evening.goes_on(EVERY)
    assert {path.name for path in home.iterdir()} == {path.name for path in evening.made}
    newest = verify(evening.made[0], evening.context.clinic.keys).made_at
    assert evening.kept.now.copied_at(evening.context.clinic.folder.path) == newest


def test_that_a_disk_that_is_away_is_no_trouble_and_is_caught_up(evening: Evening, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    chosen(evening, stick)
    stick.rename(tmp_path / "drawer")
    evening.enter()
    evening.goes_on(EVERY)
    assert len(evening.made) == 2
    assert evening.told == []
    assert evening.watch.state is not None
    assert not evening.watch.state.is_there
    (tmp_path / "drawer").rename(stick)
    evening.goes_on(EVERY)
    assert len(list(copies_in(stick, evening.context.clinic.folder).iterdir())) == 2
    assert evening.watch.state.is_there
    assert evening.watch.state.missing_there is None


def test_that_a_copy_that_fails_is_told_once_while_the_clinic_is_backed_up(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", "stick")

    chosen(evening, tmp_path / "stick")
    monkeypatch.setattr(shutil, "copyfileobj", refuse)
    for name in ("Bo", "Cy"):
        evening.enter(name)
        evening.goes_on(EVERY)
    assert len(evening.made) == 3
    assert len(evening.told) == 1
    assert "no room for the copy" in evening.told[0]


def test_that_a_place_inside_the_clinic_is_refused_and_not_remembered(evening: Evening) -> None:
    refused: list[ClinicError] = []
    evening.watch.choose(evening.context.clinic.folder.backups, lambda _round: None, refused.append)
    evening.qtbot.waitUntil(lambda: bool(refused))
    assert "own folder" in str(refused[0])
    assert evening.kept.now.backup_folder == ""


def test_that_no_second_place_is_wanted_any_more_when_it_is_given_up(evening: Evening, tmp_path: Path) -> None:
    chosen(evening, tmp_path / "stick")
    evening.watch.forget_second_place()
    evening.settle()
    evening.enter()
    evening.goes_on(EVERY)
    assert len(list(copies_in(tmp_path / "stick", evening.context.clinic.folder).iterdir())) == 1


def test_that_a_backup_is_looked_through_and_a_damaged_one_is_found(evening: Evening) -> None:
    evening.enter()
    evening.goes_on(SOON)
    assert evening.watch.state is not None
    (line,) = evening.watch.state.here
    sound, problems = looked_through(evening, line)
    assert (len(sound), problems) == (1, [])
    content = bytearray(line.path.read_bytes())
    content[len(content) // 2] ^= 1
    line.path.write_bytes(content)
    sound, problems = looked_through(evening, line)
    assert (sound, len(problems)) == ([], 1)


def looked_through(evening: Evening, line: BackupLine) -> tuple[list[object], list[ClinicError]]:
    sound: list[object] = []
    problems: list[ClinicError] = []
    evening.watch.check(line, sound.append, problems.append)
    evening.settle()
    return sound, problems


def test_that_what_is_chosen_for_backups_is_kept_on_this_computer(tmp_path: Path, clock: MovingClock) -> None:
    file = PreferenceFile(tmp_path / "preferences.json")
    wanted = replace(Preferences(), backup_folder="/media/stick", backup_days=5, copy_days=14)
    wanted = wanted.with_copy(tmp_path / "clinic", clock())
    file.save(wanted)
    again = PreferenceFile(tmp_path / "preferences.json")
    assert again.now == wanted
    assert again.now.copied_at(tmp_path / "clinic") == clock()
    assert again.now.copied_at(tmp_path / "other") is None


@pytest.mark.parametrize(
    "text", ['{"backup_days": "x"}', '{"copies": 4}', '{"copies": [["a", "yesterday"]]}', '{"copies": [["a"]]}']
)
def test_that_damaged_settings_about_backups_are_the_usual_ones(tmp_path: Path, text: str) -> None:
    (tmp_path / "preferences.json").write_text(text)
    file = PreferenceFile(tmp_path / "preferences.json")
    assert file.was_damaged
    assert file.now == Preferences()


def test_that_a_large_change_waits_for_its_backup_and_is_not_made_without_one(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, seen = evening.context, list[int]()
    refused: list[ClinicError] = []

    def change() -> None:
        seen.append(len(evening.made))

    evening.enter()
    backed_up_first(context.clinic, context.tasks, context.tasks, Reason.IMPORT, change, refused.append)
    evening.settle()
    assert seen == [1]
    assert verify(evening.made[0], context.clinic.keys).reason == "import"

    def refuse(*_: object, **__: object) -> None:
        raise BackupError("Everything entered is saved, but there is no room for a backup.")

    monkeypatch.setattr("models.clinic.clinic.back_up", refuse)
    evening.enter("Bo")
    backed_up_first(context.clinic, context.tasks, context.tasks, Reason.MERGE, change, refused.append)
    evening.settle()
    assert seen == [1]
    assert [type(error) for error in refused] == [BackupError]
