"""A new passphrase for a lost one, with the recovery sheet, in two panels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.clinic.recovery import recover, recoverable
from ui.dialogs.session.choose_passphrase import ChoosePassphrase
from ui.dialogs.session.use_recovery_key import UseRecoveryKey
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.keys.recovery_key import RecoveryKey
    from models.people.staff import StaffLine
    from ui.session.start_window import StartWindow
    from ui.tasks import Runner


def show_recovery(
    start_window: StartWindow,
    runner: Runner,
    folder: Path,
    ask: Callable[[Path], None],
    enter: Callable[[Path, str, str], None],
) -> None:
    """Ask for the words of the sheet, then for a new passphrase; `enter` is given whose it is, and what it is.

    `ask` goes back to the sign-in of the clinic.
    """

    def choose(key: RecoveryKey, lines: tuple[StaffLine, ...]) -> None:
        choosing = ChoosePassphrase(
            runner,
            tr("A new passphrase"),
            tr("The recovery key fits. The lost passphrase opens nothing any more."),
            lambda name, new: recover(folder, key, new, name),
            [line.name for line in lines],
        )
        choosing.chosen.connect(partial(enter, folder))
        choosing.back_asked.connect(partial(ask, folder))
        start_window.show_panel(choosing)

    panel = UseRecoveryKey(runner, partial(recoverable, folder))
    panel.back_asked.connect(partial(ask, folder))
    panel.opened.connect(choose)
    start_window.show_panel(panel)
