"""Replacing a first passphrase by one that only its person knows, before the window is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.session.choose_passphrase import ChoosePassphrase
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.clinic.clinic import Clinic
    from ui.session.start_window import StartWindow
    from ui.tasks import Runner


def show_own_passphrase(
    start_window: StartWindow,
    runner: Runner,
    clinic: Clinic,
    first: str,
    chosen: Callable[[], None],
    back: Callable[[], None],
) -> None:
    """Ask somebody who signed in with a first passphrase for one of their own; the clinic is open behind it."""
    panel = ChoosePassphrase(
        runner,
        tr("Your own passphrase"),
        tr("You signed in with a first passphrase. From now on only you know what opens your key."),
        lambda _name, new: clinic.choose_passphrase(first, new),
        [clinic.actor.name],
    )
    panel.chosen.connect(lambda _name, _new: chosen())
    panel.back_asked.connect(back)
    start_window.show_panel(panel)
