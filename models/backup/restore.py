"""Restoring a backup: verified first, then put in place as a whole; today's clinic is backed up or moved aside."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.access import Actor
from models.backup import archive, erasure_ledger
from models.backup.backup import back_up
from models.backup.backup_diff import StateNow, compare_today, is_administrator
from models.backup.opening import open_records
from models.backup.swap import aside_folder, finish_swap, replace_clinic, staging
from models.backup.verify import prove
from models.errors import ClinicError, NotAllowedError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder, Found, sync_folder
from models.folder.lock import lock_folder
from models.folder.storage_errors import BackupError, WrongPassphraseError, clinic_errors
from models.keys.sign_in_throttle import RECOVERY, admit, note_failure, refuse_too_soon
from models.keys.slots import KeyFile, open_recovery, parse_key_file, read_key_file, unlock
from models.storage import cipher, migrate
from models.storage.changes import note
from models.storage.last_commit_note import LastCommitNote
from models.trail import Action, Change

if TYPE_CHECKING:
    from models.backup.archive import Manifest
    from models.folder.clock import Clock
    from models.keys.recovery_key import RecoveryKey
    from models.keys.slots import Keys, Unlocked

NOBODY: Final = UUID(int=0)
"""The actor where the recovery key was used: no account of the clinic."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What opens a backup: a person's passphrase, or the recovery key."""

    passphrase: str = field(default="", repr=False)
    name: str | None = None
    recovery: RecoveryKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A verified backup, and what restoring it into the folder would change; nothing is changed yet."""

    path: Path
    folder: ClinicFolder
    manifest: Manifest
    today: StateNow
    keys: Keys = field(repr=False)
    staff: UUID


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore: the manifest that was restored, and where the clinic of before is.

    `kept` is the backup of it; `aside` is the folder to which it was moved where it could not be backed up.
    """

    manifest: Manifest
    kept: Path | None
    aside: Path | None


def propose(path: Path, folder: ClinicFolder, proof: Proof, *, clock: Clock = system_clock) -> Proposal:
    """Verify a backup in a private folder, and compare it with the clinic that it would replace; nothing is changed.

    A clinic whose records are sound is replaced only by an administrator or with the recovery key: else
    `NotAllowedError`. Raises `BackupError` for a backup of another clinic or one that is not whole,
    `WrongPassphraseError` and `TooSoonError` as a sign-in does.
    """
    folder = ClinicFolder(folder.path.resolve())
    finish_swap(folder)
    with clinic_errors(), tempfile.TemporaryDirectory(prefix="laurel-") as temporary:
        unpacked = ClinicFolder(Path(temporary) / "clinic")
        unpacked.make()
        manifest = archive.unpack(path, unpacked.path)
        own = _own_key_file(folder)
        if own is not None and own.clinic != manifest.clinic:
            raise BackupError(
                "{file} is a backup of another clinic than the one in {folder}. Restore it into a folder of its own.",
                file=path.name, folder=folder.path,
            )  # fmt: skip
        unlocked = _unlocked(folder if own is not None else unpacked, folder, proof, clock)
        archive.confirm_signature(path, unlocked.keys.data)
        prove(unpacked, unlocked.keys, manifest)
    staff = unlocked.staff if proof.recovery is None else NOBODY
    today = compare_today(folder, unlocked.keys.data, manifest.head)
    if today.is_sound and staff != NOBODY and not is_administrator(folder, unlocked.keys.data, staff):
        raise NotAllowedError(
            "Today's records are whole, so only an administrator may put a backup in their place. "
            "Ask one, or use the recovery key."
        )
    return Proposal(path=path, folder=folder, manifest=manifest, today=today, keys=unlocked.keys, staff=staff)


def carry_out(proposal: Proposal, *, clock: Clock = system_clock) -> Restored:
    """Replace the clinic by a verified backup: all of it, or nothing where anything goes wrong on the way.

    A sound clinic is backed up first; one that cannot be is moved aside whole, inside the folder. Its key slots stay,
    so that everybody's passphrase of today opens the restored clinic too. The restore is noted in the audit, and a new
    backup is made. Raises `BackupError` where the backup was changed since it was verified.
    """
    folder = proposal.folder
    with clinic_errors(cipher.DriverError):
        finish_swap(folder)
        if folder.look() is Found.NOTHING:
            return _restore_into_new_folder(proposal, clock)
        folder.path.mkdir(parents=True, exist_ok=True)
        with lock_folder(folder, clock=clock):
            kept = _back_up_today(proposal, clock)
            aside = aside_folder(folder, clock)
            with staging(folder) as staged:
                _make_ready(proposal, staged, clock)
                replace_clinic(folder, staged, aside, keeps_old=kept is None)
            _back_up_restored(proposal, clock)
    return Restored(proposal.manifest, kept, aside if kept is None and aside.exists() else None)


