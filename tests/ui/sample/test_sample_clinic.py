"""The sample clinic looks like a real one, is made by real actions, and is the same for the same seed."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from leaderboards.nominees import nominees
from leaderboards.progress import shared_total
from leaderboards.standings import standings
from models.clinic.opening import open_clinic
from models.errors import InvalidError
from models.keys.slots import Cost
from models.outcomes.completion import forms_returned
from models.outcomes.occasion import Occasion
from models.pages.today import DueKind
from models.pages.today import today as today_page
from models.people.consent import Consent, Purpose, levels
from models.people.naming import Level
from models.people.participant import find_people
from models.programme.attendance import Attendance, AttendanceChange
from models.programme.cohort import CohortState, cohort, cohort_named, cohorts
from models.programme.enrolment import members
from models.programme.mark import ATTENDED, Mark
from models.programme.meeting import MeetingState
from models.recognition.badge import AwardState, awards
from models.recognition.ceremony import CeremonyState, ceremonies
from models.recognition.certificate import entitlements
from models.storage.audit import AuditEntry
from models.tables import METADATA
from models.trail import Action
from ui import commands
from ui.sample.clinic import ADMINISTRATOR, easy_passphrase, sample_clinic
from ui.sample.course import courses, leavers_of
from ui.sample.plan import groups

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from models.work import Work

PASSPHRASE = "correct horse battery"
TODAY = date(2026, 11, 23)
CHEAP = Cost(memory_kib=8, time=1, lanes=1)


def this_morning() -> datetime:
    return datetime.combine(TODAY, time(9), tzinfo=UTC)


def made(folder: Path, seed: int = 7, **wishes: Any) -> Clinic:
    sample_clinic(folder, passphrase=PASSPHRASE, seed=seed, today=TODAY, cost=CHEAP, **wishes)
    return open_clinic(folder, PASSPHRASE, clock=this_morning)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    opened = made(tmp_path_factory.mktemp("sample") / "clinic")
    yield opened
    opened.close()


@pytest.fixture
def work(clinic: Clinic) -> Iterator[Work]:
    with clinic.database.read(clinic.actor) as opened:
        yield opened


def everyone(work: Work) -> list[Any]:
    return [one for line in cohorts(work) for one in members(work, line.id)]


def test_that_three_groups_are_in_weeks_three_eight_and_twelve(work: Work) -> None:
    assert [(line.name, line.week, line.state, line.people) for line in cohorts(work)] == [
        ("Back to work", 3, CohortState.RUNNING, 7),
        ("Harbour evening", 8, CohortState.RUNNING, 12),
        ("Orchard morning", 12, CohortState.ENDED, 8),
    ]


def test_that_tonight_has_twelve_people_and_something_waits(work: Work) -> None:
    page = today_page(work)
    assert [(one.cohort_name, one.meeting.day, one.enrolled) for one in page.tonight] == [
        ("Harbour evening", TODAY, 12)
    ]
    due = {(one.kind, one.cohort_name) for one in page.due}
    assert (DueKind.REGISTER, "Back to work") in due
    assert (DueKind.BADGES, "Harbour evening") in due
    assert (DueKind.FORMS, "Back to work") in due
    assert page.next_ceremony is not None


def test_that_as_many_left_as_programmes_report(work: Work) -> None:
    them = everyone(work)
    assert len(them) == 33
    share = sum(one.left_on is not None for one in them) / len(them)
    assert 0.18 <= share <= 0.20


def test_that_forms_came_back_as_often_as_programmes_report(work: Work) -> None:
    for occasion, low, high in ((Occasion.INTAKE, 0.75, 0.92), (Occasion.WEEK_2, 0.5, 0.8)):
        asked = returned = 0
        for line in cohorts(work):
            found = forms_returned(work, line.id)
            asked += len(found)
            returned += sum({form.instrument for form in forms if form.occasion is occasion} == {"nprs", "peg"}
                            for forms in found.values())  # fmt: skip
        assert low <= returned / asked <= high


def test_that_the_marks_are_those_of_people_who_have_pain_and_a_life(work: Work) -> None:
    counts = Counter(work.session.scalars(select(Attendance.mark)))
    assert counts[None] == 0
    total = sum(counts.values())
    assert 0.75 <= sum(counts[mark] for mark in ATTENDED) / total <= 0.92
    assert all(counts[mark] for mark in (Mark.LATE, Mark.REMOTE, Mark.EXCUSED, Mark.FLARE_UP, Mark.NO_SHOW))
    assert 0.01 <= counts[Mark.FLARE_UP] / total <= 0.10


def test_that_a_mark_was_corrected_and_says_why(work: Work) -> None:
    reasons = set(work.session.scalars(select(AttendanceChange.reason)))
    assert "signed in at the other door" in reasons


def test_that_there_is_a_holiday_gap(work: Work) -> None:
    gaps = []
    for line in cohorts(work):
        held = [one.day for one in cohort(work, line.id).meetings if one.state is MeetingState.CLOSED]
        gaps += [later - earlier for earlier, later in pairwise(held)]
    assert max(gaps) == timedelta(weeks=2)


def test_that_every_way_of_being_named_is_there_and_some_were_never_asked(work: Work) -> None:
    them = everyone(work)
    shown = Counter(levels(work, (one.person for one in them), Purpose.CEREMONY_NAME).values())
    assert set(shown) == set(Level)
    asked = set(
        work.session.scalars(select(Consent.participant_id).where(Consent.purpose == Purpose.CEREMONY_NAME.value))
    )
    assert any(one.person not in asked for one in them)


def test_that_one_group_has_a_board_and_one_has_too_few(work: Work) -> None:
    boards = {line.name: standings(work, line.id) for line in cohorts(work)}
    assert boards["Harbour evening"].opted_in == 7
    assert boards["Harbour evening"].lines
    assert boards["Back to work"].opted_in == 3
    assert not boards["Back to work"].lines


def test_that_names_are_of_many_scripts_two_are_namesakes_and_one_is_very_long(work: Work) -> None:
    names = [line.name for line in find_people(work)]
    scripts = {unicodedata.name(name[0]).split()[0] for name in names}
    assert scripts >= {"LATIN", "ARABIC", "HEBREW", "GREEK", "CYRILLIC", "DEVANAGARI", "BENGALI", "THAI", "GEORGIAN",
                       "HANGUL", "CJK"}  # fmt: skip
    namesakes = [line.label.distinguisher for line in find_people(work, "maria silva")]
    assert len(set(namesakes)) == len(namesakes) == 2
    assert max(map(len, names)) > 50
    assert "Kwabena" in names


def test_that_badges_are_approved_declined_and_waiting(work: Work) -> None:
    states = Counter(line.state for one in cohorts(work) for line in awards(work, one.id))
    assert states[AwardState.APPROVED] > 20
    assert states[AwardState.PROPOSED] >= 1


def test_that_the_ended_group_has_a_ceremony_ready_and_certificates_to_issue(work: Work) -> None:
    ended = cohort_named(work, "Orchard morning")
    (view,) = ceremonies(work)
    assert (view.cohort, view.state) == (ended, CeremonyState.READY)
    assert view.planned_for > this_morning()
    assert len(nominees(work, ended)) >= 5
    found = entitlements(work, ended)
    assert sum(one.is_entitled for one in found) >= 5
    assert any("Left the group" in one.reason for one in found)
    assert shared_total(work, ended).evenings > 60


def test_that_nothing_happened_after_yesterday_and_the_record_is_whole(clinic: Clinic, work: Work) -> None:
    assert max(
        work.session.scalars(select(AuditEntry.at).where(AuditEntry.action != Action.SIGN_IN))
    ) < datetime.combine(TODAY, time(), tzinfo=UTC)
    assert clinic.database.problems() == []
    assert clinic.actor.name == ADMINISTRATOR


def test_that_the_sample_has_its_recovery_sheet(clinic: Clinic, work: Work) -> None:
    assert clinic.keyring.key_file().recovery is not None
    assert not today_page(work, clinic.keyring).needs_sheet


def dump(clinic: Clinic) -> dict[str, list[str]]:
    """Give every row of every table, sealed columns opened; what hangs on the clinic's keys left out."""
    found = {}
    with clinic.database.read(clinic.actor) as work:
        for table in METADATA.sorted_tables:
            rows = work.session.execute(select(*(column for column in table.columns if column.name != "mac")))
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


