"""Takes the way into Laurel: the first start, a new clinic, the sign-in, the lock, and a passphrase that was lost."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.folder.storage_errors import UnsafeLocationError
from models.keys.recovery_key import RecoveryKey
from tests.pictures.camera import Camera, Look, dialog_shown
from ui.dialogs.session.choose_passphrase import ChoosePassphrase
from ui.dialogs.session.sign_in import SignIn
from ui.dialogs.session.use_recovery_key import UseRecoveryKey
from ui.preferences import PreferenceFile
from ui.sample.clinic import ADMINISTRATOR
from ui.session.app_controller import AppController
from ui.session.folder_location import ask_about_location

if TYPE_CHECKING:
    from ui.theme.theme import Theme

CLINIC: Final = "Riverside Community Clinic"
REPORT: Final = "KeyError in ui/screens/today.py"


def way_in(place: Path, pictures: Path, look: Look, theme: Theme, kind: type[Camera] = Camera) -> Camera:
    """Take every panel of the start window, and what is asked over it, with the empty clinic in `place`."""
    look.put_on(theme)
    preferences = PreferenceFile(place / f"{look.name}.json")
    controller = AppController(theme, preferences, sample=lambda _folder, _report: "")
    camera = kind(pictures, look, lambda: controller._runner.is_idle)
    home, start = Path.home, controller.start_window
    try:
        Path.home = classmethod(lambda cls: cls("/home/mina"))  # type: ignore[method-assign,assignment]
        controller.begin(None)
        camera.take("00-first-start", start)
        controller.offer_new()
        camera.take("01-new-clinic", start)
        with chdir(place):
            controller.sign_in_flow.ask(Path(CLINIC), ADMINISTRATOR)
            camera.take("02-sign-in", start)
            panel = start.panel
            assert isinstance(panel, SignIn)
            panel.say_who_is_locked(ADMINISTRATOR)
            camera.take("02-sign-in-locked", start)
            warning = UnsafeLocationError("{folder} is in a synced folder.", folder=CLINIC)
            ask_about_location(start, warning, Path(CLINIC), preferences, print)
            _take_over(camera, "02-unsafe-folder", controller)
            controller.show_report(REPORT)
            _take_over(camera, "02-something-went-wrong", controller)
            controller.sign_in_flow.recover(Path(CLINIC))
            camera.take("02-recovery-key", start)
            recovering = start.panel
            assert isinstance(recovering, UseRecoveryKey)
            recovering.opened.emit(RecoveryKey(bytes(16)), ())
            assert isinstance(start.panel, ChoosePassphrase)
            camera.take("02-new-passphrase", start)
    finally:
        Path.home = home  # type: ignore[method-assign]
    start.hide()
    controller.quit()
    return camera


def _take_over(camera: Camera, name: str, controller: AppController) -> None:
    camera.settle()
    shown = dialog_shown()
    camera.take_over(name, controller.start_window, shown)
    shown.reject()
    camera.settle()
