"""The sample clinic at the first start: made in one press, deleted in one press."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.dialogs.session.welcome import Welcome
    from ui.preferences import PreferenceFile
    from ui.tasks import Runner

    Sampler = Callable[[Path, Callable[[int, int], None]], str]
    """Makes the sample clinic in a folder, tells how far it is, and gives its passphrase."""


class SampleClinic(QObject):
    """Makes and deletes the sample clinic of this computer."""

    def __init__(self, runner: Runner, preferences: PreferenceFile, sample: Sampler | None) -> None:
        super().__init__(runner)
        self._runner, self._preferences, self._sample = runner, preferences, sample
        self._first_message = ""

    @property
    def is_there(self) -> bool:
        """Whether this Laurel can make one."""
        return self._sample is not None

    def take_first_message(self) -> str:
        """Give, once, what the window says after the first sign-in to a new sample clinic."""
        said, self._first_message = self._first_message, ""
        return said

    def make(self, panel: Welcome, enter: Callable[[Path, str, str], None]) -> None:
        """Make the sample clinic while the panel shows how far it is, and enter it."""
        sample = self._sample
        if sample is None:
            return
        folder = _free(Path.home() / "Laurel" / tr("Sample clinic"))

        def made(passphrase: str) -> None:
            self._preferences.save(replace(self._preferences.now, sample=str(folder.absolute())))
            self._first_message = tr(
                "Everybody in this clinic is invented. Its passphrase is: {passphrase}", passphrase=passphrase
            )
            enter(folder, "", passphrase)

        job = self._runner.start(panel, lambda progress: sample(folder, progress.report), made, panel.problem.refuse)
        panel.sample.button.setEnabled(False)
        panel.progress.follow(job, tr("Making the sample clinic…"))

    def delete(self, gone: Callable[[], None]) -> None:
        """Delete the sample clinic, and forget where it was."""
        folder = Path(self._preferences.now.sample)
        self._preferences.save(
            self._preferences.now.without_clinic(folder)
        )  # first: half deleted, it must not be offered
        self._runner.start(self, lambda _progress: rmtree(folder, ignore_errors=True), lambda _none: gone())


def _free(folder: Path) -> Path:
    """Give the folder, or one beside it that is not there yet."""
    candidates = (folder, *(folder.with_name(f"{folder.name} {number}") for number in range(2, 1000)))
    return next(path for path in candidates if not path.exists())
