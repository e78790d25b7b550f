"""An erased person is nowhere any more: in no page, file, list or backup, whatever happens in between or afterwards."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from ceremonies.script_editing import script_of
from exports.issuer import read_issuer
from exports.issuer_file import issuer_file
from exports.signed_token import Status
from exports.verify import verify_file
from leaderboards.integrity import record_problems
from models.access import Confirmed
from models.backup import erasure_ledger as ledger
from models.backup.backup import backups, latest
from models.backup.restore import Proof, restore
from models.backup.second_place import choose_second_place, copy_newest
from models.clinic.opening import open_clinic
from models.errors import NotConfirmedError, StaleError
from models.folder.folder import ClinicFolder
from models.folder.storage_errors import ReadOnlyError
from models.keys.key_file import read_key_file
from models.people.erasure import Ground, erasures
from models.people.participant import add_person, find_people
from models.people.person_form import PersonForm
from models.privacy.erasure import TooEarlyError, erasure_preview
from models.privacy.sweep import ErasedPerson, erase, older_backups
from models.programme.tally import tallies
from models.recognition.ceremony import ceremony
from models.recognition.certificate import Certificate, CertificateStatus, void_certificate
from models.storage.audit import AuditEntry
from models.trail import Action
from tests.conftest import PASSPHRASE
from tests.factory import MovingClock
from tests.faults.places import python
from tests.models.privacy.planted import MARKERS, NAME, Planted, found_in, plant

if TYPE_CHECKING:
    from uuid import UUID

    from models.clinic.clinic import Clinic


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planted, MovingClock]:
    """The clinic with somebody planted everywhere."""
    clock = MovingClock()
    return plant(tmp_path_factory.mktemp("planted") / "clinic", clock), clock


@pytest.fixture
def clock(made: tuple[Planted, MovingClock]) -> MovingClock:
    moved = MovingClock()
    moved.now = made[1].now
    return moved


@pytest.fixture
def planted(made: tuple[Planted, MovingClock], tmp_path: Path) -> Planted:
    """A copy of it for one test."""
    folder = shutil.copytree(made[0].folder, tmp_path / "clinic")
    return Planted(**{**made[0].__dict__, "folder": Path(folder)})


def opened(planted: Planted, clock: MovingClock) -> closing[Clinic]:
    return closing(open_clinic(planted.folder, PASSPHRASE, NAME, clock=clock))


def erased(clinic: Clinic, planted: Planted, **words: object) -> ErasedPerson:
    with clinic.database.read(clinic.actor) as work:
        shown = erasure_preview(work, planted.person)
    given: dict[str, object] = {"ground": Ground.ASKED, "knowing": True, **words}
    return erase(clinic, shown.person, version=shown.version, confirmed=clinic.confirmed, **given)  # type: ignore[arg-type]


def test_that_the_search_finds_what_was_planted(planted: Planted, clock: MovingClock) -> None:
    with opened(planted, clock) as clinic:
        found = found_in(planted.folder, clinic.keys, latest(clinic.folder))
    for marker in MARKERS:
        assert f"pages: {marker}" in found
        assert f"backup/pages: {marker}" in found
    assert any(line.startswith("media ") for line in found)


def test_that_nothing_is_found_of_somebody_who_was_erased(
    planted: Planted, clock: MovingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    for variable in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"):
        (home / variable).mkdir(parents=True)
        monkeypatch.setenv(variable, str(home / variable))
    with opened(planted, clock) as clinic:
        keys = clinic.keys
        done = erased(clinic, planted)
        assert done.is_swept
        assert found_in(planted.folder, keys, done.backup, home) == set()
        with clinic.database.read(clinic.actor) as work:
            assert find_people(work, "zephyrine") == ()
    assert found_in(planted.folder, keys, latest(ClinicFolder(planted.folder)), home) == set()


def test_that_a_certificate_is_still_checked_by_its_paper(planted: Planted, clock: MovingClock, tmp_path: Path) -> None:
    paper, issuer = tmp_path / "paper.pdf", tmp_path / "issuer.json"
    paper.write_bytes(planted.pdf)
    with opened(planted, clock) as clinic:
        erased(clinic, planted)
        with clinic.database.write(clinic.actor) as work:
            row = work.session.scalars(select(Certificate).where(Certificate.serial == planted.serial)).one()
            kept = (
                row.kind,
                row.issued_on,
                row.status,
                row.enrolment_id,
                row.name_as_printed,
                row.media,
                row.rule_text,
            )
            assert kept == ("completion", clock.now.date(), CertificateStatus.VALID, None, "", "", "")
            assert record_problems(work, clinic.media) == []
            issuer.write_text(issuer_file(work))
        assert verify_file(paper, read_issuer(issuer)).status is Status.VALID
        assert verify_file(paper, read_issuer(issuer), name="Zephyrine Quillfeather").status is Status.VALID
        with clinic.database.write(clinic.actor) as work:
            void_certificate(work, row.id, "taken back")
            issuer.write_text(issuer_file(work))
        assert verify_file(paper, read_issuer(issuer)).status is Status.VOID


def test_that_ceremonies_keep_their_form_and_lose_the_person(planted: Planted, clock: MovingClock) -> None:
    with opened(planted, clock) as clinic:
        with clinic.database.read(clinic.actor) as work:
            before = {id_: script_of(ceremony(work, id_)) for id_ in (planted.presented, planted.draft)}
        erased(clinic, planted)
        with clinic.database.read(clinic.actor) as work:
            after = {id_: script_of(ceremony(work, id_)) for id_ in (planted.presented, planted.draft)}
            titles = [ceremony(work, id_).title for id_ in after]
    shown, draft = after[planted.presented], after[planted.draft]
    assert [cue.kind for cue in shown.cues] == [cue.kind for cue in before[planted.presented].cues]
    assert len(draft.cues) == len(before[planted.draft].cues) - 1
    assert all(planted.enrolment not in script.references() for script in after.values())
    assert len(shown.references()) == len(before[planted.presented].references()) - 1
    assert shown.cues[0].say == "Welcome, all. … (…) made tea."
    assert titles == ["For …", "Once more"]


def test_that_others_keep_what_is_theirs(planted: Planted, clock: MovingClock) -> None:
    with opened(planted, clock) as clinic:
        with clinic.database.read(clinic.actor) as work:
            before = tallies(work, planted.cohort)
        erased(clinic, planted)
        with clinic.database.read(clinic.actor) as work:
            after = tallies(work, planted.cohort)
            assert clinic.database.problems() == []
    assert after == {one: tally for one, tally in before.items() if one != planted.enrolment}


def test_that_what_was_done_is_written_down_without_a_name(planted: Planted, clock: MovingClock) -> None:
    with opened(planted, clock) as clinic:
        erased(clinic, planted, ground=Ground.ORDER)
        with clinic.database.read(clinic.actor) as work:
            newest = erasures(work)[0]
            entries = work.session.scalars(select(AuditEntry).where(AuditEntry.row_id == planted.person)).all()
        clinic.database.verify_audit()
    assert (newest.ground, newest.is_early, newest.erased_by) == (Ground.ORDER, True, clinic.actor.id)
    assert newest.is_finished
    assert entries[-1].action == Action.DELETE


def test_that_an_erasure_needs_the_passphrase_the_page_as_it_is_and_a_knowing_yes(
    planted: Planted, clock: MovingClock
) -> None:
    with opened(planted, clock) as clinic:
        with clinic.database.read(clinic.actor) as work:
            shown = erasure_preview(work, planted.person)
        words = {"version": shown.version, "ground": Ground.ASKED, "confirmed": clinic.confirmed, "knowing": True}
        refusals = (
            (NotConfirmedError, {"confirmed": Confirmed(planted.person, clock.now)}),
            (NotConfirmedError, {"confirmed": Confirmed(clinic.actor.id, clock.now - timedelta(minutes=6))}),
            (StaleError, {"version": shown.version - 1}),
            (TooEarlyError, {"knowing": False}),
        )
        for refusal, change in refusals:
            with pytest.raises(refusal):
                erase(clinic, planted.person, **{**words, **change})  # type: ignore[arg-type]
        assert not clinic.folder.erased.exists()
        with clinic.database.read(clinic.actor) as work:
            assert len(find_people(work, "zephyrine")) == 1
    assert (shown.label.name, shown.keep_until) == ("Zephy Quillfeather", date(2036, 12, 7))
    assert (shown.marks, shown.forms, shown.consents, shown.certificates) == (12, 1, 4, 1)
    assert (shown.groups, shown.ceremonies, shown.mentions) == (("Autumn evening",), 2, 4)


def test_that_older_backups_go_when_that_is_wished_and_the_new_one_never(
    planted: Planted, clock: MovingClock, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "second place"
    with opened(planted, clock) as clinic:
        elsewhere.mkdir()
        (elsewhere / "holiday.jpg").write_bytes(b"not ours")
        with clinic.database.write(clinic.actor) as work:
            choose_second_place(work, clinic.folder, elsewhere)
        first = copy_newest(clinic.folder, clinic.keys, elsewhere)
        known = older_backups(clinic.folder, clinic.keys.data, [elsewhere])
        assert known.count == 2
        done = erased(clinic, planted, forget_backups=True, backup_folders=[elsewhere])
        assert done.removed == 2
        assert backups(clinic.folder) == [done.backup]
        assert first is not None
        assert sorted(path.name for path in first.parent.iterdir()) == [done.backup.name, "erased.json"]
        assert (elsewhere / "holiday.jpg").exists()
        assert found_in(planted.folder, clinic.keys, first.parent / done.backup.name) == set()


def test_that_what_was_set_aside_goes_with_the_older_backups_and_stays_without_the_wish(
    planted: Planted, clock: MovingClock
) -> None:
    with opened(planted, clock) as clinic:
        aside = clinic.folder.aside / "2026-12-01 180000"
        aside.mkdir(parents=True)
        shutil.copy(clinic.folder.database, aside)
        assert older_backups(clinic.folder, clinic.keys.data).aside == (aside,)
        erased(clinic, planted)
        assert aside.is_dir()
    with opened(planted, clock) as clinic:
        with clinic.database.write(clinic.actor) as work:
            another = add_person(work, PersonForm(given_name="Orla", family_name="Byrne"), country="GB")
        with clinic.database.read(clinic.actor) as work:
            version = erasure_preview(work, another).version
        erase(
            clinic, another, version=version, ground=Ground.MISTAKE, confirmed=Confirmed(clinic.actor.id, clock()),
            knowing=True, forget_backups=True,
        )  # fmt: skip
        assert not aside.exists()


def test_that_a_second_place_that_is_not_there_loses_nothing_and_takes_its_copy_later(
    planted: Planted, clock: MovingClock, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "second place"
    elsewhere.mkdir()
    with opened(planted, clock) as clinic:
        with clinic.database.write(clinic.actor) as work:
            choose_second_place(work, clinic.folder, elsewhere)
        first = copy_newest(clinic.folder, clinic.keys, elsewhere)
        unplugged = elsewhere.rename(tmp_path / "in the drawer")
        assert erased(clinic, planted, forget_backups=True, backup_folders=[elsewhere]).removed == 1
        assert first is not None
        assert (unplugged / first.parent.name / first.name).exists()


def test_that_an_older_backup_brings_nobody_back(planted: Planted, clock: MovingClock, tmp_path: Path) -> None:
    older = tmp_path / "older.laurel"
    with opened(planted, clock) as clinic:
        shutil.copy(latest(clinic.folder) or "", older)
        keys = clinic.keys
        erased(clinic, planted)
    place = ClinicFolder(tmp_path / "restored")
    restore(older, place, Proof(PASSPHRASE, NAME))
    assert any(line.startswith("pages") for line in found_in(place.path, keys))
    ledger.merge(place, keys.data, planted.folder)
    for is_exclusive in (False, True):
        with closing(open_clinic(place.path, PASSPHRASE, NAME, clock=clock, is_exclusive=is_exclusive)) as clinic:
            with clinic.database.read(clinic.actor) as work:
                assert find_people(work, "zephyrine") == ()
                assert {line.ground for line in erasures(work)} == {Ground.RESTORED}
            assert clinic.database.problems() == []
    assert found_in(place.path, keys, latest(place)) == set()


def test_that_a_copy_that_cannot_be_written_is_not_shown_while_it_holds_an_erased_person(
    planted: Planted, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(planted, clock) as clinic:
        ledger.write(
            clinic.folder.erased, ledger_clinic(planted), clinic.keys.data, [ledger.Erased(clock.now, planted.person)]
        )
    monkeypatch.setattr(ClinicFolder, "is_writable", property(lambda _: False))
    with pytest.raises(ReadOnlyError, match="erased since"):
        open_clinic(planted.folder, PASSPHRASE, NAME, clock=clock)


def ledger_clinic(planted: Planted) -> UUID:
    return read_key_file(ClinicFolder(planted.folder)).clinic


@pytest.mark.parametrize("change", ["shortened", "altered", "gone"])
def test_that_a_list_that_lost_somebody_is_noticed_and_mended(
    planted: Planted, clock: MovingClock, change: str
) -> None:
    place = ClinicFolder(planted.folder)
    with opened(planted, clock) as clinic:
        erased(clinic, planted)
        keys, whole = clinic.keys, place.erased.read_bytes()
    (place.backups / "erased.json").unlink()
    if change == "shortened":
        ledger.write(place.erased, ledger_clinic(planted), keys.data, [ledger.Erased(clock.now, planted.duplicate)])
    elif change == "altered":
        place.erased.write_bytes(whole.replace(b"2026", b"2025"))
    else:
        place.erased.unlink()
    with opened(planted, clock) as clinic:
        assert [str(doubt)[:40] for doubt in clinic.cautions()] == ["The list of people who were erased (eras"]
    assert place.erased.read_bytes() == whole
    with opened(planted, clock) as clinic:
        assert clinic.cautions() == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from models.privacy import sweep
from models.clinic.opening import open_clinic
from models.privacy.erasure import erasure_preview
from models.people.erasure import Ground
from models.storage.database import Database
from models.backup.erasure_ledger import Ledger
from models.storage.media import Media
folder, passphrase, name, person, point, now = sys.argv[1:]
from datetime import datetime
clinic = open_clinic(Path(folder), passphrase, name, clock=lambda: datetime.fromisoformat(now))
with clinic.database.read(clinic.actor) as work:
    shown = erasure_preview(work, UUID(person))
def die(*_arguments, **_words):
    os.kill(os.getpid(), signal.SIGKILL)
def after(owner, name):
    whole = getattr(owner, name)
    setattr(owner, name, lambda *a, **w: (whole(*a, **w), die()))
{
    "the list": lambda: after(Ledger, "add"), "the commit": lambda: setattr(Media, "remove", die),
    "the files": lambda: setattr(Database, "compact", die), "the compacting": lambda: after(Database, "compact"),
    "the sweep": lambda: setattr(sweep, "back_up", die),
}[point]()
sweep.erase(clinic, shown.person, version=shown.version, ground=Ground.ASKED, confirmed=clinic.confirmed, knowing=True)
"""


@pytest.mark.parametrize("point", ["the list", "the commit", "the files", "the compacting", "the sweep"])
def test_that_an_erasure_killed_on_its_way_is_finished_at_the_next_opening(
    planted: Planted, clock: MovingClock, point: str
) -> None:
    answer = python(KILLED, str(planted.folder), PASSPHRASE, NAME, str(planted.person), point, clock.now.isoformat())
    assert answer.returncode == -9, answer.stderr
    with opened(planted, clock) as clinic:
        keys = clinic.keys
        assert found_in(planted.folder, keys) == set()
        with clinic.database.read(clinic.actor) as work:
            assert find_people(work, "zephyrine") == ()
            assert all(line.is_finished for line in erasures(work))
        assert clinic.database.problems() == []
    assert found_in(planted.folder, keys, latest(ClinicFolder(planted.folder))) == set()
