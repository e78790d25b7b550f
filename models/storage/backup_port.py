"""The interface through which opening and checking the records use the backups, which import this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.audit import Head


class UnsafeUpgradeError(RuntimeError):
    """A programming error: a clinic would have been upgraded without a backup."""


class Kept(Protocol):
    """The manifest of a backup, as far as it is needed here."""

    @property
    def head(self) -> Head:
        """The end of its audit chain."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""


class Backups(Protocol):
    """The backups of one clinic."""

    def before_upgrade(self, folder: ClinicFolder, keys: Keys, clock: Clock) -> object:
        """Make a verified backup, or raise `ClinicError`; only then is the file touched."""

    def newest(self, folder: ClinicFolder, keys: Keys) -> Kept | None:
        """Give the manifest of the newest sound backup; None without one."""
