"""A clinic made, opened and closed."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models.access import Confirmed, Role
from models.backup.backup import backups
from models.clinic import founding
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import ClinicError, InvalidError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import InUseError, LostRecordsError, WrongPassphraseError
from models.keys.sign_in_throttle import FREE, TooSoonError, failures
from models.keys.slots import Cost
from models.programme.cohort import cohorts, plan_cohort
from models.programme.programme import programmes
from models.settings import profile
from models.storage.audit import AuditEntry
from models.trail import Action

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factory import MovingClock

CHEAP = Cost(memory_kib=8, time=1, lanes=1)
WORDS = "quiet river stone"


def make(path: Path, **changes: str) -> None:
    given = {"name": "Riverside", "country": "GB", "administrator": "Mina Okafor", "passphrase": WORDS} | changes
    create_clinic(path, cost=CHEAP, **given)  # type: ignore[arg-type]


def test_that_a_new_clinic_opens_with_its_profile_programme_and_first_account(tmp_path: Path) -> None:
    make(tmp_path / "clinic")
    opened = open_clinic(tmp_path / "clinic", WORDS)
    try:
        assert opened.actor.name == "Mina Okafor"
        assert opened.actor.roles == {Role.ADMINISTRATOR, Role.FACILITATOR}
        assert opened.keys.clinical is not None
        with opened.database.read(opened.actor) as work:
            assert profile(work).zone == "Europe/London"
            course = programmes(work)[0]
        assert (course.name, course.sessions, course.rule.threshold_percent) == ("Back in Motion", 12, 75)
        assert [course.phase_of(number) for number in (1, 4, 9, 12)] == ["Settle", "Move", "Strengthen", "Keep going"]
    finally:
        opened.close()


def test_that_a_fault_while_a_clinic_is_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidError, match="too short"):
        make(tmp_path / "clinic", passphrase="short")
    with pytest.raises(InvalidError, match="no public holidays"):
        make(tmp_path / "clinic", country="Atlantis")

    def fail(*_: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr(founding, "ship_programmes", fail)
    with pytest.raises(OSError, match="disk is full"):
        make(tmp_path / "clinic")
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_holds_something_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear Anna")
    with pytest.raises(InvalidError, match="already holds something"):
        make(tmp_path)
    make(tmp_path / "clinic")
    before = (tmp_path / "clinic" / "keys.json").read_bytes()
    with pytest.raises(InvalidError, match="already holds something"):
        make(tmp_path / "clinic")
    assert (tmp_path / "clinic" / "keys.json").read_bytes() == before


def test_that_a_second_laurel_is_told_who_has_the_clinic_and_a_visit_is_not(tmp_path: Path) -> None:
    make(tmp_path / "clinic")
    first = open_clinic(tmp_path / "clinic", WORDS)
    with pytest.raises(InUseError, match="already open"):
        open_clinic(tmp_path / "clinic", WORDS)
    open_clinic(tmp_path / "clinic", WORDS, is_exclusive=False).close()
    first.close()
    open_clinic(tmp_path / "clinic", WORDS).close()


def test_that_a_wrong_passphrase_and_an_unknown_name_get_one_sentence_and_hold_nothing(tmp_path: Path) -> None:
    make(tmp_path / "clinic")
    for words, name in (("wrong river stone", None), (WORDS, "Nobody"), ("", None)):
        with pytest.raises(WrongPassphraseError):
            open_clinic(tmp_path / "clinic", words, name)
    open_clinic(tmp_path / "clinic", WORDS, "mina okafor").close()


def test_that_closing_backs_up_what_changed_and_only_then(tmp_path: Path) -> None:
    make(tmp_path / "clinic")
    folder = ClinicFolder(tmp_path / "clinic")
    opened = open_clinic(folder.path, WORDS)
    with opened.database.write(opened.actor) as work:
        plan_cohort(work, "Autumn evening", programmes(work)[0].id, start=date(2026, 9, 7), at=time(18))
    opened.close()
    assert len(backups(folder)) == 1
    reopened = open_clinic(folder.path, WORDS)
    with reopened.database.read(reopened.actor) as work:
        assert [line.name for line in cohorts(work)] == ["Autumn evening"]
    reopened.close()
    assert len(backups(folder)) == 1


def test_that_a_folder_without_a_clinic_gets_its_own_sentence(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="There is no clinic in"):
        open_clinic(tmp_path / "nowhere", WORDS)


def test_that_a_wrong_confirmation_is_noted_held_back_and_written_down(tmp_path: Path, clock: MovingClock) -> None:
    make(tmp_path / "clinic")
    opened = open_clinic(tmp_path / "clinic", WORDS, clock=clock)
    try:
        assert opened.confirmed == Confirmed(opened.actor.id, clock())
        for _ in range(FREE + 1):
            with pytest.raises(WrongPassphraseError, match="not your passphrase"):
                opened.confirm("another one")
        with pytest.raises(TooSoonError):
            opened.confirm(WORDS)
        clock.now += timedelta(seconds=1)
        assert opened.confirm(WORDS) == Confirmed(opened.actor.id, clock())
        assert not failures(opened.folder)
        with opened.database.read(opened.actor) as work:
            entries = [entry for entry in work.session.query(AuditEntry).all() if entry.action == Action.FAILED]
        assert [(entry.row_id, entry.count) for entry in entries] == [(opened.actor.id, FREE + 1)]
    finally:
        opened.close()


def test_that_going_on_without_the_newest_records_is_known_and_noted(tmp_path: Path, clock: MovingClock) -> None:
    make(tmp_path / "clinic")
    folder = ClinicFolder(tmp_path / "clinic")
    open_clinic(folder.path, WORDS, clock=clock).close()
    before = folder.database.read_bytes()
    clock.now += timedelta(hours=1)
    opened = open_clinic(folder.path, WORDS, clock=clock)
    for _ in range(3):
        opened.database.note(opened.actor, Action.EXPORT, "participant")
    opened.close()
    folder.database.write_bytes(before)
    with pytest.raises(LostRecordsError):
        open_clinic(folder.path, WORDS, clock=clock)
    clock.now += timedelta(hours=1)
    left = open_clinic(folder.path, WORDS, clock=clock, accept_loss=True)
    with left.database.read(left.actor) as work:
        entries = list(work.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.LOSS.value)))
    assert [(entry.actor, entry.count >= 3) for entry in entries] == [(left.actor.id, True)]
    assert left.database.problems() == []
    left.close()
    again = open_clinic(folder.path, WORDS, clock=clock, accept_loss=True)
    with again.database.read(again.actor) as work:
        assert len(list(work.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.LOSS.value)))) == 1
    again.close()


def test_that_what_a_killed_laurel_left_readable_is_wiped_at_the_next_start(tmp_path: Path) -> None:
    make(tmp_path / "clinic")
    opened = open_clinic(tmp_path / "clinic", WORDS)
    opened.media._temporary.mkdir(parents=True)
    (opened.media._temporary / "left.pdf").write_bytes(b"readable")
    opened.close()
    again = open_clinic(tmp_path / "clinic", WORDS)
    assert not again.media._temporary.exists()
    again.close()
