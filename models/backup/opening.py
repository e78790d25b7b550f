"""Opening a clinic's records with its backups: one is made before an upgrade, the newest is compared with the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from models.backup.backup import back_up, newest_manifest
from models.folder.clock import system_clock
from models.storage.database import Database
from models.work import NoTeamAccess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from models.backup.archive import Manifest
    from models.folder.clock import Clock
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.work import TeamAccess


class _OwnBackups:
    """The backups in the clinic's own folder."""

    def before_upgrade(self, folder: ClinicFolder, keys: Keys, clock: Clock) -> Path:
        return back_up(folder, keys, clock=clock, reason="upgrade")

    def newest(self, folder: ClinicFolder, keys: Keys) -> Manifest | None:
        return newest_manifest(folder, keys)


def open_records(
    folder: ClinicFolder,
    keys: Keys,
    *,
    clock: Clock = system_clock,
    new_id: Callable[[], UUID] = uuid4,
    team_access: Callable[[], TeamAccess] = NoTeamAccess,
    accept_loss: bool = False,
) -> Database:
    """Open the records as `Database.open` does; older ones are backed up, verified and upgraded first.

    Raises what `Database.open` raises, and `BackupError` where the backup before an upgrade cannot be made.
    """
    return Database.open(
        folder,
        keys,
        clock=clock,
        new_id=new_id,
        team_access=team_access,
        accept_loss=accept_loss,
        backups=_OwnBackups(),
    )
