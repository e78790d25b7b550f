"""What opening and checking the records ask of the backups, which stand above this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.audit import Head


class UnsafeUpgradeError(RuntimeError):
    """A programming error: a clinic would have been brought up to date without a backup."""


class Kept(Protocol):
    """What a backup says of the records in it."""

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
        """Give what the newest sound backup says of itself; None without one."""
