"""Takes the way from a clinic that does not open back to a backup of it."""

from __future__ import annotations

import shutil
from contextlib import chdir
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.backup.backup import back_up
from models.clinic.opening import open_clinic
from models.folder.storage_errors import LostRecordsError
from tests.factory import MovingClock
from tests.pictures.camera import Camera, Look
from tests.pictures.sitting import EVENING, PASSPHRASE
from ui.dialogs.backup.choose_backup import ChooseBackup
from ui.dialogs.backup.prove_backup import ProveBackup
from ui.preferences import PreferenceFile
from ui.sample.clinic import ADMINISTRATOR
from ui.session.app_controller import AppController

if TYPE_CHECKING:
    from ui.theme.theme import Theme

CLINIC = "Harbour Clinic"


def restore_flow(place: Path, pictures: Path, look: Look, theme: Theme, kind: type[Camera] = Camera) -> Camera:
    """Lose the newest records of a clinic with three backups, one of them damaged, and photograph each panel."""
    folder = Path(shutil.copytree(place / "sample", place / f"back-{look.name}" / CLINIC))
    for hours, reason in ((50, "close"), (26, "every half hour"), (3, "close")):
        clinic = open_clinic(folder, PASSPHRASE, ADMINISTRATOR, clock=MovingClock(EVENING - timedelta(hours=hours)))
        made = back_up(clinic.folder, clinic.keys, clock=clinic.clock, reason=reason)
        clinic.database.close()
        clinic.holding.close()
        if hours == 26:
            made.write_bytes(made.read_bytes()[:-9000])
    controller = AppController(theme, PreferenceFile(place / f"back-{look.name}.json"))
    controller.restore_flow._clock = lambda: EVENING
    camera = kind(pictures, look, lambda: controller._runner.is_idle)
    with chdir(folder.parent):
        controller.restore_flow.offer(Path(CLINIC), LostRecordsError("The newest records of this clinic are missing."))
        camera.take("03-does-not-open", controller.start_window)
        controller.restore_flow.restore(Path(CLINIC), ADMINISTRATOR)
        camera.settle()
        camera.take("04-choose-a-backup", controller.start_window)
        choosing = controller.start_window.panel
        assert isinstance(choosing, ChooseBackup)
        choosing.go_on()
        camera.take("05-open-the-backup", controller.start_window)
        proving = controller.start_window.panel
        assert isinstance(proving, ProveBackup)
        proving.passphrase.setText(PASSPHRASE)
        proving.prove()
        camera.settle()
        camera.take("06-restore-it", controller.start_window)
    controller.start_window.hide()
    controller.quit()
    return camera
