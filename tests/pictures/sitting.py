"""A clinic with a fixed day and seed, opened in the real window."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exports.issuer import key_id, public_bytes
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.programme.cohort import cohort_named
from models.recognition.signing_key import keep_signing_key
from models.settings import profile
from tests.factory import MovingClock
from tests.pictures.camera import Camera, Look, dialog_shown
from ui.background.backup_watch import BackupWatch
from ui.background.integrity_watch import IntegrityWatch
from ui.main_window import MainWindow
from ui.preferences import KeptPreferences
from ui.sample.clinic import ADMINISTRATOR, sample_clinic
from ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.clinic.clinic import Clinic
    from models.work import Work
    from ui.screen.screen import Screen
    from ui.theme.theme import Theme

T = TypeVar("T")
SEED: Final = 7
DAY: Final = date(2026, 11, 23)
EVENING: Final = datetime(2026, 11, 23, 18, 4, tzinfo=UTC)
PASSPHRASE: Final = "a lantern on the quay"
CHEAP: Final = Cost(memory_kib=8, time=1, lanes=1)
TONIGHT, GRADUATING, EARLY = "Harbour evening", "Orchard morning", "Back to work"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person in front of the window, with a camera behind the shoulder."""

    clinic: Clinic
    clock: MovingClock
    tasks: Tasks
    window: MainWindow
    camera: Camera

    def ask(self, query: Callable[[Work], T]) -> T:
        """Read something from the clinic."""
        with self.clinic.database.read(self.clinic.actor) as work:
            return query(work)

    def cohort(self, name: str) -> UUID:
        """Give the id of a group of the sample clinic."""
        return self.ask(lambda work: cohort_named(work, name))

    def go(self, place: str, **parameters: object) -> Any:
        """Open a screen, wait until it shows what it asked for, and give it."""
        self.window.go(place, **parameters)
        self.camera.settle()
        return cast("Screen[Any]", self.window.screen_shown)

    def press(self, widget: QWidget, keys: str) -> None:
        """Press keys as a person does: the result is on the screen before the next picture."""
        for key in keys:
            if key == "\n":
                QTest.keyClick(widget, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(widget, key)
            self.camera.settle()

    def take(self, name: str) -> None:
        """Take a picture of the window."""
        self.camera.take(name, self.window)

    def take_dialog(self, name: str, *, close: bool = True) -> Any:
        """Take a picture of the dialog that is open, over the window, and give it."""
        self.camera.settle()
        shown = dialog_shown()
        self.camera.take_over(name, self.window, shown)
        if close:
            shown.reject()
            self.camera.settle()
        return shown


def make_sample(folder: Path) -> None:
    """Make the sample clinic as it is on the fixed day, with a signing key that is always the same."""
    sample_clinic(folder, passphrase=PASSPHRASE, seed=SEED, today=DAY, cost=CHEAP)
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    clinic = open_clinic(folder, PASSPHRASE, clock=MovingClock(EVENING), is_exclusive=False)
    with clinic.database.write(clinic.actor) as work:
        keep_signing_key(work, key_id(public_bytes(key)).hex(), key.private_bytes_raw(), public_bytes(key))
    clinic.close()


def make_empty(folder: Path) -> None:
    """Make a clinic in which nothing has been done yet."""
    create_clinic(
        folder, name="Riverside Community Clinic", country="GB", administrator=ADMINISTRATOR, passphrase=PASSPHRASE,
        clock=MovingClock(EVENING), cost=CHEAP,
    )  # fmt: skip


@contextmanager
def sitting(
    template: Path, folder: Path, pictures: Path, look: Look, theme: Theme, camera: type[Camera] = Camera
) -> Iterator[Sitting]:
    """Open a copy of a clinic in the window, on the fixed evening."""
    shutil.copytree(template, folder)
    look.put_on(theme)
    ids = Random(SEED)
    clock = MovingClock(EVENING)

    def new_id() -> UUID:
        return UUID(int=ids.getrandbits(128), version=4)

    clinic = open_clinic(folder, PASSPHRASE, clock=clock, new_id=new_id, is_exclusive=False)
    with clinic.database.read(clinic.actor) as work:
        about = profile(work)
    tasks = Tasks(clinic.database, clinic.actor)
    kept = KeptPreferences()
    watch = BackupWatch(clinic, tasks, kept, parent=tasks)
    health = IntegrityWatch(clinic, tasks)
    window = MainWindow(clinic, about, tasks, theme, preferences=kept, backups=watch, health=health)
    window.resize(*look.size)
    window.begin()
    window.show()
    window.activateWindow()
    try:
        yield Sitting(clinic, clock, tasks, window, camera(pictures, look, lambda: tasks.is_idle))
    finally:
        window.hide()
        tasks.close()
        window.deleteLater()
        tasks.deleteLater()
        QApplication.processEvents()
        clinic.close()