def test_that_the_same_seed_makes_the_same_clinic_and_another_another(tmp_path: Path) -> None:
    first, again, other = (made(tmp_path / name, seed) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    try:
        assert dump(first) == dump(again)
        assert dump(first)["attendance"] != dump(other)["attendance"]
    finally:
        for each in (first, again, other):
            each.close()


def test_that_more_groups_of_a_size_are_made_with_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    clinic = made(tmp_path / "large", cohorts=6, people=4, progress=lambda done, total: told.append((done, total)))
    with clinic.database.read(clinic.actor) as work:
        lines = cohorts(work)
        assert [sum(1 for _ in members(work, line.id)) for line in lines] == [4] * 6
        assert len({line.name for line in lines}) == 6
    clinic.close()
    assert told[-1][0] == told[-1][1] > 40
    assert told == sorted(told)


def test_that_a_folder_with_something_in_it_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    with pytest.raises(InvalidError, match="already holds something"):
        sample_clinic(tmp_path, passphrase=PASSPHRASE, today=TODAY, cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_that_an_interrupted_making_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample_clinic(tmp_path / "x", passphrase=PASSPHRASE, today=TODAY, cost=CHEAP, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=31 * month) for month in range(24)])
def test_that_on_every_day_of_the_year_the_groups_are_where_they_should_be(start: date) -> None:
    for day in (start + timedelta(days=step) for step in range(31)):
        evening, morning, work = groups(day, Random(1), 3, None)
        for plan, week in ((evening, 8), (morning, 12), (work, 3)):
            counting = [one for number, one in enumerate(plan.days, start=1) if number != plan.cancelled]
            assert sum(one <= day for one in counting) == week, (day, plan.name)
        assert evening.days[evening.sessions_held] - day <= timedelta(days=3)
        pairs = [pair for plan in (evening, morning, work) for pair in pairwise(plan.days) if pair[1] <= day]
        gaps = [later - earlier for earlier, later in pairs]
        assert evening.cancelled or max(gaps) > timedelta(weeks=1)
        assert work.sessions_held in {2, 3}


def test_that_over_many_groups_as_many_leave_as_programmes_report() -> None:
    left = leavers_of((12,) * 200)
    assert 0.18 <= sum(left) / 2400 <= 0.20
    drawn = courses(Random(3), 12, 12, 2)
    assert sum(one.leaves is not None for one in drawn) == 2
    assert all(len(one.marks) == 12 for one in drawn)


def test_that_the_command_makes_a_clinic_and_prints_a_passphrase_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAUREL_PASSPHRASE", raising=False)
    folder = tmp_path / "demo"
    assert commands.run(["demo", str(folder), "--cohorts", "1", "--people", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    open_clinic(folder, told["passphrase"]).close()
    monkeypatch.setenv("LAUREL_PASSPHRASE", told["passphrase"])
    assert commands.run(["cohorts", str(folder), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["week"], line["state"]) == (8, "running")
    assert len(easy_passphrase().split()) == 5


@pytest.mark.parametrize("words", [["--cohorts", "0"], ["--people", "-3"], ["--cohorts", "many"]])
def test_that_a_number_that_makes_no_sense_is_wrong_use(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        commands.run(["demo", str(tmp_path / "demo"), *words])
    assert end.value.code == 2
