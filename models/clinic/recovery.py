"""A new passphrase for an account whose passphrase is lost, with the recovery key."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from models.access import Role
from models.backup.opening import open_records
from models.clinic.clinic import PROGRAM
from models.errors import InvalidError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder
from models.folder.lock import lock_folder
from models.folder.storage_errors import WrongPassphraseError
from models.keys.keyring import KeyRing
from models.keys.passphrase import normal
from models.keys.sign_in_throttle import RECOVERY, note_failure, refuse_too_soon
from models.keys.slots import open_recovery
from models.people.recovery_sheet import recover_account
from models.people.staff import staff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from models.folder.clock import Clock
    from models.keys.recovery_key import RecoveryKey
    from models.keys.slots import Cost, Keys
    from models.people.staff import StaffLine


def recoverable(path: Path, key: RecoveryKey, *, clock: Clock = system_clock) -> tuple[StaffLine, ...]:
    """List the accounts that can get a new passphrase with the recovery key, administrators first.

    Raises `WrongPassphraseError` and `TooSoonError` as a sign-in does.
    """
    folder = ClinicFolder(path)
    keys = _recovered(folder, key, clock())
    with closing(open_records(folder, keys, clock=clock)) as database, database.read(PROGRAM) as work:
        lines = [line for line in staff(work) if line.is_active]
    return tuple(sorted(lines, key=lambda line: Role.ADMINISTRATOR not in line.roles))


def recover(
    path: Path,
    key: RecoveryKey,
    passphrase: str,
    name: str | None = None,
    *,
    clock: Clock = system_clock,
    new_id: Callable[[], UUID] = uuid4,
    cost: Cost | None = None,
) -> str:
    """Set a new passphrase of an account, else the only administrator's, with the recovery key; give its name.

    Raises `InvalidError` where no account, or more than one, is meant, and as `recoverable` does.
    """
    folder = ClinicFolder(path)
    keys = _recovered(folder, key, clock())
    with (
        lock_folder(folder, clock=clock),
        closing(open_records(folder, keys, clock=clock, new_id=new_id)) as database,
        database.write(PROGRAM) as work,
    ):
        line = _account_named(staff(work), name)
        recover_account(work, KeyRing(folder, keys, cost), line.id, passphrase)
    return line.name


def _recovered(folder: ClinicFolder, key: RecoveryKey, now: datetime) -> Keys:
    """Open the recovery slot; a key that does not fit is noted and slowed down like a wrong passphrase."""
    refuse_too_soon(folder, RECOVERY, now)
    try:
        return open_recovery(folder, key.passphrase).keys
    except WrongPassphraseError:
        note_failure(folder, RECOVERY, now)
        raise


def _account_named(lines: Iterable[StaffLine], name: str | None) -> StaffLine:
    active = [line for line in lines if line.is_active]
    found = [line for line in active if (Role.ADMINISTRATOR in line.roles if name is None else _same(line.name, name))]
    if len(found) != 1:
        raise InvalidError(
            "Say whose passphrase is to be made anew. Accounts here: {names}.",
            names=", ".join(line.name for line in active),
        )
    return found[0]


def _same(one: str, other: str) -> bool:
    """Compare names as the sign-in does: in whatever capitals, however their accents are composed."""
    return normal(one).casefold() == normal(other).casefold()
