"""Restoring: proven, whole or not at all, with nothing of today's lost, whatever became of today's file."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import select

from models.access import Role
from models.backup import erasure_ledger, swap
from models.backup.backup import back_up, backups, pack
from models.backup.backup_diff import Entered
from models.backup.erasure_ledger import Erased, Ledger
from models.backup.restore import Proof, carry_out, propose, restore
from models.errors import ClinicError, NotAllowedError
from models.folder.folder import ClinicFolder
from models.folder.lock import lock_folder
from models.folder.storage_errors import BackupError, DamagedError, InUseError, LostRecordsError, WrongPassphraseError
from models.keys.recovery_key import new_recovery_key
from models.keys.sign_in_throttle import failures
from models.keys.slots import Kind, add_slot, make_key_file, make_slot, read_key_file, save_key_file, unlock
from models.people.staff import add_staff
from models.storage import cipher, migrate
from models.storage.audit import AuditEntry
from models.storage.database import Database
from models.storage.media import Media
from tests.conftest import CHEAP, DESK_PASSPHRASE, FACILITATOR, FRONT_DESK, PASSPHRASE
from tests.models.backup.test_backup import rewritten, with_manifest
from tests.models.storage.test_database import count, put
from tests.models.storage.test_opening import flip

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.access import Actor
    from models.keys.slots import Keys
    from tests.factory import MovingClock

MINA = Proof(PASSPHRASE, "Mina Okafor")


@pytest.fixture
def older(clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock) -> Path:
    """A backup of three records and one file; today's clinic holds five records and two files."""
    media = Media(clinic_folder, keys.data)
    with closing(Database.open(clinic_folder, keys, clock=clock)) as database:
        with database.write(actor) as work:
            add_staff(work, "Mina Okafor", [Role.ADMINISTRATOR, Role.FACILITATOR], id_=FACILITATOR)
            add_staff(work, "Jo Ferro", [Role.FRONT_DESK], id_=FRONT_DESK)
        for n in range(3):
            put(database, actor, f"early {n}")
        media.store(b"early")
        made = back_up(clinic_folder, keys, clock=clock)
        clock.now += timedelta(hours=2)
        put(database, actor, "late 1")
        put(database, actor, "late 2")
        media.store(b"late")
    return made


def records(folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock) -> int:
    """Count what a clinic holds, once it is sure that it is whole in every way."""
    with closing(Database.open(folder, keys, clock=clock)) as database:
        assert database.problems() == []
        assert Media(folder, keys.data).problems() == []
        return count(database, actor)


def zero_bytes(folder: ClinicFolder) -> None:
    folder.database.write_bytes(b"")


def missing(folder: ClinicFolder) -> None:
    folder.database.unlink()


