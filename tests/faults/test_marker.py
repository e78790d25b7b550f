"""A planted name is nowhere but in the encrypted file: no report, log, title, setting, key or note carries it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.factory import MovingClock
from tests.faults.places import ROOT, laurel, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factory import MovingClock as Clock

MARKER = "Quistmarker"
SIGN_IN = {"LAUREL_PASSPHRASE": PASSPHRASE, "LAUREL_USER": "Mina Okafor"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with one marked person in a group that has met."""
    folder = tmp_path_factory.mktemp("made") / "clinic"
    clock: Clock = MovingClock()
    create_clinic(
        folder, name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, clock=clock,
        cost=CHEAP,
    )  # fmt: skip
    opened = open_clinic(folder, PASSPHRASE, "Mina Okafor", clock=clock)
    with opened.database.write(opened.actor) as work:
        them = factory.group(work, size=3)
        factory.person(work, MARKER, "Berg", email=f"{MARKER}@example.org", nickname=MARKER)
        factory.run_sessions(work, them, ["PLE"])
    opened.close()
    return folder


WINDOW = """
import gc, os, sys, threading
from pathlib import Path
from PySide6.QtCore import QObject, QThread, QTimer, Signal, qWarning
from PySide6.QtWidgets import QApplication
MARKER = sys.argv[3]
app = QApplication(sys.argv[:1])
from models.clinic.opening import open_clinic
from models.people.participant import find_people
from models.settings import profile
from ui.errors import CrashReporter
from ui.main_window import MainWindow
from ui.preferences import PreferenceFile
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.session.app_controller import AppController
crashes = CrashReporter()
crashes.install()
shown = []
crashes.reported.connect(shown.append)
preferences = PreferenceFile()
clinic = open_clinic(Path(sys.argv[1]), sys.argv[2], "Mina Okafor")
preferences.save(preferences.now.with_clinic(Path(sys.argv[1])))
with clinic.database.read(clinic.actor) as work:
    about = profile(work)
    (person,) = find_people(work, MARKER)
tasks = Tasks(clinic.database, clinic.actor)
window = MainWindow(clinic, about, tasks, Theme(app), crashes=crashes)
window.begin()
window.show()
window.go("person", person=person.id)
titles = []

class Destroyed:
    def __init__(self, name): self.name = name
    def __del__(self): raise RuntimeError(self.name)

class Painted(QObject):
    said = Signal(str)
    def stumble(self, name):
        raise KeyError(f"no row for {name}")

class Thread(QThread):
    def run(self):
        name = MARKER
        raise ValueError(name)

painted = Painted()
painted.said.connect(painted.stumble)
thread = Thread()

def begin():
    titles.append(window.windowTitle())
    window.top_bar.grab()
    QTimer.singleShot(0, lambda: 1 / len(MARKER.replace(MARKER, "")))
    painted.said.emit(MARKER)
    plain = threading.Thread(target=lambda name: {}[name], args=(MARKER,))
    plain.start()
    plain.join()
    thread.start()
    thread.wait()
    Destroyed(MARKER)
    gc.collect()
    from sqlalchemy import text
    tasks.read(window, lambda work: work.session.execute(text("SELECT nothing FROM " + MARKER)), print)
    QTimer.singleShot(600, finish)

def finish():
    titles.append(window.windowTitle())
    print(len(shown), "|".join(titles), flush=True)
    assert MARKER in window.screen_shown.windowTitle(), window.screen_shown.windowTitle()
    tasks.close()
    clinic.close()
    window.deleteLater()
    crashes.remove()
    if sys.argv[4] == "segfault":
        crashes.install()
        name = MARKER
        import faulthandler
        faulthandler._sigsegv()
    app.quit()

QTimer.singleShot(300, begin)
sys.exit(app.exec())
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    places = {
        name: str(tmp_path / folder)
        for name, folder in (
            ("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache"),
            ("TMPDIR", "temporary"),
        )
    }  # fmt: skip
    for folder in places.values():
        os.mkdir(folder)  # noqa: PTH102  (a text from an environment)
    return places


def found(tmp_path: Path) -> list[str]:
    """Search every file that was written, in every spelling."""
    spellings = [MARKER.encode(), MARKER.lower().encode(), MARKER.encode("utf-16-le"), MARKER.encode("utf-16-be")]
    return [
        str(path)
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file() and any(spelling in path.read_bytes() for spelling in spellings)
    ]


@pytest.mark.parametrize("end", ["quit", "segfault"])
def test_that_faults_everywhere_leave_the_window_alive_and_name_nobody(
    made: Path, tmp_path: Path, home: dict[str, str], end: str
) -> None:
    clinic_path = shutil.copytree(made, tmp_path / "clinic")
    answer = python(WINDOW, str(clinic_path), PASSPHRASE, MARKER, end, environment=home)
    assert answer.returncode == (0 if end == "quit" else -11), answer.stderr
    count, titles = answer.stdout.strip().split(" ", 1)
    assert int(count) == 6, answer.stdout
    assert MARKER not in titles
    assert MARKER not in answer.stderr
    reports = list(tmp_path.rglob("report-*.txt"))
    assert len(reports) == 6
    assert all("Laurel" in path.read_text(encoding="utf-8") for path in reports)
    assert "/home" not in "".join(path.read_text(encoding="utf-8") for path in reports)
    if end == "segfault":
        (crash,) = tmp_path.rglob("faults.txt")
        assert "Segmentation fault" in crash.read_text(encoding="utf-8")
    assert found(tmp_path) == []


FAULTY = """
import sys
import leaderboards.standings, ui.commands.standings
def stumble(work, cohort):
    names = [str(one) for one in __import__("models.people.participant").people.participant.find_people(work)]
    raise LookupError(names)
