"""A computer whose clock or zone is wrong: nothing expires, nothing moves, and the window says so."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from models.folder.clock import clock_warning
from models.programme.cohort import cohort, plan_cohort
from models.programme.programme import programme_named
from tests import factory
from tests.conftest import PASSPHRASE
from tests.factory import MovingClock
from tests.faults.places import ROOT, SIGN_IN, laurel, open_for_mina, python, said

if TYPE_CHECKING:
    from pathlib import Path

    from models.access import Actor
    from models.storage.database import Database

faketime = pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")


@faketime
@pytest.mark.parametrize("when", ["1970-01-02 12:00:00", "2038-01-20 03:14:08"])
def test_that_a_wrong_clock_spoils_nothing_and_is_told(clinic_path: Path, when: str) -> None:
    before = {path.name for path in (clinic_path / "backups").iterdir()}
    prefix = ("faketime", "-f", when)
    list_ = ROOT / "tests" / "data" / "rosters" / "clinic_list.csv"
    words = ("import-people", str(clinic_path), str(list_), "--cohort", "Autumn evening", "--json")
    added = laurel(*words, environment=SIGN_IN, prefix=prefix)
    assert added.returncode in {0, 1}
    assert "fault" not in added.stderr
    assert before <= {path.name for path in (clinic_path / "backups").iterdir()}
    assert said(laurel("check", str(clinic_path), "--json", environment=SIGN_IN))["ok"]


def test_that_a_clock_set_back_or_far_ahead_is_doubted_when_the_clinic_opens(clinic_path: Path) -> None:
    clock = MovingClock()
    for days, words in ((-2, "If the clock is wrong"), (0, ""), (300, ""), (4000, "If the clock is wrong")):
        clock.now = datetime(2026, 9, 7, 18, tzinfo=UTC) + timedelta(days=days)
        opened = open_for_mina(clinic_path, clock=clock, is_exclusive=False)
        told = [str(caution) for caution in opened.cautions()]
        opened.close()
        assert bool(told) == bool(words)
        assert all(words in one for one in told)
    assert clock_warning(clock.now, clock.now - timedelta(minutes=30)) is None


def test_that_the_audit_keeps_its_order_when_the_clock_is_set_back(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    for hours in (0, -48, 3):
        clock.now += timedelta(hours=hours)
        with clinic.write(actor) as work:
            factory.person(work, f"Hour {hours}", "x")
    assert clinic.problems() == []


ZONED = """
import sys, time
from pathlib import Path
from models.clinic.opening import open_clinic
from models.programme.cohort import cohort_named
from models.programme.meeting import meetings
from models.settings import profile
opened = open_clinic(Path(sys.argv[1]), sys.argv[2], "Mina Okafor", is_exclusive=False)
with opened.database.read(opened.actor) as work:
    zone = profile(work).time_zone
    for line in meetings(work, cohort_named(work, "Autumn evening")):
        print(line.starts_at.astimezone(zone).isoformat(), flush=True)
opened.close()
"""


def test_that_sessions_stay_in_the_clinics_zone_wherever_the_computer_is(clinic_path: Path) -> None:
    answers = {
        python(ZONED, str(clinic_path), PASSPHRASE, environment={"TZ": zone}).stdout
        for zone in ("Pacific/Auckland", "Nowhere/Nothing")
    }
    assert len(answers) == 1
    days = answers.pop().split()
    assert len(days) == 12
    assert all(day[11:16] == "18:00" for day in days)
    assert {day[19:] for day in days} == {"+01:00", "+00:00"}


def test_that_a_cohort_over_new_year_loses_and_doubles_no_week(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        id_ = plan_cohort(
            work, "New year", programme_named(work, "Back in Motion").id, start=date(2026, 12, 10), at=time(18, 0)
        )
        days = [line.day for line in cohort(work, id_).meetings]
    assert len(set(days)) == 12
    weeks = []
    for day in days:
        clock.to(day)
        with clinic.read(actor) as work:
            weeks.append(cohort(work, id_).week)
    assert weeks == list(range(1, 13))
