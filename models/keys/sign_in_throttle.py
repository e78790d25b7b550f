"""Wrong passphrases: noted in the clinic's folder, and slowed down by growing waits; nobody is locked out."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.errors import ClinicError
from models.folder.folder import publish
from models.folder.storage_errors import WrongPassphraseError
from models.keys.slots import is_named, open_slot, read_key_file, unlock

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Unlocked

FREE: Final = 3
"""Wrong tries in a row without a wait."""
LONGEST_WAIT: Final = timedelta(seconds=60)
RECOVERY: Final = "recovery"
_ANYBODY: Final = "unknown"
_KEPT: Final = 500
"""The newest wrong tries that are remembered: the file stays small whoever tries for a whole night."""


class TooSoonError(ClinicError):
    """The slot must rest before the next try."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One sign-in that failed: when, and at whose slot; "unknown" where the name is nobody's."""

    at: datetime
    slot: str

    @property
    def staff(self) -> UUID | None:
        """Whose slot it was."""
        with suppress(ValueError):
            return UUID(self.slot)
        return None


def admit(folder: ClinicFolder, passphrase: str, name: str | None, now: datetime) -> Unlocked:
    """Open a person's slot and note a wrong try; raise `TooSoonError` or `WrongPassphraseError`."""
    # A name without an account is throttled too, all such names together: it must look like any other.
    slot = _slot_of(folder, name)
    refuse_too_soon(folder, slot, now)
    try:
        return unlock(folder, passphrase, name)
    except WrongPassphraseError:
        note_failure(folder, slot, now)
        raise


def confirm_slot(folder: ClinicFolder, staff: UUID, passphrase: str, now: datetime) -> Unlocked:
    """Open the slot of somebody who is signed in once more; throttled and noted like a sign-in."""
    refuse_too_soon(folder, str(staff), now)
    key_file = read_key_file(folder)
    slot = key_file.slot_of(staff)
    opened = None if slot is None else open_slot(key_file, slot, passphrase)
    if opened is None:
        note_failure(folder, str(staff), now)
        raise WrongPassphraseError("This is not your passphrase. Check Caps Lock and type it again.")
    return opened


def refuse_too_soon(folder: ClinicFolder, slot: str, now: datetime) -> None:
    """Raise `TooSoonError` while a slot must rest after wrong tries."""
    wait = waiting(failures(folder), slot, now)
    if wait > timedelta():
        seconds = -(-wait // timedelta(seconds=1))
        raise TooSoonError(
            "There were several wrong tries. Wait {count} s, then try again; nothing is locked for good.",
            count=seconds,
        )


def waiting(noted: tuple[Failure, ...], slot: str, now: datetime) -> timedelta:
    """Tell how long a slot must rest: one second after the fourth wrong try in a row, doubled with each further one."""
    mine = [failure.at for failure in noted if failure.slot == slot]
    if len(mine) <= FREE:
        return timedelta()
    rest = min(LONGEST_WAIT, timedelta(seconds=2 ** min(10, len(mine) - FREE - 1)))
    # Not longer than `rest`: after a clock was set back the last try lies in the future.
    return min(rest, max(timedelta(), mine[-1] + rest - now))


def note_failure(folder: ClinicFolder, slot: str, now: datetime) -> None:
    """Remember a wrong try; a folder that cannot be written remembers nothing."""
    noted = [*failures(folder), Failure(now.astimezone(UTC), slot)][-_KEPT:]
    document = [{"at": failure.at.isoformat(), "slot": failure.slot} for failure in noted]
    with suppress(OSError):
        publish(folder.failures, json.dumps(document).encode())


def failures(folder: ClinicFolder) -> tuple[Failure, ...]:
    """Give the wrong tries since the last sign-in, the oldest first; a damaged file counts as none."""
    try:
        document = json.loads(folder.failures.read_bytes())
        return tuple(Failure(datetime.fromisoformat(one["at"]).astimezone(UTC), str(one["slot"])) for one in document)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def forget_failures(folder: ClinicFolder) -> None:
    """Delete the noted tries, once they are in the audit."""
    with suppress(OSError):
        folder.failures.unlink(missing_ok=True)


def _slot_of(folder: ClinicFolder, name: str | None) -> str:
    found = [slot for slot in read_key_file(folder).people if name is not None and is_named(slot, name)]
    return str(found[0].staff) if found else _ANYBODY
