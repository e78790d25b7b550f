"""A day of the clinic begins at its first instant, in every zone that there is, and work keeps to that day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clinic_day import first_instant, has_begun
from models.errors import InvalidError, NotFoundError
from models.programme.attendance import record_attendance
from models.programme.mark import Mark
from models.settings import change_profile, profile
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock

ZONES: Final = sorted(available_timezones())
MOMENT: Final = timedelta(microseconds=1)
NO_MIDNIGHT: Final = (
    # zone, day, and the instant at which it begins there
    ("America/Sao_Paulo", date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("Asia/Beirut", date(2026, 3, 29), datetime(2026, 3, 28, 22, tzinfo=UTC)),
    ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ("America/Toronto", date(1919, 3, 31), datetime(1919, 3, 31, 4, 30, tzinfo=UTC)),  # half past eleven to half past
    ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a day that never was
    ("Pacific/Kwajalein", date(1993, 8, 21), datetime(1993, 8, 21, 12, tzinfo=UTC)),  # another
    ("America/St_Johns", date(2005, 10, 30), datetime(2005, 10, 30, 2, 30, tzinfo=UTC)),  # begins, and is set back
)


def begins_there(day: date, zone: ZoneInfo) -> None:
    """Check a day's first instant against what the zone's own clock says just before and just then."""
    start = first_instant(day, zone)
    assert start.astimezone(zone).date() >= day
    assert (start - MOMENT).astimezone(zone).date() < day
    assert has_begun(day, start, zone)
    assert not has_begun(day, start - MOMENT, zone)


def test_that_in_every_zone_a_day_of_the_year_has_begun_from_its_first_instant_on() -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        for day in (date(2026, 3, 29), date(2026, 11, 1), date(2026, 12, 1)):
            begins_there(day, zone)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_that_any_day_in_any_zone_has_begun_from_its_first_instant_on(name: str, day: date) -> None:
    begins_there(day, ZoneInfo(name))


@pytest.mark.parametrize(("name", "day", "start"), NO_MIDNIGHT)
def test_that_a_day_without_a_midnight_of_its_own_begins_where_the_clocks_jump_to_it(
    name: str, day: date, start: datetime
) -> None:
    zone = ZoneInfo(name)
    assert first_instant(day, zone) == start
    begins_there(day, zone)


def test_that_a_day_which_has_begun_stays_so_when_the_clocks_are_set_back_over_midnight() -> None:
    zone, day = ZoneInfo("America/St_Johns"), date(2005, 10, 30)
    set_back = first_instant(day, zone) + timedelta(minutes=10)
    assert set_back.astimezone(zone).date() == day - timedelta(days=1)
    assert has_begun(day, set_back, zone)


@pytest.mark.parametrize(
    "zone",
    [
        "America/Los_Angeles",
        "Pacific/Auckland",
        "Europe/London",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Beirut",
    ],
)
def test_that_a_register_can_be_taken_from_the_first_instant_of_its_day_and_not_before(
    clinic: Database, actor: Actor, clock: MovingClock, zone: str
) -> None:
    with clinic.write(actor) as work:
        change_profile(work, replace(profile(work), zone=zone))
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
    session = them.meetings[0]
    assert session.starts_at.astimezone(ZoneInfo(zone)).time() == time(18)

    clock.now = first_instant(session.day, ZoneInfo(zone)) - MOMENT
    with pytest.raises(InvalidError, match="can be marked from that day on"), clinic.write(actor) as work:
        record_attendance(work, session.id, them.enrolments[0], Mark.PRESENT)
    clock.now += MOMENT
    with clinic.write(actor) as work:
        record_attendance(work, session.id, them.enrolments[0], Mark.PRESENT)
        assert work.today == session.day


def test_that_another_zone_of_the_clinic_counts_from_the_next_work_on(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    clock.now = datetime(2026, 9, 7, 12, 30, tzinfo=UTC)
    with clinic.read(actor) as work:
        assert (work.zone.key, work.today) == ("Europe/London", date(2026, 9, 7))
    with clinic.write(actor) as work:
        change_profile(work, replace(profile(work), zone="Pacific/Auckland"))
    with clinic.read(actor) as work:
        assert (work.zone.key, work.today) == ("Pacific/Auckland", date(2026, 9, 8))


def test_that_a_zone_that_was_not_saved_is_not_kept_in_mind(clinic: Database, actor: Actor) -> None:
    with suppress(InvalidError), clinic.write(actor) as work:
        change_profile(work, replace(profile(work), zone="Pacific/Auckland"))
        work.session.flush()
        change_profile(work, replace(profile(work), zone="Nowhere/Nowhere"))
    with clinic.read(actor) as work:
        assert work.zone.key == "Europe/London"


def test_that_a_file_without_a_clinic_has_no_day(database: Database, actor: Actor) -> None:
    with database.read(actor) as work, pytest.raises(NotFoundError, match="holds no clinic"):
        _ = work.today
