"""The clinic's lists as tables: what is in them, who may take them, and that they come back as they were."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exports.table import Listing, cohort_table, listings, people_table
from exports.table_file import csv_bytes, workbook_bytes
from models.access import Actor, Confirmed, Role
from models.clinic.clinic import PROGRAM
from models.errors import NotAllowedError, NotConfirmedError
from models.folder.folder import ClinicFolder
from models.imports.import_people import import_people
from models.imports.roster import Outcome, open_roster, preview_roster
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.people.consent import Purpose, Source, record_consent
from models.people.naming import Level
from models.people.participant import add_person
from models.people.person_form import PersonForm
from models.programme.enrolment import end_enrolment
from models.programme.programme import ship_programmes
from models.programme.team_access import CohortTeamAccess
from models.settings import found_clinic
from models.storage.audit import AuditEntry
from models.storage.database import Database
from models.trail import Action
from tests import factory
from tests.conftest import CLINIC
from tests.faults.hostile import corpora, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from exports.table_file import TableFile
    from models.keys.slots import Keys
    from models.work import Work
    from tests.factory import MovingClock

    Strings = Callable[[], tuple[str, ...]]


@pytest.fixture
def other(template: tuple[ClinicFolder, Keys], tmp_path: Path, clock: MovingClock) -> Iterator[Database]:
    """Another clinic, with nobody in it."""
    folder = ClinicFolder(shutil.copytree(template[0].path, tmp_path / "other clinic"))
    with closing(Database.open(folder, template[1], clock=clock, team_access=CohortTeamAccess)) as opened:
        opened.adopt_thread()
        with opened.write(PROGRAM) as work:
            found_clinic(work, id_=CLINIC, name="Other", country="GB")
            ship_programmes(work)
        yield opened


def taken(work: Work, listing: Listing, cohort: UUID) -> TableFile:
    return cohort_table(work, listing, cohort, confirmed=confirmed(work))


def confirmed(work: Work) -> Confirmed:
    return Confirmed(work.actor.id, work.now)


def everyone(work: Work) -> TableFile:
    return people_table(work, confirmed=confirmed(work))


@pytest.mark.parametrize("strings", corpora())
def test_that_our_own_list_of_people_comes_back_identical_in_both_kinds(
    clinic: Database, other: Database, actor: Actor, strings: Strings, tmp_path: Path
) -> None:
    names = [kept for text in strings() if (kept := stored(text)) is not None]
    with clinic.write(actor) as work:
        for place, name in enumerate(names):
            born = date(1950, 1, 1) + timedelta(days=place)
            given, family = (name, "") if place % 3 == 0 else ("", name) if place % 3 == 1 else (name, names[place - 1])
            form = PersonForm(
                given_name=given, family_name=family, preferred_name=name, nickname=names[-place], pronunciation=name,
                born=born, email="a@example.org", phone="020 7946 0123",
            )  # fmt: skip
            add_person(work, form, country="GB")
    with clinic.read(actor) as work:
        table, now = everyone(work), work.now
    (tmp_path / "list.csv").write_bytes(csv_bytes(table))
    (tmp_path / "list.xlsx").write_bytes(workbook_bytes(table, now))
    for kind in ("csv", "xlsx"):
        plan = open_roster(tmp_path / f"list.{kind}")
        assert plan.remarks == ()
        with other.read(actor) as work:
            preview = preview_roster(work, plan)
        assert [
            (line.outcome, line.cells, line.reasons) for line in preview.lines if line.outcome is not Outcome.GOOD
        ] == []
    with other.write(actor) as work:
        cohort = factory.group(work, size=0).cohort
        assert import_people(work, open_roster(tmp_path / "list.xlsx"), cohort).imported == len(names)
    with other.read(actor) as work:
        assert everyone(work) == table
    with clinic.read(actor) as work:
        again = preview_roster(work, open_roster(tmp_path / "list.csv"))
        assert {line.outcome for line in again.lines} == {Outcome.KNOWN}


def test_that_what_people_agreed_to_comes_back_and_who_was_never_asked_stays_so(
    clinic: Database, other: Database, actor: Actor, tmp_path: Path
) -> None:
    with clinic.write(actor) as work:
        for place, level in enumerate((None, *Level)):
            one = factory.person(work, f"Person {place}", "Berg", nickname="Blue", born=date(1960, 1, 1 + place))
            if level is not None:
                given = level is not Level.UNMENTIONED
                record_consent(
                    work,
                    one,
                    Purpose.CEREMONY_NAME,
                    is_given=given,
                    level=level if given else None,
                    source=Source.PAPER,
                )
                record_consent(work, one, Purpose.SMS, is_given=given, source=Source.PAPER)
    with clinic.read(actor) as work:
        table = everyone(work)
    said = [row[-4:] for row in table.rows]
    assert said[0] == ("", "", "", "")
    assert {row[2] for row in said[1:]} == {
        "full",
        "first and initial",
        "first",
        "initials",
        "alias",
        "anonymous",
        "none",
    }
    (tmp_path / "list.csv").write_bytes(csv_bytes(table))
    with other.write(actor) as work:
        import_people(work, open_roster(tmp_path / "list.csv"), factory.group(work, size=0).cohort)
    with other.read(actor) as work:
        assert everyone(work) == table


def test_that_attendance_lists_each_session_and_what_it_adds_up_to(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    clock.to(factory.START + timedelta(days=14))
    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
        factory.run_sessions(work, them, ["PEN", "PPL"])
        end_enrolment(work, them.enrolments[2], on=factory.START + timedelta(days=10), reason="moved")
    with clinic.read(actor) as work:
        table = taken(work, Listing.ATTENDANCE, them.cohort)
        people = taken(work, Listing.PEOPLE, them.cohort)
    assert table.headings[2:9] == (
        "Joined", "Left", "Sessions planned", "Sessions held", "Came", "Told us", "No-show",
    )  # fmt: skip
    assert table.headings[9] == "1: 2026-09-07"
    assert [row[9:12] for row in table.rows] == [("P", "P", ""), ("N", "L", ""), ("E", "P", "")]
    assert [row[6:9] for row in table.rows] == [(2, 0, 0), (1, 0, 1), (1, 1, 0)]
    assert len(people.rows) == 2


def test_that_no_list_but_the_one_of_scores_holds_a_score(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    clock.to(factory.START + timedelta(days=7))
    with clinic.write(actor) as work:
        them, elsewhere = factory.group(work, size=6), factory.group(work, size=1, name="Other")
        for one in them.people:
            factory.agree(work, one, Purpose.BOARD)
        factory.run_sessions(work, them, ["PPPPPP"])
        enter_form(work, them.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=[7, 7, 8])
        enter_form(work, elsewhere.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=[1, 1, 1])
    with clinic.read(actor) as work:
        tables = {one: taken(work, one, them.cohort) for one in Listing}
    held = {one: b"7.3" in csv_bytes(table) for one, table in tables.items()}
    assert [one for one, has in held.items() if has] == [Listing.SCORES]
    returned = {row[0]: row[3] for row in tables[Listing.FORMS].rows}
    assert {name for name, day in returned.items() if day} == {"Anna Berg"}
    assert returned["Anna Berg"] == factory.START
    board = csv_bytes(tables[Listing.BOARD]).decode()
    assert len(tables[Listing.BOARD].rows) == 6
    assert not [given for given, _ in factory.NAMES[:6] if given in board]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROGRAM])
def test_that_each_role_takes_only_what_is_its_own(clinic: Database, actor: Actor, role: Role) -> None:
    who = factory.actor(role)
    with clinic.write(actor) as work:
        them = factory.group(work, size=2)
        factory.on_team(work, them.cohort, who)
    may = listings(who)
    assert may == {Role.PEER_LEAD: (), Role.FRONT_DESK: tuple(Listing)[:4], Role.ADMINISTRATOR: tuple(Listing)[:4]}.get(
        role, tuple(Listing)
    )
    for listing in Listing:
        with clinic.read(who) as work:
            if listing in may:
                taken(work, listing, them.cohort)
            else:
                with pytest.raises(NotAllowedError):
                    taken(work, listing, them.cohort)


def test_that_the_list_of_the_clinic_leaves_out_whom_a_team_does_not_reach(clinic: Database, actor: Actor) -> None:
    mine, theirs = factory.actor(Role.FACILITATOR), Actor(CLINIC, "Somebody", frozenset({Role.FACILITATOR}))
    with clinic.write(actor) as work:
        own, other = factory.group(work, size=2), factory.group(work, size=3, name="Other")
        factory.on_team(work, own.cohort, mine)
        factory.on_team(work, other.cohort, theirs)
    with clinic.read(mine) as work:
        assert len(everyone(work).rows) == 2
        with pytest.raises(NotAllowedError):
            taken(work, Listing.PEOPLE, other.cohort)


def test_that_a_list_needs_the_passphrase_once_more_and_is_written_down(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
    with clinic.read(actor) as work:
        long_ago = Confirmed(actor.id, clock.now - timedelta(minutes=6))
        for given in (long_ago, Confirmed(CLINIC, clock.now)):
            with pytest.raises(NotConfirmedError):
                people_table(work, confirmed=given)
    with clinic.read(actor) as work:
        everyone(work)
        taken(work, Listing.ATTENDANCE, them.cohort)
    with clinic.read(actor) as work:
        entries = work.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.EXPORT.value)).all()
        assert [(one.entity, one.row_id, one.count) for one in entries] == [
            ("participant", None, 3), ("attendance", them.cohort, 3)
        ]  # fmt: skip
