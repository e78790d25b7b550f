"""A list is imported whole or not at all, or its good rows alone; twice is once."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.errors import NotAllowedError
from models.imports.import_people import Imported, import_people, rehearse_import
from models.imports.roster import open_roster
from models.people.consent import Purpose, Source, consents, levels, record_consent
from models.people.naming import Level
from models.people.participant import find_people, person
from models.programme.enrolment import end_enrolment, enrol, members
from models.programme.programme import ship_programmes
from models.settings import found_clinic
from tests import factory
from tests.conftest import CLINIC

if TYPE_CHECKING:
    from uuid import UUID

    from models.storage.database import Database
    from models.work import Work

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
LIST = ROSTERS / "clinic_list.csv"
BROKEN = ROSTERS / "broken_rows.csv"


@pytest.fixture
def cohort(database: Database) -> UUID:
    from models.clinic.clinic import PROGRAM

    with database.write(PROGRAM) as work:
        found_clinic(work, id_=CLINIC, name="Quayside", country="GB")
        ship_programmes(work)
    with database.write(factory.actor()) as work:
        return factory.group(work, size=0).cohort


def taken(database: Database, path: Path, cohort: UUID, *, only_good: bool = False) -> Imported:
    with database.write(factory.actor()) as work:
        return import_people(work, open_roster(path), cohort, only_good=only_good)


def names(work: Work, cohort: UUID) -> list[str]:
    return [one.name for one in members(work, cohort)]


def test_that_the_clinics_list_becomes_twelve_people_with_their_consents(database: Database, cohort: UUID) -> None:
    result = taken(database, LIST, cohort)
    assert (result.imported, result.skipped, result.rejected, result.warnings) == (12, (), (), ())
    with database.read(factory.actor()) as work:
        there = members(work, cohort)
        assert sorted(one.identity.born.year for one in there if one.name == "Anna Berg" and one.identity.born) == [
            1968, 1988,
        ]  # fmt: skip
        shown = levels(work, (one.person for one in there), Purpose.CEREMONY_NAME)
        assert {one.name: shown[one.person] for one in there if one.name in {"Łukasz Żółć", "Bo Li"}} == {
            "Łukasz Żółć": Level.UNMENTIONED, "Bo Li": Level.FIRST,
        }  # fmt: skip
        sms = consents(work, there[0].person)[Purpose.SMS]
        assert sms.source is Source.LIST
        assert not sms.allows_messages


def test_that_one_bad_row_keeps_the_whole_list_out(database: Database, cohort: UUID) -> None:
    result = taken(database, BROKEN, cohort)
    assert result.is_refused
    assert result.imported == 0
    assert [line.row for line in result.rejected] == [4, 6, 8, 16, 17]
    with database.read(factory.actor()) as work:
        assert find_people(work) == ()
        assert members(work, cohort) == ()


def test_that_the_good_rows_can_be_taken_alone(database: Database, cohort: UUID) -> None:
    result = taken(database, BROKEN, cohort, only_good=True)
    assert (result.imported, result.is_refused) == (9, False)
    assert [line.row for line in result.skipped] == [14, 15]
    with database.read(factory.actor()) as work:
        assert len(members(work, cohort)) == 9


def test_that_the_same_list_twice_makes_nobody_twice(database: Database, cohort: UUID) -> None:
    taken(database, LIST, cohort)
    again = taken(database, LIST, cohort)
    assert (again.imported, again.enrolled, len(again.skipped)) == (0, 0, 12)
    assert str(again.skipped[0].reasons[0]) == "Anna Berg is in the clinic already."
    with database.read(factory.actor()) as work:
        assert len(find_people(work)) == len(members(work, cohort)) == 12


def test_that_people_with_nothing_but_a_name_are_not_doubled_either(
    database: Database, cohort: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Name,Mobile\nMadonna,\nBo Li,07700 900108\n", "utf-8")
    assert [taken(database, path, cohort).imported for _ in range(2)] == [2, 0]


def test_that_known_people_are_enrolled_and_nothing_else_of_theirs_changes(database: Database, cohort: UUID) -> None:
    with database.write(factory.actor()) as work:
        anna = factory.person(work, "Anna", "Berg", born=date(1968, 3, 4), email="own@example.org")
        record_consent(work, anna, Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN)
    result = taken(database, LIST, cohort)
    assert (result.imported, result.enrolled) == (11, 1)
    assert [str(reason) for reason in result.skipped[0].reasons] == [
        "Anna Berg is in the clinic already.", "Enrolled in the cohort.",
    ]  # fmt: skip
    with database.read(factory.actor()) as work:
        assert anna in {one.person for one in members(work, cohort)}
        assert person(work, anna).form.email == "own@example.org"
        assert levels(work, [anna], Purpose.CEREMONY_NAME)[anna] is Level.UNMENTIONED


def test_that_a_list_does_not_bring_back_who_left(database: Database, cohort: UUID) -> None:
    taken(database, LIST, cohort)
    with database.write(factory.actor()) as work:
        left = members(work, cohort)[0]
        end_enrolment(work, left.enrolment, on=left.joined_on, reason="moved away")
    again = taken(database, LIST, cohort)
    assert [line.name for line in again.skipped if "was not enrolled again" in str(line.reasons[-1])] == [left.name]
    with database.read(factory.actor()) as work:
        assert members(work, cohort)[0].left_on is not None


def test_that_a_rehearsal_tells_what_would_happen_and_changes_nothing(database: Database, cohort: UUID) -> None:
    with database.read(factory.actor()) as work:
        told = rehearse_import(work, open_roster(BROKEN), cohort, only_good=True)
        assert members(work, cohort) == ()
    assert told == taken(database, BROKEN, cohort, only_good=True)


def test_that_a_full_cohort_takes_more_with_a_warning(database: Database, cohort: UUID) -> None:
    with database.write(factory.actor()) as work:
        for place in range(4):
            enrol(work, cohort, factory.person(work, f"Guest {place}"))
    result = taken(database, LIST, cohort)
    assert [str(one) for one in result.warnings] == [
        "Autumn evening now has 16 people; groups of more than 15 are hard to lead."
    ]


def test_that_only_the_office_imports(database: Database, cohort: UUID) -> None:
    with database.write(factory.actor(Role.PEER_LEAD)) as work, pytest.raises(NotAllowedError):
        import_people(work, open_roster(LIST), cohort)


def test_that_an_import_that_fails_at_the_end_leaves_nobody(database: Database, cohort: UUID) -> None:
    def fail_after(work: Work) -> None:
        import_people(work, open_roster(LIST), cohort)
        raise RuntimeError

    with pytest.raises(RuntimeError), database.write(factory.actor()) as work:
        fail_after(work)
    with database.read(factory.actor()) as work:
        assert find_people(work) == ()


def test_that_every_name_of_our_collection_is_kept_letter_by_letter(
    database: Database, cohort: UUID, tmp_path: Path
) -> None:
    import unicodedata

    with (Path(__file__).parents[2] / "data" / "names.csv").open(encoding="utf-8") as file:
        wanted = [row["name"] for row in csv.DictReader(file)]
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Given name", "Email"])
        writer.writerows([name, f"p{place}@example.org"] for place, name in enumerate(wanted))
    result = taken(database, path, cohort, only_good=True)
    assert [line.name for line in result.rejected] == ['=HYPERLINK("x")']
    with database.read(factory.actor()) as work:
        stored = {one.name for one in members(work, cohort)}
    assert stored == {unicodedata.normalize("NFC", name) for name in wanted} - {'=HYPERLINK("x")'}
    assert "<b>Anna</b>" in stored


def test_that_the_day_of_joining_is_the_clinics(database: Database, cohort: UUID, clock: factory.MovingClock) -> None:
    clock.now = datetime(2026, 9, 7, 23, 30, tzinfo=UTC)  # already the 8th in London's summer time
    taken(database, LIST, cohort)
    with database.read(factory.actor()) as work:
        assert {one.joined_on for one in members(work, cohort)} == {date(2026, 9, 8)}
