"""Dates of sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from models.errors import InvalidError
from models.programme.timetable import timetable, wall_time

LONDON = ZoneInfo("Europe/London")


def test_that_a_holiday_is_passed_over_and_the_number_of_sessions_kept() -> None:
    plan = timetable(date(2026, 11, 20), 12, interval_days=7, country="GB")
    assert len(plan.days) == 12
    assert {day.weekday() for day in plan.days} == {4}
    assert [skip.day for skip in plan.skipped] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert all(skip.reason for skip in plan.skipped)
    assert plan.days[-1] == date(2027, 2, 19)


def test_that_another_country_has_other_holidays() -> None:
    assert timetable(date(2026, 9, 26), 3, interval_days=7, country="DE").skipped[0].day == date(2026, 10, 3)


def test_that_a_weekly_session_keeps_its_wall_time_across_the_change_of_clocks() -> None:
    assert wall_time(date(2026, 10, 19), time(18), LONDON) == datetime(2026, 10, 19, 17, tzinfo=UTC)
    assert wall_time(date(2026, 10, 26), time(18), LONDON) == datetime(2026, 10, 26, 18, tzinfo=UTC)


def test_that_a_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidError, match="clocks go forward"):
        wall_time(date(2027, 3, 28), time(1, 30), LONDON)


def test_that_a_time_that_comes_twice_is_one_instant() -> None:
    assert wall_time(date(2026, 10, 25), time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