def restore(path: Path, folder: ClinicFolder, proof: Proof, *, clock: Clock = system_clock) -> Manifest:
    """Make a clinic from a backup in a new or empty folder; raise `BackupError` where the folder is not empty."""
    if ClinicFolder(folder.path.resolve()).look() is not Found.NOTHING:
        raise BackupError("{folder} is not empty. Choose a new folder for the restored clinic.", folder=folder.path)
    return carry_out(propose(path, folder, proof, clock=clock), clock=clock).manifest


def slots_of_backup(path: Path, folder: ClinicFolder | None) -> KeyFile:
    """Give the key slots that a backup will be proven with: those of today, or its own where there are none."""
    own = None if folder is None else _own_key_file(folder)
    return own or parse_key_file(archive.read_keys(path))


def _restore_into_new_folder(proposal: Proposal, clock: Clock) -> Restored:
    """Restore into a new or empty folder: prepared beside it, and moved there by one rename."""
    folder = proposal.folder
    folder.path.parent.mkdir(parents=True, exist_ok=True)
    with staging(ClinicFolder(folder.path.parent)) as staged:
        _make_ready(proposal, staged, clock)
        if folder.path.exists():
            folder.path.rmdir()
        staged.path.rename(folder.path)
    sync_folder(folder.path.parent)
    _back_up_restored(proposal, clock)
    return Restored(proposal.manifest, None, None)


def _make_ready(proposal: Proposal, staged: ClinicFolder, clock: Clock) -> None:
    """Unpack the backup, upgrade it, keep today's keys and erasures, and note the restore in its audit."""
    folder, keys, manifest = proposal.folder, proposal.keys, proposal.manifest
    # Unpacked and verified once more: the file may have been changed while somebody read the proposal.
    if archive.unpack(proposal.path, staged.path) != manifest:
        raise BackupError("The backup {file} was changed meanwhile. Nothing was restored.", file=proposal.path.name)
    prove(staged, keys, manifest)
    if _own_key_file(folder) is not None:
        staged.keys.write_bytes(folder.keys.read_bytes())
    erasure_ledger.merge(staged, keys.data, folder.path, folder.backups, proposal.path.parent)
    with closing(cipher.connect(staged.database, keys.data)) as connection:
        # Backups are not in WAL mode, so that they open on read-only media; a clinic in use is.
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if migrate.needs_upgrade(manifest.revision):
        migrate.upgrade(staged.database, keys.data)
    # The note of today would take the older records for ones that lost their newest part.
    LastCommitNote(staged.head).reset(manifest.head)
    with (
        closing(open_records(staged, keys, clock=clock)) as database,
        database.write(Actor(proposal.staff, "", frozenset())) as work,
    ):
        note(work.session, Change(Action.RESTORE, "backup", None, (manifest.made_at.isoformat(),)))


def _back_up_today(proposal: Proposal, clock: Clock) -> Path | None:
    """Back up a sound clinic; None where there is none, or where it must be moved aside since no backup can be made."""
    if not proposal.today.is_sound:
        return None
    try:
        return back_up(proposal.folder, proposal.keys, clock=clock, reason="before a restore", skip_unchanged=True)
    except ClinicError:
        return None


def _back_up_restored(proposal: Proposal, clock: Clock) -> None:
    """Make a new backup, which the audit of the restored clinic is compared with from now on.

    The newest one until now tells of entries that the restored clinic does not have.
    """
    try:
        back_up(proposal.folder, proposal.keys, clock=clock, reason="after a restore")
    except BackupError:
        return  # the next close makes one


def _own_key_file(folder: ClinicFolder) -> KeyFile | None:
    """Read the key slots that are in the folder now; None where there are none, or they cannot be read."""
    try:
        key_file = read_key_file(folder)
    except ClinicError:
        return None
    return key_file if key_file.slots else None


def _unlocked(slots: ClinicFolder, folder: ClinicFolder, proof: Proof, clock: Clock) -> Unlocked:
    """Open a slot; wrong tries are noted in the clinic's folder and slowed down, as at sign-in."""
    now = clock()
    if proof.recovery is not None:
        refuse_too_soon(folder, RECOVERY, now)
        try:
            return open_recovery(slots, proof.recovery.passphrase)
        except WrongPassphraseError:
            note_failure(folder, RECOVERY, now)
            raise
    if slots == folder:
        unlocked = admit(folder, proof.passphrase, proof.name, now)
        until = unlocked.slot.first_until
        if until is not None and until < now:
            raise NotAllowedError("This first passphrase has run out. Ask an administrator for a new one.")
        return unlocked
    return unlock(slots, proof.passphrase, proof.name)
