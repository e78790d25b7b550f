"""Every use case × every role × own and other groups, against the table of expectations."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
from sqlalchemy import select

from ceremonies.script_editing import draft_ceremony, script_of
from models.access import Actor, Permission, Role
from models.errors import ClinicError, NotAllowedError, SealedError
from models.keys.sealed import Sealer
from models.keys.slots import Keys, add_slot, unlock
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import QuestionnaireResponse, enter_form, responses
from models.pages.today import today
from models.people.participant import find_people, identities, namesakes
from models.people.person_form import PersonForm
from models.people.staff import Staff, add_staff
from models.programme.attendance import attendance_history, mark_rest_present, record_attendance
from models.programme.cohort import Cohort, cohorts, group_names
from models.programme.enrolment import cohorts_of, enrol, members
from models.programme.mark import Mark
from models.programme.meeting import meetings
from models.programme.team_access import CohortTeamAccess
from models.recognition.badge import awards, proposals
from models.recognition.ceremony import ceremonies, ceremony, freeze_ceremony, start_run
from models.recognition.certificate import certificates, record_certificates
from models.storage.database import Database
from models.trail import Action
from models.work import Work
from tests import factory
from tests.conftest import CHEAP
from tests.use_case import LETTERS, Place, Scope
from tests.use_cases import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.folder.folder import ClinicFolder
    from tests.factory import MovingClock

ROOT: Final = Path(__file__).parents[1]
SEARCHED: Final = ("models", "leaderboards", "ceremonies", "exports")
PLANNER: Final = Actor(UUID(int=900), "Mina Okafor", frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}))
ACTORS: Final = {
    role: Actor(UUID(int=1000 + place), role.value, frozenset({role})) for place, role in enumerate(LETTERS.values())
}


class _UndoneError(Exception):
    """Ends a unit of work of which nothing shall stay."""


def found_use_cases() -> Iterator[str]:
    for folder in SEARCHED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                    first = node.args.args[0]
                    typed = first.annotation is not None and ast.unparse(first.annotation).strip("'\"") == "Work"
                    if first.arg == "work" or typed:
                        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
                        yield f"{module}.{node.name}"


@pytest.fixture
def places(clinic: Database, clock: MovingClock) -> tuple[Place, Place]:
    """Two groups with something of everything: the roles are on the team of the first, the planner on both."""
    clock.to(factory.START + timedelta(days=7))
    with clinic.write(PLANNER) as work:
        own, other = (_place(work, name, number) for number, name in enumerate(("Own", "Other")))
        factory.on_team(work, own.cohort, *ACTORS.values())
    return own, other


def _place(work: Work, name: str, number: int) -> Place:
    them = factory.group(work, size=3, name=name)
    factory.run_sessions(work, them, ["PPP"])
    mark_rest_present(work, them.meetings[1].id)
    stage = draft_ceremony(work, them.cohort, f"{name} graduation", work.now, work.now.tzinfo)  # type: ignore[arg-type]  # (UTC)
    freeze_ceremony(work, stage)
    award = awards(work, them.cohort)[0].id
    place = Place(
        cohort=them.cohort, programme=work.get(Cohort, them.cohort).programme_id, person=them.people[0],
        enrolment=them.enrolments[0], meeting=them.meetings[1].id, award=award, ceremony=stage,
        cue=script_of(ceremony(work, stage)).cues[1].id, run=start_run(work, stage, is_rehearsal=False),
        certificate=UUID(int=5000 + number), name=name, serial=f"2026-{number + 1:04d}-X", id=UUID(int=6000 + number),
    )  # fmt: skip
    record_certificates(work, them.cohort, [replace(place.page, id=place.certificate, serial=place.serial)])
    return place


def _is_refused(database: Database, actor: Actor, name: str, place: Place) -> bool:
    module, _, function = name.rpartition(".")
    call = getattr(import_module(module), function)
    refused = False
    try:
        with database.write(actor) as work:
            try:
                CASES[name].call(call, work, place)
            except NotAllowedError:
                refused = True
            except (ClinicError, AttributeError, TypeError):
                refused = False  # let through, and stopped later by what the call lacks
            raise _UndoneError
    except _UndoneError:
        return refused


def test_that_every_use_case_has_its_line_in_the_table() -> None:
    assert sorted(found_use_cases()) == sorted(CASES)


def test_that_every_role_is_in_the_matrix() -> None:
    assert set(LETTERS.values()) == set(Role)


@pytest.mark.parametrize("letter", LETTERS)
def test_that_each_use_case_lets_the_role_through_or_refuses_it_as_the_table_says(
    clinic: Database, places: tuple[Place, Place], letter: str
) -> None:
    found, wanted = {}, {}
    for name, case in CASES.items():
        may = letter in case.who
        is_kept_out = case.scope is Scope.RECORD and letter in "FCDP"
        wanted[name] = (may, may and not is_kept_out)
        found[name] = tuple(not _is_refused(clinic, ACTORS[LETTERS[letter]], name, place) for place in places)
    assert found == wanted


@pytest.mark.parametrize("letter", "FCDP")
def test_that_lists_leave_out_the_groups_of_other_teams(
    clinic: Database, places: tuple[Place, Place], letter: str
) -> None:
    own, other = places
    both = [own.person, other.person]
    with clinic.read(ACTORS[LETTERS[letter]]) as work:
        assert [line.name for line in cohorts(work)] == ["Own"]
        assert len(find_people(work)) == 3
        assert list(identities(work, both)) == [own.person]
        assert list(group_names(work).values()) == [("Own",)] * 3
        assert [view.title for view in ceremonies(work)] == ["Own graduation"]
        assert [line.serial for line in certificates(work)] == [own.serial]
        page = today(work)
        assert {tonight.cohort_name for tonight in page.tonight} == {"Own"}
        assert {due.cohort for due in page.due} <= {own.cohort}


@pytest.mark.parametrize("letter", "KA")
def test_that_the_office_sees_every_group(clinic: Database, places: tuple[Place, Place], letter: str) -> None:
    with clinic.read(ACTORS[LETTERS[letter]]) as work:
        assert [line.name for line in cohorts(work)] == ["Other", "Own"]
        assert len(find_people(work)) == 6
        assert len(certificates(work)) == len(places)


def test_that_several_roles_reach_what_each_of_them_reaches(clinic: Database, places: tuple[Place, Place]) -> None:
    own, other = places
    both = Actor(ACTORS[Role.FACILITATOR].id, "Two roles", frozenset({Role.FACILITATOR, Role.FRONT_DESK}))
    with clinic.read(both) as work:
        assert len(find_people(work)) == 6
        assert set(proposals(work)) == {own.cohort}
        assert work.may(Permission.READ_CONTACT, person=other.person)
        assert not work.may(Permission.READ_OUTCOMES, person=other.person)


def test_that_a_group_without_a_team_and_a_person_without_a_group_are_open_to_all_holders(clinic: Database) -> None:
    office = Actor(UUID(int=901), "Office", frozenset({Role.ADMINISTRATOR}))
    with clinic.write(office) as work:
        them = factory.group(work, size=1, name="No team yet")
        alone = factory.person(work, "New", "Comer")
    with clinic.read(ACTORS[Role.FACILITATOR]) as work:
        assert len(members(work, them.cohort)) == 1
        assert identities(work, [alone])


def test_that_a_person_of_two_groups_shows_each_team_its_own(clinic: Database, places: tuple[Place, Place]) -> None:
    own, other = places
    with clinic.write(PLANNER) as work:
        both = enrol(work, own.cohort, other.person, joined_on=factory.START)
        for enrolment in (both, other.enrolment):
            enter_form(work, enrolment, "peg", Occasion.INTAKE, answered_on=factory.START, answers=[1, 2, 3])
    with clinic.read(ACTORS[Role.FACILITATOR]) as work:
        assert len(responses(work, other.person)) == 1
        assert cohorts_of(work, other.person) == ((both, own.cohort),)
    with clinic.read(PLANNER) as work:
        assert len(responses(work, other.person)) == 2


def test_that_a_peer_lead_gets_no_birth_date_no_reason_and_no_way_to_ask_by_telephone(
    clinic: Database, places: tuple[Place, Place], clock: MovingClock
) -> None:
    own, _ = places
    with clinic.write(PLANNER) as work:
        first = meetings(work, own.cohort)[0].id
        record_attendance(work, first, own.enrolment, Mark.EXCUSED, reason="a private note")
    with clinic.read(ACTORS[Role.PEER_LEAD]) as work:
        assert all(one.identity.born is None for one in members(work, own.cohort))
        assert {line.reason for line in attendance_history(work, first, own.enrolment)} == {""}
        with pytest.raises(NotAllowedError):
            namesakes(work, PersonForm(given_name="", phone="+44 20 7946 0000"))


def test_that_the_slot_of_a_peer_lead_cannot_open_a_sealed_column(
    clinic: Database, places: tuple[Place, Place], clinic_folder: ClinicFolder, keys: Keys
) -> None:
    own, _ = places
    with clinic.write(PLANNER) as work:
        enter_form(work, own.enrolment, "peg", Occasion.INTAKE, answered_on=factory.START, answers=[1, 2, 3])
    peer = ACTORS[Role.PEER_LEAD]
    add_slot(clinic_folder, keys, peer.id, peer.name, "a kettle by the window", clinical=False, cost=CHEAP)
    mine = unlock(clinic_folder, "a kettle by the window", peer.name).keys
    assert mine.clinical is None
    opened = Database.open(clinic_folder, mine, team_access=CohortTeamAccess)
    try:
        with opened.read(peer) as work, pytest.raises(SealedError):
            work.session.scalars(select(QuestionnaireResponse.answers)).all()
        with opened.read(peer) as work, pytest.raises(NotAllowedError):
            responses(work, own.person)
    finally:
        opened.close()


def test_that_every_use_case_that_opens_answers_or_needs_the_right_to_leaves_an_entry_of_it(
    clinic: Database, places: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, _ = places
    with clinic.write(PLANNER) as work:
        enter_form(work, own.enrolment, "peg", Occasion.INTAKE, answered_on=factory.START, answers=[1, 2, 3])
    needed: set[str] = set()
    opened: set[str] = set()
    silent: set[str] = set()
    open_value, require = Sealer.open, Work.require

    def opening(self: Sealer, label: str, sealed: bytes) -> object:
        opened.add(name)
        return open_value(self, label, sealed)

    def requiring(self: Work, permission: Permission, **about: UUID) -> None:
        require(self, permission, **about)
        if permission is Permission.READ_OUTCOMES:
            needed.add(name)

    monkeypatch.setattr(Sealer, "open", opening)
    monkeypatch.setattr(Work, "require", requiring)
    for name, case in CASES.items():
        module, _, function = name.rpartition(".")
        try:
            with clinic.write(PLANNER) as work:
                with suppress(ClinicError, AttributeError, TypeError):
                    case.call(getattr(import_module(module), function), work, own)
                if not {change.action for change in work.trail.changes} & {Action.READ, Action.EXPORT}:
                    silent.add(name)
                raise _UndoneError
        except _UndoneError:
            continue
    assert {"models.outcomes.questionnaire.responses", "models.outcomes.course.course"} <= needed & opened
    assert not silent & (needed | opened)


def test_that_a_role_taken_away_is_gone_from_the_next_act_on(clinic: Database) -> None:
    with clinic.write(PLANNER) as work:
        id_ = add_staff(work, "Sam Reed", [Role.FACILITATOR])
    sam = Actor(id_, "Sam Reed", frozenset({Role.FACILITATOR}))
    with clinic.read(sam) as work:
        work.require(Permission.READ_OUTCOMES)
    with clinic.write(PLANNER) as work:
        work.get(Staff, id_).roles = frozenset({Role.FRONT_DESK})
    with clinic.read(sam) as work:
        work.require(Permission.READ_CONTACT)
        with pytest.raises(NotAllowedError):
            work.require(Permission.READ_OUTCOMES)
    with clinic.write(PLANNER) as work:
        work.get(Staff, id_).is_active = False
    with clinic.read(sam) as work, pytest.raises(NotAllowedError, match="closed"):
        work.require(Permission.READ_PROFILE)
