"""The Settings page: the clinic's profile, the accounts, the backups and the recovery sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.backup.backup import backups
from models.backup.rotation import time_of
from models.people.account import accounts
from models.people.recovery_sheet import valid_recovery_sheet
from models.settings import Profile, profile

if TYPE_CHECKING:
    from datetime import datetime

    from models.folder.folder import ClinicFolder
    from models.keys.keyring import KeyRing
    from models.people.account import Account
    from models.people.recovery_sheet import ValidRecoverySheet
    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """All that the page shows."""

    profile: Profile
    accounts: tuple[Account, ...]
    last_backup: datetime | None
    backups: int
    sheet: ValidRecoverySheet | None
    """The valid recovery sheet."""


def settings_page(work: Work, folder: ClinicFolder, keyring: KeyRing) -> SettingsPage:
    """Read the page from the records, the key file and the folder of backups."""
    work.require(Permission.READ_PROFILE)
    kept = backups(folder)
    newest = time_of(kept[0]) if kept else None
    return SettingsPage(
        profile=profile(work),
        accounts=accounts(work, keyring),
        last_backup=newest,
        backups=len(kept),
        sheet=valid_recovery_sheet(work, keyring),
    )
