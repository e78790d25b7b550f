"""A clinic's folder in a synced folder or on a network drive: asked about once, and remembered on this computer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from models.folder.folder_location import confirm_own_disk
from models.folder.storage_errors import UnsafeLocationError
from ui.dialogs.base import Confirm
from ui.translation import sentence, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.preferences import KeptPreferences

KEPT: Final = 20
"""How many accepted folders the preferences remember, the newest first."""


def location_warning(folder: Path, preferences: KeptPreferences) -> UnsafeLocationError | None:
    """Give what speaks against a folder; None where nothing does, or somebody accepted it before."""
    if str(folder.absolute()) in preferences.now.anyway:
        return None
    try:
        confirm_own_disk(folder)
    except UnsafeLocationError as warning:
        return warning
    return None


def ask_about_location(
    parent: QWidget,
    warning: UnsafeLocationError,
    folder: Path,
    preferences: KeptPreferences,
    then: Callable[[], object],
) -> None:
    """Warn of a folder, and call `then` where the person accepts it."""

    def go_on() -> None:
        accept_location(folder, preferences)
        then()

    Confirm(
        parent, tr("This folder is not this computer's alone"), sentence(warning), tr("Open it anyway"), go_on
    ).open()


def accept_location(folder: Path, preferences: KeptPreferences) -> None:
    """Remember that somebody was warned of this folder and uses it."""
    path, now = str(folder.absolute()), preferences.now
    if path not in now.anyway:
        preferences.save(replace(now, anyway=(path, *now.anyway)[:KEPT]))
