"""Takes the way from a clinic that does not open back to a backup of it."""

from __future__ import annotations

import shutil
from contextlib import chdir
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.clinic import open_clinic
from models.storage.backup import back_up
from models.storage.faults import LostRecordsError
from tests.factory import MovingClock
from tests.pictures.camera import Camera, Look
from tests.pictures.sitting import EVENING, PASSPHRASE
from ui.dialogs.choose_backup import ChooseBackup
from ui.dialogs.prove_backup import ProveBackup
from ui.preferences import PreferenceFile
from ui.sample.clinic import ADMINISTRATOR
from ui.visit import Visit

if TYPE_CHECKING:
    from ui.theme import Theme

CLINIC = "Harbour Clinic"


def way_back(place: Path, pictures: Path, look: Look, theme: Theme) -> list[Path]:
    """Lose the newest records of a clinic with three backups, one of them damaged, and photograph each panel."""
    folder = Path(shutil.copytree(place / "sample", place / f"back-{look.name}" / CLINIC))
    for hours, reason in ((50, "close"), (26, "every half hour"), (3, "close")):
        clinic = open_clinic(folder, PASSPHRASE, ADMINISTRATOR, clock=MovingClock(EVENING - timedelta(hours=hours)))
        made = back_up(clinic.folder, clinic.keys, clock=clinic.clock, reason=reason)
        clinic.database.close()
        clinic.holding.close()
        if hours == 26:
            made.write_bytes(made.read_bytes()[:-9000])
    visit = Visit(theme, PreferenceFile(place / f"back-{look.name}.json"))
    visit.way_back._clock = lambda: EVENING
    camera = Camera(pictures, look, lambda: visit._runner.is_idle)
    with chdir(folder.parent):
        visit.way_back.offer(Path(CLINIC), LostRecordsError("The newest records of this clinic are missing."))
        camera.take("03-does-not-open", visit.porch)
        visit.way_back.restore(Path(CLINIC), ADMINISTRATOR)
        camera.settle()
        camera.take("04-choose-a-backup", visit.porch)
        choosing = visit.porch.panel
        assert isinstance(choosing, ChooseBackup)
        choosing.go_on()
        camera.take("05-open-the-backup", visit.porch)
        proving = visit.porch.panel
        assert isinstance(proving, ProveBackup)
        proving.passphrase.setText(PASSPHRASE)
        proving.prove()
        camera.settle()
        camera.take("06-restore-it", visit.porch)
    visit.porch.hide()
    visit.quit()
    return camera.taken
