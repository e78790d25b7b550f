"""The restore drill: a backup restored with the recovery key as a test, checked, deleted, and noted."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.backup import archive
from models.backup.backup import latest
from models.backup.opening import open_records
from models.backup.verify import prove
from models.clinic.clinic import PROGRAM
from models.errors import ClinicError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import BackupError, WrongPassphraseError, clinic_errors
from models.keys.sign_in_throttle import RECOVERY, note_failure, refuse_too_soon
from models.keys.slots import open_recovery, read_key_file
from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.participant import Participant
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort
from models.programme.meeting import Meeting
from models.storage import cipher, migrate
from models.storage.audit import AuditEntry
from models.storage.changes import note
from models.storage.last_commit_note import LastCommitNote
from models.trail import Action, Change

if TYPE_CHECKING:
    from models.access import Actor
    from models.backup.archive import Manifest
    from models.folder.clock import Clock
    from models.keys.recovery_key import RecoveryKey
    from models.keys.slots import Keys
    from models.storage.database import Database
    from models.work import Work

OVERDUE: Final = timedelta(days=90)
"""After so long without a drill administrators are reminded."""
_PASSED: Final = "passed"
_FAILED: Final = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was read in a restored backup, to compare with what the clinic has."""

    made_at: datetime
    people: int
    groups: int
    register: int
    """Marks of the last session that has any."""
    answers: int
    """Forms in it; the answers of each were decrypted."""
    entries: int
    """Entries of the audit; its whole chain was checked."""


@dataclass(frozen=True, slots=True)
class LastDrill:
    """When a drill was made last, and whether it went well."""

    at: datetime
    is_passed: bool


@dataclass(frozen=True, slots=True)
class DrillState:
    """The last drill, None before the first, and whether another is due."""

    last: LastDrill | None
    is_due: bool


def drill(clinic: ClinicFolder, key: RecoveryKey, path: Path | None = None, *, clock: Clock = system_clock) -> Found:
    """Restore a backup, else the newest, to a temporary folder with the recovery key, and read all of it.

    Raises the `ClinicError` that a real restore would have ended in.
    """
    chosen = path or latest(clinic)
    if chosen is None:
        raise BackupError("There is no backup yet to try out. Make one first.")
    with clinic_errors(cipher.DriverError), tempfile.TemporaryDirectory(prefix="laurel-") as temporary:
        unpacked = ClinicFolder(Path(temporary) / "clinic")
        unpacked.make()
        manifest = archive.unpack(chosen, unpacked.path)
        keys = _opened(unpacked, clinic, key, clock)
        archive.confirm_signature(chosen, keys.data)
        _refuse_other_clinic(clinic, manifest)
        prove(unpacked, keys, manifest)
        return _read_through(unpacked, keys, manifest, clock)


def drilled(database: Database, actor: Actor, key: RecoveryKey, path: Path | None = None, *, clock: Clock) -> Found:
    """Make a drill and note its result in the clinic's audit, also where it fails."""
    try:
        found = drill(database.folder, key, path, clock=clock)
    except ClinicError:
        _note(database, actor, "", _FAILED)
        raise
    _note(database, actor, found.made_at.isoformat(), _PASSED)
    return found


def last_drill(work: Work) -> LastDrill | None:
    """Give the last drill; None before the first."""
    work.require(Permission.READ_AUDIT)
    query = select(AuditEntry.at, AuditEntry.fields).where(AuditEntry.action == Action.DRILL)
    row = work.session.execute(query.order_by(AuditEntry.seq.desc()).limit(1)).first()
    return None if row is None else LastDrill(row.at, is_passed=row.fields.endswith(_PASSED))


def drill_is_due(work: Work) -> bool:
    """Tell whether the last drill that passed, else the clinic's first day, is longer ago than `OVERDUE`."""
    work.require(Permission.READ_AUDIT)
    passed = select(AuditEntry.at).where(AuditEntry.action == Action.DRILL, AuditEntry.fields.endswith(_PASSED))
    last = work.session.scalar(passed.order_by(AuditEntry.seq.desc()).limit(1))
    first = work.session.scalar(select(AuditEntry.at).order_by(AuditEntry.seq).limit(1))
    since = last or first
    return since is not None and work.now - since > OVERDUE


def drill_state(work: Work) -> DrillState:
    """Say when a drill was made last and whether it is time for one."""
    work.require(Permission.READ_AUDIT)
    return DrillState(last_drill(work), drill_is_due(work))


def _note(database: Database, actor: Actor, made_at: str, how: str) -> None:
    with database.write(actor) as work:
        note(work.session, Change(Action.DRILL, "backup", None, tuple(filter(None, (made_at, how)))))


def _opened(unpacked: ClinicFolder, clinic: ClinicFolder, key: RecoveryKey, clock: Clock) -> Keys:
    """Open the slots of a backup with the recovery key; a key that today's clinic does not know is noted."""
    refuse_too_soon(clinic, RECOVERY, clock())
    try:
        return open_recovery(unpacked, key.passphrase).keys
    except WrongPassphraseError:
        try:
            open_recovery(clinic, key.passphrase)
        except WrongPassphraseError:
            note_failure(clinic, RECOVERY, clock())
        else:
            raise BackupError(
                "The recovery key is right, but this backup was made before its sheet, so the two do not belong "
                "together. Make a backup, then try again."
            ) from None
        raise


def _refuse_other_clinic(clinic: ClinicFolder, manifest: Manifest) -> None:
    if read_key_file(clinic).clinic != manifest.clinic:
        raise BackupError("This is a backup of another clinic than the one in {folder}.", folder=clinic.path)


def _read_through(unpacked: ClinicFolder, keys: Keys, manifest: Manifest, clock: Clock) -> Found:
    """Open the restored clinic as a restore does, check all of it, and count what it has."""
    if migrate.needs_upgrade(manifest.revision):
        migrate.upgrade(unpacked.database, keys.data)
    # Without it the restored file would be taken for one whose newest records are lost.
    LastCommitNote(unpacked.head).reset(manifest.head)
    with closing(open_records(unpacked, keys, clock=clock)) as database:
        for problem in database.problems():
            raise problem
        with database.read(PROGRAM) as work:
            return _read(work, manifest)


def _read(work: Work, manifest: Manifest) -> Found:
    session = work.session
    sizes = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Participant, Cohort)]
    last = session.scalar(
        select(Attendance.meeting_id).join(Meeting, Meeting.id == Attendance.meeting_id)
        .order_by(Meeting.starts_at.desc()).limit(1)
    )  # fmt: skip
    marks = session.scalars(select(Attendance).where(Attendance.meeting_id == last)).all()
    answers = session.scalars(select(QuestionnaireResponse.answers)).all()  # each is decrypted on the way
    return Found(
        made_at=manifest.made_at,
        people=sizes[0],
        groups=sizes[1],
        register=len(marks),
        answers=len(answers),
        entries=manifest.head.seq,
    )
