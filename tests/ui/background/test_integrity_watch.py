"""After an unclean end, and now and then: everything is checked in the background, and what is wrong is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaderboards.integrity import clinic_problems
from models.clinic.drill import OVERDUE
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.recovery_key import new_recovery_key
from models.keys.slots import Kind, make_slot, read_key_file, save_key_file
from models.storage import cipher
from models.trail import Action
from tests.conftest import CHEAP, PASSPHRASE
from ui.background.integrity_watch import EVERY, IntegrityWatch, last_check
from ui.dialogs.backup.choose_backup import ChooseBackup
from ui.dialogs.session.sign_in import SignIn
from ui.job import CancelledError, Progress
from ui.preferences import PreferenceFile
from ui.session.app_controller import AppController
from ui.session.run_marker import RunMarker
from ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from models.clinic.clinic import Clinic
    from tests.factory import MovingClock
    from ui.theme.theme import Theme

ROOT = Path(__file__).parents[3]


@pytest.fixture
def opened(tmp_path: Path, clock: MovingClock) -> Iterator[Clinic]:
    create_clinic(
        tmp_path / "clinic", name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    )  # fmt: skip
    clinic = open_clinic(tmp_path / "clinic", PASSPHRASE, clock=clock)
    yield clinic
    clinic.database.close()  # without a backup: some tests damage what would be in it
    clinic.holding.close()


@pytest.fixture
def watch(opened: Clinic, theme: Theme, qtbot: QtBot) -> Iterator[IntegrityWatch]:
    tasks = Tasks(opened.database, opened.actor)
    yield IntegrityWatch(opened, tasks)
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.close()
    tasks.deleteLater()


def test_that_a_sound_clinic_is_checked_once_a_week_and_remembered(
    watch: IntegrityWatch, opened: Clinic, clock: MovingClock, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(watch.checked, timeout=20000) as heard:
        watch.look()
    assert heard.args == [()]
    last = last_check(opened.folder)
    assert last is not None
    assert (last.at, last.problems) == (clock.now, 0)
    clock.now += EVERY - timedelta(minutes=1)
    with qtbot.assertNotEmitted(watch.checked, wait=100):
        watch.look()
    clock.now += timedelta(minutes=1)
    with qtbot.waitSignal(watch.checked, timeout=20000):
        watch.look()


def test_that_a_damaged_kept_file_is_found(watch: IntegrityWatch, opened: Clinic, qtbot: QtBot) -> None:
    name = opened.media.store(b"certificate")
    (opened.folder.media / name).write_bytes(b"scratched")
    with qtbot.waitSignal(watch.found, timeout=20000) as heard:
        watch.check()
    (problems,) = heard.args
    assert "damaged" in str(problems[0])


def test_that_a_check_stops_when_it_is_not_wanted_any_more(opened: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = Progress(lambda _done, _total: None)
    progress.cancel()
    with pytest.raises(CancelledError):
        clinic_problems(opened.database, opened.media, opened.actor, progress.check)
    with pytest.raises(CancelledError):
        opened.media.problems(["0" * 32, "1" * 32, "2" * 32], asked_at_most(2))
    monkeypatch.setattr(cipher, "_STEPS", 10)
    for times in (1, 5, 50):
        with pytest.raises(CancelledError):
            opened.database.problems(asked_at_most(times))
    assert opened.database.problems() == []


def asked_at_most(times: int) -> Callable[[], None]:
    left = times

    def ask() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise CancelledError("stop")

    return ask


def test_that_writing_goes_on_while_everything_is_checked(opened: Clinic) -> None:
    def write() -> None:
        opened.database.note(opened.actor, Action.EXPORT, "participant")

    assert opened.database.problems(write) == []


class Running:
    """A Laurel of its own, that notes its run and waits."""

    def __init__(self, home: Path) -> None:
        code = (
            "import sys, tempfile, pathlib\n"
            "from ui.session.run_marker import RunMarker\n"
            f"marker = RunMarker(pathlib.Path({str(home / 'runs')!r}))\n"
            "print(marker.set(), flush=True)\n"
            "place = pathlib.Path(tempfile.mkdtemp(prefix='laurel-'))\n"
            "(place / 'left.pdf').write_bytes(b'readable')\n"
            "print(place, flush=True)\n"
            "if sys.stdin.readline() == 'end\\n': marker.remove()\n"
        )
        environment = {**os.environ, "TMPDIR": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stdout is not None
        self.ended_badly = self.process.stdout.readline().strip() == "True"
        self.unpacked = Path(self.process.stdout.readline().strip())

    def end(self) -> None:
        self.process.communicate("end\n")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def test_that_the_next_start_knows_of_a_killed_run_and_wipes_what_it_left(tmp_path: Path) -> None:
    first = Running(tmp_path)
    assert not first.ended_badly
    assert (first.unpacked / "left.pdf").exists()
    beside = Running(tmp_path)
    assert not beside.ended_badly
    first.kill()
    assert (first.unpacked / "left.pdf").exists()
    after = Running(tmp_path)
    assert after.ended_badly
    assert not first.unpacked.exists()
    assert beside.unpacked.exists()
    for each in (beside, after):
        each.end()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    last = Running(tmp_path)
    assert not last.ended_badly
    last.end()


def test_that_a_computer_that_lets_nothing_be_noted_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("in the way")
    marker = RunMarker(tmp_path / "runs")
    assert not marker.set()
    marker.remove()
    assert "laurel-run" not in tempfile.gettempdir()


def test_that_after_an_unclean_end_it_is_said_and_what_is_damaged_leads_to_the_backups(
    theme: Theme, opened: Clinic, tmp_path: Path, clock: MovingClock, qtbot: QtBot
) -> None:
    name = opened.media.store(b"certificate")
    (opened.folder.media / name).write_bytes(b"scratched")
    opened.database.close()
    opened.holding.close()
    controller = AppController(
        theme, PreferenceFile(tmp_path / "preferences.json"), opener=partial(open_clinic, clock=clock),
        ended_badly=True,
    )  # fmt: skip
    controller.begin(opened.folder.path)
    assert "ended unexpectedly" in controller.start_window.banner.text.text()
    panel = controller.start_window.panel
    assert isinstance(panel, SignIn)
    panel.passphrase.setText(PASSPHRASE)
    panel.sign_in()
    qtbot.waitUntil(lambda: controller.window is not None, timeout=20000)
    window = controller.window
    assert window is not None
    qtbot.waitUntil(lambda: "not as it should be" in window.banner.text.text(), timeout=20000)
    window.go("settings")
    assert window.banner.isVisible()
    assert window.banner.act_button.isVisible()
    (opened.folder.media / name).unlink()
    window.banner.act_button.click()
    qtbot.waitUntil(lambda: isinstance(controller.start_window.panel, ChooseBackup), timeout=20000)
    with qtbot.waitSignal(controller.ended, timeout=20000):
        controller.quit()
    controller.start_window.deleteLater()
    controller.deleteLater()


@pytest.mark.parametrize("is_sample", [False, True], ids=["a clinic", "the sample clinic"])
def test_that_three_months_without_a_try_are_said_and_of_the_sample_clinic_never(
    theme: Theme, opened: Clinic, tmp_path: Path, clock: MovingClock, qtbot: QtBot, *, is_sample: bool
) -> None:
    key_file, key = read_key_file(opened.folder), new_recovery_key()
    slot = make_slot(
        key_file, opened.keys, UUID(int=9), "1", key.passphrase, clinical=True, cost=CHEAP, kind=Kind.RECOVERY
    )
    save_key_file(opened.folder, key_file.with_slot(slot))
    opened.database.close()
    opened.holding.close()
    clock.now += OVERDUE + timedelta(days=1)
    preferences = PreferenceFile(tmp_path / "preferences.json")
    if is_sample:
        preferences.save(replace(preferences.now, sample=str(opened.folder.path)))
    controller = AppController(theme, preferences, opener=partial(open_clinic, clock=clock))
    controller.begin(opened.folder.path)
    panel = controller.start_window.panel
    assert isinstance(panel, SignIn)
    panel.passphrase.setText(PASSPHRASE)
    panel.sign_in()
    qtbot.waitUntil(
        lambda: controller.signed_in is not None and controller.signed_in.backups.state is not None, timeout=20000
    )
    signed_in = controller.signed_in
    assert signed_in is not None
    qtbot.waitUntil(lambda: signed_in.tasks.is_idle, timeout=20000)
    assert ("nobody has tried" in signed_in.window.banner.text.text()) is not is_sample
    with qtbot.waitSignal(controller.ended, timeout=20000):
        controller.quit()
    controller.start_window.deleteLater()
    controller.deleteLater()


@pytest.mark.skipif(sys.platform == "win32", reason="this system asks programs to end in another way")
@pytest.mark.parametrize(("how", "is_left"), [(signal.SIGTERM, False), (signal.SIGKILL, True)])
def test_that_switching_the_computer_off_is_a_clean_end_and_a_power_cut_is_not(
    tmp_path: Path, how: signal.Signals, is_left: bool
) -> None:
    folders = {name: str(tmp_path / name) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TMPDIR")}
    for folder in folders.values():
        Path(folder).mkdir()
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    laurel = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py")], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    runs = tmp_path / "XDG_STATE_HOME" / "Laurel" / "runs"
    while laurel.poll() is None and "propagateSizeHints" not in str(laurel.stderr and laurel.stderr.readline()):
        pass  # the first window is about to be shown
    assert len(list(runs.iterdir())) == 1
    laurel.send_signal(how)
    laurel.communicate(timeout=60)
    assert laurel.returncode == (-how if is_left else 0)
    assert bool(list(runs.iterdir())) == is_left
    assert bool(list((tmp_path / "TMPDIR").glob("laurel-run-*"))) == is_left