def half(folder: ClinicFolder) -> None:
    folder.database.write_bytes(folder.database.read_bytes()[: folder.database.stat().st_size // 8192 * 4096])


def flipped(folder: ClinicFolder) -> None:
    flip(folder.database, folder.database.stat().st_size - 5000)


def first_page(folder: ClinicFolder) -> None:
    folder.database.write_bytes(bytes(4096) + folder.database.read_bytes()[4096:])


def a_text(folder: ClinicFolder) -> None:
    folder.database.write_text("Dear all")


def stale_wal(folder: ClinicFolder) -> None:
    cipher.wal_of(folder.database).write_bytes(os.urandom(9000))
    flipped(folder)


def without_keys(folder: ClinicFolder) -> None:
    folder.keys.unlink()


def broken_keys(folder: ClinicFolder) -> None:
    folder.keys.write_text("{")


def broken_ledger(folder: ClinicFolder) -> None:
    folder.erased.write_text("{")
    flipped(folder)


DAMAGES: list[Callable[[ClinicFolder], None]] = [
    zero_bytes, missing, half, flipped, first_page, a_text, stale_wal, without_keys, broken_keys, broken_ledger,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_that_a_backup_takes_the_place_of_a_damaged_clinic_which_is_kept_aside_whole(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock,
    damage: Callable[[ClinicFolder], None],
) -> None:  # fmt: skip
    damage(clinic_folder)
    before = {
        path.name: path.read_bytes()
        for path in clinic_folder.path.iterdir()
        if path.is_file() and path.name.startswith(("clinic.db", "keys", "head", "erased"))
    }
    proposal = propose(older, clinic_folder, MINA, clock=clock)
    assert not proposal.today.is_sound
    done = carry_out(proposal, clock=clock)
    assert records(clinic_folder, keys, actor, clock) == 3
    assert done.aside is not None
    assert done.kept is None
    kept = {path.name: path.read_bytes() for path in done.aside.iterdir() if path.is_file()}
    kept.pop("clinic.db-shm", None)
    assert kept == before
    assert len(list((done.aside / "media").iterdir())) == 2
    assert older in backups(clinic_folder)
    assert not list(clinic_folder.path.glob(".rest*"))


def test_that_a_sound_clinic_is_backed_up_before_a_backup_takes_its_place(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock, tmp_path: Path
) -> None:
    proposal = propose(older, clinic_folder, MINA, clock=clock)
    assert proposal.today.is_sound
    assert proposal.today.since is not None
    assert proposal.today.since == (Entered("probe", 2),)
    done = carry_out(proposal, clock=clock)
    assert records(clinic_folder, keys, actor, clock) == 3
    assert done.aside is None
    assert done.kept is not None
    assert not clinic_folder.aside.exists()
    restore(done.kept, ClinicFolder(tmp_path / "today"), MINA, clock=clock)
    assert records(ClinicFolder(tmp_path / "today"), keys, actor, clock) == 5


def test_that_the_audit_tells_of_it_and_stays_whole(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    proposal = propose(older, clinic_folder, MINA, clock=clock)
    carry_out(proposal, clock=clock)
    with closing(Database.open(clinic_folder, keys, clock=clock)) as database:
        with database.read(actor) as work:
            entry = work.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        assert (entry.action, entry.actor) == ("restore", FACILITATOR)
        assert entry.fields == proposal.manifest.made_at.isoformat()
        assert entry.seq == proposal.manifest.head.seq + 1
        assert database.verify_audit().head.seq == entry.seq
        put(database, actor, "goes on")
        assert database.problems() == []


def test_that_todays_passphrases_open_the_restored_clinic(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    add_slot(clinic_folder, keys, FACILITATOR, "Mina Okafor", "seven yellow boats", clinical=True, cost=CHEAP)
    with pytest.raises(WrongPassphraseError):
        propose(older, clinic_folder, MINA, clock=clock)
    assert len(failures(clinic_folder)) == 1
    carry_out(propose(older, clinic_folder, Proof("seven yellow boats", "Mina Okafor"), clock=clock), clock=clock)
    assert unlock(clinic_folder, "seven yellow boats").keys == keys
    with pytest.raises(WrongPassphraseError):
        unlock(clinic_folder, PASSPHRASE)


def test_that_the_recovery_key_restores_what_no_passphrase_does(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    sheet = new_recovery_key()
    key_file = read_key_file(clinic_folder)
    slot = make_slot(
        key_file, keys, UUID(int=9), "1", sheet.passphrase, clinical=True, cost=CHEAP, kind=Kind.RECOVERY
    )  # fmt: skip
    save_key_file(clinic_folder, key_file.with_slot(slot))
    zero_bytes(clinic_folder)
    with pytest.raises(WrongPassphraseError):
        propose(older, clinic_folder, Proof(recovery=new_recovery_key()), clock=clock)
    carry_out(propose(older, clinic_folder, Proof(recovery=sheet), clock=clock), clock=clock)
    assert records(clinic_folder, keys, actor, clock) == 3


def test_that_only_an_administrator_puts_a_backup_over_sound_records(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    desk = Proof(DESK_PASSPHRASE, "Jo Ferro")
    with pytest.raises(NotAllowedError, match="only an administrator"):
        propose(older, clinic_folder, desk, clock=clock)
    flipped(clinic_folder)
    carry_out(propose(older, clinic_folder, desk, clock=clock), clock=clock)
    assert records(clinic_folder, keys, actor, clock) == 3


def test_that_erased_people_stay_erased_after_a_restore(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    gone = Erased(clock.now, UUID(int=77))
    clinic = propose(older, clinic_folder, MINA, clock=clock).manifest.clinic
    erasure_ledger.write(clinic_folder.erased, clinic, keys.data, [gone])
    carry_out(propose(older, clinic_folder, MINA, clock=clock), clock=clock)
    assert Ledger(clinic_folder, keys.data).people() == (gone,)


def refusals(older: Path, folder: ClinicFolder, clock: MovingClock, tmp_path: Path) -> dict[str, str]:
    """Give the sentence for each backup that cannot be restored here."""
    stranger = ClinicFolder(tmp_path / "stranger")
    theirs = make_key_file(stranger, UUID(int=5))
    add_slot(stranger, theirs, FACILITATOR, "Mina Okafor", PASSPHRASE, clinical=True, cost=CHEAP)
    migrate.create(stranger, theirs.data)
    files = {name: tmp_path / f"{name}.laurel" for name in ("cut", "text", "missing", "altered")}
    files["cut"].write_bytes(older.read_bytes()[: older.stat().st_size // 2])
    files["text"].write_text("Dear all")
    files["altered"].write_bytes(rewritten(older, lambda parts: with_manifest(parts, reason="invented")))
    files["another's"] = pack(stranger, theirs, tmp_path / "x.laurel", clock=clock)
    said = {}
    for name, file in files.items():
        with pytest.raises(ClinicError) as refused:
            propose(file, folder, MINA, clock=clock)
        said[name] = str(refused.value)
    with pytest.raises(WrongPassphraseError) as wrong:
        propose(older, folder, Proof("something else", "Mina Okafor"), clock=clock)
    return {**said, "wrong passphrase": str(wrong.value)}


def test_that_what_cannot_be_restored_has_a_sentence_of_its_own_and_changes_nothing(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock, tmp_path: Path
) -> None:
    said = refusals(older, clinic_folder, clock, tmp_path)
    assert "another clinic" in said["another's"]
    assert "no backup" in said["missing"]
    assert "altered" in said["altered"]
    assert said["cut"] == said["text"]
    assert len(set(said.values())) == len(said) - 1
    assert records(clinic_folder, keys, actor, clock) == 5


def test_that_a_clinic_in_use_is_not_restored_over(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    proposal = propose(older, clinic_folder, MINA, clock=clock)
    with lock_folder(clinic_folder, clock=clock), pytest.raises(InUseError):
        carry_out(proposal, clock=clock)
    assert records(clinic_folder, keys, actor, clock) == 5


def test_that_a_full_disk_leaves_todays_clinic_as_it_was(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proposal = propose(older, clinic_folder, MINA, clock=clock)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.backup.archive._unpack_member", full)
    with pytest.raises(ClinicError):
        carry_out(proposal, clock=clock)
    monkeypatch.undo()
    assert records(clinic_folder, keys, actor, clock) == 5
    assert not list(clinic_folder.path.glob(".rest*"))


def test_that_lost_records_are_told_and_what_is_left_is_kept_aside(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    before = clinic_folder.database.read_bytes()
    with closing(Database.open(clinic_folder, keys, clock=clock)) as database:
        put(database, actor, "gone")
    clinic_folder.database.write_bytes(before)
    proposal = propose(older, clinic_folder, MINA, clock=clock)
    assert isinstance(proposal.today.problem, LostRecordsError)
    done = carry_out(proposal, clock=clock)
    assert done.aside is not None
    assert (done.aside / "clinic.db").read_bytes() == before


def test_that_a_folder_with_backups_alone_gets_its_clinic_back(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock, tmp_path: Path
) -> None:
    left = ClinicFolder(tmp_path / "left")
    shutil.copytree(clinic_folder.backups, left.backups)
    assert left.may_be_restored
    carry_out(propose(left.backups / older.name, left, MINA, clock=clock), clock=clock)
    assert records(left, keys, actor, clock) == 3


def killed_at(step: int, older: Path, folder: ClinicFolder, clock: MovingClock) -> bool:
    """Restore in a program of its own that is killed before its n-th change of the folder; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = step
        renamed, removed = Path.rename, shutil.rmtree

        def dying(act: Callable[..., object]) -> Callable[..., object]:
            def done(*arguments: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return act(*arguments, **named)

            return done

        Path.rename = dying(renamed)  # type: ignore[method-assign,assignment]
        Path.replace = dying(Path.replace)  # type: ignore[method-assign,assignment]
        swap.shutil.rmtree = dying(removed)  # type: ignore[attr-defined]
        carry_out(propose(older, folder, MINA, clock=clock), clock=clock)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies of a program")
@pytest.mark.parametrize("state", ["sound", "damaged"])
def test_that_a_restore_killed_at_any_step_leaves_the_old_clinic_or_the_new_one(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock, tmp_path: Path, state: str
) -> None:
    if state == "damaged":
        flipped(clinic_folder)
    found, step, was_killed = list[object](), 0, True
    while was_killed:
        step += 1
        place = ClinicFolder(shutil.copytree(clinic_folder.path, tmp_path / f"killed {step}"))
        was_killed = killed_at(step, place.backups / older.name, place, clock)
        swap.finish_swap(place)
        try:
            found.append(records(place, keys, actor, clock))
        except (DamagedError, AssertionError):
            assert state == "damaged"
            found.append("old")
        assert not list(place.path.glob(".rest*"))
        assert older.name in {path.name for path in place.backups.iterdir()}
        shutil.rmtree(place.path)
    old = "old" if state == "damaged" else 5
    assert set(found) == {old, 3}
    assert found == sorted(found, key=lambda each: each == 3)
    assert found.count(3) > 5
    assert step > 10


def test_that_the_backup_made_before_and_after_are_there(
    older: Path, clinic_folder: ClinicFolder, keys: Keys, clock: MovingClock
) -> None:
    carry_out(propose(older, clinic_folder, MINA, clock=clock), clock=clock)
    with pytest.raises(BackupError, match="not empty"):
        restore(older, clinic_folder, MINA, clock=clock)
    assert len(backups(clinic_folder)) == 3
