"""The list of people whose time of keeping is over: to decide from, and never a deletion by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.errors import InvalidError
from models.people.participant import find_people
from models.people.retention import Need
from models.privacy.merge import merge_people, merge_preview
from models.privacy.retention import (
    keep_longer,
    keep_until,
    kept_until,
    last_days,
    overdue,
    retention_years,
    set_retention_years,
)
from models.programme.attendance import record_attendance
from models.programme.enrolment import end_enrolment
from models.programme.mark import Mark
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock

LAST = factory.START + timedelta(days=7 * 11)


@pytest.fixture
def them(clinic: Database, actor: Actor, clock: MovingClock) -> factory.Group:
    """A group of three: one left early, one came to the last session, one did not."""
    clock.to(factory.START)
    with clinic.write(actor) as work:
        made = factory.group(work, size=3)
    clock.to(LAST)
    with clinic.write(actor) as work:
        end_enrolment(work, made.enrolments[0], on=factory.START + timedelta(days=20), reason="moved")
        record_attendance(work, made.meetings[-1].id, made.enrolments[1], Mark.PRESENT)
    return made


def test_that_records_are_kept_ten_years_until_the_clinic_decides_otherwise(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        assert retention_years(work) == 10
        set_retention_years(work, 8)
        assert retention_years(work) == 8
        for years in (0, -1, 101):
            with pytest.raises(InvalidError, match="1 to 100"):
                set_retention_years(work, years)


def test_that_the_last_day_is_the_last_time_that_the_clinic_had_to_do_with_them(
    clinic: Database, actor: Actor, them: factory.Group, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        alone = factory.person(work, "New", "Comer")
        days = last_days(work)
    assert days[them.people[0]] == factory.START + timedelta(days=20)
    assert days[them.people[1]] == days[them.people[2]] == them.meetings[-1].day
    assert days[alone] == clock.now.date()


def test_that_people_come_on_the_list_when_their_time_is_over_and_stay_in_the_records(
    clinic: Database, actor: Actor, them: factory.Group, clock: MovingClock
) -> None:
    with clinic.read(actor) as work:
        assert overdue(work).people == ()
        assert keep_until(work, them.people[0]) == factory.START.replace(year=2036) + timedelta(days=20)
    clock.to((factory.START + timedelta(days=20)).replace(year=2036))
    with clinic.read(actor) as work:
        (line,) = overdue(work).people
        assert (line.person, line.until, line.kept_before) == (them.people[0], clock.now.date(), None)
        assert keep_until(work, them.people[0]) is None
        assert len(find_people(work)) == 3


def test_that_a_record_can_be_kept_longer_and_is_asked_about_again_after_a_year(
    clinic: Database, actor: Actor, them: factory.Group, clock: MovingClock
) -> None:
    clock.to(date(2037, 6, 1))
    with clinic.write(actor) as work:
        assert len(overdue(work).people) == 3
        assert keep_longer(work, them.people[1], Need.CLAIM) == date(2038, 6, 1)
        left = overdue(work)
    assert them.people[1] not in {line.person for line in left.people}
    assert (len(left.people), left.postponed) == (2, 1)
    clock.to(date(2038, 6, 1))
    with clinic.read(actor) as work:
        again = {line.person: line.kept_before for line in overdue(work).people}
    assert again == {them.people[0]: None, them.people[1]: Need.CLAIM, them.people[2]: None}


def test_that_a_merged_record_takes_its_decision_along_and_is_not_listed(
    clinic: Database, actor: Actor, them: factory.Group, clock: MovingClock
) -> None:
    clock.to(date(2037, 6, 1))
    with clinic.write(actor) as work:
        keep_longer(work, them.people[0], Need.WISH)
        shown = merge_preview(work, them.people[2], them.people[0])
        merge_people(
            work, shown.keep, shown.remove, keep_version=shown.keep_version, remove_version=shown.remove_version
        )
        listed = overdue(work)
    assert [line.person for line in listed.people] == [them.people[1]]
    assert listed.postponed == 1


def test_that_years_are_added_so_that_nothing_is_kept_too_short() -> None:
    assert kept_until(date(2024, 2, 29), 10) == date(2034, 3, 1)
    assert kept_until(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert kept_until(date(9990, 1, 1), 100).year == 9999