ui.commands.standings.standings = stumble
import main
sys.argv = ["main.py", *sys.argv[1:]]
sys.exit(main.main())
"""


def test_that_a_command_with_a_fault_and_its_backup_name_nobody(
    made: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    clinic_path = shutil.copytree(made, tmp_path / "clinic")
    environment = {**home, **SIGN_IN}
    answer = python(FAULTY, "standings", str(clinic_path), "--cohort", "Autumn evening", environment=environment)
    assert answer.returncode == 70
    assert "LookupError" in answer.stderr
    assert MARKER not in answer.stderr + answer.stdout
    wrong = laurel("check", str(clinic_path), environment={**environment, "LAUREL_PASSPHRASE": MARKER})
    assert wrong.returncode == 1
    assert MARKER not in wrong.stderr
    listed = laurel("cohorts", str(clinic_path), "--json", environment=environment)
    assert json.loads(listed.stdout)
    assert (
        laurel("backup", str(clinic_path), "--out", str(tmp_path / "x.laurel"), environment=environment).returncode == 0
    )
    assert found(tmp_path) == []


HELD = """
import sys, tempfile, time
from pathlib import Path
from models.clinic.opening import open_clinic
from ui.preferences import PreferenceFile
from ui.session.run_marker import RunMarker
marker = RunMarker()
print(marker.set(), flush=True)
place, passphrase, words, stays = Path(sys.argv[1]), sys.argv[2], sys.argv[3].encode(), sys.argv[4] == "stays"
preferences = PreferenceFile()
preferences.save(preferences.now.with_clinic(place))
clinic = open_clinic(place, passphrase, "Mina Okafor")
if stays:
    Path(tempfile.mkdtemp(prefix="laurel-"), "draft.csv").write_bytes(words)
    with clinic.media.opened(clinic.media.store(words), ".pdf"):
        print("open", flush=True)
        time.sleep(60)
clinic.close()
marker.remove()
"""


def test_that_what_a_killed_laurel_had_open_is_wiped_at_the_next_start(
    made: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    clinic_path = shutil.copytree(made, tmp_path / "clinic")
    environment = {**os.environ, **home, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    held = subprocess.Popen(
        [sys.executable, "-c", HELD, str(clinic_path), PASSPHRASE, MARKER, "stays"], stdout=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    assert held.stdout is not None
    assert [held.stdout.readline().strip() for _ in range(2)] == ["False", "open"]
    assert len(found(tmp_path)) == 2, "a copy that is being looked at is readable"
    held.kill()
    held.communicate()
    assert len(found(tmp_path)) == 2
    again = python(HELD, str(clinic_path), PASSPHRASE, MARKER, "ends", environment=home)
    assert again.stdout.strip() == "True", again.stderr
    assert found(tmp_path) == []
    assert list((tmp_path / "temporary").glob("laurel-*")) == []
    assert python(HELD, str(clinic_path), PASSPHRASE, MARKER, "ends", environment=home).stdout.strip() == "False"


def test_that_the_recent_list_and_the_note_of_a_run_hold_no_more_than_folders(
    made: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    clinic_path = shutil.copytree(made, tmp_path / "clinic")
    assert python(HELD, str(clinic_path), PASSPHRASE, MARKER, "ends", environment=home).returncode == 0
    (kept,) = (tmp_path / "config").rglob("preferences.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["clinics"] == [str(clinic_path)]
    assert [path for path in (tmp_path / "state").rglob("*") if path.is_file()] == []
